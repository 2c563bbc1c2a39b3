"""The desk's pages and the parts of them that are fetched anew when something has changed."""

from __future__ import annotations

from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.callbacks import board
from bot.callbacks.board import Alarms, Board
from bot.store.values import Staff
from channels.console import shown
from channels.console.desk import Desk
from channels.console.emergencies import Emergency, read_emergency
from channels.console.queue_lines import alarm_lines, queue_lines, talk_lines
from channels.console.reading import Reading, read

Typed = Callable[[str, str], str]
"""What was typed into a form that was refused, by the deed's path and the field's name, so that it is not lost."""


def _nothing_typed(_deed: str, _name: str) -> str:
    return ""


async def queue(desk: Desk, request: Request, staff: Staff) -> Response:
    """Show emergencies, who asks for a person, the callback queue and the other conversations."""
    return await _board_part(desk, request, staff, "queue.html")


async def band(desk: Desk, request: Request, staff: Staff) -> Response:
    """Show the sentence about emergencies that stands on every page."""

    def work() -> Alarms:
        with desk.store.reading() as books:
            return board.alarms(books)

    seen = await run_in_threadpool(work)
    return desk.page(request, "_band.html", staff, alarms=seen, alarm_lines=alarm_lines(seen))


async def alarms(desk: Desk, request: Request, staff: Staff) -> Response:
    """Show the emergencies."""

    def work() -> Alarms:
        with desk.store.reading() as books:
            return board.alarms(books)

    return desk.page(request, "_alarms.html", staff, alarm_lines=alarm_lines(await run_in_threadpool(work)))


async def waiting(desk: Desk, request: Request, staff: Staff) -> Response:
    """Show the queue below the emergencies."""
    return await _board_part(desk, request, staff, "_queue.html")


async def find(desk: Desk, request: Request, staff: Staff) -> Response:
    """Go to the record that a resident's reference stands for."""
    reference = request.query_params.get("reference", "")[:40]

    def work() -> str | None:
        with desk.store.reading() as books:
            record = books.records.by_reference(reference)
            return record.conversation_id if record else None

    conversation_id = await run_in_threadpool(work)
    if conversation_id is None:
        said = "No record has that reference. References look like K7TM-4QXR."
        return desk.page(request, "refused.html", staff, status=404, said=said)
    return RedirectResponse(f"/desk/conversations/{conversation_id}", status_code=303)


async def conversation(desk: Desk, request: Request, staff: Staff) -> Response:
    """Show one conversation with its record."""
    return await conversation_page(desk, request, staff)


async def transcript(desk: Desk, request: Request, staff: Staff) -> Response:
    """Show the messages of a conversation."""
    return await conversation_page(desk, request, staff, template="_transcript.html")


async def standing(desk: Desk, request: Request, staff: Staff) -> Response:
    """Show where a conversation stands: its emergency, its danger, who has it."""
    return await conversation_page(desk, request, staff, template="_standing.html")


async def ladder(desk: Desk, request: Request, staff: Staff) -> Response:
    """Show where the emergency stands on its ladder, and every attempt to reach a person."""
    conversation_id = str(request.path_params["conversation_id"])

    def work() -> Emergency | None:
        with desk.store.reading() as books:
            return read_emergency(books, conversation_id)

    return desk.page(request, "_ladder.html", staff, emergency=await run_in_threadpool(work))


async def record(desk: Desk, request: Request, staff: Staff) -> Response:
    """Show what is known, the notes and everything that happened."""
    return await conversation_page(desk, request, staff, template="_record.html")


async def conversation_page(
    desk: Desk,
    request: Request,
    staff: Staff,
    *,
    template: str = "conversation.html",
    refusal: str = "",
    status: int = 200,
    revealed: bool = False,
    typed: Typed = _nothing_typed,
) -> Response:
    """Show a conversation or a part of it, with what stood in the way of a deed. Raises UnknownConversationError."""
    conversation_id = str(request.path_params["conversation_id"])

    whole = request.query_params.get("whole") == "1"

    def work() -> tuple[Reading, Alarms]:
        with desk.store.reading() as books:
            return read(books, conversation_id, revealed=revealed, whole=whole), board.alarms(books)

    page, seen = await run_in_threadpool(work)
    return desk.page(
        request,
        template,
        staff,
        status=status,
        page=page,
        alarms=seen,
        alarm_lines=alarm_lines(seen),
        renewed_ids={alarm.escalation.id for alarm in seen.renewed},
        refusal=refusal,
        revealed=revealed,
        typed=typed,
        hazard_labels=shown.hazard_labels,
    )


async def _board_part(desk: Desk, request: Request, staff: Staff, template: str) -> Response:
    def work() -> Board:
        with desk.store.reading() as books:
            return board.board(books)

    seen = await run_in_threadpool(work)
    return desk.page(
        request,
        template,
        staff,
        board=seen,
        alarms=seen.alarms,
        alarm_lines=alarm_lines(seen.alarms),
        queue_lines=queue_lines(seen),
        asking_lines=talk_lines(seen.asking),
        talking_lines=talk_lines(seen.talking),
    )
