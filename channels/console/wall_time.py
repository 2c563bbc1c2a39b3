"""The time that a person types, as on the wall of their room, made into the moment that it means."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from bot import clock
from bot.callbacks.refusals import DeskRefusalError

_WALL_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)
#: A time that has not come today is yesterday's where that is no longer ago than this: shifts go past midnight.
PAST_MIDNIGHT = timedelta(hours=12)


class WrongTimeError(DeskRefusalError):
    """What was typed is no time of day, or has not come yet."""


def moment_of(typed: str, zone: ZoneInfo, since: datetime) -> datetime | None:
    """Return the moment that a typed time of day means, None where nothing was typed.

    Args:
        since: when it began; a time of yesterday is never before that.

    Raises:
        WrongTimeError: it is no time of day, or still to come.
    """
    typed = typed.strip()
    if not typed:
        return None
    read = _WALL_TIME.fullmatch(typed)
    if read is None:
        raise WrongTimeError(f"“{typed[:20]}” is no time of day. Write hours and minutes, as in 14:05.")
    now = clock.now()
    moment = _last(time(int(read[1]), int(read[2])), zone, now, max(since, now - PAST_MIDNIGHT))
    if moment is None:
        raise WrongTimeError(f"{typed} has not come yet: it is {now.astimezone(zone):%H:%M}.")
    return moment


def _last(wall_time: time, zone: ZoneInfo, now: datetime, since: datetime) -> datetime | None:
    """Return the last moment at which the wall showed a time: today, or yesterday where that was after `since`."""
    today = now.astimezone(zone).date()
    for day, earliest in ((today, None), (today - timedelta(days=1), since)):
        # Where clocks are put back an hour is shown twice: the later one, if it has come.
        for fold in (1, 0):
            moment = datetime.combine(day, wall_time.replace(fold=fold), zone).astimezone(timezone.utc)
            if moment <= now and (earliest is None or moment >= earliest):
                return moment
    return None
