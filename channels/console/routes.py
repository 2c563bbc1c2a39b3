"""The desk's route table: each path with the guard that stands before it."""

from __future__ import annotations

from starlette.routing import BaseRoute, Mount, Route

from bot.vocabulary import Act
from channels.console import live, pages, signing_in
from channels.console.deeds import DEEDS, do, reveal, take_next
from channels.console.desk import Desk
from channels.console.guards import needs, open_to_all


def routes(desk: Desk) -> list[BaseRoute]:
    """Return the routes, to be put at the root of the gateway."""
    conversation = "/conversations/{conversation_id}"
    reading = [
        Route("/", needs(Act.SEE_QUEUE, desk, pages.queue)),
        Route("/parts/band", needs(Act.SEE_QUEUE, desk, pages.band)),
        Route("/parts/alarms", needs(Act.SEE_QUEUE, desk, pages.alarms)),
        Route("/parts/queue", needs(Act.SEE_QUEUE, desk, pages.waiting)),
        Route("/find", needs(Act.SEE_TRANSCRIPT, desk, pages.find)),
        Route(conversation, needs(Act.SEE_TRANSCRIPT, desk, pages.conversation)),
        Route(f"{conversation}/transcript", needs(Act.SEE_TRANSCRIPT, desk, pages.transcript)),
        Route(f"{conversation}/standing", needs(Act.SEE_TRANSCRIPT, desk, pages.standing)),
        Route(f"{conversation}/ladder", needs(Act.SEE_TRANSCRIPT, desk, pages.ladder)),
        Route(f"{conversation}/record", needs(Act.SEE_TRANSCRIPT, desk, pages.record)),
        Route("/feed", needs(Act.SEE_QUEUE, desk, live.feed)),
    ]
    acting = [
        Route("/next", needs(Act.CLAIM, desk, take_next), methods=["POST"]),
        Route(f"{conversation}/reveal", needs(Act.REVEAL_NUMBER, desk, reveal), methods=["POST"]),
        *(Route(f"{conversation}/{deed.path}", needs(deed.act, desk, do(deed)), methods=["POST"]) for deed in DEEDS),
    ]
    signing = [
        Route("/sign-in", open_to_all(desk, signing_in.form), methods=["GET"]),
        Route("/sign-in", open_to_all(desk, signing_in.sign_in), methods=["POST"]),
        Route("/sign-out", open_to_all(desk, signing_in.sign_out), methods=["POST"]),
    ]
    return [Mount("/desk", routes=[*reading, *acting, *signing])]
