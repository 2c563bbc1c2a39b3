"""What Twilio says when it refuses: its codes, its sentences, its HTTP statuses.

The sentences are for people who debug; a program decides by the code alone.
"""

from __future__ import annotations

from typing import Any

from bot.errors import PermanentError

MORE_INFO = "https://www.twilio.com/docs/errors/"

# code: (HTTP status, sentence). https://www.twilio.com/docs/api/errors
REFUSALS: dict[int, tuple[int, str]] = {
    20001: (400, "Unknown parameters: {value}"),
    20003: (401, "Authenticate"),
    20404: (404, "The requested resource {value} was not found"),
    20405: (405, "Method not allowed"),
    20422: (400, "Invalid parameter {value}"),
    20429: (429, "Too Many Requests"),
    20500: (500, "Internal Server Error"),
    20503: (503, "Service unavailable"),
    21201: (400, "No 'To' number is specified."),
    21205: (400, "Url is not a valid URL: {value}"),
    21208: (400, "The 'Timeout' {value} is not a number of seconds from 1 to 600."),
    21209: (400, "The 'Method' {value} is neither GET nor POST."),
    21210: (400, "The source phone number {value} is not verified for this account."),
    21211: (400, "The 'To' number {value} is not a valid phone number."),
    21212: (400, "The 'From' number {value} is not a valid phone number, shortcode, or alphanumeric sender ID."),
    21213: (400, "A 'From' phone number is required."),
    21214: (400, "The 'To' phone number {value} cannot be reached."),
    21215: (400, "Permission to call {value} has not been enabled for its region."),
    21216: (400, "Calls to {value} are blocked."),
    21217: (400, "Phone number {value} does not appear to be valid."),
    21218: (400, "The ApplicationSid {value} is not one of this account."),
    21220: (400, "Call is not in-progress. Cannot redirect."),
    21234: (400, "Invalid machine detection configuration value: {value}"),
    21408: (400, "Permission to send an SMS has not been enabled for the region indicated by the 'To' number: {value}"),
    21602: (400, "Message body is required."),
    21603: (400, "A 'From' or 'MessagingServiceSid' parameter is required to send a message."),
    21604: (400, "A 'To' phone number is required."),
    21606: (400, "The 'From' phone number {value} is not a message-capable number of this account."),
    21609: (400, "The 'StatusCallback' URL {value} is not a valid URL."),
    21610: (400, "Attempt to send to unsubscribed recipient"),
    21612: (400, "The 'To' phone number {value} is not currently reachable using the 'From' number."),
    21614: (400, "The 'To' number {value} is not a valid mobile number."),
    21617: (400, "The concatenated message body exceeds the 1600 character limit"),
    21626: (400, "Invalid 'StatusCallbackEvent': {value}"),
    21701: (400, "The Messaging Service {value} does not exist."),
}

# code: sentence. Failures that show only afterwards, in the status callback.
CARRIER_ERRORS: dict[int, str] = {
    30001: "Queue overflow",
    30002: "Account suspended",
    30003: "Unreachable destination handset",
    30004: "Message blocked",
    30005: "Unknown destination handset",
    30006: "Landline or unreachable carrier",
    30007: "Message filtered",
    30008: "Unknown error",
    30034: "Message from an unregistered number",
}

# Of these, the ones that stop a message before it leaves Twilio: it ends failed, not undelivered.
NEVER_LEFT = frozenset({30001, 30002})

# Twilio's magic recipients (https://www.twilio.com/docs/iam/test-credentials).
MAGIC_RECIPIENTS: dict[str, int] = {
    "+15005550001": 21211,
    "+15005550002": 21612,
    "+15005550003": 21408,
    "+15005550004": 21610,
    "+15005550009": 21614,
}

# The same for calls (https://www.twilio.com/docs/iam/test-credentials#test-calls).
MAGIC_CALLEES: dict[str, int] = {
    "+15005550001": 21217,
    "+15005550002": 21214,
    "+15005550003": 21215,
    "+15005550004": 21216,
}
MAGIC_CALLERS: dict[str, int] = {"+15005550001": 21212}

_BY_STATUS = {400: 20422, 401: 20003, 404: 20404, 405: 20405, 429: 20429, 500: 20500, 503: 20503}


class RefusalError(PermanentError):
    """A REST request that Twilio would not take. `code` is Twilio's, `status` the HTTP status."""

    def __init__(self, code: int, value: str = "", status: int | None = None) -> None:
        """Refuse with a code of REFUSALS, the value it is about, and another HTTP status than usual."""
        self.code = code
        usual, sentence = REFUSALS[code]
        self.status = status or usual
        self.sentence = sentence.format(value=value)
        super().__init__(f"{code}: {self.sentence}")

    @classmethod
    def with_status(cls, status: int) -> RefusalError:
        """Return the refusal that Twilio gives with an HTTP status; unusual ones carry 20500's or 20422's code."""
        return cls(_BY_STATUS.get(status, 20500 if status >= 500 else 20422), status=status)

    def document(self) -> dict[str, Any]:
        """Return Twilio's error document."""
        return {
            "code": self.code,
            "message": self.sentence,
            "more_info": f"{MORE_INFO}{self.code}",
            "status": self.status,
        }
