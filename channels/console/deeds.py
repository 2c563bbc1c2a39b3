"""What a person can do from a conversation's page: each deed with the right it needs, in one table.

Each runs in one transaction, so that it is done whole or not at all, and then shows the page anew.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.callbacks import board, closing, service, taking_over
from bot.callbacks.refusals import AlreadyClosedError, ClaimedByOtherError, DeskRefusalError, UnknownConversationError
from bot.errors import PermanentError
from bot.escalation import service as escalation
from bot.store import Books
from bot.store.values import Conversation, Record, Staff
from bot.vocabulary import Act, AttemptResult, DangerLevel, Disposition, EscalationOutcome, Reason, Urgency, Word
from channels.console import pages
from channels.console.desk import Desk
from channels.console.guards import StaffEndpoint

W = TypeVar("W", bound=Word)
Work = Callable[[Books, Conversation, Staff, FormData], object]


@dataclass(frozen=True)
class Deed:
    """A POST below a conversation: its last path segment, the right it needs, what it does."""

    path: str
    act: Act
    work: Work


def do(deed: Deed) -> StaffEndpoint:
    """Return the endpoint of a deed: back to the page when done, the page with what stood in the way when not."""

    async def endpoint(desk: Desk, request: Request, staff: Staff) -> Response:
        fields = await request.form()
        conversation_id = str(request.path_params["conversation_id"])
        try:
            await run_in_threadpool(_work, desk, deed, conversation_id, staff, fields)
        except UnknownConversationError:
            raise
        except PermanentError as refusal:
            return await pages.conversation_page(
                desk, request, staff, refusal=str(refusal), status=409, typed=_typed_into(deed, fields)
            )
        return RedirectResponse(f"/desk/conversations/{conversation_id}", status_code=303)

    return endpoint


def _typed_into(deed: Deed, fields: FormData) -> pages.Typed:
    return lambda path, name: _text(fields, name) if path == deed.path else ""


async def take_next(desk: Desk, _request: Request, staff: Staff) -> Response:
    """Give the most urgent free piece of work to whoever asks."""

    def work() -> str | None:
        with desk.store.writing() as books:
            return board.take_next(books, staff)

    conversation_id = await run_in_threadpool(work)
    return RedirectResponse(f"/desk/conversations/{conversation_id}" if conversation_id else "/desk/", status_code=303)


async def reveal(desk: Desk, request: Request, staff: Staff) -> Response:
    """Show the page with its numbers, once, after the chain says who saw them."""
    conversation_id = str(request.path_params["conversation_id"])

    def work() -> None:
        with desk.store.writing() as books:
            taking_over.reveal_number(books, conversation_id, staff)

    await run_in_threadpool(work)
    return await pages.conversation_page(desk, request, staff, revealed=True)


def _work(desk: Desk, deed: Deed, conversation_id: str, staff: Staff, fields: FormData) -> None:
    with desk.store.writing() as books:
        deed.work(books, taking_over.found(books, conversation_id), staff, fields)


def _acknowledge(books: Books, conversation: Conversation, staff: Staff, _fields: FormData) -> None:
    standing = books.escalations.unclosed_of(conversation.id)
    if standing is None:
        raise AlreadyClosedError("This emergency is closed already.")
    taken = board.acknowledge(books, standing.id, staff)
    if not taken.first and taken.escalation.acknowledged_by != staff.id:
        raise ClaimedByOtherError(f"{books.staff.get(str(taken.escalation.acknowledged_by)).name} has it already.")


def _close_escalation(books: Books, conversation: Conversation, staff: Staff, fields: FormData) -> None:
    standing = books.escalations.unclosed_of(conversation.id)
    if standing is None:
        raise AlreadyClosedError("This emergency is closed already.")
    closing.refuse_unseen(books, conversation.id, _seen(fields))
    outcome = _chosen(fields, "outcome", EscalationOutcome, "Choose what came of the emergency.")
    escalation.close(books, standing.id, staff, outcome, _text(fields, "note"))


def _claim(books: Books, conversation: Conversation, staff: Staff, _fields: FormData) -> None:
    claim = service.claim(books, _record(books, conversation, staff).id, staff)
    if not claim.mine:
        raise ClaimedByOtherError(f"{claim.claimed_by_name} has {claim.record.reference} already.")


def _release(books: Books, conversation: Conversation, staff: Staff, _fields: FormData) -> None:
    service.release(books, _record(books, conversation, staff).id, staff)


def _note(books: Books, conversation: Conversation, staff: Staff, fields: FormData) -> None:
    service.add_note(books, _record(books, conversation, staff).id, staff, _text(fields, "note"))


def _attempt(books: Books, conversation: Conversation, staff: Staff, fields: FormData) -> None:
    result = _chosen(fields, "result", AttemptResult, "Choose what came of the call.")
    service.log_attempt(books, _record(books, conversation, staff).id, staff, result)


def _close(books: Books, conversation: Conversation, staff: Staff, fields: FormData) -> None:
    closing.close(
        books,
        _record(books, conversation, staff).id,
        staff,
        _chosen(fields, "disposition", Disposition, "Choose how it ended."),
        _optional(fields, "reason", Reason),
        _text(fields, "note"),
        seen_message_id=_seen(fields),
    )


def _take_over(books: Books, conversation: Conversation, staff: Staff, _fields: FormData) -> None:
    taking_over.take_over(books, conversation.id, staff)


def _hand_back(books: Books, conversation: Conversation, staff: Staff, _fields: FormData) -> None:
    taking_over.hand_back(books, conversation.id, staff)


def _reply(books: Books, conversation: Conversation, staff: Staff, fields: FormData) -> None:
    taking_over.reply(books, conversation.id, staff, _text(fields, "text"))


def _lower(books: Books, conversation: Conversation, staff: Staff, fields: FormData) -> None:
    closing.refuse_unseen(books, conversation.id, _seen(fields))
    level = _chosen(fields, "level", DangerLevel, "Choose how dangerous it is.")
    urgency = _chosen(fields, "urgency", Urgency, "Choose how soon it must be worked.")
    taking_over.lower_danger(books, conversation.id, staff, level, urgency, _text(fields, "reason"))


DEEDS = (
    Deed("acknowledge", Act.ACKNOWLEDGE, _acknowledge),
    Deed("close-emergency", Act.CLOSE, _close_escalation),
    Deed("claim", Act.CLAIM, _claim),
    Deed("release", Act.CLAIM, _release),
    Deed("note", Act.CLAIM, _note),
    Deed("attempt", Act.CLAIM, _attempt),
    Deed("take-over", Act.TAKE_OVER, _take_over),
    Deed("hand-back", Act.TAKE_OVER, _hand_back),
    Deed("reply", Act.REPLY, _reply),
    Deed("lower-danger", Act.LOWER_DANGER, _lower),
    Deed("close", Act.CLOSE, _close),
)


def _record(books: Books, conversation: Conversation, staff: Staff) -> Record:
    return service.record_for(books, conversation, staff)


def _text(fields: FormData, name: str) -> str:
    # PostgreSQL takes no NUL in a text.
    return str(fields.get(name, "")).replace("\x00", "")


def _seen(fields: FormData) -> int | None:
    seen = _text(fields, "seen")
    return int(seen) if seen.isdecimal() else None


def _chosen(fields: FormData, name: str, kind: type[W], otherwise: str) -> W:
    chosen = _optional(fields, name, kind)
    if chosen is None:
        raise DeskRefusalError(otherwise)
    return chosen


def _optional(fields: FormData, name: str, kind: type[W]) -> W | None:
    value = _text(fields, name)
    return kind(value) if value in {word.value for word in kind} else None
