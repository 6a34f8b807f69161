"""Who must keep away from a case: whoever was recused from it, or is party to it, substitute or not."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, String, bindparam, exists, select
from sqlalchemy.orm import Session

from mediation.cases.model import Appointment
from mediation.casework.model import WorkItem
from mediation.casework.refusals import PartyToIt, RecusedFromIt
from mediation.kernel.errors import Refused
from mediation.parties.likeness import are_like, is_like, name_key, phone_key
from mediation.parties.model import Party
from mediation.people.identity import Identity
from mediation.people.model import Person

# Where the session keeps, by case, whether anybody was recused from it at all.
RECUSED = "mediation.casework.recused"
# Where the session keeps what the statement that loaded a task found out about whoever acts on it.
ASKED = "mediation.casework.bars"


@dataclass(frozen=True)
class Bars:
    """What keeps one person from one task.

    :ivar is_recused: he stays out of the case (county default, from 人民调解法 15)
    :ivar is_party: he is party to it, by name and telephone (county default)
    :ivar has_mediators: the task belongs to a try to which mediators were appointed
    """

    is_recused: bool
    is_party: bool
    has_mediators: bool = False

    def check(self) -> None:
        """Let nobody act who must keep away.

        :raises RecusedFromIt:
        :raises PartyToIt:
        """
        if self.is_recused:
            raise RecusedFromIt()
        if self.is_party:
            raise PartyToIt()


def columns() -> tuple[ColumnElement[bool], ...]:
    """Return what a statement that loads a :class:`WorkItem` may ask besides; see :func:`asking`."""
    person = bindparam("me", type_=Integer)
    me = (bindparam("my_name", type_=String), bindparam("my_phone", type_=String))
    return (
        exists().where(
            Appointment.case_id == WorkItem.case_id,
            Appointment.person_id == person,
            Appointment.recused_at.is_not(None),
        ),
        exists().where(Party.case_id == WorkItem.case_id, is_like(*me)),
        exists().where(Appointment.attempt_id == WorkItem.attempt_id, Appointment.duty == "mediator"),
        anybody_recused(),
    )


def anybody_recused() -> ColumnElement[bool]:
    """Return what a statement that reads a :class:`WorkItem` may ask besides, for :func:`keep_recused`."""
    return exists().where(Appointment.case_id == WorkItem.case_id, Appointment.recused_at.is_not(None))


def asking(identity: Identity | None) -> dict[str, Any]:
    """Return the parameters of :func:`columns` for ``identity``; for nobody, nothing is found."""
    if identity is None:
        return {"me": 0, "my_name": "", "my_phone": ""}
    return {
        "me": identity.person_id,
        "my_name": name_key(identity.name),
        "my_phone": phone_key(identity.phone) or "",
    }


def keep(session: Session, item: WorkItem, identity: Identity | None, found: Collection[bool]) -> None:
    """Keep what the statement that loaded ``item`` found, for :func:`of_task`."""
    *own, anybody = found
    keep_recused(session, item.case_id, anybody)
    session.info[ASKED] = None if identity is None else (item.id, identity.person_id, Bars(*own))


def keep_recused(session: Session, case_id: int, anybody: bool) -> None:
    """Keep whether anybody was recused from the case, for :func:`any_recused`."""
    session.info[RECUSED] = (case_id, bool(anybody))


def of_task(session: Session, item: WorkItem, identity: Identity) -> Bars:
    """Return what keeps ``identity`` from ``item``; asked only where it was not loaded with the task."""
    kept = session.info.pop(ASKED, None)
    if kept is not None and kept[:2] == (item.id, identity.person_id):
        known: Bars = kept[2]
        return known
    found = session.execute(_bars_query(), {"item_id": item.id, **asking(identity)}).one()
    return Bars(*found[:-1])


def of_case(session: Session, case_id: int, person_ids: Collection[int]) -> dict[int, type[Refused]]:
    """Return who of ``person_ids`` must keep away from the case, and why."""
    recused = select(Appointment.person_id).where(
        Appointment.case_id == case_id,
        Appointment.recused_at.is_not(None),
        Appointment.person_id.in_(person_ids),
    )
    found: dict[int, type[Refused]] = dict.fromkeys(session.scalars(recused), RecusedFromIt)
    disputing = select(Party.name_key, Party.phone_key).where(Party.case_id == case_id)
    parties = session.execute(disputing).tuples().all()
    people = select(Person.id, Person.name, Person.phone).where(Person.id.in_(person_ids))
    for person_id, name, phone in session.execute(people).tuples():
        keys = (name_key(name), phone_key(phone))
        if any(are_like(keys, party) for party in parties):
            found.setdefault(person_id, PartyToIt)
    return found


def check_person(session: Session, case_id: int, person_id: int | None) -> None:
    """Let nobody act on the case who must keep away; the system itself may.

    :raises RecusedFromIt:
    :raises PartyToIt:
    """
    barred = of_case(session, case_id, [person_id]) if person_id is not None else {}
    for refusal in barred.values():
        raise refusal()


@cache
def _bars_query() -> Select[Any]:
    return select(*columns()).select_from(WorkItem).where(WorkItem.id == bindparam("item_id"))


def has_mediators(session: Session, attempt_id: int) -> bool:
    """Say whether mediators were appointed to a try, be they still in it or not."""
    query = exists().where(Appointment.attempt_id == attempt_id, Appointment.duty == "mediator")
    return bool(session.scalar(select(query)))


def mediators_of(session: Session, attempt_id: int | None) -> tuple[int, ...]:
    """Return who mediates in a try: appointed and not recused, the first appointed first."""
    query = select(Appointment.person_id).where(
        Appointment.attempt_id == attempt_id,
        Appointment.duty == "mediator",
        Appointment.recused_at.is_(None),
    )
    return tuple(session.scalars(query.order_by(Appointment.id)))


def any_recused(session: Session, case_id: int) -> bool:
    """Say whether anybody was recused from the case; mostly known from the statement that loaded its task."""
    known = session.info.get(RECUSED)
    if known is not None and known[0] == case_id:
        return bool(known[1])
    return bool(recused_from(session, case_id))


def recused_from(session: Session, case_id: int) -> frozenset[int]:
    """Return who stays out of the case."""
    return frozenset(session.scalars(_recused_query(), {"case_id": case_id}))


@cache
def _recused_query() -> Select[tuple[int]]:
    of_case = (Appointment.case_id == bindparam("case_id"), Appointment.recused_at.is_not(None))
    return select(Appointment.person_id).where(*of_case)
