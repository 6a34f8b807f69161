"""What happened to persons and posts."""

from dataclasses import dataclass
from datetime import date

from mediation.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class PersonAdded(Fact):
    person_id: int


@dataclass(frozen=True, kw_only=True)
class PersonLeft(Fact):
    """Somebody no longer works here: posts ended, no sign-in."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class PostFilled(Fact):
    post_id: int
    person_id: int
    role: str
    unit_id: int
    from_on: date


@dataclass(frozen=True, kw_only=True)
class PostEnded(Fact):
    post_id: int
    person_id: int
    role: str
    unit_id: int
    to_on: date


@dataclass(frozen=True, kw_only=True)
class AbsenceSet(Fact):
    absence_id: int
    person_id: int
    substitute_id: int
    from_on: date
    to_on: date


@dataclass(frozen=True, kw_only=True)
class AbsenceEnded(Fact):
    """Somebody came back before the day it was thought; ``to_on`` is None where they never went."""

    absence_id: int
    person_id: int
    substitute_id: int
    to_on: date | None


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Fact):
    person_id: int


@dataclass(frozen=True, kw_only=True)
class PhoneSet(Fact):
    person_id: int


@dataclass(frozen=True, kw_only=True)
class SignInLocked(Fact):
    """Too many wrong passwords in a row."""

    person_id: int
