"""What a turn says and does, as values: responses by name with their parameters, an effect and an urgency.

PURE. Words are put to it elsewhere (bot/wording.py), so that nothing here depends on a language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.intake.frame import Frame
from bot.vocabulary import Effect, Urgency


@dataclass(frozen=True)
class Say:
    """One response to be worded.

    Attributes:
        response: its name.
        params: its parameters; a tuple stands for other responses, worded and joined by a blank.
    """

    response: str
    params: Mapping[str, str | tuple[Say, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """What the intake makes of a turn.

    Attributes:
        frame: the whole frame after it.
        says: what to say, in order; empty only where Rasa has answered a question of the resident's already.
        effect: what to do beside replying.
        urgency: how soon the record must be worked, by what is known now.
        found: details found in the message, by slot name.
    """

    frame: Frame
    says: tuple[Say, ...]
    effect: Effect
    urgency: Urgency
    found: Mapping[str, Any] = field(default_factory=dict)
