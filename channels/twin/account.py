"""The account that the twin plays: its numbers, secrets and URLs.

Never a real account: the twin talks to loopback alone, so a wrong URL here cannot text a stranger.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import Enum
from urllib.parse import urlsplit, urlunsplit

from bot.errors import PermanentError
from channels.twin.connection import ConnectionPolicy

DEMO_ACCOUNT_SID = "AC" + "4".zfill(32)
DEMO_AUTH_TOKEN = "twin-of-twilio"  # noqa: S105
DEMO_NUMBER = "+13035550100"
API_VERSION = "2010-04-01"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class KeywordCare(Enum):
    """Who looks after STOP, START and HELP.

    https://help.twilio.com/articles/223134027 and
    https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out
    """

    DEFAULT = "default"
    """Twilio blocks and answers; the webhook is told nothing of it."""
    ADVANCED = "advanced"
    """Twilio blocks and answers; the webhook carries OptOutType."""
    OFF = "off"
    """The account looks after its own words; Twilio neither blocks nor answers."""


@dataclass(frozen=True)
class Account:
    """One account with one line.

    Attributes:
        webhook: where inbound texts are posted; a fragment such as `#rc=2&rp=all` overrides the connection policy.
        fallback: where they go when the webhook fails; "" for none, and then the resident gets no answer.
        numbers: the numbers that texts may be sent from; the first is the line.
        public_url: the base under which the line is known, which is what is signed. URLs under it are reached at
            the webhook's own host, as behind a proxy. "" where the line is known by its loopback address.
        messaging_service_sid: the sender pool, "" for none; it always contains every number.
        keywords: who looks after STOP, START and HELP.
        haste: how many times faster than real the time of calls runs: ringing, speaking, pauses, Gather's timeouts.
    """

    webhook: str
    fallback: str = ""
    sid: str = DEMO_ACCOUNT_SID
    auth_token: str = DEMO_AUTH_TOKEN
    numbers: tuple[str, ...] = (DEMO_NUMBER,)
    public_url: str = ""
    messaging_service_sid: str = ""
    keywords: KeywordCare = KeywordCare.DEFAULT
    haste: float = 1.0

    def __post_init__(self) -> None:
        """Raise PermanentError for a haste that stands still, a URL that leads off this machine or has a fragment
        that Twilio refuses.
        """
        checked_haste(self.haste)
        for url in (self.webhook, self.fallback):
            if url and not is_loopback(self.reach(url)):
                raise PermanentError(f"The twin only speaks to this machine, not to {url}.")
            ConnectionPolicy.of(url)

    @property
    def line(self) -> str:
        """The number that residents text."""
        return self.numbers[0]

    def known_as(self, url: str) -> str:
        """Return the URL as it is signed: under the public base where the account has one, without a fragment."""
        bare = url.partition("#")[0]
        ours = _origin(self.webhook)
        if self.public_url and _origin(bare) == ours:
            return self.public_url.rstrip("/") + bare[len(ours) :]
        return bare

    def reach(self, url: str) -> str:
        """Return where a URL is reached: the webhook's host for everything under the public base."""
        base = self.public_url.rstrip("/")
        if base and (url == base or url.startswith((base + "/", base + "?", base + "#"))):
            return _origin(self.webhook) + url[len(base) :]
        return url


def checked_haste(haste: float) -> float:
    """Return a haste in which time goes on. Raises PermanentError for any other."""
    if not 0 < haste < float("inf"):
        raise PermanentError(f"Haste is how many times faster time runs, more than 0, not {haste}.")
    return haste


def number_sid(number: str) -> str:
    """Return the SID of a number's resource, the same each time."""
    return "PN" + hashlib.sha256(number.encode()).hexdigest()[:32]


def is_loopback(url: str) -> bool:
    """Whether a URL leads to this machine."""
    try:
        return urlsplit(url).hostname in LOOPBACK
    except ValueError:
        return False


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, "", "", ""))
