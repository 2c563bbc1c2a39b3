"""With everything behind it gone, the web phone still says the last resort and the text is kept."""

from __future__ import annotations

from bot.store import StoreUnavailableError
from bot.vocabulary import Channel
from channels.last_resort import LastResort
from channels.spool import Spool
from channels.webchat.safely import received_safely
from channels.webchat.testing import bodies_of, browser, nonce_of


def test_with_the_store_down_the_last_resort_is_shown_and_the_text_kept(house, pipeline, tmp_path, monkeypatch):
    spool = Spool(tmp_path / "spool")
    rosa = browser(house, received_safely(pipeline, LastResort.read(house, Channel.WEBCHAT), spool))
    nonce = nonce_of(rosa.get("/phone").text)

    def unavailable():
        raise StoreUnavailableError("gone")

    monkeypatch.setattr(house.store, "reading", unavailable)
    monkeypatch.setattr(house.store, "writing", unavailable)
    page = rosa.post("/phone", data={"text": "he is stabbing her right now", "nonce": nonce})
    assert page.status_code == 200
    assert bodies_of(page.text)[0] == "he is stabbing her right now"
    assert "911" in bodies_of(page.text)[1]
    assert list((tmp_path / "spool").iterdir())
    assert rosa.get("/phone").status_code == 503
    assert "call 911" in rosa.get("/phone").text
