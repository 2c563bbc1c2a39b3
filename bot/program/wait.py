"""How long the wait really is, from the units on duty, the visits they take and the queue.

PURE. It would rather say nothing than a time that cannot be kept: None means that nobody can say.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil, sqrt

from bot.program.hours import teams_on_duty
from bot.program.profile import Profile

NINE_IN_TEN = 1.28
"""Standard deviations above the mean below which nine in ten waits fall, for a near-normal sum of visits."""

ROUNDED_TO = 5
"""Minutes that a quoted wait is rounded to: finer would pretend to a precision that nobody has."""


def quoted_wait(profile: Profile, at: datetime, ahead: int, busy_units: int) -> tuple[int, int] | None:
    """Return the wait until a team reaches the resident, as (low, high) in minutes, nine in ten within the high.

    Visits are taken to end independently at their average rate (the usual first model of a queue with several
    servers): with all of `u` units busy and `k` visits to end before one is free, the wait is `k * visit / u` on
    average, with a standard deviation of `sqrt(k) * visit / u`. The drive is added, from half to one and a half times
    its average.

    Args:
        profile: the programme.
        at: the moment, aware.
        ahead: records that will be served before this one.
        busy_units: units out on a visit now.

    Returns None where no team is on duty or the high end would lie past the end of the duty.
    """
    teams = teams_on_duty(profile, at)
    units = sum(team.units for team in teams)
    if units == 0:
        return None
    visit = sum(team.units * team.minutes_per_visit for team in teams) / units
    drive = sum(team.units * team.minutes_to_arrive for team in teams) / units
    must_end = max(0, ahead + 1 - max(0, units - busy_units))
    mean, spread = must_end * visit / units, sqrt(must_end) * visit / units
    low = _rounded_down(max(0.0, mean - spread) + drive / 2)
    high = max(_rounded_up(mean + NINE_IN_TEN * spread + drive * 1.5), low + ROUNDED_TO)
    return None if _goes_home_before(profile, at, high) else (low, high)


def _goes_home_before(profile: Profile, at: datetime, minutes: int) -> bool:
    return not teams_on_duty(profile, at + timedelta(minutes=minutes))


def _rounded_down(minutes: float) -> int:
    return int(minutes // ROUNDED_TO) * ROUNDED_TO


def _rounded_up(minutes: float) -> int:
    return ceil(minutes / ROUNDED_TO) * ROUNDED_TO
