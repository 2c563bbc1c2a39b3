"""Days, months and clock times as residents say them, a table a language.

PURE. Words only; what day it is is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.vocabulary import Language


@dataclass(frozen=True)
class CalendarWords:
    """How one language speaks of time. The patterns take {day}, {time}, {weekday}, {month}."""

    now: str
    today: str
    tomorrow: str
    sentence: str
    on_weekday: str
    on_date: str
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    noon: str
    midnight: str
    at_one: str
    at_hour: str

    def clock_time(self, hour: int, minute: int) -> str:
        """Return a time of day on a twelve-hour clock, with its preposition ("at 6 am", "a las 6 am")."""
        if minute == 0 and hour in (0, 12):
            return self.noon if hour == 12 else self.midnight
        pattern = self.at_one if hour % 12 == 1 else self.at_hour
        return pattern.format(time=self.digits(hour, minute))

    def digits(self, hour: int, minute: int) -> str:
        """Return a time of day in digits, without a preposition ("6 am", "6:05 pm")."""
        half = "am" if hour < 12 else "pm"
        return f"{hour % 12 or 12}:{minute:02d} {half}" if minute else f"{hour % 12 or 12} {half}"


CALENDAR: Mapping[Language, CalendarWords] = {
    Language.ENGLISH: CalendarWords(
        now="now",
        today="today",
        tomorrow="tomorrow",
        sentence="{day} {time}",
        on_weekday="{weekday}",
        on_date="{weekday}, {month} {day}",
        weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        months=(
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ),
        noon="at noon",
        midnight="at midnight",
        at_one="at {time}",
        at_hour="at {time}",
    ),
    Language.SPANISH: CalendarWords(
        now="ahora",
        today="hoy",
        tomorrow="mañana",
        sentence="{day} {time}",
        on_weekday="el {weekday}",
        on_date="el {weekday} {day} de {month}",
        weekdays=("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
        months=(
            "enero",
            "febrero",
            "marzo",
            "abril",
            "mayo",
            "junio",
            "julio",
            "agosto",
            "septiembre",
            "octubre",
            "noviembre",
            "diciembre",
        ),
        noon="al mediodía",
        midnight="a medianoche",
        at_one="a la {time}",
        at_hour="a las {time}",
    ),
}
"""Every language that residents are served in has a row."""
