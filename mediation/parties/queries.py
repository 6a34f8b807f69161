"""Reading parties and their consents; personal data leaves this room only through ``shown``."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from mediation.parties.grams import cases_with_name
from mediation.parties.model import Consent, Party
from mediation.parties.rules import SIDES, Standing, Viewer, mask_minors, mask_names

__all__ = [
    "Standing",
    "Viewer",
    "cases_with_name",
    "mask_minors",
    "mask_names",
    "parties",
    "refused",
    "shown",
]


@dataclass(frozen=True)
class PartyView:
    """A party with everything known. For the system's own use: papers, masking, signing."""

    id: int
    case_id: int
    side: str
    alias: str
    name: str
    is_minor: bool
    is_organisation: bool = False
    id_number: str | None = None
    phone: str | None = None
    address: str | None = None
    born_on: date | None = None
    guardian: str | None = None
    nickname: str | None = None

    @property
    def side_title(self) -> str:
        """The side in Chinese."""
        return SIDES[self.side]

    @property
    def public_name(self) -> str:
        """The name, but a minor's alias: what may stand in a paper or a list."""
        return self.alias if self.is_minor else self.name

    @property
    def signs(self) -> str:
        """Who signs: the party, or a minor's guardian."""
        return (self.guardian or self.alias) if self.is_minor else self.name


@dataclass(frozen=True)
class ShownParty:
    """A party as one viewer may see it.

    :ivar name: the name, or the alias in its place
    :ivar masked: something was left out
    """

    id: int
    side: str
    side_title: str
    alias: str
    name: str
    is_minor: bool
    is_organisation: bool
    id_number: str | None
    phone: str | None
    address: str | None
    guardian: str | None
    masked: bool
    nickname: str | None = None


@dataclass(frozen=True)
class ConsentView:
    """What a party last said to one kind of question."""

    party_id: int
    alias: str
    kind: str
    given: bool
    form: str
    given_on: date
    recorded_at: datetime


def parties(session: Session, case_id: int) -> tuple[PartyView, ...]:
    """Return the parties of a case in the order they were registered."""
    rows = session.scalars(select(Party).where(Party.case_id == case_id).order_by(Party.id))
    return tuple(
        PartyView(
            id=row.id,
            case_id=row.case_id,
            side=row.side,
            alias=row.alias,
            name=row.name,
            is_minor=row.is_minor,
            is_organisation=row.is_organisation,
            id_number=row.id_number,
            phone=row.phone,
            address=row.address,
            born_on=date.fromisoformat(row.born_on) if row.born_on else None,
            guardian=row.guardian,
            nickname=row.nickname,
        )
        for row in rows
    )


@dataclass(frozen=True)
class Minor:
    """A minor's name and what stands for it."""

    name: str
    alias: str
    is_minor: bool = True


def minors(session: Session, case_ids: Iterable[int]) -> dict[int, tuple[Minor, ...]]:
    """Return the minors of several cases, for masking free text; cases without any are left out."""
    query = (
        select(Party.case_id, Party.name, Party.alias)
        .where(Party.case_id.in_(set(case_ids)), Party.is_minor)
        .order_by(Party.id)
    )
    found: dict[int, tuple[Minor, ...]] = {}
    for case_id, name, alias in session.execute(query).tuples():
        found[case_id] = (*found.get(case_id, ()), Minor(name=name, alias=alias))
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


def shown(party: PartyView, viewer: Viewer) -> ShownParty:
    """Return what ``viewer`` may see of ``party`` (DOMAIN 9).

    A minor goes by the alias for everybody, without a number that would tell who it is
    (未成年人保护法 103). A party sees its own data and the other's name; those
    who work on the case see what they need; anybody else sees aliases.
    """
    own = viewer.standing is Standing.PARTY and party.id in viewer.party_ids
    member = viewer.standing is Standing.MEMBER
    knows = member or own
    name = party.public_name if knows or viewer.standing is Standing.PARTY else party.alias
    address_open = own or (member and not viewer.addresses_sealed)
    seen = {
        "id_number": party.id_number if own or (member and not party.is_minor) else None,
        "phone": party.phone if knows else None,
        "address": party.address if address_open else None,
        "guardian": party.guardian if knows else None,
        "nickname": party.nickname if knows and not party.is_minor else None,
    }
    hidden = any(getattr(party, key) and not value for key, value in seen.items())
    return ShownParty(
        id=party.id,
        side=party.side,
        side_title=party.side_title,
        alias=party.alias,
        name=name,
        is_minor=party.is_minor,
        is_organisation=party.is_organisation,
        masked=hidden or name != party.name,
        **seen,
    )


def latest_consents(
    session: Session, case_id: int, kind: str, *, since: datetime | None = None
) -> tuple[ConsentView, ...]:
    """Return what each party last said to ``kind``; by the day it was said, then as recorded.

    :param since: leave out what was recorded before, where each occasion needs its own consent
    """
    given = {"case_id": case_id, "kind": kind}
    asked = given if since is None else {**given, "since": since}
    rows = session.execute(_latest_query(since is not None), asked).tuples()
    return tuple(
        ConsentView(
            party_id=row.party_id,
            alias=alias,
            kind=row.kind,
            given=row.given,
            form=row.form,
            given_on=row.given_on,
            recorded_at=row.recorded_at,
        )
        for row, alias in rows
    )


@cache
def _latest_query(since: bool) -> Select[tuple[Consent, str]]:
    """Built once: every act on a case asks it."""
    turn = func.row_number().over(
        partition_by=Consent.party_id, order_by=(Consent.given_on.desc(), Consent.id.desc())
    )
    query = select(Consent.id, turn.label("turn")).where(
        Consent.case_id == bindparam("case_id"), Consent.kind == bindparam("kind")
    )
    if since:
        query = query.where(Consent.recorded_at >= bindparam("since"))
    latest = query.subquery()
    return (
        select(Consent, Party.alias)
        .join(latest, latest.c.id == Consent.id)
        .join(Party, Party.id == Consent.party_id)
        .where(latest.c.turn == 1)
        .order_by(Party.id)
    )


def refused(session: Session, case_id: int) -> bool:
    """Return whether a party's clear refusal of mediation stands (人民调解法 17)."""
    return bool(refusing(session, case_id))


def refusing(session: Session, case_id: int) -> tuple[str, ...]:
    """Return the aliases of those whose refusal of mediation stands."""
    return tuple(each.alias for each in latest_consents(session, case_id, "mediation") if not each.given)


def all_consent(
    session: Session, case_id: int, kind: str, form: str | None = None, *, since: datetime | None = None
) -> bool:
    """Return whether every party's latest word on ``kind`` is yes; false without any party.

    A child who is concerned but does not dispute is not asked; a minor party speaks through the
    guardian.

    :param form: "written" accepts nothing less; None or "oral" accepts either
    """
    asked = session.scalars(select(Party.id).where(Party.case_id == case_id, Party.side != "child")).all()
    return bool(asked) and not missing_consents(session, case_id, kind, form, since=since)


def missing_consents(
    session: Session, case_id: int, kind: str, form: str | None = None, *, since: datetime | None = None
) -> tuple[str, ...]:
    """Return the aliases of those who have not (yet) agreed to ``kind``."""
    agreed = {
        each.party_id
        for each in latest_consents(session, case_id, kind, since=since)
        if each.given and (form != "written" or each.form == "written")
    }
    asked = session.execute(
        select(Party.id, Party.alias)
        .where(Party.case_id == case_id, Party.side != "child")
        .order_by(Party.id)
    ).tuples()
    return tuple(alias for party_id, alias in asked if party_id not in agreed)


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
