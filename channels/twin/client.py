"""How tests, the demo and load runs speak to a running twin."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx

from bot.errors import PermanentError, TemporaryError
from channels.twin.phone_call import PhoneCall

DEFAULT_PORT = 5070
DEFAULT_URL = f"http://127.0.0.1:{DEFAULT_PORT}"


@dataclass(frozen=True)
class Sent:
    """A text that was sent.

    Attributes:
        answered: whether the line answered; None where it was not waited for.
        webhook_ms: how long the answer took; None where it was not waited for.
        replies: what the answer said, in order.
    """

    sid: str
    answered: bool | None = None
    webhook_ms: float | None = None
    replies: tuple[str, ...] = ()


@dataclass(frozen=True)
class Received:
    """A text in an inbox; `status` and `error_code` as in Twilio's resource."""

    sid: str
    sender: str
    body: str
    status: str
    error_code: int | None
    by_twilio: bool


class TwinClient:
    """A client of one twin. It counts what it has read, so no text and no call is waited for twice."""

    def __init__(self, url: str = DEFAULT_URL, timeout_seconds: float = 75.0) -> None:
        """Point the client at a twin's base URL; nothing is requested yet."""
        self.url = url.rstrip("/")
        self._http = httpx.Client(base_url=self.url, timeout=timeout_seconds, trust_env=False)
        self._read: dict[str, int] = {}
        self._heard: dict[str, int] = {}

    def __enter__(self) -> TwinClient:
        """Return the client."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close its connections."""
        self._http.close()

    def text(
        self, sender: str, body: str, *, to: str = "", media: Sequence[str] = (), num_media: int = 0, wait: bool = True
    ) -> Sent:
        """Text the line as a resident; with `wait`, return after its answer was followed."""
        document = self._post(
            "/twin/texts",
            {"from": sender, "to": to, "body": body, "media": list(media), "num_media": num_media, "wait": wait},
        )
        return Sent(
            sid=document["sid"],
            answered=document.get("answered"),
            webhook_ms=document.get("webhook_ms"),
            replies=tuple(reply["body"] for reply in document.get("replies", ())),
        )

    def inbox(self, number: str, after: int = 0, wait_seconds: float = 0.0) -> tuple[Received, ...]:
        """Return what reached a number beyond the first `after`, waiting up to `wait_seconds` for something."""
        document = self._get(f"/twin/inbox/{quote(number)}", {"after": after, "wait": wait_seconds})
        return tuple(
            Received(
                sid=message["sid"],
                sender=message["from"],
                body=message["body"],
                status=message["status"],
                error_code=message["error_code"],
                by_twilio=message["by_twilio"],
            )
            for message in document["messages"]
        )

    def wait_for_reply(self, number: str, seconds: float = 20.0) -> Received:
        """Return the next unread text of a number, one that came inline as well as one that came later.

        Raises TemporaryError where none came in time.
        """
        found = self.inbox(number, self._read.get(number, 0), seconds)
        if not found:
            raise TemporaryError("No text came in time.")
        self._read[number] = self._read.get(number, 0) + 1
        return found[0]

    def unread(self, number: str) -> tuple[Received, ...]:
        """Return all texts of a number that were not read yet, without waiting, and count them as read."""
        found = self.inbox(number, self._read.get(number, 0))
        self._read[number] = self._read.get(number, 0) + len(found)
        return found

    def callee(
        self,
        number: str,
        *,
        answers: bool = True,
        busy: bool = False,
        failed: bool = False,
        after_seconds: float = 0.2,
        presses: Sequence[str] = (),
        says: Sequence[str] = (),
        machine: bool = False,
        hangs_up_after: float | None = None,
        confidence: float = 0.9,
    ) -> None:
        """Say who answers when a number (or SIP address) is called and what they do; see `Callee` for the fields.

        Keys and words are for one Gather after the other, "" for none. With `answers=False` it rings in vain.
        """
        reaction = "failed" if failed else "busy" if busy else "answers" if answers else "no-answer"
        script = {
            "number": number,
            "reaction": reaction,
            "after_seconds": after_seconds,
            "presses": list(presses),
            "says": list(says),
            "machine": machine,
            "hangs_up_after": hangs_up_after,
            "confidence": confidence,
        }
        self._post("/twin/callees", script)

    def calls(self, to: str = "") -> tuple[PhoneCall, ...]:
        """Return the calls to a number or to all, oldest first, as far as they have come."""
        return tuple(PhoneCall.from_card(card) for card in self._get("/twin/calls", {"to": to})["calls"])

    def wait_for_call(self, to: str, seconds: float = 20.0) -> PhoneCall:
        """Return the next call to a number that is over and was not waited for yet.

        Raises TemporaryError where none ended in time.
        """
        heard = self._heard.get(to, 0)
        found = self._get("/twin/calls/over", {"to": to, "after": heard, "wait": seconds})["calls"]
        if not found:
            raise TemporaryError("No call was over in time.")
        self._heard[to] = heard + 1
        return PhoneCall.from_card(found[0])

    def haste(self, factor: float) -> None:
        """Let the time of calls (ringing, speaking, pauses, Gather's timeouts) run so many times faster than real."""
        self._post("/twin/haste", {"haste": factor})

    def forge(
        self,
        form: Mapping[str, str] | Sequence[tuple[str, str]],
        *,
        seal: str = "valid",
        times: int = 1,
        url: str = "",
        token: str = "",
    ) -> list[tuple[int, str]]:
        """Post a form of one's own to the webhook, `times` at once: (HTTP status, body) of each."""
        pairs = list(form.items()) if isinstance(form, Mapping) else [list(pair) for pair in form]
        document = self._post(
            "/twin/webhooks", {"form": pairs, "seal": seal, "times": times, "url": url, "token": token}
        )
        return [(copy["status"], copy["body"]) for copy in document["copies"]]

    def faults(self, **faults: int | str | bool | Sequence[str] | None) -> None:
        """Put faults in force in place of those before, by the names of `Faults`; none ends them all."""
        self._post("/twin/faults", faults)

    def log(self, kind: str = "", after: int = 0, sid: str = "") -> list[dict[str, Any]]:
        """Return entries of the log, as the control API gives them."""
        return list(self._get("/twin/log", {"kind": kind, "after": after, "sid": sid})["entries"])

    def settle(self) -> None:
        """Wait until no webhook, no callback and no call is under way."""
        self._post("/twin/settled", {})

    def reset(self) -> None:
        """Make the twin forget everything."""
        self._post("/twin/reset", {})
        self._read.clear()
        self._heard.clear()

    def health(self) -> dict[str, Any]:
        """Return what the twin says of itself. Raises TemporaryError where it is not there."""
        return dict(self._get("/twin/health", {}))

    def _post(self, path: str, document: Mapping[str, Any]) -> dict[str, Any]:
        return self._answer(self._http.build_request("POST", path, content=json.dumps(document)))

    def _get(self, path: str, query: Mapping[str, str | int | float]) -> dict[str, Any]:
        given = {name: value for name, value in query.items() if value}
        return self._answer(self._http.build_request("GET", path, params=given))

    def _answer(self, request: httpx.Request) -> dict[str, Any]:
        try:
            response = self._http.send(request)
        except httpx.TransportError as error:
            raise TemporaryError(f"The twin at {self.url} does not answer.") from error
        if response.status_code == 400:
            raise PermanentError(response.json()["error"])
        if response.status_code >= 300:
            raise TemporaryError(f"The twin answered {response.status_code}.")
        return dict(response.json())
