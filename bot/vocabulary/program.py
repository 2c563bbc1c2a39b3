"""What a city decides."""

from __future__ import annotations

from bot.vocabulary.word import Word


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
