"""What a person can do from a conversation's page: each deed with the right it needs, in one table.

Each runs in one transaction, so that it is done whole or not at all, and then shows the page anew.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.callbacks import board, closing, service, taking_over
from bot.callbacks.refusals import AlreadyClosedError, ClaimedByOtherError, UnknownConversationError
from bot.errors import PermanentError
from bot.escalation import service as escalation
from bot.escalation.service import Ending
from bot.store import Books
from bot.store.values import Conversation, Record, Staff
from bot.vocabulary import Act, AttemptResult, DangerLevel, Disposition, EscalationOutcome, Reason, Urgency
from channels.console import pages, shown
from channels.console.desk import Desk
from channels.console.form import Form
from channels.console.guards import StaffEndpoint

Work = Callable[[Books, Conversation, Staff, Form], object]


@dataclass(frozen=True)
class Deed:
    """A POST below a conversation: its last path segment, the right it needs, what it does."""

    path: str
    act: Act
    work: Work


def do(deed: Deed) -> StaffEndpoint:
    """Return the endpoint of a deed: back to the page when done, the page with what stood in the way when not."""

    async def endpoint(desk: Desk, request: Request, staff: Staff) -> Response:
        form = Form(await request.form(), desk.settings.zone)
        conversation_id = str(request.path_params["conversation_id"])
        try:
            await run_in_threadpool(_work, desk, deed, conversation_id, staff, form)
        except UnknownConversationError:
            raise
        except PermanentError as refusal:
            return await pages.conversation_page(
                desk, request, staff, refusal=shown.sentence(str(refusal)), status=409, typed=_typed_into(deed, form)
            )
        return RedirectResponse(f"/desk/conversations/{conversation_id}", status_code=303)

    return endpoint


def _typed_into(deed: Deed, form: Form) -> pages.Typed:
    return lambda path, name: form.text(name) if path == deed.path else ""


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


def _work(desk: Desk, deed: Deed, conversation_id: str, staff: Staff, form: Form) -> None:
    with desk.store.writing() as books:
        deed.work(books, taking_over.found(books, conversation_id), staff, form)


def _acknowledge(books: Books, conversation: Conversation, staff: Staff, _form: Form) -> None:
    standing = books.escalations.unclosed_of(conversation.id)
    if standing is None:
        raise AlreadyClosedError("This emergency is closed already.")
    taken = board.acknowledge(books, standing.id, staff)
    if not taken.first and taken.escalation.acknowledged_by != staff.id:
        raise ClaimedByOtherError(f"{taken.escalation.acknowledged_name} has it already.")


def _close_escalation(books: Books, conversation: Conversation, staff: Staff, form: Form) -> None:
    standing = books.escalations.unclosed_of(conversation.id)
    if standing is None:
        raise AlreadyClosedError("This emergency is closed already.")
    closing.refuse_unseen(books, conversation.id, form.seen())
    ending = Ending(
        form.chosen("outcome", EscalationOutcome, "Choose what came of the emergency."),
        note=form.text("note"),
        center=form.text("center"),
        incident=form.text("incident"),
        told_at=form.moment("told_at", standing.opened_at),
    )
    escalation.close(books, standing.id, staff, ending)


def _claim(books: Books, conversation: Conversation, staff: Staff, _form: Form) -> None:
    claim = service.claim(books, _record(books, conversation, staff).id, staff)
    if not claim.mine:
        raise ClaimedByOtherError(f"{claim.claimed_by_name} has {claim.record.reference} already.")


def _release(books: Books, conversation: Conversation, staff: Staff, _form: Form) -> None:
    service.release(books, _record(books, conversation, staff).id, staff)


def _note(books: Books, conversation: Conversation, staff: Staff, form: Form) -> None:
    service.add_note(books, _record(books, conversation, staff).id, staff, form.text("note"))


def _attempt(books: Books, conversation: Conversation, staff: Staff, form: Form) -> None:
    result = form.chosen("result", AttemptResult, "Choose what came of the call.")
    service.log_attempt(books, _record(books, conversation, staff).id, staff, result)


def _close(books: Books, conversation: Conversation, staff: Staff, form: Form) -> None:
    closing.close(
        books,
        _record(books, conversation, staff).id,
        staff,
        form.chosen("disposition", Disposition, "Choose how it ended."),
        form.optional("reason", Reason),
        form.text("note"),
        seen_message_id=form.seen(),
    )


def _take_over(books: Books, conversation: Conversation, staff: Staff, _form: Form) -> None:
    taking_over.take_over(books, conversation.id, staff)


def _hand_back(books: Books, conversation: Conversation, staff: Staff, _form: Form) -> None:
    taking_over.hand_back(books, conversation.id, staff)


def _reply(books: Books, conversation: Conversation, staff: Staff, form: Form) -> None:
    taking_over.reply(books, conversation.id, staff, form.text("text"))


def _lower(books: Books, conversation: Conversation, staff: Staff, form: Form) -> None:
    closing.refuse_unseen(books, conversation.id, form.seen())
    level = form.chosen("level", DangerLevel, "Choose how dangerous it is.")
    urgency = form.chosen("urgency", Urgency, "Choose how soon it must be worked.")
    taking_over.lower_danger(books, conversation.id, staff, level, urgency, form.text("reason"))


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
