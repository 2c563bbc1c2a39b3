"""Who works the desk and what each may do."""

from __future__ import annotations

from bot.vocabulary.word import Word


class Role(Word):
    """What a member of staff may do."""

    CALL_TAKER = "call_taker", "Call-taker"
    SUPERVISOR = "supervisor", "Supervisor"
    TRAINER = "trainer", "Trainer"
    AUDITOR = "auditor", "Auditor"
    ADMIN = "admin", "Administrator"


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
