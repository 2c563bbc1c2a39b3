"""What the phone company is told to do badly, and its dice.

With a seed every fault falls the same way again, so that a failing test can be repeated.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from bot import clock
from bot.errors import PermanentError
from channels.twin.refusals import CARRIER_ERRORS, REFUSALS, RefusalError

ALWAYS = -1
Item = TypeVar("Item")


@dataclass(frozen=True)
class Faults:
    """How the twin misbehaves. All off by default.

    Attributes:
        fail_rest: refuse this many REST requests, ALWAYS for all of them.
        fail_rest_until: refuse REST requests until then.
        rest_status: the HTTP status of those refusals.
        rest_code: Twilio's error code of those refusals, which then also says the status.
        lose_rest: take this many REST requests, do what they ask for, and answer 503 all the same.
        rest_delay_ms: wait before each REST answer.
        delay_ms: wait before each inbound webhook, and before each document of a call is asked for.
        callback_delay_ms: wait before each status callback.
        duplicate: post each inbound webhook this many times more, at the same time, as the same message; so too each
            request for a document of a call.
        reorder: send status callbacks out of order and let texts of one moment overtake one another.
        drop_callbacks: send no status callback at all, neither of texts nor of calls.
        undeliverable: numbers that no text reaches; whether they can be phoned is their callee's.
        carrier_error: why: the error code of those messages. 30003 where None, and then other numbers are fine;
            with a code and no `undeliverable`, every message fails with it.
    """

    fail_rest: int = 0
    fail_rest_until: datetime | None = None
    rest_status: int = 503
    rest_code: int | None = None
    lose_rest: int = 0
    rest_delay_ms: int = 0
    delay_ms: int = 0
    callback_delay_ms: int = 0
    duplicate: int = 0
    reorder: bool = False
    drop_callbacks: bool = False
    undeliverable: frozenset[str] = frozenset()
    carrier_error: int | None = None

    @classmethod
    def from_document(cls, document: dict[str, Any]) -> Faults:
        """Read the control API's JSON: the attributes by name, `fail_rest` also as "always" or as "30s".

        Raises PermanentError for a name or a value that means nothing.
        """
        given = dict(document)
        strange = set(given) - {field.name for field in fields(cls)}
        if strange:
            raise PermanentError(f"No such fault: {', '.join(sorted(strange))}.")
        if given.get("carrier_error") not in (None, *CARRIER_ERRORS):
            raise PermanentError(f"No such carrier error: {given['carrier_error']}.")
        if given.get("rest_code") not in (None, *REFUSALS):
            raise PermanentError(f"No such refusal: {given['rest_code']}.")
        given["undeliverable"] = frozenset(given.get("undeliverable", ()))
        failing = given.pop("fail_rest", 0)
        return replace(cls(**given), **_failing(failing))

    def to_document(self) -> dict[str, Any]:
        """Return the JSON form."""
        document = dict(self.__dict__)
        document["undeliverable"] = sorted(self.undeliverable)
        document["fail_rest_until"] = self.fail_rest_until.isoformat() if self.fail_rest_until else None
        return document

    def failure_of(self, number: str) -> int | None:
        """Return the carrier's error code for a message to a number, None where it arrives."""
        if number in self.undeliverable:
            return self.carrier_error or 30003
        return None if self.undeliverable else self.carrier_error


def _failing(value: int | str) -> dict[str, Any]:
    if value == "always":
        return {"fail_rest": ALWAYS}
    if isinstance(value, str) and value.endswith("s") and value[:-1].isdigit():
        return {"fail_rest_until": clock.now() + timedelta(seconds=int(value[:-1]))}
    if isinstance(value, int) and value >= ALWAYS:
        return {"fail_rest": value}
    raise PermanentError(f"fail_rest is a number of requests, 'always' or seconds such as '30s', not {value!r}.")


class Dice:
    """The faults in force, counted down as they fall."""

    def __init__(self, faults: Faults, seed: int | None) -> None:
        """Put faults in force; without a seed they fall differently each time."""
        self.faults = faults
        self._seed = seed
        self._random = random.Random(seed)

    def cast(self, faults: Faults) -> None:
        """Put other faults in force, from the seed's beginning."""
        self.faults = faults
        self._random = random.Random(self._seed)

    def rest_fails(self) -> bool:
        """Whether this REST request is refused; a counted failure is used up by asking."""
        until = self.faults.fail_rest_until
        return bool(until and clock.now() < until) or self._used_up("fail_rest")

    def rest_refusal(self) -> RefusalError:
        """Return the refusal of a request that fails."""
        code = self.faults.rest_code
        return RefusalError(code) if code else RefusalError.with_status(self.faults.rest_status)

    def rest_is_lost(self) -> bool:
        """Whether this REST request is taken but answered as if it had failed."""
        return self._used_up("lose_rest")

    def _used_up(self, name: str) -> bool:
        left = getattr(self.faults, name)
        if left > 0:
            self.faults = replace(self.faults, **{name: left - 1})
        return bool(left)

    def order(self, items: Sequence[Item]) -> list[Item]:
        """Return the items in order, or certainly out of it while `reorder` is on."""
        ordered = list(items)
        if not self.faults.reorder or len(ordered) < 2:
            return ordered
        while ordered == list(items):
            self._random.shuffle(ordered)
        return ordered

    def hold_up(self) -> float:
        """Return the seconds that an inbound webhook waits: the delay, and up to 0.25 s more while reordering."""
        jitter = self._random.uniform(0, 0.25) if self.faults.reorder else 0.0
        return self.faults.delay_ms / 1000 + jitter
