"""Names: of whom they are in several cases, and where they must not be read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mediation.parties.model import Party
from mediation.parties.rules import mask_minors


@dataclass(frozen=True)
class NamedParty:
    """What a party is called, and what stands for it where that may not be read."""

    name: str
    nickname: str | None
    alias: str
    is_minor: bool


def names_in(session: Session, case_ids: Iterable[int]) -> dict[int, tuple[NamedParty, ...]]:
    """Return the names in several cases, for masking and for finding; cases without parties are left out."""
    query = (
        select(Party.case_id, Party.name, Party.nickname, Party.alias, Party.is_minor)
        .where(Party.case_id.in_(set(case_ids)))
        .order_by(Party.id)
    )
    found: dict[int, tuple[NamedParty, ...]] = {}
    for case_id, name, nickname, alias, is_minor in session.execute(query).tuples():
        party = NamedParty(name=name, nickname=nickname, alias=alias, is_minor=is_minor)
        found[case_id] = (*found.get(case_id, ()), party)
    return found


@dataclass(frozen=True)
class Minor:
    """A minor's name and what stands for it."""

    name: str
    alias: str
    nickname: str | None = None
    is_minor: bool = True


def minors(session: Session, case_ids: Iterable[int]) -> dict[int, tuple[Minor, ...]]:
    """Return the minors of several cases, for masking free text; cases without any are left out."""
    query = (
        select(Party.case_id, Party.name, Party.alias, Party.nickname)
        .where(Party.case_id.in_(set(case_ids)), Party.is_minor)
        .order_by(Party.id)
    )
    found: dict[int, tuple[Minor, ...]] = {}
    for case_id, name, alias, nickname in session.execute(query).tuples():
        minor = Minor(name=name, alias=alias, nickname=nickname)
        found[case_id] = (*found.get(case_id, ()), minor)
    return found


def masked(value: Any, hidden: Sequence[Minor]) -> Any:
    """Return a text, or texts within lists and mappings, with the names of ``hidden`` replaced."""
    if not hidden:
        return value
    if isinstance(value, str):
        return mask_minors(value, hidden)
    if isinstance(value, dict):
        return {key: masked(each, hidden) for key, each in value.items()}
    if isinstance(value, list):
        return [masked(each, hidden) for each in value]
    return value


def same_parties(session: Session, case_id: int) -> list[int]:
    """Return the ids of other cases between the same parties, the newest first.

    Sides do not matter. Two names must agree (one, where the case has only one), so that a common
    name alone brings nothing up.
    """
    keys = set(session.scalars(select(Party.name_key).where(Party.case_id == case_id, Party.side != "child")))
    if not keys:
        return []
    query = (
        select(Party.case_id)
        .where(Party.name_key.in_(keys), Party.case_id != case_id, Party.side != "child")
        .group_by(Party.case_id)
        .having(func.count(func.distinct(Party.name_key)) >= min(2, len(keys)))
        .order_by(Party.case_id.desc())
    )
    return list(session.scalars(query))
