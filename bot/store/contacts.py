"""The addresses that residents write and phone from, and whether they opted out."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.store.models import ContactRow
from bot.store.values import Contact, value_of
from bot.vocabulary import Channel

PHONE = "phone"
WEB = "web"


def kind_for(channel: Channel) -> str:
    """Return which kind of address a channel uses; texts and calls share the phone number."""
    return WEB if channel is Channel.WEBCHAT else PHONE


class Contacts:
    """Contacts within one transaction."""

    def __init__(self, session: Session) -> None:
        """Work within `session`."""
        self._session = session

    def find(self, kind: str, address: str) -> Contact | None:
        """Return the contact at an address, None where nobody wrote from it yet."""
        row = self._row(kind, address)
        return value_of(row, Contact) if row else None

    def get(self, contact_id: str) -> Contact:
        """Return a contact by id. Raises KeyError."""
        row = self._session.get(ContactRow, contact_id)
        if row is None:
            raise KeyError(contact_id)
        return value_of(row, Contact)

    def find_or_open(self, kind: str, address: str, at: datetime) -> tuple[Contact, bool]:
        """Return the contact at an address and whether it is new."""
        row = self._row(kind, address)
        if row is not None:
            return value_of(row, Contact), False
        row = ContactRow(kind=kind, address=address, first_seen_at=at)
        self._session.add(row)
        self._session.flush()
        return value_of(row, Contact), True

    def set_opted_out(self, contact_id: str, at: datetime | None) -> None:
        """Remember an opt-out, or lift it with None."""
        row = self._session.get_one(ContactRow, contact_id)
        row.opted_out_at = at

    def _row(self, kind: str, address: str) -> ContactRow | None:
        return self._session.scalar(select(ContactRow).where(ContactRow.kind == kind, ContactRow.address == address))
