"""What goes to the dialogue engine and what comes back: the contract between the two environments.

Both sides import this module, so it stays within the standard library and the PURE packages. A turn carries
everything the engine needs; the engine keeps nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.intake.frame import Frame
from bot.safety.assessment import Assessment
from bot.vocabulary import Channel, Concern, Effect, Language, Urgency


@dataclass(frozen=True)
class CityFacts:
    """What the profile, the hours and the queue say at this moment, ready to be told to the resident.

    Attributes:
        program: the id of the profile; `program_name` is how people know it, `introduction` how it introduces itself.
        open_now: whether a team is on duty; `next_open` is when it is again, in words of the resident's language.
        wait_minutes: the honest wait as (low, high) in minutes, None where nobody can say.
        text_to_911: whether 911 takes texts here.
        service_area: the area in words; `area_words` are place names that lie inside it, `outside_words` outside.
        suicide_screen: whether the city has the suicide questions on.
        required: slots that the city requires beyond the house's own.
        sender_number: E.164 of the sender where the channel verified it, else None.
        returning: whether this resident has written before.
        reference: the reference of the queued record, None before it is queued.
        standing: where that record stands, in words, for STATUS; "" where there is none.
        resources: resources to name, as (name, number) in the resident's language.
        wording: the profile's overrides of response texts, by response name, in the resident's language.
    """

    program: str
    program_name: str
    introduction: str = ""
    open_now: bool = True
    next_open: str = ""
    wait_minutes: tuple[int, int] | None = None
    text_to_911: bool = False
    service_area: str = ""
    area_words: tuple[str, ...] = ()
    outside_words: tuple[str, ...] = ()
    suicide_screen: bool = True
    required: tuple[str, ...] = ()
    sender_number: str | None = None
    returning: bool = False
    reference: str | None = None
    standing: str = ""
    resources: tuple[tuple[str, str], ...] = ()
    wording: dict[str, str] = field(default_factory=dict)

    def to_document(self) -> dict[str, Any]:
        """Return the JSON form."""
        document = dict(self.__dict__)
        document["wait_minutes"] = list(self.wait_minutes) if self.wait_minutes else None
        document["resources"] = [list(resource) for resource in self.resources]
        for name in ("area_words", "outside_words", "required"):
            document[name] = list(document[name])
        return document

    @classmethod
    def from_document(cls, document: dict[str, Any]) -> CityFacts:
        """Read the JSON form back. Raises TypeError where a field is strange or missing."""
        fields = dict(document)
        fields["wait_minutes"] = tuple(fields["wait_minutes"]) if fields.get("wait_minutes") else None
        fields["resources"] = tuple((name, number) for name, number in fields.get("resources", ()))
        for name in ("area_words", "outside_words", "required"):
            fields[name] = tuple(fields.get(name, ()))
        return cls(**fields)


@dataclass(frozen=True)
class TurnRequest:
    """One turn to be talked over.

    Attributes:
        turn_id: a random id, for the log; nothing is kept under it.
        message_id: the message that slots are credited to.
        text: what the resident said; two texts of one thought stand on two lines.
        assessment: what the screen said of it.
        frame: the intake so far; `frame.asked` is the question that the text answers.
    """

    turn_id: str
    message_id: str
    text: str
    channel: Channel
    assessment: Assessment
    frame: Frame
    facts: CityFacts

    def to_document(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "turn_id": self.turn_id,
            "message_id": self.message_id,
            "text": self.text,
            "channel": self.channel.value,
            "assessment": self.assessment.to_document(),
            "frame": self.frame.to_document(),
            "facts": self.facts.to_document(),
        }

    @classmethod
    def from_document(cls, document: dict[str, Any]) -> TurnRequest:
        """Read the JSON form back. Raises KeyError, TypeError or ValueError where it is not one."""
        return cls(
            turn_id=document["turn_id"],
            message_id=document["message_id"],
            text=document["text"],
            channel=Channel(document["channel"]),
            assessment=Assessment.from_document(document["assessment"]),
            frame=Frame.from_document(document["frame"]),
            facts=CityFacts.from_document(document["facts"]),
        )


@dataclass(frozen=True)
class Reply:
    """One text to the resident: the response's name and its words."""

    response: str
    text: str


@dataclass(frozen=True)
class Understanding:
    """What the language understanding made of a text.

    Attributes:
        intent: the intent's name; "" where nothing was understood.
        confidence: 0 to 1.
        concern: what it is about, None where it does not say.
        slots: details found in running text, by slot name, in the shapes of the record.
    """

    intent: str
    confidence: float
    concern: Concern | None = None
    slots: dict[str, Any] = field(default_factory=dict)

    def to_document(self) -> dict[str, Any]:
        """Return the JSON form, as `fourthline understand --jsonl` writes it."""
        return {
            "intent": self.intent,
            "confidence": round(self.confidence, 4),
            "concern": self.concern.value if self.concern else None,
            "slots": self.slots,
        }

    @classmethod
    def from_document(cls, document: dict[str, Any]) -> Understanding:
        """Read the JSON form back."""
        return cls(
            intent=document["intent"],
            confidence=document["confidence"],
            concern=Concern(document["concern"]) if document["concern"] else None,
            slots=document["slots"],
        )


@dataclass(frozen=True)
class Decision:
    """What the engine made of a turn, as values; the pipeline applies it.

    Attributes:
        understood: what was understood.
        frame: the whole frame after this turn.
        replies: what to say, in order, never empty; the channel joins them into one text.
        effect: what to do beside replying.
        urgency: how soon the record must be worked, by what is known now.
        language: the language to go on in.
        model: the version of the trained model that decided.
    """

    understood: Understanding
    frame: Frame
    replies: tuple[Reply, ...]
    effect: Effect = Effect.NONE
    urgency: Urgency = Urgency.ROUTINE
    language: Language = Language.ENGLISH
    model: str = ""

    def to_document(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "understood": self.understood.to_document(),
            "frame": self.frame.to_document(),
            "replies": [{"response": reply.response, "text": reply.text} for reply in self.replies],
            "effect": self.effect.value,
            "urgency": self.urgency.value,
            "language": self.language.value,
            "model": self.model,
        }

    @classmethod
    def from_document(cls, document: dict[str, Any]) -> Decision:
        """Read the JSON form back. Raises KeyError or ValueError where it is not one."""
        return cls(
            understood=Understanding.from_document(document["understood"]),
            frame=Frame.from_document(document["frame"]),
            replies=tuple(Reply(reply["response"], reply["text"]) for reply in document["replies"]),
            effect=Effect(document["effect"]),
            urgency=Urgency(document["urgency"]),
            language=Language(document["language"]),
            model=document["model"],
        )
