"""Builds the gateway: every way in from outside, each route with the guard that stands before it.

It answers while everything else is down; it never sends texts of its own accord (that is the worker's).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot import logs
from bot.conversation.house import House
from bot.profiles import load_profile
from bot.safety.screen import Screen
from bot.settings import Settings
from bot.store import Store, StoreUnavailableError
from bot.store.migrate import migrate
from bot.taught import load_screen
from bot.vocabulary import Channel
from channels.console.desk import Desk, DeskSettings
from channels.console.routes import routes as desk_routes
from channels.engine_client import EngineClient
from channels.health.routes import HealthRoutes
from channels.ladder.routes import LadderRoutes
from channels.last_resort import LastResort
from channels.pipeline import Pipeline
from channels.sms.routes import SmsRoutes
from channels.sms.signature import SignatureGuard
from channels.spool import Spool
from channels.webchat.phone import PhoneSettings, WebPhone
from channels.webchat.routes import routes as phone_routes
from channels.webchat.safely import received_safely

STATIC = Path(__file__).parent / "static"


@dataclass(frozen=True)
class Line:
    """One installation's parts, built once from the settings."""

    settings: Settings
    house: House
    pipeline: Pipeline
    spool: Spool

    async def close(self) -> None:
        """Close every connection."""
        await self.pipeline.engine.close()
        self.house.store.close()


@dataclass(frozen=True)
class Gateway:
    """The gateway of a line: the application, the screen that it reads with, and what ends it."""

    app: Starlette
    screen: Screen
    close: Callable[[], Awaitable[None]]


def open_gateway(settings: Settings) -> Gateway:
    """Open the line, bring its records up to this version and return the gateway.

    Raises PermanentError where the line cannot be opened. A database that is away does not keep the gateway from
    starting: every text is answered all the same, by the last resort, and kept until the worker has brought it up.
    """
    line = open_line(settings)
    try:
        migrate(line.house.store)
    except StoreUnavailableError:
        logs.log().error("database_not_there_yet")
    app = build(line)
    logs.log().info("gateway_up", program=line.house.profile.id, port=settings.port)
    return Gateway(app, line.house.screen, line.close)


def open_line(settings: Settings) -> Line:
    """Open the store, the screen and the city. Raises PermanentError where the profile or the lexicon is bad."""
    store = Store(settings.store_url)
    house = House(store, load_screen(), load_profile(settings.profile))
    engine = EngineClient(settings.engine_url, settings.engine_secret.get_secret_value())
    pipeline = Pipeline(house, engine, settings.engine_seconds)
    return Line(settings, house, pipeline, Spool(settings.home_path / "spool"))


def build(line: Line) -> Starlette:
    """Return the gateway of a line."""
    return Starlette(routes=route_table(line))


def route_table(line: Line) -> list[BaseRoute]:
    """Return every route of the gateway."""
    settings, house, pipeline = line.settings, line.house, line.pipeline
    guard = SignatureGuard(settings.twilio_auth_token.get_secret_value(), settings.base_url)
    sms = SmsRoutes(pipeline, guard, LastResort.read(house, Channel.SMS), line.spool, settings.base_url)
    receive = received_safely(pipeline, LastResort.read(house, Channel.WEBCHAT), line.spool)
    phone = WebPhone(house.store, receive, _phone_settings(line), settings.signing_key)
    desk = Desk(house.store, _desk_settings(line))
    health = HealthRoutes(house, pipeline.engine, settings.duty_seconds)
    return [
        *sms.routes(),
        *phone_routes(phone),
        *desk_routes(desk),
        *LadderRoutes(house, guard, settings.base_url).routes(),
        *health.routes(),
        Mount("/static", StaticFiles(directory=STATIC)),
        Route("/", _front_door, methods=["GET"]),
    ]


def _desk_settings(line: Line) -> DeskSettings:
    profile = line.house.profile
    return DeskSettings(
        program_name=profile.name,
        zone=profile.zone,
        public_url=line.settings.base_url,
        dispatch_center=profile.numbers.dispatch_center,
        illustrative=profile.illustrative.told_in(profile.languages[0]),
    )


def _phone_settings(line: Line) -> PhoneSettings:
    profile = line.house.profile
    return PhoneSettings(
        introduction=profile.introduction,
        illustrative=profile.illustrative,
        zone=profile.zone,
        languages=profile.languages,
        public_url=line.settings.base_url,
    )


async def _front_door(_request: Request) -> Response:
    return RedirectResponse("/phone", status_code=307)
