"""Another mediator by every party's word, who takes over all that is open (人民调解法 23; 若干规定 25)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from mediation.cases.model import Appointment
from mediation.cases.operations import replace_mediator
from mediation.casework.bars import mediators_of
from mediation.casework.model import WorkItem
from mediation.casework.steps.sessions import NO_RELATION
from mediation.documents import operations as documents
from mediation.inbox import refusals
from mediation.inbox.operations import desk
from mediation.kernel.actor import Actor
from mediation.kernel.clock import day_of
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.parties.operations import record_consent
from mediation.parties.queries import PartyView, parties
from mediation.people.identity import Identity
from mediation.people.queries import people_named


@dataclass(frozen=True, kw_only=True)
class PartiesAgreed:
    """What the parties said to a new mediator (人民调解法 23; 若干规定 25).

    :ivar party_ids: who agreed
    :ivar form: "written" or "oral"
    :ivar given_on: the day they said so; None: today
    :ivar relation: the new mediator's relation to a party, as disclosed; "" for none
    """

    party_ids: Collection[int]
    form: str
    given_on: date | None = None
    relation: str = ""


def replace(
    uow: UnitOfWork,
    task: desk.Task,
    *,
    coming: Identity,
    agreed: PartiesAgreed | None,
    by: Actor,
    at: datetime,
) -> list[WorkItem]:
    """Record what the parties said, appoint the new mediator, and return the tasks that go along.

    :raises ConsentMissing: not every party agreed
    """
    attempt = task.attempt
    assert attempt is not None
    disputing = [each for each in parties(uow.session, task.case.id) if each.side != "child"]
    relation = desk.fit(uow, task.case, agreed.relation) if agreed is not None else ""
    relation = "" if relation in NO_RELATION else relation
    leaving = task.item.person_id
    _record_consents(uow, task, disputing, agreed, coming, bool(relation), by, at)
    replace_mediator(
        uow,
        case=task.case,
        attempt=attempt,
        leaving=leaving,
        coming=coming.person_id,
        relation=relation,
        party_names=(),
        by=by,
        at=at,
    )
    uow.session.flush()
    _issue(uow, task, relation, by, at)
    along = uow.session.scalars(
        select(WorkItem)
        .where(
            WorkItem.attempt_id == attempt.id,
            WorkItem.state == "open",
            WorkItem.role == task.item.role,
            WorkItem.unit_id == task.item.unit_id,
            WorkItem.parent_id.is_(None),
            WorkItem.id != task.item.id,
            (WorkItem.person_id == leaving)
            | WorkItem.person_id.is_(None)
            | (WorkItem.delegated_by_id == leaving),
        )
        .order_by(WorkItem.id)
    )
    return [task.item, *along]


def _record_consents(
    uow: UnitOfWork,
    task: desk.Task,
    disputing: list[PartyView],
    agreed: PartiesAgreed | None,
    coming: Identity,
    is_related: bool,
    by: Actor,
    at: datetime,
) -> None:
    """Put every party's agreement on record: each change needs its own."""
    said_yes = frozenset(agreed.party_ids) if agreed is not None else frozenset()
    missing = [each.alias for each in disputing if each.id not in said_yes]
    if missing or agreed is None or not disputing:
        raise refusals.ConsentMissing(
            missing="、".join(missing), fields={"party_ids": refusals.ConsentMissing.message}
        )
    kinds = ("new_mediator", "related_mediator") if is_related else ("new_mediator",)
    for party in disputing:
        for kind in kinds:
            record_consent(
                uow,
                case_id=task.case.id,
                party_id=party.id,
                kind=kind,
                given=True,
                form=agreed.form,
                evidence=f"由{coming.name}调解",
                given_on=agreed.given_on or day_of(at),
                by=by,
                at=at,
            )


def _issue(uow: UnitOfWork, task: desk.Task, relation: str, by: Actor, at: datetime) -> None:
    """Issue the paper of appointment anew, with who mediates and records from now on."""
    assert task.attempt is not None
    recording = select(Appointment.person_id).where(
        Appointment.attempt_id == task.attempt.id,
        Appointment.duty == "recorder",
        Appointment.recused_at.is_(None),
    )
    mediators = mediators_of(uow.session, task.attempt.id)
    recorder = uow.session.scalars(recording).first()
    names = people_named(uow.session, [*mediators, *([recorder] if recorder else [])])
    documents.issue(
        uow,
        case_id=task.case.id,
        kind="appointment",
        fields={
            "mediators": "、".join(names[each] for each in mediators),
            "recorder": names.get(recorder or 0, ""),
            "relation": relation,
        },
        by=by,
        at=at,
    )
