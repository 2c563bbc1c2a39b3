"""Climbs every escalation that is due, several at a time, so that a slow phone company holds up none of the others.

It is plain SQL over what is committed: any worker may do it at any time, after any crash.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from bot import clock
from bot.conversation.house import House
from bot.errors import TemporaryError
from bot.escalation.climbing import CLOCK_SECONDS, climb
from bot.escalation.reach import Reach
from channels.worker.each import failed

#: Attempts that are made at the same time. Each may wait 10 s for a phone company that does not answer.
AT_ONCE = 16


class Climbs:
    """The climbs of one worker."""

    def __init__(self, house: House, reach: Reach) -> None:
        """Take whose escalations they are and who reaches people."""
        self._house = house
        self._reach = reach
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="climb")
        self._under_way: set[str] = set()

    def climb_due(self) -> int:
        """Begin a climb of every escalation that is due and not under way here; return how many."""
        now = clock.now()
        with self._house.store.reading() as books:
            due = books.escalations.due(now, now + timedelta(seconds=CLOCK_SECONDS))
        begun = [escalation.id for escalation in due if escalation.id not in self._under_way]
        for escalation_id in begun:
            self._under_way.add(escalation_id)
            self._pool.submit(self._climb, escalation_id)
        return len(begun)

    def close(self) -> None:
        """Wait for the attempts that are being made; begin no more."""
        self._pool.shutdown(cancel_futures=True)

    def _climb(self, escalation_id: str) -> None:
        """Climb as far as is due now. One bad row is counted and stops no other."""
        try:
            while climb(self._house, self._reach, escalation_id) == 0:
                pass
        except TemporaryError as error:
            failed("climb", error)
        except Exception as error:  # noqa: BLE001  a worker's edge: the row is as it was and is due again
            failed("climb", error, escalation_id=escalation_id)
        finally:
            self._under_way.discard(escalation_id)
