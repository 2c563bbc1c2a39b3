"""The health endpoints and the metrics. They tell states and ages, never anything about a resident.

`/health/duty` is the one a city should page on: it is red while danger waits for a person.
"""

from __future__ import annotations

from anyio import to_thread
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot import clock
from bot.conversation.house import House
from bot.errors import FourthlineError
from bot.store.migrate import current, head
from channels import metrics
from channels.engine_client import EngineClient

OK = "ok"
#: An attempt that is overdue for longer is made by nobody: no worker runs. One that died with its process is made anew
#: after 15 s (bot/escalation/climbing.py), and its new process needs a few to start.
CLIMBED_WITHIN = 30.0


class HealthRoutes:
    """The endpoints, over one house and its engine."""

    def __init__(self, house: House, engine: EngineClient, duty_seconds: float) -> None:
        """Take what is looked at; `duty_seconds` is how long an escalation may wait for a person."""
        self._house = house
        self._engine = engine
        self._duty_seconds = duty_seconds

    def routes(self) -> list[Route]:
        """Return the route table."""
        return [
            Route("/health/live", self.live, methods=["GET"]),
            Route("/health/ready", self.ready, methods=["GET"]),
            Route("/health/duty", self.duty, methods=["GET"]),
            Route("/metrics", self.metrics, methods=["GET"]),
        ]

    async def live(self, _request: Request) -> Response:
        """Answer that this process runs and takes texts; everything else may be down."""
        return JSONResponse({"status": OK})

    async def ready(self, _request: Request) -> Response:
        """Answer 200 where every part is there, else 503 naming the part. Texts are answered safely all the same."""
        parts = {
            "database": await to_thread.run_sync(_database, self._house),
            "screen": self._house.screen.version,
            "learned_reader": self._house.screen.learned_state,
            "program": self._house.profile.id,
            "engine": OK if await self._engine.ready() else "not answering",
        }
        ready = all(parts[name] == OK for name in ("database", "engine", "learned_reader"))
        return JSONResponse({"status": OK if ready else "degraded", **parts}, status_code=200 if ready else 503)

    async def duty(self, _request: Request) -> Response:
        """Answer 503 while an escalation has waited too long for a person, or nobody can tell."""
        try:
            age, waiting = await to_thread.run_sync(_oldest, self._house)
            at_the_end, overdue = await to_thread.run_sync(_ladder, self._house)
        except FourthlineError:
            return JSONResponse({"status": "unknown", "why": "database"}, status_code=503)
        red = age > self._duty_seconds or at_the_end > 0 or overdue > CLIMBED_WITHIN
        document = {
            "status": "red" if red else OK,
            "on_last_rung": at_the_end,
            "overdue_seconds": round(overdue, 1),
            "open_escalations": waiting,
            "oldest_seconds": round(age, 1),
            "limit_seconds": self._duty_seconds,
        }
        return JSONResponse(document, status_code=503 if red else 200)

    async def metrics(self, _request: Request) -> Response:
        """Answer with the counters in Prometheus' text form."""
        try:
            age, waiting = await to_thread.run_sync(_oldest, self._house)
            metrics.OLDEST_ESCALATION.set(age)
            metrics.OPEN_ESCALATIONS.set(waiting)
            metrics.QUEUED.set(await to_thread.run_sync(_queued, self._house))
        except FourthlineError:
            metrics.STEP_FAILURES.labels("metrics").inc()
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


def _database(house: House) -> str:
    try:
        if current(house.store) != head():
            return "schema is not of this version: run fourthline migrate"
        with house.store.reading() as books:
            books.events.last_id()
        return OK
    except FourthlineError:
        return "not answering"


def _oldest(house: House) -> tuple[float, int]:
    with house.store.reading() as books:
        oldest = books.escalations.oldest_open()
        age = (clock.now() - oldest).total_seconds() if oldest else 0.0
        return age, books.escalations.open_count()


def _ladder(house: House) -> tuple[int, float]:
    """Return how many escalations stand on the last rung, and how long the next attempt of one has been overdue."""
    last = len(house.profile.ladder.steps) - 1
    with house.store.reading() as books:
        due = books.escalations.oldest_due()
        return books.escalations.on_step(last), max(0.0, (clock.now() - due).total_seconds()) if due else 0.0


def _queued(house: House) -> int:
    with house.store.reading() as books:
        return books.records.queued_count()
