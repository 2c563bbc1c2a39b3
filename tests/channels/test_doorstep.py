from __future__ import annotations

import asyncio
import time
from pathlib import Path
from xml.etree import ElementTree

import httpx
import pytest
from twilio.request_validator import RequestValidator

from bot.settings import Settings
from bot.testing import plain_screen
from channels import doorstep
from channels.doorstep import Doorstep
from channels.gateway import Gateway
from channels.spool import Spool

URL = "http://testserver"
TOKEN = "door"  # noqa: S105


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("FOURTHLINE_HOME", str(tmp_path))
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", TOKEN)
    monkeypatch.setenv("PUBLIC_URL", URL)
    return Settings()


def signed(body: str, sid: str = "SM1", token: str = TOKEN) -> dict:
    form = {"MessageSid": sid, "From": "+13035550120", "To": "+13035550100", "Body": body}
    signature = RequestValidator(token).compute_signature(f"{URL}/twilio/sms", form)
    return {"data": form, "headers": {"X-Twilio-Signature": signature}}


def client(door: Doorstep) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(door), base_url=URL)


def words(answer: httpx.Response) -> list[str]:
    return [message.text or "" for message in ElementTree.fromstring(answer.text)]


async def answering(scope, receive, send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"<Response><Message>from the gateway</Message></Response>"})


async def nothing() -> None:
    """Close nothing."""


def come_up(door: Doorstep) -> None:
    door._gateway = Gateway(answering, plain_screen(), nothing)  # type: ignore[arg-type]
    door._loaded.set()


@pytest.fixture(autouse=True)
def long_since_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doorstep, "BEGAN", time.monotonic() - 60)


def test_a_text_that_comes_while_the_gateway_loads_is_answered_safely_and_kept(settings: Settings):
    async def texted() -> httpx.Response:
        async with client(Doorstep(settings)) as phone:
            return await phone.post("/twilio/sms", **signed("my neighbor fell, tengo miedo"))

    answer = asyncio.run(texted())
    assert answer.status_code == 200
    assert "911" in words(answer)[0]
    spool = Spool(settings.home_path / "spool")
    (path,) = spool.waiting()
    inbound, said = spool.read(path)
    assert inbound.text == "my neighbor fell, tengo miedo"
    assert said == words(answer)[0]


def test_the_same_text_again_while_the_gateway_loads_is_answered_once(settings: Settings):
    async def texted() -> list[httpx.Response]:
        async with client(Doorstep(settings)) as phone:
            return [await phone.post("/twilio/sms", **signed("help")) for _ in range(3)]

    assert [len(words(answer)) for answer in asyncio.run(texted())] == [1, 0, 0]
    assert len(Spool(settings.home_path / "spool").waiting()) == 1


def test_a_forged_text_is_refused_before_the_gateway_is_there(settings: Settings):
    async def texted() -> httpx.Response:
        async with client(Doorstep(settings)) as phone:
            return await phone.post("/twilio/sms", **signed("help", token="other"))

    assert asyncio.run(texted()).status_code == 403
    assert Spool(settings.home_path / "spool").waiting() == []


def test_a_text_waits_for_a_gateway_that_comes_up_in_time(settings: Settings, monkeypatch: pytest.MonkeyPatch):
    async def texted() -> httpx.Response:
        monkeypatch.setattr(doorstep, "BEGAN", time.monotonic())
        door = Doorstep(settings)
        asyncio.get_running_loop().call_later(0.05, come_up, door)
        async with client(door) as phone:
            return await phone.post("/twilio/sms", **signed("hello"))

    assert words(asyncio.run(texted())) == ["from the gateway"]


def test_a_message_that_is_remembered_already_waits_for_its_turn(settings: Settings, monkeypatch: pytest.MonkeyPatch):
    async def known(_sid: str) -> bool:
        return True

    async def texted() -> httpx.Response:
        door = Doorstep(settings)
        monkeypatch.setattr(door._early, "_is_known", known)
        asyncio.get_running_loop().call_later(0.1, come_up, door)
        async with client(door) as phone:
            return await phone.post("/twilio/sms", **signed("hello again"))

    assert words(asyncio.run(texted())) == ["from the gateway"]
    assert Spool(settings.home_path / "spool").waiting() == []


def test_the_process_is_alive_from_its_first_moment(settings: Settings):
    async def asked() -> httpx.Response:
        async with client(Doorstep(settings)) as phone:
            return await phone.get("/health/live")

    assert asyncio.run(asked()).status_code == 200
