"""The intake record: its slots, the questions that fill them, and how it ends."""

from __future__ import annotations

from bot.vocabulary.word import Word


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


class RecordClass(Word):
    """A class of what is kept, each with a retention of its own."""

    TRANSCRIPT = "transcript", "Transcripts"
    INTAKE = "intake", "Intake records"
    ESCALATION = "escalation", "Escalations"
    AUDIT = "audit", "The chain of events"


class AttemptResult(Word):
    """What came of one attempt to call a resident back."""

    REACHED = "reached", "Reached them"
    NO_ANSWER = "no_answer", "No answer"
    VOICEMAIL = "voicemail", "Left a voicemail"
    WRONG_NUMBER = "wrong_number", "Wrong or dead number"
