"""What an answer to a webhook tells Twilio to do, and what Twilio would not take.

Reading only: sending is the switchboard's. A bad document does nothing at all; a bad element is left out and told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin
from xml.etree import ElementTree

from channels.twin.formats import is_phone_number, is_url

BODY_LIMIT = 1600
DOCUMENT_LIMIT = 65_536
_DOCUMENT_ERRORS = range(11100, 12200)
TWIML_TYPES = frozenset({"text/xml", "application/xml", "text/html"})
_MESSAGE_ATTRIBUTES = frozenset({"to", "from", "action", "method", "statusCallback"})


@dataclass(frozen=True)
class Answer:
    """What came back from a webhook: HTTP status, content type as sent ("" for none), body."""

    status: int
    content_type: str
    body: bytes


@dataclass(frozen=True)
class Say:
    """One message to be sent. `to` and `sender` are "" for the other end and the line."""

    body: str
    to: str = ""
    sender: str = ""
    callback: str = ""
    media: tuple[str, ...] = ()


@dataclass(frozen=True)
class Redirect:
    """Go on with the document at another URL."""

    url: str
    method: str = "POST"


@dataclass(frozen=True)
class Trouble:
    """An error or a warning in Twilio's log (https://www.twilio.com/docs/api/errors)."""

    code: int
    text: str


@dataclass(frozen=True)
class Reading:
    """What an answer says: what to do, in order, and what was wrong with it."""

    steps: tuple[Say | Redirect, ...] = ()
    troubles: tuple[Trouble, ...] = ()


def read(answer: Answer, base: str) -> Reading:
    """Read a successful answer; relative URLs are taken from `base`.

    An empty body is "say nothing". Plain text is one message. Anything but TwiML or plain text is error 12300,
    a document that does not parse 12100, another root than Response 12102.
    """
    kind = answer.content_type.partition(";")[0].strip().lower()
    if not answer.body.strip():
        return Reading()
    if len(answer.body) > DOCUMENT_LIMIT:
        return Reading(troubles=(Trouble(11750, "The document is larger than 64 KB"),))
    if kind == "text/plain":
        return _checked([Say(answer.body.decode("utf-8", "replace"))])
    if kind not in TWIML_TYPES:
        return Reading(troubles=(Trouble(12300, f"Content type {kind or 'missing'}"),))
    root = root_of(answer.body)
    return Reading(troubles=(root,)) if isinstance(root, Trouble) else _checked(list(_elements(root, base)))


def root_of(body: bytes) -> ElementTree.Element | Trouble:
    """Return a document's root, of texts and of calls alike, or why Twilio would not take it."""
    try:
        root = ElementTree.fromstring(body)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        return Trouble(12100, f"Document does not parse: {error}")
    return root if root.tag == "Response" else Trouble(12102, "The root element is not Response")


def is_document_error(code: int) -> bool:
    """Whether Twilio gives a whole document up for an error: no answer, or nothing in it that it can follow."""
    return code in _DOCUMENT_ERRORS or code == 12300


def _elements(root: ElementTree.Element, base: str) -> Iterator[Say | Redirect | Trouble]:
    for element in root:
        if element.tag == "Message":
            yield from _message(element, base)
        elif element.tag == "Redirect":
            yield Redirect(urljoin(base, (element.text or "").strip()), element.get("method", "POST").upper())
            return
        else:
            yield Trouble(12200, f"Unknown element {element.tag}")


def _message(element: ElementTree.Element, base: str) -> Iterator[Say | Trouble]:
    for name in sorted(set(element.keys()) - _MESSAGE_ATTRIBUTES):
        yield Trouble(12200, f"Unknown attribute {name}")
    bodies = [part.text or "" for part in element if part.tag == "Body"]
    for part in element:
        if part.tag not in ("Body", "Media"):
            yield Trouble(12200, f"Unknown element {part.tag}")
    callback = element.get("action") or element.get("statusCallback") or ""
    yield Say(
        body="".join(bodies) if bodies else (element.text or "").strip(),
        to=element.get("to", ""),
        sender=element.get("from", ""),
        callback=urljoin(base, callback) if callback else "",
        media=tuple((part.text or "").strip() for part in element if part.tag == "Media"),
    )


def _checked(items: list[Say | Redirect | Trouble]) -> Reading:
    steps: list[Say | Redirect] = []
    troubles: list[Trouble] = []
    for item in items:
        trouble = item if isinstance(item, Trouble) else _trouble_of(item)
        if trouble:
            troubles.append(trouble)
        elif not isinstance(item, Trouble):
            steps.append(item)
    return Reading(tuple(steps), tuple(troubles))


def _trouble_of(step: Say | Redirect) -> Trouble | None:
    if isinstance(step, Redirect):
        return None if is_url(step.url) and step.method in ("GET", "POST") else Trouble(11100, "Invalid redirect")
    if step.to and not is_phone_number(step.to):
        return Trouble(14101, "Invalid to attribute")
    if not (step.body or step.media) or len(step.body) > BODY_LIMIT:
        return Trouble(14103, "The body is empty or longer than 1600 characters")
    if step.callback and not is_url(step.callback):
        return Trouble(14105, "Invalid statusCallback attribute")
    return None
