from __future__ import annotations

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from bot import clock
from bot.callbacks.testing import Town, heard, told
from bot.intake.frame import SlotValue
from bot.safety.assessment import Assessment
from bot.store.values import Conversation
from bot.vocabulary import DangerLevel, Delivery, Hazard, Known, Question, Slot
from channels.console import reading

SignedInAs = Callable[[str], TestClient]
SCRIPT = "<script>alert('desk')</script>"


def page_of(client: TestClient, conversation: Conversation) -> str:
    answer = client.get(f"/desk/conversations/{conversation.id}")
    assert answer.status_code == 200
    return answer.text


def test_the_words_that_triggered_are_marked_with_what_they_mean_and_why(town: Town, casey: TestClient) -> None:
    conversation = town.conversation()
    body = "please come, he is swinging a machete"
    why = "A weapon is being used."
    town.says(conversation, body, heard(body, "swinging a machete", Hazard.WEAPON, why, DangerLevel.EMERGENCY))
    page = page_of(casey, conversation)
    assert '<mark>swinging a machete<span class="tag" lang="en"> [Weapon]</span></mark>' in page
    assert why in page
    assert "Emergency: send help now" in page
    assert "test-rule" in page


def test_words_that_change_the_meaning_are_marked_apart(town: Town, casey: TestClient) -> None:
    conversation = town.conversation()
    body = "years ago he had a gun"
    town.says(conversation, body, heard(body, "years ago", None, "Long past.", DangerLevel.NONE))
    assert '<mark class="turns">years ago<span class="tag" lang="en"> [changes the meaning]' in page_of(
        casey, conversation
    )


def test_a_message_raised_without_marked_words_names_the_rule(town: Town, casey: TestClient) -> None:
    conversation = town.conversation()
    raised = Assessment(DangerLevel.ASK, rules=("answer-unsure",))
    town.says(conversation, "maybe", raised, Question.SAFETY_CHECK)
    page = page_of(casey, conversation)
    assert "Raised by answer-unsure." in page
    assert "answering: Safety check" in page


def test_a_message_that_was_not_screened_says_so(town: Town, casey: TestClient) -> None:
    conversation = town.conversation()
    with town.store.writing() as books:
        books.messages.receive(
            conversation.id, conversation.channel, "SM1", "hello", clock.now(), media=1, meta={}, asked=None
        )
    page = page_of(casey, conversation)
    assert "Not screened yet" in page
    assert "1 picture or file, not shown" in page


def test_a_resident_named_script_is_shown_and_never_run(town: Town, casey: TestClient) -> None:
    conversation = town.conversation(SCRIPT)
    message = town.says(conversation, f"I am {SCRIPT}", heard(f"I am {SCRIPT}", SCRIPT, None, SCRIPT, DangerLevel.ASK))
    name = told({"name": SCRIPT}, SCRIPT, message)
    record = town.record(conversation, slots={Slot.PERSON: name, Slot.LOCATION: told({"street": SCRIPT}, SCRIPT)})
    casey.post(f"/desk/conversations/{conversation.id}/note", data={"note": SCRIPT})
    casey.post(f"/desk/conversations/{conversation.id}/reply", data={"text": SCRIPT})
    town.emergency(conversation, message)
    refused = casey.post(f"/desk/conversations/{conversation.id}/close", data={"note": SCRIPT, "seen": "0"})
    for page in (page_of(casey, conversation), casey.get("/desk/").text, refused.text):
        assert "<script>alert" not in page
    assert "&lt;script&gt;alert(&#39;desk&#39;)&lt;/script&gt;" in page_of(casey, conversation)
    assert record.reference in refused.text


def test_the_transcript_is_a_log_with_the_delivery_of_each_text(town: Town, casey: TestClient) -> None:
    conversation = town.conversation()
    town.hears(conversation, "Where are you?", Delivery.DELIVERED)
    failed = town.hears(conversation, "Call 911 now.", Delivery.FAILED)
    with town.store.writing() as books:
        books.messages.change(failed.id, error_code="30003")
    page = page_of(casey, conversation)
    assert 'role="log"' in page
    assert "Delivered" in page
    assert "Failed (error 30003)" in page


def test_what_is_not_known_comes_before_what_is(town: Town, casey: TestClient) -> None:
    conversation = town.conversation()
    message = town.says(conversation, "at the library, not telling you my name")
    town.record(
        conversation,
        slots={
            Slot.LOCATION: told({"landmark": "the library"}, "at the library", message),
            Slot.PERSON: SlotValue(Known.REFUSED, None, "not telling you my name", str(message.id)),
        },
    )
    page = page_of(casey, conversation)
    assert page.index("Asked: rather not say") < page.index('<span class="value">the library</span>')
    assert "Not asked yet" in page
    assert f'<a href="#message-{message.id}">where said' in page
    assert f'id="message-{message.id}"' in page


def test_unknown_is_never_shown_as_no(town: Town, casey: TestClient) -> None:
    conversation = town.conversation()
    town.record(conversation, slots={Slot.WEAPON: SlotValue(Known.UNKNOWN, None, "i cant see his hands")})
    page = page_of(casey, conversation)
    weapon = page[page.index("<dt>Weapon</dt>") :][:300]
    assert "Asked: they do not know" in weapon
    assert "i cant see his hands" in weapon


def test_numbers_are_masked_in_the_transcript_and_the_record(town: Town, casey: TestClient) -> None:
    conversation = town.conversation("+13035550147")
    message = town.says(conversation, "call me on (720) 555-0199 or 3035550147")
    town.record(conversation, slots={Slot.CALLBACK_NUMBER: told("+17205550199", "(720) 555-0199", message)})
    page = page_of(casey, conversation)
    for number in ("555-0199", "5550147", "555-0147", "+1720555"):
        assert number not in page
    assert "(•••) •••-••47" in page


def test_marks_stay_on_their_words_beside_a_masked_number(town: Town, casey: TestClient) -> None:
    conversation = town.conversation()
    body = "my number is 303 555 0147 and he has a gun"
    town.says(conversation, body, heard(body, "has a gun", Hazard.WEAPON, "A weapon.", DangerLevel.EMERGENCY))
    page = page_of(casey, conversation)
    assert "<mark>has a gun<" in page
    assert "••• ••• ••47" in page


def test_everything_that_happened_is_told_in_words_with_who_did_it(town: Town, casey: TestClient) -> None:
    conversation = town.conversation()
    town.record(conversation)
    casey.post(f"/desk/conversations/{conversation.id}/take-over")
    page = page_of(casey, conversation)
    assert "Record claimed, Casey Okafor" in page
    assert "before: With the assistant; state: With a person" in page
    assert "{" not in page[page.index('id="timeline"') :]


def test_times_are_in_the_citys_zone_and_name_it(town: Town, casey: TestClient) -> None:
    conversation = town.conversation()
    town.says(conversation, "hello")
    page = page_of(casey, conversation)
    assert " MST" in page or " MDT" in page


def test_earlier_conversations_of_the_same_resident_are_linked(town: Town, casey: TestClient) -> None:
    earlier = town.conversation()
    later = town.conversation()
    assert f'href="/desk/conversations/{earlier.id}"' in page_of(casey, later)


def test_the_dispatch_centre_stands_beside_an_open_emergency(town: Town, casey: TestClient) -> None:
    conversation = town.conversation()
    message = town.says(conversation, "gun")
    town.emergency(conversation, message)
    page = page_of(casey, conversation)
    assert 'href="tel:+17205550100">(720) 555-0100</a>' in page
    assert f'href="#message-{message.id}"' in page


def test_an_opted_out_resident_cannot_be_written_to_and_the_page_says_so(town: Town, casey: TestClient) -> None:
    conversation = town.conversation()
    with town.store.writing() as books:
        books.contacts.set_opted_out(conversation.contact_id, clock.now())
    page = page_of(casey, conversation)
    assert "Opted out of texts at" in page
    assert "reply-text" not in page


def test_what_is_not_safe_stands_before_the_reply_box(town: Town, casey: TestClient) -> None:
    conversation = town.conversation()
    safe = {"text": "no", "voice": "yes", "voicemail": "no", "times": "after 6", "code_word": "blue"}
    town.record(conversation, slots={Slot.SAFE_TO_CONTACT: told(safe)})
    page = page_of(casey, conversation)
    caution = "Texts are not safe for them. Leave no voicemail. Good times: after 6. They gave a code word."
    assert page.index(caution) < page.index("reply-text")
    assert page.count(caution) == 2


def test_of_a_flood_of_texts_the_newest_are_shown_and_the_rest_is_a_click_away(
    town: Town, casey: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "NEWEST_LINES", 2)
    conversation = town.conversation()
    for body in ("the oldest", "the middle", "the newest"):
        town.says(conversation, body)
    page = page_of(casey, conversation)
    assert "the oldest" not in page
    assert "Show 1 earlier message<" in page
    assert "the oldest" in casey.get(f"/desk/conversations/{conversation.id}?whole=1").text


def test_what_another_has_is_shown_without_what_would_be_refused(
    town: Town, casey: TestClient, signed_in_as: SignedInAs
) -> None:
    conversation = town.conversation()
    casey.post(f"/desk/conversations/{conversation.id}/take-over")
    page = page_of(signed_in_as("robin"), conversation)
    assert "Casey Okafor has this record." in page
    for button in ('id="release"', 'id="hand-back"', 'id="send"', 'id="close-record"'):
        assert button not in page
        assert button in page_of(casey, conversation)
        assert button in page_of(signed_in_as("sam"), conversation)


def test_a_no_about_danger_does_not_stand_alone_while_an_emergency_does(town: Town, casey: TestClient) -> None:
    conversation = town.conversation()
    town.record(conversation, slots={Slot.WEAPON: told({"present": "no"}), Slot.IMMEDIATE_DANGER: told("no")})
    assert "An emergency stands all the same" not in page_of(casey, conversation)
    town.emergency(conversation)
    assert page_of(casey, conversation).count("An emergency stands all the same") == 2
