"""Names the parts of an EIDO: every id comes from the escalation's, so that a second try bears the first one's ids.

The form of the two URNs is NENA-STA-010's, by the sample beside the EIDO schema and by NENA's conformance tests: 10 to
32 letters and digits, then the domain of who made them.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any


@dataclass(frozen=True)
class Naming:
    """The names within one document."""

    escalation_id: str
    conversation_id: str
    agency: str

    @property
    def incident(self) -> str:
        """The incident tracking identifier, which is the document's own id too."""
        return f"urn:emergency:uid:incidentid:{self.escalation_id}:{self.agency}"

    @property
    def call(self) -> str:
        """The call identifier: the conversation is the call."""
        return f"urn:emergency:uid:callid:{self.conversation_id}:{self.agency}"

    def of(self, part: str) -> str:
        """Return the id of a part."""
        return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{self.incident}/{part}"))

    def to(self, part: str) -> dict[str, str]:
        """Return a reference to a part."""
        return {"$ref": self.of(part)}

    def prologue(self, identifier: str, at: datetime) -> dict[str, Any]:
        """Return what every part begins with; `at` is when it was last told of."""
        by = {"$ref": self.agency}
        return {"$id": identifier, "lastUpdateTimeStamp": moment(at), "updatedByAgencyReference": by}


def moment(at: datetime) -> str:
    """Return a moment as an EIDO writes it, in UTC."""
    return at.astimezone(timezone.utc).isoformat(timespec="milliseconds")
