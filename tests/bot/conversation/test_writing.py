from __future__ import annotations

import xml.etree.ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st
from twilio.twiml.messaging_response import MessagingResponse

from bot.conversation.writing import LONGEST_TEXT, sendable


@given(st.text(max_size=400))
def test_what_may_be_sent_always_parses_as_twiml_and_comes_back_as_it_was(text: str) -> None:
    document = MessagingResponse()
    document.message(sendable(text))
    message = ET.fromstring(str(document)).find("Message")
    assert message is not None
    assert (message.text or "") == sendable(text)


@given(st.text(min_size=1, max_size=30), st.integers(1, 300))
def test_no_text_is_longer_than_the_phone_company_takes(text: str, times: int) -> None:
    sent = sendable(text * times)
    assert len(sent.encode("utf-16-le")) // 2 <= LONGEST_TEXT


def test_control_characters_are_left_out_and_line_ends_stay() -> None:
    assert sendable("one\x00\x1b[31m\r\ntwo\ttabs\x85\ufffe") == "one[31m\ntwo\ttabs"


def test_a_text_that_is_cut_says_so() -> None:
    assert sendable("a" * 5000).endswith("a…")
    assert len(sendable("🙂" * 5000).encode("utf-16-le")) // 2 <= LONGEST_TEXT
