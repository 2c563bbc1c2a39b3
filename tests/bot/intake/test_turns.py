from __future__ import annotations

from dataclasses import replace

from bot.turn import CityFacts
from bot.vocabulary import Concern, DangerLevel, Effect, Hazard, Known, Language, Question, Slot, Urgency

CITY = CityFacts(
    program="test-city", program_name="Test City Help", wait_minutes=(20, 40), sender_number="+13035550142"
)


def test_the_first_reply_gives_the_notice_and_asks_about_danger(rosa):
    rosa.says("hello", "greet")
    assert rosa.responses() == ["utter_notice", "utter_ask_immediate_danger"]
    assert rosa.frame.noticed


def test_the_notice_is_given_once(rosa):
    rosa.says("hello", "greet")
    rosa.says("no", "deny")
    assert "utter_notice" not in rosa.responses()


def test_where_comes_right_after_danger(rosa):
    rosa.says("hello", "greet")
    rosa.says("no", "deny")
    assert rosa.asked is Question.LOCATION


def test_a_plain_no_to_the_opening_question_answers_danger_weapon_and_hurt(rosa):
    rosa.says("hello", "greet")
    rosa.says("no", "deny")
    assert rosa.frame.answered(Slot.IMMEDIATE_DANGER) == "no"
    assert rosa.frame.answered(Slot.WEAPON)["present"] == "no"
    assert rosa.frame.answered(Slot.INJURY_MEDICAL) == "none"


def test_an_unsure_answer_about_danger_gets_one_concrete_question_and_then_a_person(rosa):
    rosa.says("someone is out back at night", "report_welfare_check", concern=Concern.WELFARE_CHECK)
    rosa.says("i dont know", "unsure", level=DangerLevel.ASK)
    assert rosa.responses() == ["utter_ask_immediate_danger_again"]
    step = rosa.says("i really cant tell", "unsure", level=DangerLevel.ASK)
    assert step.effect is Effect.HAND_OFF
    assert step.urgency is Urgency.URGENT
    assert rosa.responses()[0] == "utter_unsure_danger"
    assert rosa.frame.slots[Slot.IMMEDIATE_DANGER].known is Known.UNKNOWN


def test_im_scared_or_im_at_home_is_never_heard_as_no_danger(rosa):
    rosa.says("hello", "greet")
    rosa.says("im scared", "inform")
    assert rosa.frame.answered(Slot.IMMEDIATE_DANGER) is None


def test_a_refused_answer_about_danger_is_never_a_no(rosa):
    rosa.says("hello", "greet")
    rosa.says("skip", "skip")
    rosa.says("rather not say", "skip")
    assert rosa.frame.answered(Slot.IMMEDIATE_DANGER) is None
    assert rosa.steps[-1].urgency is Urgency.URGENT


def test_an_opening_question_that_is_talked_past_three_times_makes_the_record_urgent(rosa):
    rosa.says("hello", "greet")
    asked = []
    for text in ("the music again", "it never stops", "please do something"):
        asked.append(rosa.responses()[-1])
        rosa.says(text, "inform")
    assert asked == ["utter_ask_immediate_danger", "utter_ask_immediate_danger_again", "utter_safety_check"]
    assert rosa.frame.slots[Slot.IMMEDIATE_DANGER].known is Known.NOT_ANSWERED
    assert rosa.steps[-1].urgency is Urgency.URGENT


def test_everything_told_in_one_breath_is_not_asked_again(rosa):
    rosa.says(
        "My neighbor Ed, he is 70, is yelling at cars at 412 Pearl St, nobody is hurt, no weapons, i can wait",
        "report_mental_health_crisis",
        concern=Concern.MENTAL_HEALTH_CRISIS,
    )
    told = set(rosa.frame.slots)
    assert {Slot.LOCATION, Slot.PERSON, Slot.REPORTER_ROLE, Slot.IMMEDIATE_DANGER, Slot.WEAPON} <= told
    assert rosa.asked is Question.VIOLENCE
    rosa.says("no", "deny")
    assert rosa.asked is Question.SUMMARY_CONFIRMED


def test_a_whole_routine_intake_is_queued_within_twelve_questions(rosa):
    answers = [
        ("hi", "greet", None),
        ("no", "deny", None),
        ("2240 s broadway unit 12", "inform", None),
        ("my brother and i argue all day and he wont go", "report_family_conflict", Concern.FAMILY_CONFLICT),
        ("no", "deny", None),
        ("Tom, 40, red hat", "inform", None),
        ("no kids here", "inform", None),
        ("no code", "inform", None),
        ("yes its safe", "affirm", None),
        ("yes", "affirm", None),
        ("yes", "affirm", None),
    ]
    for text, intent, concern in answers:
        rosa.says(text, intent, concern=concern)
    assert rosa.effects == [Effect.QUEUE]
    assert sum(rosa.frame.asks.values()) <= 12
    assert all(value.confirmed for value in rosa.frame.slots.values() if value.known is Known.ANSWERED)


def test_no_intake_whatever_is_answered_asks_more_than_twelve_questions(rosa):
    rosa.says("hi", "greet")
    for _ in range(30):
        if rosa.frame.queued or Effect.HAND_OFF in rosa.effects:
            break
        rosa.says("what a day", "nlu_fallback", confidence=0.8)
    assert sum(rosa.frame.asks.values()) <= 12
    assert rosa.effects


def test_a_resident_who_skips_everything_still_gets_a_record(rosa):
    rosa.says("hello", "greet")
    for _ in range(15):
        if rosa.frame.queued:
            break
        rosa.says("skip", "skip")
    assert Effect.HAND_OFF in rosa.effects
    assert rosa.effects[-1] is Effect.QUEUE


def test_the_answer_to_another_question_is_kept_and_ours_is_asked_in_other_words(rosa):
    rosa.says("hello", "greet")
    rosa.says("im at 900 grant st", "inform")
    assert rosa.frame.answered(Slot.LOCATION)["number"] == "900"
    assert rosa.responses() == ["utter_heard_location", "utter_ask_immediate_danger_again"]


def test_a_question_of_theirs_is_answered_and_ours_is_taken_up_in_the_same_words_at_no_cost(rosa):
    rosa.says("hello", "greet")
    rosa.says("no", "deny")
    before = dict(rosa.frame.asks)
    rosa.says("why do you need to know where i am", "ask_why")
    assert rosa.responses() == ["utter_why_location", "utter_ask_location"]
    assert rosa.frame.asks == before
    assert Slot.LOCATION not in rosa.frame.slots


def test_what_rasa_has_answered_is_only_followed_by_the_open_question(rosa):
    rosa.says("hello", "greet")
    rosa.says("will the cops come", "ask_will_police_come")
    assert rosa.responses() == ["utter_ask_immediate_danger"]


def test_hello_is_never_taken_for_a_place(rosa):
    rosa.says("hello", "greet")
    rosa.says("no", "deny")
    rosa.says("hello?", "greet")
    assert Slot.LOCATION not in rosa.frame.slots
    assert rosa.asked is Question.LOCATION


def test_a_corrected_house_number_replaces_the_old_one_and_the_question_is_put_again(rosa):
    rosa.says("my dad is drunk", "report_intoxication", concern=Concern.INTOXICATION)
    rosa.says("no", "deny")
    rosa.says("421 pearl", "inform")
    open_question = rosa.asked
    rosa.says("no wait 412 not 421", "correct")
    assert rosa.frame.answered(Slot.LOCATION)["number"] == "412"
    assert "utter_corrected" in rosa.responses()
    assert rosa.asked is open_question


def test_a_correction_that_opens_with_no_is_not_heard_as_no(rosa):
    rosa.says("my dad is drunk", "report_intoxication", concern=Concern.INTOXICATION)
    rosa.says("no", "deny")
    rosa.says("421 pearl", "inform")
    assert rosa.asked is Question.INJURY_MEDICAL
    rosa.says("no wait 412 not 421", "correct")
    assert rosa.asked is Question.INJURY_MEDICAL


def test_its_my_uncle_not_my_dad_changes_who_it_is_about(rosa):
    rosa.says("my dad is drunk at 412 pearl st", "report_intoxication", concern=Concern.INTOXICATION)
    rosa.says("its my uncle not my dad", "correct")
    assert rosa.frame.answered(Slot.PERSON)["relation"] == "uncle"


def test_a_vague_place_is_asked_closer_once(rosa):
    rosa.says("hello", "greet")
    rosa.says("no", "deny")
    rosa.says("at home", "inform")
    assert rosa.responses() == ["utter_ask_location_closer"]
    rosa.says("the yellow house", "inform")
    assert rosa.asked is not Question.LOCATION


def test_a_person_can_be_had_at_any_turn_by_the_word_alone(rosa):
    rosa.says("hello", "greet")
    step = rosa.says("person", "nlu_fallback")
    assert step.effect is Effect.HAND_OFF
    assert rosa.responses()[0] == "utter_human"


def test_a_person_outside_hours_is_told_when_the_team_is_back(resident):
    rosa = resident(replace(CITY, open_now=False, next_open="tomorrow at 6 AM"))
    rosa.says("i want a real person", "ask_person")
    assert "utter_human_closed" in rosa.responses()


def test_a_wish_for_911_is_an_emergency(rosa):
    step = rosa.says("send the police now", "ask_911")
    assert step.effect is Effect.EMERGENCY
    assert "utter_ask_911" in rosa.responses()


def test_a_doubtful_wish_for_911_gets_the_safety_question(rosa):
    rosa.says("should this be 911", "ask_911", confidence=0.4)
    assert rosa.asked is Question.SAFETY_CHECK


def test_a_worrying_first_message_gets_the_safety_question_first(rosa):
    rosa.says("he keeps saying he will burn it down", "report_crime", level=DangerLevel.ASK, hazards=(Hazard.FIRE,))
    assert rosa.responses() == ["utter_notice", "utter_safety_check"]


def test_the_safety_question_about_suicide_speaks_of_suicide(rosa):
    rosa.says("i cant do this any more", "report_suicidal_thoughts", level=DangerLevel.ASK, hazards=(Hazard.SUICIDE,))
    assert "utter_safety_check_suicide" in rosa.responses()


def test_a_safety_question_without_an_answer_goes_to_a_person_and_puts_an_earlier_no_in_doubt(rosa):
    rosa.says("hello", "greet")
    rosa.says("he might hurt someone", "inform", level=DangerLevel.ASK, hazards=(Hazard.VIOLENCE,))
    rosa.says("blue shirt", "inform", level=DangerLevel.ASK)
    step = rosa.says("come on", "inform", level=DangerLevel.ASK)
    assert step.effect is Effect.HAND_OFF
    assert step.urgency is Urgency.URGENT


def test_a_no_beside_a_worrying_word_is_not_taken_as_no(rosa):
    rosa.says("hello", "greet")
    rosa.says("no", "deny", level=DangerLevel.ASK, hazards=(Hazard.WEAPON,))
    assert rosa.frame.answered(Slot.IMMEDIATE_DANGER) is None


def test_suicide_is_asked_only_on_a_cue(rosa):
    rosa.says("my neighbors dog barks all night", "report_noise", concern=Concern.NOISE)
    while not rosa.frame.queued:
        rosa.says("no", "deny")
    assert Question.SUICIDE_SCREEN not in rosa.frame.asks


def test_a_plan_of_suicide_names_988_and_brings_a_person(rosa):
    rosa.says("i think about ending it", "report_suicidal_thoughts", concern=Concern.SUICIDAL_THOUGHTS)
    rosa.says("no", "deny")
    rosa.says("900 grant st", "inform")
    assert rosa.asked is Question.SUICIDE_SCREEN
    rosa.says("yes", "affirm")
    step = rosa.says("yes", "affirm")
    assert rosa.responses() == ["utter_suicide_urgent"]
    assert step.effect is Effect.HAND_OFF
    assert step.urgency is Urgency.URGENT


def test_suicide_is_not_asked_of_a_third_party(rosa):
    rosa.says("my sister talks about suicide", "report_suicidal_thoughts", concern=Concern.SUICIDAL_THOUGHTS)
    for text in ("no", "900 grant st", "no", "Ann, 30", "yes", "yes"):
        rosa.says(text)
    assert Question.SUICIDE_SCREEN not in rosa.frame.asks


def test_a_city_can_switch_the_suicide_questions_off(resident):
    rosa = resident(replace(CITY, suicide_screen=False))
    rosa.says("i think about suicide", "report_suicidal_thoughts", concern=Concern.SUICIDAL_THOUGHTS)
    rosa.says("no", "deny")
    rosa.says("900 grant st", "inform")
    assert Question.SUICIDE_SCREEN not in rosa.frame.asks


def test_a_web_phone_has_no_number_and_is_asked_for_one(resident):
    rosa = resident(replace(CITY, sender_number=None))
    rosa.says("needles at 412 pearl st", "report_needle_cleanup", concern=Concern.NEEDLE_CLEANUP)
    rosa.says("no", "deny")
    assert rosa.asked is Question.CALLBACK_NUMBER
    rosa.says("seven two zero five five five oh one three three", "inform")
    assert rosa.frame.answered(Slot.CALLBACK_NUMBER) == "+17205550133"


def test_whoever_must_not_be_called_is_not_told_that_we_call(rosa):
    rosa.says("my husband scares me at 412 pearl st", "report_domestic_violence", concern=Concern.DOMESTIC_VIOLENCE)
    for text in ("no", "no", "Al", "no", "please text only dont call", "yes", "yes"):
        rosa.says(text)
    assert rosa.effects == [Effect.QUEUE]
    assert "utter_queued_no_voice" in rosa.responses()


def test_nothing_of_the_record_is_written_to_a_phone_that_is_not_safe_to_text(rosa):
    rosa.says("my husband scares me at 412 pearl st", "report_domestic_violence", concern=Concern.DOMESTIC_VIOLENCE)
    for text in ("no", "no", "Al", "no", "call only, he reads my texts"):
        rosa.says(text)
    assert rosa.responses()[-1] == "utter_queued_no_text"


def test_a_wait_that_is_too_long_is_noted_and_raises_the_urgency(rosa):
    rosa.says("loud music at 412 pearl st", "report_noise", concern=Concern.NOISE)
    rosa.says("no", "deny")
    step = rosa.says("no", "deny")
    assert rosa.responses()[0] == "utter_no_wait"
    assert step.urgency is Urgency.PRIORITY


def test_a_late_detail_at_the_read_back_is_taken_in_and_read_back_again(rosa):
    rosa.says("my uncle is drunk at 412 pearl st", "report_intoxication", concern=Concern.INTOXICATION)
    for text in ("no", "no", "hes bald", "yes"):
        rosa.says(text)
    assert rosa.asked is Question.SUMMARY_CONFIRMED
    rosa.says("he's 50", "inform")
    assert rosa.frame.answered(Slot.PERSON)["age"] == 50
    assert rosa.responses() == ["utter_ask_summary_confirmed"]


def test_spanish_is_followed_from_the_first_message(rosa):
    rosa.says("hola, mi vecino esta gritando en la calle", "report_neighbor_dispute")
    assert rosa.frame.language is Language.SPANISH


def test_an_address_does_not_switch_the_language(rosa):
    rosa.says("hola, necesito ayuda con mi vecino", "greet")
    rosa.says("412 Pearl St", "inform")
    assert rosa.frame.language is Language.SPANISH


def test_who_says_goodbye_in_the_middle_leaves_a_record_and_danger_not_asked_is_in_doubt(rosa):
    rosa.says("a man is asleep by 412 pearl st", "report_homelessness", concern=Concern.HOMELESSNESS)
    step = rosa.says("bye", "goodbye")
    assert step.effect is Effect.QUEUE
    assert step.urgency is Urgency.URGENT


def test_a_question_of_theirs_tells_nothing_of_who_they_are(rosa):
    rosa.says("hello", "greet")
    rosa.says("are you a real person", "ask_are_you_a_bot")
    assert Slot.REPORTER_ROLE not in rosa.frame.slots
    assert rosa.responses() == ["utter_ask_immediate_danger"]


def test_i_dont_need_911_is_no_wish_for_911(rosa):
    step = rosa.says("i dont need 911", "ask_911")
    assert step.effect is Effect.NONE


def test_prank_without_anything_told_asks_nothing_more(rosa):
    rosa.says("lol just messing with u", "prank")
    assert rosa.asked is None


def test_a_place_outside_the_area_is_told_and_the_intake_goes_on(rosa):
    rosa.says("hello", "greet")
    rosa.says("no", "deny")
    rosa.says("12 main st in Aurora", "inform")
    assert rosa.frame.answered(Slot.LOCATION)["in_area"] is False
    assert rosa.responses() == ["utter_heard_location", "utter_out_of_area", "utter_ask_narrative"]
