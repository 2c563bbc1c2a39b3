"""Texts to the line: signature, retries, fallback, what is done with the answer."""

from __future__ import annotations

import asyncio

from channels.twin.account import Account, KeywordCare
from channels.twin.connection import Failure
from channels.twin.courier import Courier
from channels.twin.faults import Faults
from channels.twin.journal import EntryKind
from channels.twin.practice import PracticeLine, Scripted
from channels.twin.switchboard import Exchange, Switchboard
from channels.twin.twin import ResidentText, Twin

ROSA = "+13035550142"
WEBHOOK = "http://127.0.0.1:8000/twilio/sms"
REPLY = Scripted("<Response><Message>Where are you?</Message></Response>")
REFUSED = Scripted(failure=Failure.CONNECT)
CUT = Scripted(failure=Failure.READ)
BROKEN = Scripted("oops", status=500, content_type="text/plain")


def play(twin: Twin, line: PracticeLine, *texts: str) -> list[Exchange]:
    """Let Rosa text the line and wait until everything that follows is done."""

    async def texting() -> list[Exchange]:
        switchboard = Switchboard(twin, Courier(twin.account, twin.journal, line))
        exchanges = [await switchboard.text(ResidentText(ROSA, text)) for text in texts]
        await switchboard.settle()
        await switchboard.close()
        return exchanges

    return asyncio.run(texting())


def a_twin(
    *script: Scripted,
    webhook: str = WEBHOOK,
    fallback: str = "",
    faults: Faults | None = None,
    keywords: KeywordCare = KeywordCare.DEFAULT,
    public_url: str = "",
) -> tuple[Twin, PracticeLine]:
    account = Account(webhook=webhook, fallback=fallback, keywords=keywords, public_url=public_url)
    return Twin(account, faults, seed=7), PracticeLine(account.auth_token, *script, public_url=public_url)


def codes(twin: Twin, kind: EntryKind) -> list[int]:
    return [entry.code for entry in twin.journal.read(kind) if entry.code]


def bodies(twin: Twin, number: str = ROSA) -> list[str]:
    return [message.body for message in twin.ledger.inbox(number)]


def test_an_inbound_text_is_posted_as_twilio_posts_it_and_signed_with_twilios_code():
    twin, line = a_twin(REPLY)
    play(twin, line, "My neighbor is cold & alone — 50% ñ 🙂")
    heard = line.heard[0]
    assert heard.signed
    assert heard.method == "POST"
    assert heard.url == WEBHOOK
    assert heard.field("Body") == "My neighbor is cold & alone — 50% ñ 🙂"
    assert heard.field("From") == ROSA
    assert heard.field("To") == twin.account.line
    assert heard.field("AccountSid") == twin.account.sid
    assert heard.field("NumMedia") == "0"
    assert heard.field("ApiVersion") == "2010-04-01"
    sid = heard.field("MessageSid") or ""
    assert sid.startswith("SM")
    assert len(sid) == 34
    assert heard.field("SmsSid") == heard.field("SmsMessageSid") == sid
    assert len(heard.token) >= 32


def test_the_answers_messages_reach_the_residents_inbox_in_order():
    twin, line = a_twin(Scripted("<Response><Message>One</Message><Message><Body>Two</Body></Message></Response>"))
    exchange = play(twin, line, "hello")[0]
    assert exchange.answered
    assert bodies(twin) == ["One", "Two"]
    assert [reply.direction.value for reply in exchange.replies] == ["outbound-reply"] * 2


def test_behind_a_public_url_the_public_url_is_signed_and_this_machine_is_reached():
    twin, line = a_twin(REPLY, public_url="https://line.example.org")
    play(twin, line, "hello")
    assert line.heard[0].url == WEBHOOK
    assert line.heard[0].signed


def test_a_text_that_is_no_utf8_is_signed_as_a_server_reads_it():
    twin, line = a_twin(REPLY)
    play(twin, line, "broken \ud83d half and \x00 nul")
    assert line.heard[0].signed
    assert "�" in (line.heard[0].field("Body") or "")


def test_a_refused_connection_is_tried_once_more_as_the_same_message_with_the_same_token():
    twin, line = a_twin(REFUSED, REPLY)
    exchange = play(twin, line, "hello")[0]
    first, second = line.heard
    assert exchange.answered
    assert first.form == second.form
    assert first.token == second.token
    assert [entry.attempt for entry in twin.journal.read(EntryKind.WEBHOOK)] == [1, 2]


def test_two_texts_have_different_sids_and_tokens():
    twin, line = a_twin(REPLY, REPLY)
    play(twin, line, "hello", "hello")
    first, second = line.heard
    assert first.token != second.token
    assert first.field("MessageSid") != second.field("MessageSid")


def test_a_server_error_is_not_tried_again_by_default_and_the_resident_hears_nothing():
    twin, line = a_twin(BROKEN, REPLY)
    exchange = play(twin, line, "hello")[0]
    assert not exchange.answered
    assert len(line.heard) == 1
    assert bodies(twin) == []
    assert codes(twin, EntryKind.WEBHOOK) == [11200]


def test_a_server_error_is_tried_as_often_as_the_fragment_says():
    twin, line = a_twin(BROKEN, CUT, REFUSED, REPLY, webhook=WEBHOOK + "#rc=3&rp=all")
    assert play(twin, line, "hello")[0].answered
    assert len(line.heard) == 4
    assert len({heard.token for heard in line.heard}) == 1
    assert all(heard.signed for heard in line.heard)


def test_a_slow_webhook_runs_out_of_time_and_is_not_tried_again():
    slow = Scripted(REPLY.body, seconds=1.0)
    twin, line = a_twin(slow, REPLY, webhook=WEBHOOK + "#tt=100&rc=2&rp=all")
    assert not play(twin, line, "hello")[0].answered
    assert twin.journal.read(EntryKind.WEBHOOK)[0].verdict == "failed: tt"
    assert len(line.heard) == 1


def test_the_fallback_is_asked_with_the_error_when_the_webhook_fails():
    fallback = "http://127.0.0.1:8000/twilio/fallback"
    twin, line = a_twin(BROKEN, Scripted("<Response><Message>Call 911</Message></Response>"), fallback=fallback)
    assert play(twin, line, "hello")[0].answered
    assert bodies(twin) == ["Call 911"]
    assert line.heard[1].url == fallback
    assert line.heard[1].field("ErrorCode") == "11200"
    assert line.heard[1].field("ErrorUrl") == WEBHOOK
    assert line.heard[1].field("MessageSid") == line.heard[0].field("MessageSid")
    assert line.heard[1].signed


def test_a_document_that_does_not_parse_goes_to_the_fallback_too():
    twin, line = a_twin(Scripted("<Response>"), REPLY, fallback="http://127.0.0.1:8000/safe")
    assert play(twin, line, "hello")[0].answered
    assert 12100 in codes(twin, EntryKind.TWIML)


def test_a_redirect_is_followed_with_the_same_message():
    twin, line = a_twin(Scripted("<Response><Redirect>/twilio/more?page=2</Redirect></Response>"), REPLY)
    play(twin, line, "hello")
    assert line.heard[1].url == "http://127.0.0.1:8000/twilio/more?page=2"
    assert line.heard[1].signed
    assert line.heard[1].field("MessageSid") == line.heard[0].field("MessageSid")
    assert bodies(twin) == ["Where are you?"]


def test_a_redirect_by_get_carries_the_form_in_a_signed_query():
    twin, line = a_twin(Scripted('<Response><Redirect method="GET">/more</Redirect></Response>'), REPLY)
    play(twin, line, "hello there")
    assert line.heard[1].method == "GET"
    assert "Body=hello+there" in line.heard[1].url
    assert line.heard[1].signed


def test_redirects_in_a_circle_end():
    circle = Scripted("<Response><Redirect>/twilio/sms</Redirect></Response>")
    twin, line = a_twin(*[circle] * 40)
    play(twin, line, "hello")
    assert codes(twin, EntryKind.TWIML) == [11215]
    assert len(line.heard) == 11


def test_a_duplicated_webhook_is_one_message_and_only_the_last_answer_counts():
    twin, line = a_twin(
        *[Scripted("<Response><Message>Too late</Message></Response>")] * 4, REPLY, faults=Faults(duplicate=4)
    )
    play(twin, line, "hello")
    assert len(line.heard) == 5
    assert len({heard.field("MessageSid") for heard in line.heard}) == 1
    assert len({heard.token for heard in line.heard}) == 1
    assert bodies(twin) == ["Where are you?"]


def test_status_callbacks_follow_a_reply_in_order_and_signed():
    body = '<Response><Message statusCallback="/twilio/status">Hi</Message></Response>'
    twin, line = a_twin(Scripted(body))
    play(twin, line, "hello")
    assert line.statuses() == ["queued", "sending", "sent", "delivered"]
    assert all(heard.signed for heard in line.heard)
    assert line.heard[1].url == "http://127.0.0.1:8000/twilio/status"
    assert len({heard.token for heard in line.heard[1:]}) == 4


def test_status_callbacks_can_come_out_of_order_and_the_same_way_again_with_a_seed():
    body = '<Response><Message action="/twilio/status">Hi</Message></Response>'
    orders = []
    for _ in range(2):
        twin, line = a_twin(Scripted(body), faults=Faults(reorder=True))
        play(twin, line, "hello")
        orders.append(line.statuses())
    assert sorted(orders[0]) == ["delivered", "queued", "sending", "sent"]
    assert orders[0] != ["queued", "sending", "sent", "delivered"]
    assert orders[0] == orders[1]


def test_a_status_callback_whose_connection_fails_is_tried_again():
    body = '<Response><Message statusCallback="/twilio/status">Hi</Message></Response>'
    twin, line = a_twin(Scripted(body), REFUSED)
    play(twin, line, "hello")
    assert line.statuses() == ["queued", "queued", "sending", "sent", "delivered"]
    assert line.heard[1].token == line.heard[2].token


def test_dropped_callbacks_never_come():
    body = '<Response><Message statusCallback="/twilio/status">Hi</Message></Response>'
    twin, line = a_twin(Scripted(body), faults=Faults(drop_callbacks=True))
    play(twin, line, "hello")
    assert line.statuses() == []
    assert bodies(twin) == ["Hi"]


def test_an_unreachable_handset_gets_nothing_and_the_last_callback_says_why():
    body = '<Response><Message statusCallback="/twilio/status">Hi</Message></Response>'
    twin, line = a_twin(Scripted(body), faults=Faults(undeliverable=frozenset({ROSA}), carrier_error=30005))
    play(twin, line, "hello")
    assert bodies(twin) == []
    assert line.statuses()[-1] == "undelivered"
    assert [heard.field("ErrorCode") for heard in line.heard[1:]] == [None, None, None, "30005"]


def test_nothing_is_posted_off_this_machine():
    body = '<Response><Message statusCallback="https://example.org/status">Hi</Message></Response>'
    twin, line = a_twin(Scripted(body))
    play(twin, line, "hello")
    assert line.statuses() == []
    assert codes(twin, EntryKind.CALLBACK) == [11205] * 4


def test_stop_alone_blocks_the_number_answers_once_and_still_reaches_the_webhook():
    twin, line = a_twin(REPLY, REPLY, REPLY)
    play(twin, line, " Stop ")
    assert line.heard[0].field("Body") == " Stop "
    assert line.heard[0].field("OptOutType") is None
    assert [message.by_twilio for message in twin.ledger.inbox(ROSA)] == [True]
    assert codes(twin, EntryKind.TWIML) == [21610]
    play(twin, line, "UNSTOP")
    assert not twin.is_blocked(ROSA)
    assert bodies(twin)[-1] == "Where are you?"


def test_stop_inside_a_sentence_is_a_message_like_any_other():
    twin, line = a_twin(REPLY)
    play(twin, line, "please make him stop")
    assert not twin.is_blocked(ROSA)
    assert bodies(twin) == ["Where are you?"]


def test_yes_opts_in_only_from_a_number_that_opted_out():
    twin, line = a_twin(REPLY, REPLY, REPLY)
    play(twin, line, "yes")
    assert bodies(twin) == ["Where are you?"]
    play(twin, line, "STOP", "yes")
    assert not twin.is_blocked(ROSA)


def test_with_advanced_opt_out_the_webhook_is_told_what_was_heard():
    twin, line = a_twin(keywords=KeywordCare.ADVANCED)
    play(twin, line, "STOP", "START", "HELP", "it is cold")
    assert [heard.field("OptOutType") for heard in line.heard] == ["STOP", "START", "HELP", None]


def test_an_account_that_looks_after_its_own_words_is_neither_blocked_nor_answered():
    twin, line = a_twin(REPLY, keywords=KeywordCare.OFF)
    play(twin, line, "STOP")
    assert bodies(twin) == ["Where are you?"]


def test_a_wait_for_a_reply_ends_when_it_comes_and_when_none_comes():
    twin, line = a_twin(REPLY)

    async def waiting() -> tuple[list[str], list[str]]:
        switchboard = Switchboard(twin, Courier(twin.account, twin.journal, line))
        nothing = await switchboard.wait_for(ROSA, 0, 0.01)
        switchboard.post(ResidentText(ROSA, "hello"))
        something = await switchboard.wait_for(ROSA, 0, 5)
        await switchboard.close()
        return [m.body for m in nothing], [m.body for m in something]

    assert asyncio.run(waiting()) == ([], ["Where are you?"])
