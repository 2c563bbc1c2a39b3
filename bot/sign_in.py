"""Who may sign in at the desk, how it is proved, and what each role may do there.

A password is kept only as its argon2 hash and a token only as its SHA-256, so the database lets nobody in. An
unknown username costs as much work as a known one. Nothing here is ever logged or audited in clear: what was typed
as a username may be a password typed into the wrong field.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from bot import clock
from bot.errors import PermanentError, TemporaryError
from bot.vocabulary import Act, EventName, Role

if TYPE_CHECKING:
    from bot.store import Books, Store
    from bot.store.values import Staff

SIGN_IN_HOURS = 12
"""One shift with its handovers; NIST SP 800-63B asks for a new sign-in after at most 12 hours at level AAL2."""

PASSWORD_LENGTH = 12
"""At least so many characters: NIST SP 800-63B asks for 8, and the desk shows people's worst days."""

THROTTLE_MINUTES = 15
WRONG_PER_NAME_AND_ADDRESS = 5
WRONG_PER_ADDRESS = 20
# Far above the others: at 5 anyone could lock a call-taker out in mid-shift by typing their name from elsewhere.
WRONG_PER_NAME = 100
WRONG_PER_KNOWN_BROWSER = 10

KNOWN_BROWSER_DAYS = 90
"""A browser that a person signed in from is counted apart for so long, so that nobody can lock them out of it by
guessing from elsewhere, even from behind the same proxy (OWASP, Slow Down Online Guessing Attacks with Device Cookies).
"""

_READS = frozenset({Act.SEE_QUEUE, Act.SEE_TRANSCRIPT})
_WORKS = _READS | {
    Act.ACKNOWLEDGE,
    Act.CLAIM,
    Act.CLOSE,
    Act.TAKE_OVER,
    Act.REPLY,
    Act.LOWER_DANGER,
    Act.REVEAL_NUMBER,
}
RIGHTS: dict[Role, frozenset[Act]] = {
    Role.CALL_TAKER: _WORKS,
    Role.SUPERVISOR: _WORKS | {Act.RELEASE_ANY, Act.VERIFY},
    Role.TRAINER: frozenset({Act.TRAIN}),
    Role.AUDITOR: _READS | {Act.VERIFY},
    Role.ADMIN: frozenset({Act.ADMINISTER, Act.VERIFY}),
}


def may(role: Role, act: Act) -> bool:
    """Return whether a role may do something."""
    return act in RIGHTS[role]


class UsernameTakenError(PermanentError):
    """That username is taken."""


class WeakPasswordError(PermanentError):
    """The password is too short."""


class ThrottledError(TemporaryError):
    """Too many wrong passwords; wait before trying again."""


@dataclass(frozen=True)
class SignedIn:
    """A sign-in that succeeded. `token` is told once, to the browser, and kept nowhere."""

    staff: Staff
    token: str
    expires_at: datetime


Limits = Mapping[tuple[str, ...], int]
"""How many wrong passwords each key bears: a name, an address, both together, or a known browser."""


class Throttle:
    """Counts wrong passwords within the last minutes, in memory.

    Several gateways count apart, so an attacker gets the limits once from each; a restart forgives. The price of a
    shared count would be a write for every guess.
    """

    def __init__(self) -> None:
        """Start with nothing counted."""
        self._wrong: dict[tuple[str, ...], deque[datetime]] = defaultdict(deque)
        self._lock = threading.Lock()

    def check(self, limits: Limits) -> None:
        """Raise ThrottledError where one of the keys was wrong too often."""
        with self._lock:
            self._forget()
            if any(len(self._wrong.get(key, ())) >= limit for key, limit in limits.items()):
                raise ThrottledError(f"too many wrong passwords: wait {THROTTLE_MINUTES} minutes")

    def count_wrong(self, limits: Limits) -> None:
        """Count one wrong password for each of the keys."""
        with self._lock:
            for key in limits:
                self._wrong[key].append(clock.now())

    def forgive(self, limits: Limits) -> None:
        """Forget the wrong passwords of the narrowest key, the first, after a right one."""
        with self._lock:
            self._wrong.pop(next(iter(limits)), None)

    def _forget(self) -> None:
        since = clock.now() - timedelta(minutes=THROTTLE_MINUTES)
        for key in list(self._wrong):
            while self._wrong[key] and self._wrong[key][0] <= since:
                self._wrong[key].popleft()
            if not self._wrong[key]:
                del self._wrong[key]


class SignIns:
    """Checks passwords and tokens against the store. Safe to share between threads."""

    def __init__(self, store: Store, hasher: PasswordHasher | None = None) -> None:
        """Take the store; `hasher` may be a cheaper one in tests."""
        self._store = store
        self._hasher = hasher or PasswordHasher()
        self._decoy = self._hasher.hash(secrets.token_urlsafe())
        self._throttle = Throttle()
        # argon2 takes 64 MiB a check: a burst of sign-ins must not take the memory that answers residents.
        self._turns = threading.BoundedSemaphore(2)

    def check_password(self, username: str, password: str, address: str, browser: str = "") -> SignedIn | None:
        """Sign in; None where the name or the password is wrong or the person is no longer active.

        Args:
            address: where the request came from.
            browser: a token that this browser was given at an earlier sign-in, "" where it has none.

        Raises:
            ThrottledError: too many wrong passwords lately; this one was not looked at.
        """
        username = normalized(username)
        with self._store.reading() as books:
            since = clock.now() - timedelta(days=KNOWN_BROWSER_DAYS)
            known = books.staff.has_signed_in(hashed(browser), username, since)
            found = books.staff.by_username(username)
        limits = _limits(username, address, browser if known else "")
        self._throttle.check(limits)
        staff, password_hash = found if found else (None, self._decoy)
        right = self._verify(password_hash, password)
        if staff is None or not right or not staff.active:
            self._throttle.count_wrong(limits)
            self._refuse(staff, address)
            return None
        self._throttle.forgive(limits)
        return self._admit(staff, password_hash, password, address)

    def staff_for(self, token: str) -> Staff | None:
        """Return who is signed in with a token, None where nobody is."""
        with self._store.reading() as books:
            return books.staff.signed_in(hashed(token), clock.now())

    def sign_out(self, token: str) -> None:
        """End a sign-in; an unknown token changes nothing."""
        with self._store.writing() as books:
            staff = books.staff.signed_in(hashed(token), clock.now())
            if staff is not None:
                books.staff.sign_out(hashed(token), clock.now())
                books.events.append(EventName.STAFF_SIGNED_OUT, actor=f"staff:{staff.id}")

    def _verify(self, password_hash: str, password: str) -> bool:
        with self._turns:
            try:
                return self._hasher.verify(password_hash, password)
            except (VerificationError, InvalidHashError):
                return False

    def _refuse(self, staff: Staff | None, address: str) -> None:
        actor = f"staff:{staff.id}" if staff else "unknown"
        with self._store.writing() as books:
            books.events.append(EventName.STAFF_SIGN_IN_REFUSED, actor=actor, address=address)

    def _admit(self, staff: Staff, password_hash: str, password: str, address: str) -> SignedIn:
        token = secrets.token_urlsafe(32)
        at = clock.now()
        expires_at = at + timedelta(hours=SIGN_IN_HOURS)
        renewed = self._hasher.hash(password) if self._hasher.check_needs_rehash(password_hash) else None
        with self._store.writing() as books:
            books.staff.sign_in(hashed(token), staff.id, at, expires_at)
            if renewed is not None:
                books.staff.set_password_hash(staff.id, renewed)
            books.events.append(EventName.STAFF_SIGNED_IN, actor=f"staff:{staff.id}", address=address)
        return SignedIn(staff, token, expires_at)


def add_staff(
    books: Books, username: str, name: str, role: Role, password: str, hasher: PasswordHasher | None = None
) -> Staff:
    """Add a member of staff.

    Raises:
        UsernameTakenError: somebody has that username.
        WeakPasswordError: the password is shorter than PASSWORD_LENGTH.
    """
    username = normalized(username)
    if len(password) < PASSWORD_LENGTH:
        raise WeakPasswordError(f"a password has at least {PASSWORD_LENGTH} characters")
    if not username or books.staff.by_username(username) is not None:
        raise UsernameTakenError("choose another username")
    return books.staff.add(username, name.strip(), role, (hasher or PasswordHasher()).hash(password), clock.now())


def normalized(username: str) -> str:
    """Return a username as it is kept: without spaces around it, case folded, and without NUL."""
    return username.replace("\x00", "").strip().casefold()


def hashed(token: str) -> str:
    """Return what is kept of a token; it is random, so a plain SHA-256 is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def _limits(username: str, address: str, known_browser: str) -> Limits:
    if known_browser:
        return {("browser", hashed(known_browser)): WRONG_PER_KNOWN_BROWSER}
    return {
        ("name and address", username, address): WRONG_PER_NAME_AND_ADDRESS,
        ("address", address): WRONG_PER_ADDRESS,
        ("name", username): WRONG_PER_NAME,
    }
