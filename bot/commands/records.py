"""`fourthline record`: one record as the outside reads it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.errors import PermanentError

if TYPE_CHECKING:
    from datetime import datetime

    from bot.store import Books
    from bot.store.values import Conversation, Escalation, EscalationAttempt, Record


class NoSuchRecordError(PermanentError):
    """There is no such record."""


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command()(record)


def record(
    phone: Annotated[str | None, typer.Option(help="The newest record of a number, in E.164.")] = None,
    ref: Annotated[str | None, typer.Option(help="The record of a reference.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON; the form of docs/reference/record.md.")] = False,
) -> None:
    """Show a record: where it stands, what is known, which escalations it had."""
    from bot.settings import load_settings
    from bot.store import Store

    if (phone is None) == (ref is None):
        raise typer.BadParameter("give either --phone or --ref")
    with Store(load_settings().store_url).reading() as books:
        document = _by_phone(books, phone) if phone is not None else _by_reference(books, ref or "")
    if as_json:
        typer.echo(json.dumps(document, indent=2, ensure_ascii=False))
    else:
        _print(document)


def _by_phone(books: Books, phone: str) -> dict[str, Any]:
    contact = books.contacts.find("phone", phone.replace(" ", ""))
    if contact is None:
        raise NoSuchRecordError(f"nobody has written from {phone}")
    conversations = books.conversations.of_contact(contact.id)
    newest = books.records.newest_of_contact(contact.id)
    if newest is not None:
        return _document(books, books.conversations.get(newest.conversation_id), newest)
    return _document(books, conversations[0], None)


def _by_reference(books: Books, reference: str) -> dict[str, Any]:
    found = books.records.by_reference(reference)
    if found is None:
        raise NoSuchRecordError(f"there is no record {reference}")
    return _document(books, books.conversations.get(found.conversation_id), found)


def _document(books: Books, conversation: Conversation, record: Record | None) -> dict[str, Any]:
    document: dict[str, Any] = {
        "reference": record.reference if record else None,
        "conversation": {
            "state": conversation.state.value,
            "channel": conversation.channel.value,
            "language": conversation.language.value,
            "danger": conversation.danger.value,
            "opened_at": _moment(conversation.opened_at),
            "closed_at": _moment(conversation.closed_at),
        },
        "state": conversation.state.value,
        "program": conversation.program,
        "program_version": conversation.program_version,
        "urgency": record.urgency.value if record else None,
        "outcome": _value(record.outcome) if record else None,
        "disposition": _value(record.disposition) if record else None,
        "reason": _value(record.reason) if record else None,
        "model_version": record.model_version if record else None,
        "opened_at": _moment(record.opened_at) if record else None,
        "queued_at": _moment(record.queued_at) if record else None,
        "promised_by": _moment(record.promised_by) if record else None,
        "claimed_at": _moment(record.claimed_at) if record else None,
        "closed_at": _moment(record.closed_at) if record else None,
        "slots": record.frame.get("slots", {}) if record else {},
        "escalations": [_escalation(books, one) for one in books.escalations.of_conversation(conversation.id)],
    }
    return document


def _escalation(books: Books, escalation: Escalation) -> dict[str, Any]:
    return {
        "id": escalation.id,
        "state": escalation.state.value,
        "cause": escalation.cause,
        "hazards": escalation.hazards,
        "opened_at": _moment(escalation.opened_at),
        "rung": escalation.rung.value,
        "step": escalation.step,
        "attempts": [_attempt(attempt) for attempt in books.escalations.attempts_of(escalation.id)],
        "acknowledged_at": _moment(escalation.acknowledged_at),
        "acknowledged_name": escalation.acknowledged_name or None,
        "acknowledged_way": _value(escalation.acknowledged_way),
        "closed_at": _moment(escalation.closed_at),
        "outcome": _value(escalation.outcome),
        "outcome_center": escalation.outcome_center or None,
        "outcome_incident": escalation.outcome_incident or None,
        "outcome_at": _moment(escalation.outcome_at),
    }


def _attempt(attempt: EscalationAttempt) -> dict[str, Any]:
    return {
        "rung": attempt.rung.value,
        "means": attempt.means.value,
        "target": attempt.target or None,
        "state": attempt.state.value,
        "code": attempt.code or None,
        "at": _moment(attempt.at),
        "ended_at": _moment(attempt.ended_at),
    }


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _value(word: Any) -> str | None:
    return word.value if word is not None else None


def _print(document: dict[str, Any]) -> None:
    for name in ("reference", "state", "urgency", "outcome", "disposition", "queued_at"):
        typer.echo(f"{name:12} {document[name]}")
    for name, slot in document["slots"].items():
        typer.echo(f"  {name:18} {slot['known']:12} {json.dumps(slot['value'], ensure_ascii=False)}")
    for escalation in document["escalations"]:
        typer.echo(f"  escalation {escalation['state']} since {escalation['opened_at']} ({escalation['cause']})")
        typer.echo(f"    on {escalation['rung']}, attempts: {len(escalation['attempts'])}")
        if escalation["acknowledged_at"]:
            typer.echo(f"    acknowledged by {escalation['acknowledged_name']} at {escalation['acknowledged_at']}")
