"""The town of a soak: a profile whose ladder is climbed in seconds, people on call, and residents in danger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.profiles import PROGRAMS

ANA, BEN, SAM, CENTER = "+13035550121", "+13035550122", "+13035550123", "+13035550111"
DANGER = "he has a knife out and he is coming at me"


@dataclass(frozen=True)
class Climb:
    """A ladder: seconds after the opening of each rung, and how often the last one repeats."""

    sms: int = 4
    voice: int = 8
    dispatch: int = 16
    supervisor: int = 22
    repeat: int = 12

    @property
    def steps(self) -> Sequence[tuple[str, int]]:
        """The rungs in order, as (name, seconds after the opening)."""
        return (
            ("desk", 0),
            ("on_call_sms", self.sms),
            ("on_call_voice", self.voice),
            ("dispatch_voice", self.dispatch),
            ("supervisor", self.supervisor),
        )


def write_profile(folder: Path, climb: Climb) -> Path:
    """Write the Denver profile with this ladder and these people into `folder`, and return its path."""
    document = yaml.load((PROGRAMS / "denver-star.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
    document["ladder"] = {
        "steps": [{"rung": rung, "after_seconds": str(after)} for rung, after in climb.steps],
        "repeat_seconds": str(climb.repeat),
    }
    document["numbers"] = {
        "dispatch_center": CENTER,
        "text_to_911": "true",
        "on_call": [{"name": "Ana", "number": ANA}, {"name": "Ben", "number": BEN}],
        "supervisor": {"name": "Sam", "number": SAM},
    }
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "soak.yml"
    path.write_text(yaml.safe_dump(document, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def resident(place: int) -> str:
    """Return the number of a resident."""
    return f"+1720555{place:04d}"
