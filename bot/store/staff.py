"""The people who may sign in at the desk, and their sign-ins. Passwords and tokens are only ever kept as hashes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.store.models import SignInRow, StaffRow
from bot.store.values import Staff, value_of
from bot.vocabulary import Role


class StaffList:
    """Staff within one transaction."""

    def __init__(self, session: Session) -> None:
        """Work within `session`."""
        self._session = session

    def add(self, username: str, name: str, role: Role, password_hash: str, at: datetime) -> Staff:
        """Add a member of staff. The caller has made sure that the username is free."""
        row = StaffRow(username=username, name=name, role=role, password_hash=password_hash, active=True, created_at=at)
        self._session.add(row)
        self._session.flush()
        return value_of(row, Staff)

    def by_username(self, username: str) -> tuple[Staff, str] | None:
        """Return a member of staff with the password's hash."""
        row = self._session.scalar(select(StaffRow).where(StaffRow.username == username))
        return (value_of(row, Staff), row.password_hash) if row else None

    def get(self, staff_id: str) -> Staff:
        """Return a member of staff by id. Raises KeyError."""
        row = self._session.get(StaffRow, staff_id)
        if row is None:
            raise KeyError(staff_id)
        return value_of(row, Staff)

    def everyone(self) -> Sequence[Staff]:
        """Return all staff by name."""
        return [value_of(row, Staff) for row in self._session.scalars(select(StaffRow).order_by(StaffRow.name))]

    def count(self) -> int:
        """Return how many there are."""
        return self._session.scalar(select(func.count()).select_from(StaffRow)) or 0

    def set_password_hash(self, staff_id: str, password_hash: str) -> None:
        """Replace a password's hash."""
        self._session.get_one(StaffRow, staff_id).password_hash = password_hash

    def sign_in(self, token_hash: str, staff_id: str, at: datetime, expires_at: datetime) -> None:
        """Remember a sign-in by its token's hash."""
        self._session.add(SignInRow(token_hash=token_hash, staff_id=staff_id, at=at, expires_at=expires_at))

    def signed_in(self, token_hash: str, at: datetime) -> Staff | None:
        """Return who is signed in with a token, None where it is unknown, ended, expired or the person is gone."""
        query = (
            select(StaffRow)
            .join(SignInRow, SignInRow.staff_id == StaffRow.id)
            .where(
                SignInRow.token_hash == token_hash,
                SignInRow.ended_at.is_(None),
                SignInRow.expires_at > at,
                StaffRow.active.is_(True),
            )
        )
        row = self._session.scalar(query)
        return value_of(row, Staff) if row else None

    def has_signed_in(self, token_hash: str, username: str, since: datetime) -> bool:
        """Return whether that token was once given to that person, whether or not it still stands for them."""
        query = (
            select(SignInRow.token_hash)
            .join(StaffRow, StaffRow.id == SignInRow.staff_id)
            .where(SignInRow.token_hash == token_hash, StaffRow.username == username, SignInRow.at > since)
        )
        return self._session.scalar(query) is not None

    def sign_out(self, token_hash: str, at: datetime) -> None:
        """End a sign-in."""
        row = self._session.get(SignInRow, token_hash)
        if row is not None:
            row.ended_at = at
