"""The closed lists of the field's own words, each value with a label people read.

Every choice in Fourthline is one of these. A value is stored and exported, so it is never renamed or reused;
the glossary in docs/ explains each, and a test holds it complete.
"""

from __future__ import annotations

from bot.vocabulary.conversation import (
    CarrierWord,
    Channel,
    ConversationState,
    Delivery,
    Direction,
    Effect,
    Language,
    Purpose,
)
from bot.vocabulary.danger import Answer, DangerLevel, Hazard, Modifier, Reach, Voice
from bot.vocabulary.escalation import AckWay, AttemptState, EscalationOutcome, EscalationState, Means, Rung
from bot.vocabulary.events import EventName
from bot.vocabulary.program import Capability, DispatchModel, Holds, Route, RuleKind, Verdict
from bot.vocabulary.record import (
    AttemptResult,
    Concern,
    Disposition,
    Known,
    Outcome,
    Question,
    Reason,
    RecordClass,
    Slot,
    Urgency,
)
from bot.vocabulary.staff import Act, Role
from bot.vocabulary.word import Word

__all__ = [
    "Means",
    "AttemptState",
    "AckWay",
    "Act",
    "Answer",
    "AttemptResult",
    "Capability",
    "CarrierWord",
    "Channel",
    "Concern",
    "ConversationState",
    "DangerLevel",
    "Delivery",
    "Direction",
    "DispatchModel",
    "Disposition",
    "Effect",
    "EscalationOutcome",
    "EscalationState",
    "EventName",
    "Hazard",
    "Holds",
    "Known",
    "Language",
    "Modifier",
    "Outcome",
    "Purpose",
    "Question",
    "Reach",
    "Reason",
    "RecordClass",
    "Role",
    "Route",
    "RuleKind",
    "Rung",
    "Slot",
    "Urgency",
    "Verdict",
    "Voice",
    "Word",
]
