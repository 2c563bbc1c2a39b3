"""Writes the EIDO of one escalation: NENA's Emergency Incident Data Object, as JSON for a dispatch centre.

Sources: NENA-STA-021.1a-2022 by its published schema (NENA911/EIDO-JSON, Schema/openapi.yaml, version 1.0.0, commit
7f62055) and NENA's "Sample call transfer EIDO.json" beside it; what each field means also by PhrSite/EidoLib, which
quotes the standard's sections. Every name below stands in the schema. Words of registries are only those of NENA's
sample (CallReceiving, psap, Caller, emergency, callAnswered) and of EidoLib's quotation of section 3.8
(CurrentIncident); for the incident type see `bot.exchange.incident_type`, for the ids `bot.exchange.naming`.

Left out, since it could not be verified or would be invented: coordinates and PIDF-LO; incident status and priority,
whose values are in registries that could not be read; cautions, agents and persons by NIEM, for the same reason. The
schema has no field for when an incident was opened nor for our version: the first note says both. No registered agency
type is a crisis line; "psap" is what NENA's sample gives an agency that receives calls, and the first note says plainly
what this line is.

The same state makes the same bytes: ids come from the escalation's, times from what was told and never from the clock.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from bot.exchange.incident_type import common_code, in_words
from bot.exchange.naming import Naming, moment
from bot.exchange.notes import Note, notes_of
from bot.exchange.report import Report, report_of
from bot.store import Books

EIDO_VERSION = "1.0"
_CONTEXT = {"@vocab": "./JSON-LD_Contexts/EmergencyIncidentDataObjectType.jsonld"}
Component = dict[str, Any]


def document(books: Books, escalation_id: str, agency: str, version_of_us: str) -> bytes:
    """Return the EIDO of an escalation in UTF-8.

    Args:
        agency: who sends it; NENA-STA-010 asks for a domain name.
        version_of_us: of this program, for the first note.

    Raises:
        KeyError: there is no escalation of that id.
        StoreUnavailableError: the database is away.
    """
    report = report_of(books, escalation_id)
    sheet = _Sheet(report, Naming(report.escalation_id, report.conversation_id, agency), version_of_us)
    return json.dumps(sheet.whole(), ensure_ascii=False).encode("utf-8")


@dataclass(frozen=True)
class _Sheet:
    """One document while it is written."""

    report: Report
    names: Naming
    version: str

    def whole(self) -> Component:
        notes = notes_of(self.report, self.version)
        return {
            **self.names.prologue(self.names.incident, self.report.changed_at),
            "eidoVersion": EIDO_VERSION,
            "issuingElementIdentification": self.names.agency,
            "incidentComponent": self._incident(notes),
            "callComponent": [self._call()],
            **({"callbackComponent": [self._callback()]} if self._can_be_called else {}),
            "agencyComponent": [self._agency()],
            "notesComponent": [self._note(note) for note in notes],
            **({"locationComponent": [self._location()]} if self.report.place else {}),
            "personComponent": [self._person()],
            "@context": _CONTEXT,
        }

    def _incident(self, notes: tuple[Note, ...]) -> Component:
        return {
            **self._part("incident"),
            "incidentTypeCommonRegistryText": common_code(self.report.hazards),
            "incidentTypeInternalText": in_words(self.report.hazards, self.report.concern),
            **({"internalIncidentId": self.report.reference} if self.report.reference else {}),
            **({"locationReference": [self.names.to("location")]} if self.report.place else {}),
            "personReference": [self.names.to("caller")],
            "notesReference": [self.names.to(note.name) for note in notes],
        }

    def _call(self) -> Component:
        return {
            **self.names.prologue(self.names.call, self.report.changed_at),
            "standardPrimaryCallType": "emergency",
            "localCallType": self.report.channel.label,
            "direction": "incoming",
            "callStartTimestamp": moment(self.report.begun_at),
            "callStateRegistryText": "callAnswered",
            **self._callback_reference(),
            "personReference": [self.names.to("caller")],
        }

    def _person(self) -> Component:
        role = {"personIncidentRoleRegistryText": ["Caller"], "callIdentifier": [self.names.call]}
        return {**self._part("caller"), **role, **self._callback_reference()}

    def _callback(self) -> Component:
        own, given = self.report.number, self.report.given_number
        component = self._part("callback")
        if own:
            component["callBackInformationUri"] = [f"tel:{own}"]
        if given:
            component["updatedCbn"] = {
                **self._part("callback-given"),
                "updatedCbnIdentifierUri": f"tel:{given}",
                "updatedCbnCallerDescription": "Named by the resident as the number to call",
            }
        return component

    def _agency(self) -> Component:
        prologue = self.names.prologue(self.names.agency, self.report.changed_at)
        return {**prologue, "agencyRoleDescriptionRegistryText": ["CallReceiving"], "agencyType": ["psap"]}

    def _location(self) -> Component:
        where = {"locationTypeDescriptionRegistryText": "CurrentIncident", "locationDescriptionText": self.report.place}
        return {**self._part("location"), **where}

    def _note(self, note: Note) -> Component:
        return {**self.names.prologue(self.names.of(note.name), note.at), "notesActionComments": note.html}

    def _callback_reference(self) -> Component:
        return {"callBackReference": self.names.to("callback")} if self._can_be_called else {}

    def _part(self, name: str) -> Component:
        return self.names.prologue(self.names.of(name), self.report.changed_at)

    @property
    def _can_be_called(self) -> bool:
        return bool(self.report.number or self.report.given_number)
