"""Reading what hangs on one dispute: attempts, hops, ratings, answers, protection."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session, aliased

from mediation.cases.model import Appointment, Attempt, CaseRecord, ProtectionAct, Rating, Receipt
from mediation.cases.queries.naming import masked
from mediation.cases.queries.views import AttemptView, RatingView, ReceiptView, RecordView
from mediation.cases.taxonomy import HANDOVERS, RESULTS
from mediation.kernel.text import N_
from mediation.parties.queries import PartyView, Viewer, parties
from mediation.people.model import Person
from mediation.units.model import Unit

DIRECTIONS = {"up": N_("上报"), "down": N_("下交"), "over": N_("移送"), "back": N_("反馈")}


def attempts(session: Session, case_id: int) -> tuple[AttemptView, ...]:
    """Return each level's try, the first one first."""
    rows = session.execute(_attempts(), {"case_id": case_id}).tuples()
    appointed = session.execute(_appointed(), {"case_id": case_id}).tuples()
    people = tuple(appointed)

    def named(attempt_id: int, duty: str) -> tuple[str, ...]:
        return tuple(name for attempt, of, name in people if (attempt, of) == (attempt_id, duty))

    return tuple(
        AttemptView(
            id=row.id,
            seq=row.seq,
            level=row.level,
            unit_id=row.unit_id,
            unit=unit,
            opened_at=row.opened_at,
            accepted_at=row.accepted_at,
            rights_told_on=row.rights_told_on,
            missed_notices=row.missed_notices,
            session_on=row.session_on,
            result=row.result,
            result_title=RESULTS.get(row.result) if row.result else None,
            reason=row.reason,
            closed_at=row.closed_at,
            mediators=named(row.id, "mediator"),
            recorder=next(iter(named(row.id, "recorder")), None),
        )
        for row, unit in rows
    )


def receipts(session: Session, case_id: int) -> tuple[ReceiptView, ...]:
    """Return the hops of a case in order, with their receipts."""
    rows = session.execute(_receipts(), {"case_id": case_id}).tuples()
    return tuple(
        ReceiptView(
            id=row.id,
            direction=row.direction,
            direction_title=DIRECTIONS[row.direction],
            sender=sent_by,
            receiver=_receiver(row, sent_to),
            reason=row.reason,
            papers=tuple(row.dossier.get("papers", ())),
            sent_at=row.sent_at,
            received_at=row.received_at,
            number=row.number,
        )
        for row, sent_by, sent_to in rows
    )


def _receiver(row: Receipt, unit: str | None) -> str:
    if row.to_body is not None:
        return "申请人" if row.to_body == "applicant" else HANDOVERS.get(row.to_body, row.to_body)
    return unit or ""


def ratings(
    session: Session, case_id: int, *, known: Iterable[PartyView] | None = None
) -> tuple[RatingView, ...]:
    """Return what each party said, those who said nothing too.

    :param known: the parties, where they were read already
    """
    given = {row.party_id: row for row in session.scalars(select(Rating).where(Rating.case_id == case_id))}
    found = []
    for party in known if known is not None else parties(session, case_id):
        if party.side == "child":
            continue
        row = given.get(party.id)
        found.append(
            RatingView(
                party_id=party.id,
                party=party.alias,
                score=row.score if row else None,
                remark=row.remark if row else None,
                called_back_at=row.called_back_at if row else None,
            )
        )
    return tuple(found)


def records(session: Session, case_id: int, looker: Viewer) -> tuple[RecordView, ...]:
    """Return the answers given to the tasks of a case, in order."""
    known = parties(session, case_id)
    rows = session.scalars(select(CaseRecord).where(CaseRecord.case_id == case_id).order_by(CaseRecord.id))
    return tuple(
        RecordView(
            id=row.id,
            element=row.element,
            form_key=row.form_key,
            answers=_masked_answers(row.answers, known, looker),
            by_post=row.by_post,
            at=row.at,
        )
        for row in rows
    )


def _masked_answers(value: Any, known: Iterable[PartyView], looker: Viewer) -> Any:
    if isinstance(value, str):
        return masked(value, known, looker)
    if isinstance(value, dict):
        return {key: _masked_answers(each, known, looker) for key, each in value.items()}
    if isinstance(value, list):
        return [_masked_answers(each, known, looker) for each in value]
    return value


def police_receipt_number(session: Session, case_id: int) -> str | None:
    """Return the number the police gave to a report of violence, or None."""
    return session.scalars(
        select(ProtectionAct.receipt_number)
        .where(ProtectionAct.case_id == case_id, ProtectionAct.kind == "report")
        .order_by(ProtectionAct.id.desc())
        .limit(1)
    ).first()


def protection_acts(session: Session, case_id: int) -> tuple[ProtectionAct, ...]:
    """Return what was done for somebody under violence, in order."""
    return tuple(
        session.scalars(
            select(ProtectionAct).where(ProtectionAct.case_id == case_id).order_by(ProtectionAct.id)
        )
    )


# Built once each: every opening of a case asks them.


@cache
def _attempts() -> Select[Any]:
    query = select(Attempt, Unit.full_name).join(Unit, Unit.id == Attempt.unit_id)
    return query.where(Attempt.case_id == bindparam("case_id")).order_by(Attempt.seq)


@cache
def _appointed() -> Select[Any]:
    return (
        select(Appointment.attempt_id, Appointment.duty, Person.name)
        .join(Person, Person.id == Appointment.person_id)
        .where(Appointment.case_id == bindparam("case_id"), Appointment.recused_at.is_(None))
        .order_by(Appointment.id)
    )


@cache
def _receipts() -> Select[Any]:
    sender, receiver = aliased(Unit), aliased(Unit)
    return (
        select(Receipt, sender.full_name, receiver.full_name)
        .outerjoin(sender, sender.id == Receipt.from_unit_id)
        .outerjoin(receiver, receiver.id == Receipt.to_unit_id)
        .where(Receipt.case_id == bindparam("case_id"))
        .order_by(Receipt.id)
    )
