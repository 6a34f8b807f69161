"""Signing in and passwords: Argon2id, locked after five failures, one answer for every failure."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import select

from mediation.kernel.actor import SYSTEM, Actor
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.people import rules
from mediation.people.events import PasswordChanged, SignInLocked
from mediation.people.model import Person

# OWASP's Argon2id setting for 19 MiB: about 20 ms, so that a county's morning rush gets through.
HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)


@dataclass(frozen=True)
class SignedIn:
    """The outcome of a try. Commit first, so that failures count; then ask who it was.

    :ivar session_mark: what the visit begins under; it ends when the person's mark is another
    """

    person_id: int | None
    session_mark: int = 0

    def or_refuse(self) -> int:
        """Return the person's id.

        :raises SignInRefused: the try failed, whatever the reason
        """
        if self.person_id is None:
            minutes = int(rules.LOCKED_FOR.total_seconds() // 60)
            raise rules.SignInRefused(allowed=rules.FAILURES_ALLOWED, minutes=minutes)
        return self.person_id


def sign_in(uow: UnitOfWork, *, login: str, password: str, at: datetime) -> SignedIn:
    """Try to sign in. An unknown login costs the same time and gets the same answer.

    While an account is locked the right password does not open it.
    """
    query = select(Person).where(Person.login == login.strip().lower(), Person.is_active)
    person = uow.session.scalar(query.with_for_update())
    is_right = _verify(person.password_hash if person else None, password[: rules.PASSWORD_AT_MOST])
    if person is None or person.password_hash is None:
        return SignedIn(None)
    if person.locked_until is not None and at < person.locked_until:
        return SignedIn(None)
    if not is_right:
        _count_failure(uow, person, at)
        return SignedIn(None)
    if person.failed_sign_ins or person.locked_until is not None:
        person.failed_sign_ins, person.locked_until = 0, None
    if HASHER.check_needs_rehash(person.password_hash):
        person.password_hash = hashed(password)
    return SignedIn(person.id, person.session_mark)


def change_password(uow: UnitOfWork, *, person_id: int, old: str, new: str, by: Actor, at: datetime) -> int:
    """Change one's own password and return the mark under which the present visit may go on.

    :raises WrongPassword: ``old`` is not it
    :raises PasswordTooWeak: saying what is asked
    """
    person = uow.get(Person, person_id, what="这个账号")
    if not _verify(person.password_hash, old):
        raise rules.WrongPassword(fields={"old": rules.WrongPassword.message})
    set_password(uow, person_id=person_id, new=new, by=by, at=at)
    return person.session_mark


def set_password(uow: UnitOfWork, *, person_id: int, new: str, by: Actor, at: datetime) -> None:
    """Give somebody a new password, open a locked account, and end their visits on every device.

    :raises PasswordTooWeak: saying what is asked
    """
    person = uow.get(Person, person_id, what="这个账号")
    rules.check_password(new, login=person.login)
    person.password_hash = hashed(new)
    person.session_mark += 1
    person.failed_sign_ins, person.locked_until = 0, None
    uow.record(PasswordChanged(person_id=person_id, by=by, at=at))


def hashed(password: str) -> str:
    """Return the Argon2id hash of a password."""
    return HASHER.hash(password)


@cache
def _decoy() -> str:
    """A hash nobody knows the password of, to spend the same time on an unknown login."""
    return hashed("there is nobody of that name")


def _verify(stored: str | None, password: str) -> bool:
    try:
        return HASHER.verify(stored or _decoy(), password) and stored is not None
    except (VerifyMismatchError, InvalidHashError):
        return False


def _count_failure(uow: UnitOfWork, person: Person, at: datetime) -> None:
    if person.locked_until is not None:
        person.failed_sign_ins, person.locked_until = 0, None
    person.failed_sign_ins += 1
    if person.failed_sign_ins >= rules.FAILURES_ALLOWED:
        person.locked_until = at + rules.LOCKED_FOR
        uow.record(SignInLocked(person_id=person.id, by=SYSTEM, at=at))
