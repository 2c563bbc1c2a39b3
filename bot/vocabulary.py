"""The closed lists of the field's own words, each value with a label people read.

Every choice in Fourthline is one of these. A value is stored and exported, so it is never renamed or reused;
the glossary in docs/ explains each, and a test holds it complete.
"""

from __future__ import annotations

from enum import Enum


class Word(str, Enum):
    """A value that is stored, with a `label` that people read."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Word:
        word = str.__new__(cls, value)
        word._value_ = value
        word.label = label
        return word

    def __str__(self) -> str:
        return str(self.value)


class DangerLevel(Word):
    """What one message calls for, by the rule of a careful 911 call-taker who reads only this message."""

    EMERGENCY = "emergency", "Emergency: send help now"
    ASK = "ask", "Too much to let pass: one direct safety question"
    NONE = "none", "No danger heard"

    @property
    def rank(self) -> int:
        """0 for none, 1 for ask, 2 for emergency; a higher rank always wins."""
        return (DangerLevel.NONE, DangerLevel.ASK, DangerLevel.EMERGENCY).index(self)


class Hazard(Word):
    """What kind of harm a message speaks of."""

    WEAPON = "weapon", "Weapon"
    VIOLENCE = "violence", "Violence"
    SUICIDE = "suicide", "Suicide"
    OVERDOSE = "overdose", "Overdose or poisoning"
    MEDICAL = "medical", "Medical emergency"
    FIRE = "fire", "Fire, gas or explosion"
    CHILD = "child", "Child in danger"
    VULNERABLE_ADULT = "vulnerable_adult", "Vulnerable adult in danger"
    TRAPPED = "trapped", "Trapped or held"
    EXPOSURE = "exposure", "Heat, cold or water"
    INTRUSION = "intrusion", "Intruder"
    TRAFFIC = "traffic", "In or near traffic"


class Concern(Word):
    """What a request is about."""

    MENTAL_HEALTH_CRISIS = "mental_health_crisis", "Mental health crisis"
    SUICIDAL_THOUGHTS = "suicidal_thoughts", "Suicidal thoughts"
    WELFARE_CHECK = "welfare_check", "Welfare check"
    HOMELESSNESS = "homelessness", "Homelessness"
    SUBSTANCE_USE = "substance_use", "Substance use"
    INTOXICATION = "intoxication", "Intoxicated person"
    YOUTH_TRUANCY = "youth_truancy", "Truancy or runaway"
    FAMILY_CONFLICT = "family_conflict", "Family conflict"
    DOMESTIC_VIOLENCE = "domestic_violence", "Domestic violence"
    NEIGHBOR_DISPUTE = "neighbor_dispute", "Neighbor dispute"
    NOISE = "noise", "Noise"
    NEEDLE_CLEANUP = "needle_cleanup", "Needle clean-up"
    DISORIENTATION_ELDER = "disorientation_elder", "Confused older adult"
    GRIEF_SUPPORT = "grief_support", "Grief support"
    BASIC_NEEDS = "basic_needs", "Food, clothing, shelter"
    TRESPASS_UNWANTED_PERSON = "trespass_unwanted_person", "Trespass or unwanted person"
    MEDICAL = "medical", "Medical, not an emergency"
    CRIME_REPORT = "crime_report", "Crime report"
    OTHER = "other", "Something else"


class Urgency(Word):
    """How soon a record must be worked; the queue is ordered by this, then by age."""

    EMERGENCY = "emergency", "Emergency: 911"
    URGENT = "urgent", "Urgent: a person now"
    PRIORITY = "priority", "Priority callback"
    ROUTINE = "routine", "Routine callback"
    REDIRECT = "redirect", "Redirect to another service"

    @property
    def rank(self) -> int:
        """0 is worked first."""
        return list(Urgency).index(self)


class Outcome(Word):
    """How a contact ended for the resident."""

    NINE_ONE_ONE = "911", "Sent to 911"
    CALLBACK = "callback", "Callback"
    REFERRAL = "referral", "Referred"
    HUMAN = "human", "Handed to a person"
    OPTED_OUT = "opted_out", "Opted out"
    ABANDONED = "abandoned", "Abandoned"


class Reason(Word):
    """Why an eligible contact was not served."""

    NO_UNIT = "no_unit", "No team was free"
    CLOSED_HOURS = "closed_hours", "Outside hours"
    OUT_OF_AREA = "out_of_area", "Outside the service area"
    LANGUAGE = "language", "No one for the language"
    DECLINED = "declined", "The resident declined"
    LOST_CONTACT = "lost_contact", "Contact was lost"
    SYSTEM = "system", "A fault of this system"


class Disposition(Word):
    """How a person closed a record. Codes of APCO 1.111.2 stand in `code` where one fits."""

    SETTLED_BY_PHONE = "settled_by_phone", "Settled by phone"
    CANCELLED = "cancelled", "Cancelled by the resident"
    INFORMATION = "information", "Information given"
    GONE_ON_ARRIVAL = "gone_on_arrival", "Gone on arrival"
    REFERRED = "referred", "Referred to another service"
    TRANSPORTED = "transported", "Transport given"
    SETTLED_BY_CONTACT = "settled_by_contact", "Settled on scene"
    SENT_TO_911 = "sent_to_911", "911 was notified"
    FALSE_ALARM = "false_alarm", "False alarm"
    NOT_SERVED = "not_served", "Eligible, not served"
    NO_CONTACT = "no_contact", "Could not be reached"

    @property
    def code(self) -> str | None:
        """The two digits of APCO 1.111.2-2018, or None where no code fits."""
        return {
            Disposition.SETTLED_BY_PHONE: "05",
            Disposition.CANCELLED: "10",
            Disposition.INFORMATION: "13",
            Disposition.GONE_ON_ARRIVAL: "14",
            Disposition.REFERRED: "15",
            Disposition.TRANSPORTED: "16",
            Disposition.SETTLED_BY_CONTACT: "18",
        }.get(self)


class ConversationState(Word):
    """Who has a conversation now."""

    ASSISTANT = "assistant", "With the assistant"
    NEEDS_PERSON = "needs_person", "Needs a person"
    PERSON = "person", "With a person"
    ESCALATED = "escalated", "Escalated"
    WAITING_CALLBACK = "waiting_callback", "Waiting for a callback"
    CLOSED = "closed", "Closed"
    OPTED_OUT = "opted_out", "Opted out"


class Channel(Word):
    """How a message reached us."""

    SMS = "sms", "Text"
    VOICE = "voice", "Phone"
    WEBCHAT = "webchat", "Web phone"
    CONSOLE = "console", "Desk"


class Language(Word):
    """A language that residents are served in."""

    ENGLISH = "en", "English"
    SPANISH = "es", "Español"


class Slot(Word):
    """A fact of the intake record."""

    LOCATION = "location", "Where"
    IMMEDIATE_DANGER = "immediate_danger", "Danger right now"
    WEAPON = "weapon", "Weapon"
    VIOLENCE = "violence", "Violence"
    INJURY_MEDICAL = "injury_medical", "Injury or medical need"
    CONCERN = "concern", "What it is about"
    NARRATIVE = "narrative", "In their words"
    REPORTER_ROLE = "reporter_role", "Who is reporting"
    PERSON = "person", "Who it is about"
    SUICIDE_SCREEN = "suicide_screen", "Suicide questions"
    VULNERABLE_PRESENT = "vulnerable_present", "Children, elders, animals"
    HAZARDS_ACCESS = "hazards_access", "Access and hazards"
    CALLBACK_NUMBER = "callback_number", "Callback number"
    SAFE_TO_CONTACT = "safe_to_contact", "Safe ways to reach them"
    WILLING_TO_MEET = "willing_to_meet", "Willing to meet the team"
    WILLING_TO_WAIT = "willing_to_wait", "Willing to wait"
    LANGUAGE = "language", "Language"
    NEEDS = "needs", "Needs"
    PRIOR_CONTACTS = "prior_contacts", "Earlier contacts"
    OUTCOME_WANTED = "outcome_wanted", "What they hope for"
    SUMMARY_CONFIRMED = "summary_confirmed", "Summary confirmed"


class Question(Word):
    """What was asked last, so that the next message can be heard as its answer.

    Every slot that is asked has a question of its own name; `safety_check` is the one direct question that follows
    a message of level `ask`.
    """

    SAFETY_CHECK = "safety_check", "Safety check"
    LOCATION = "location", "Where"
    IMMEDIATE_DANGER = "immediate_danger", "Danger or weapon now"
    WEAPON = "weapon", "Weapon"
    VIOLENCE = "violence", "Violence"
    INJURY_MEDICAL = "injury_medical", "Injury or medical need"
    NARRATIVE = "narrative", "What is happening"
    REPORTER_ROLE = "reporter_role", "Who is reporting"
    PERSON = "person", "Who it is about"
    SUICIDE_SCREEN = "suicide_screen", "Suicide questions"
    VULNERABLE_PRESENT = "vulnerable_present", "Children, elders, animals"
    HAZARDS_ACCESS = "hazards_access", "Access and hazards"
    CALLBACK_NUMBER = "callback_number", "Callback number"
    SAFE_TO_CONTACT = "safe_to_contact", "Safe ways to reach them"
    WILLING_TO_MEET = "willing_to_meet", "Willing to meet"
    WILLING_TO_WAIT = "willing_to_wait", "Willing to wait"
    NEEDS = "needs", "Needs"
    OUTCOME_WANTED = "outcome_wanted", "What they hope for"
    SUMMARY_CONFIRMED = "summary_confirmed", "Is the summary right"
    CANCEL_REQUEST = "cancel_request", "Close the request?"


class Known(Word):
    """How far a slot is known. Unknown and refused are never read as no."""

    ANSWERED = "answered", "Answered"
    UNKNOWN = "unknown", "Asked: they do not know"
    REFUSED = "refused", "Asked: rather not say"
    NOT_ANSWERED = "not_answered", "Asked: no answer"


class Effect(Word):
    """What a turn asks the pipeline to do beside replying."""

    NONE = "none", "Nothing more"
    QUEUE = "queue", "Queue the record for a callback"
    HAND_OFF = "hand_off", "Hand to a person"
    CANCEL = "cancel", "Cancel the request"
    CLOSE = "close", "Close the conversation"
    EMERGENCY = "emergency", "Danger heard inside the engine"


class EscalationState(Word):
    """Where an escalation stands. Only a person moves it on from open."""

    OPEN = "open", "Open: nobody has it"
    ACKNOWLEDGED = "acknowledged", "Acknowledged"
    CLOSED = "closed", "Closed"


class EscalationOutcome(Word):
    """How a person closed an escalation."""

    NOTIFIED_911 = "notified_911", "911 was notified"
    TRANSFERRED = "transferred", "Transferred"
    REACHED_RESIDENT = "reached_resident", "The resident was reached"
    FALSE_ALARM = "false_alarm", "False alarm"


class Rung(Word):
    """A step of the escalation ladder."""

    DESK = "desk", "Desk alarm"
    ON_CALL_SMS = "on_call_sms", "Text to on-call"
    ON_CALL_VOICE = "on_call_voice", "Phone call to on-call"
    DISPATCH_VOICE = "dispatch_voice", "Phone call to the dispatch centre"
    EIDO_POST = "eido_post", "EIDO document to the dispatch centre"
    SUPERVISOR = "supervisor", "Supervisor"


class Role(Word):
    """What a member of staff may do."""

    CALL_TAKER = "call_taker", "Call-taker"
    SUPERVISOR = "supervisor", "Supervisor"
    TRAINER = "trainer", "Trainer"
    AUDITOR = "auditor", "Auditor"
    ADMIN = "admin", "Administrator"


class Direction(Word):
    """Which way a message went."""

    INBOUND = "inbound", "From the resident"
    OUTBOUND = "outbound", "To the resident"


class Delivery(Word):
    """Where an outbound message stands; it only moves forward."""

    OFFERED = "offered", "In the webhook's answer, not yet written"
    HANDED_OVER = "handed_over", "In the webhook's answer, written"
    QUEUED = "queued", "Waiting to be sent"
    SENDING = "sending", "Attempt written, being sent"
    SENT = "sent", "Taken by the phone company"
    DELIVERED = "delivered", "Delivered"
    UNDELIVERED = "undelivered", "Not delivered"
    FAILED = "failed", "Failed"
    SUPPRESSED = "suppressed", "Not sent: opted out"


class Purpose(Word):
    """Why an outbound message was said; safety texts that fail raise an alarm."""

    SAFETY = "safety", "Safety"
    CONVERSATION = "conversation", "Conversation"
    FALLBACK = "fallback", "Safe reply"
    CARRIER = "carrier", "Opt-out, opt-in or help"
    STAFF = "staff", "Written by a person"


class CarrierWord(Word):
    """What a text that is nothing but a carrier's word asks for."""

    OPT_OUT = "opt_out", "Opt out"
    OPT_IN = "opt_in", "Opt back in"
    HELP = "help", "Help"


class EventName(Word):
    """What happened, as `subject.action`; the append-only chain and the live feed are made of these."""

    CONVERSATION_OPENED = "conversation.opened", "Conversation opened"
    CONVERSATION_STATE_CHANGED = "conversation.state_changed", "Conversation moved"
    MESSAGE_RECEIVED = "message.received", "Message received"
    MESSAGE_REPEATED = "message.repeated", "The same message came again"
    MESSAGE_SCREENED = "message.screened", "Message screened"
    MESSAGE_ANSWERED = "message.answered", "Message answered"
    REPLY_WRITTEN = "reply.written", "Reply written"
    REPLY_ATTEMPTED = "reply.attempted", "Sending attempted"
    REPLY_SENT = "reply.sent", "Reply taken by the phone company"
    REPLY_STATUS_CHANGED = "reply.status_changed", "Delivery status changed"
    REPLY_FAILED = "reply.failed", "Reply could not be delivered"
    RESIDENT_OPTED_OUT = "resident.opted_out", "Resident opted out"
    RESIDENT_OPTED_IN = "resident.opted_in", "Resident opted in"
    TURN_DECIDED = "turn.decided", "Assistant decided"
    ENGINE_FAILED = "engine.failed", "Dialogue engine did not answer"
    SAFETY_QUESTION_ASKED = "safety_question.asked", "Safety question asked"
    SAFETY_QUESTION_ANSWERED = "safety_question.answered", "Safety question answered"
    SAFETY_QUESTION_UNANSWERED = "safety_question.unanswered", "Safety question not answered in time"
    ESCALATION_OPENED = "escalation.opened", "Escalation opened"
    ESCALATION_ADDED = "escalation.added", "New danger in an open escalation"
    ESCALATION_ALARMED = "escalation.alarmed", "Desk alarmed"
    ESCALATION_ACKNOWLEDGED = "escalation.acknowledged", "Escalation acknowledged"
    ESCALATION_CLOSED = "escalation.closed", "Escalation closed"
    RECORD_OPENED = "record.opened", "Record opened"
    RECORD_CHANGED = "record.changed", "Record changed"
    RECORD_QUEUED = "record.queued", "Record queued"
    RECORD_CLAIMED = "record.claimed", "Record claimed"
    RECORD_RELEASED = "record.released", "Record released"
    RECORD_NOTED = "record.noted", "Note added"
    RECORD_ATTEMPTED = "record.attempted", "Callback attempted"
    RECORD_CLOSED = "record.closed", "Record closed"
    STAFF_SIGNED_IN = "staff.signed_in", "Signed in"
    STAFF_SIGN_IN_REFUSED = "staff.sign_in_refused", "Sign-in refused"
    STAFF_SIGNED_OUT = "staff.signed_out", "Signed out"
    NUMBER_REVEALED = "number.revealed", "Number revealed"
    DANGER_LOWERED = "danger.lowered", "Danger lowered by a person"


class DispatchModel(Word):
    """How a contact reaches the team (the three models of the LEAP, CAP and NYU Policing Project report)."""

    LED_BY_911 = "911_led", "911 call-takers screen and dispatch"
    EMBEDDED_PROFESSIONAL = "embedded_professional", "A clinician in the 911 room takes the contact"
    EXTERNAL_HOTLINE = "external_hotline", "A hotline outside 911 takes the contact"


class Capability(Word):
    """What a team can do."""

    CRISIS_COUNSELING = "crisis_counseling", "Crisis counseling"
    MEDICAL = "medical", "Medical care"
    PEER_SUPPORT = "peer_support", "Peer support"
    OUTREACH = "outreach", "Street outreach"
    NAVIGATION = "navigation", "Follow-up and navigation"
    JUVENILE = "juvenile", "Juvenile specialist"
    TRANSPORT = "transport", "Transport"
    PHONE_SUPPORT = "phone_support", "Support by phone"
    CO_RESPONSE = "co_response", "Clinician with an officer"
    SPANISH = "spanish", "Spanish spoken"


class RuleKind(Word):
    """What a city's rule does when its condition holds."""

    INCLUSION = "inclusion", "The team takes it"
    EXCLUSION = "exclusion", "The team does not take it"


class Route(Word):
    """Where a city's rule sends a contact."""

    TEAM = "team", "The crisis team"
    TRANSPORT = "transport", "The transport lane"
    CO_RESPONSE = "co_response", "Clinician with an officer"
    CLINICIAN = "clinician", "A clinician by phone"
    NINE_ONE_ONE = "911", "911"
    HOTLINE = "hotline", "The 988 line"
    REFERRAL = "referral", "Another service"


class Holds(Word):
    """Whether a condition holds. Unknown is never read as no."""

    YES = "yes", "Holds"
    NO = "no", "Does not hold"
    UNKNOWN = "unknown", "Not known"


class Verdict(Word):
    """Whether the city's team takes a contact."""

    ELIGIBLE = "eligible", "Eligible"
    NOT_ELIGIBLE = "not_eligible", "Not eligible"
    UNKNOWN = "unknown", "Not known yet"


class RecordClass(Word):
    """A class of what is kept, each with a retention of its own."""

    TRANSCRIPT = "transcript", "Transcripts"
    INTAKE = "intake", "Intake records"
    ESCALATION = "escalation", "Escalations"
    AUDIT = "audit", "The chain of events"


class Answer(Word):
    """How a reply to a safety question is heard. Only a plain no is a no."""

    YES = "yes", "Yes"
    NO = "no", "No"
    UNSURE = "unsure", "Does not know"
    UNCLEAR = "unclear", "Not an answer"


class Modifier(Word):
    """What words around a danger can do to it: the screen lowers what it heard by these alone."""

    NEGATED = "negated", "Said not to be"
    DOUBTED = "doubted", "Not certain"
    HISTORY = "history", "Long past"
    RECENT = "recent", "Past, but not long ago"
    HYPOTHESIS = "hypothesis", "Only if"
    QUESTION = "question", "Asks for information"
    FICTION = "fiction", "Film, game, song, sport"
    NEWS = "news", "News or hearsay"
    JOKING = "joking", "Said in jest"


class Reach(Word):
    """How far the words of a modifier reach."""

    FORWARD = "forward", "What follows in the clause"
    BACKWARD = "backward", "What precedes in the clause"
    CLAUSE = "clause", "The clause around it"
    MESSAGE = "message", "The whole message"


class Act(Word):
    """Something a member of staff may be allowed to do; `bot.sign_in` says which role may do which."""

    SEE_QUEUE = "see_queue", "See the queue"
    SEE_TRANSCRIPT = "see_transcript", "Read conversations"
    ACKNOWLEDGE = "acknowledge", "Acknowledge an emergency"
    CLAIM = "claim", "Claim, note and release a record"
    RELEASE_ANY = "release_any", "Act on a record that another has"
    CLOSE = "close", "Close a record or an escalation"
    TAKE_OVER = "take_over", "Take over from the assistant"
    REPLY = "reply", "Write to the resident"
    LOWER_DANGER = "lower_danger", "Lower a danger"
    REVEAL_NUMBER = "reveal_number", "Reveal a number"
    TRAIN = "train", "Train the assistant"
    VERIFY = "verify", "Verify the chain of events"
    ADMINISTER = "administer", "Administer staff"


class AttemptResult(Word):
    """What came of one attempt to call a resident back."""

    REACHED = "reached", "Reached them"
    NO_ANSWER = "no_answer", "No answer"
    VOICEMAIL = "voicemail", "Left a voicemail"
    WRONG_NUMBER = "wrong_number", "Wrong or dead number"
