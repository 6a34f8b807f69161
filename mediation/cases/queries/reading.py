"""Reading one dispute and what hangs on it, or a page of them."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mediation.cases.model import Appointment, Attempt, Case, CaseRecord, ProtectionAct, Rating, Receipt
from mediation.cases.queries.views import (
    AttemptView,
    CaseLine,
    CasePage,
    CaseView,
    RatingView,
    ReceiptView,
    RecordView,
)
from mediation.cases.queries.visibility import may_see, viewer, visible_to
from mediation.cases.taxonomy import (
    DIFFICULTIES,
    HANDOVERS,
    KINDS,
    OUTCOMES,
    RESULTS,
    RISKS,
    SOURCES,
)
from mediation.kernel.errors import NotFound
from mediation.kernel.text import N_
from mediation.parties.queries import PartyView, Standing, Viewer, mask_minors, mask_names, parties, shown
from mediation.people.identity import Identity
from mediation.people.queries import people_named
from mediation.units.model import Unit

DIRECTIONS = {"up": N_("上报"), "down": N_("下交"), "over": N_("移送"), "back": N_("反馈")}


def case_view(session: Session, case_id: int, identity: Identity) -> CaseView:
    """Return a dispute as ``identity`` may see it.

    :raises NotFound: there is none, or it may not be known of
    """
    case = session.get(Case, case_id)
    if case is None or not may_see(session, identity, case):
        raise NotFound(what="这个案件")
    looker, known = viewer(identity, case), parties(session, case_id)
    units = unit_names(session, (case.origin_unit_id, case.unit_id, case.held_by_id))
    people = people_named(session, [each for each in (case.handler_id, case.reported_by) if each])
    linked = _numbers(session, (case.merged_into_id, case.prior_case_id))
    return CaseView(
        id=case.id,
        number=case.number,
        title=masked(case.title, known, looker),
        story=masked(case.story, known, looker),
        place="" if looker.addresses_sealed else masked(case.place, known, looker),
        kind=case.kind,
        kind_title=KINDS.get(case.kind, case.kind),
        difficulty=case.difficulty,
        difficulty_title=DIFFICULTIES.get(case.difficulty, case.difficulty),
        risk=case.risk,
        risk_title=RISKS.get(case.risk, case.risk),
        source=case.source,
        source_title=SOURCES.get(case.source, case.source),
        people_count=case.people_count,
        amount_fen=case.amount_fen,
        traits=tuple(key for key, value in case.traits.items() if value),
        origin=units[case.origin_unit_id],
        unit_id=case.unit_id,
        unit=units[case.unit_id],
        held_by_id=case.held_by_id,
        held_by=units[case.held_by_id],
        level=case.level,
        entry_level=case.entry_level,
        may_mediate=case.may_mediate,
        handler_id=case.handler_id,
        handler=people.get(case.handler_id or 0),
        reporter=people.get(case.reported_by or 0),
        reported_at=case.reported_at,
        limitation_interrupted_on=case.limitation_interrupted_on,
        merged_into=linked.get(case.merged_into_id or 0),
        prior=linked.get(case.prior_case_id or 0),
        outcome=case.outcome,
        outcome_title=OUTCOMES.get(case.outcome, case.outcome) if case.outcome else None,
        closed_at=case.closed_at,
        archived_at=case.archived_at,
        settled_on=case.settled_on,
        returns=case.returns,
        parties=tuple(shown(party, looker) for party in known),
    )


def masked(text: str, known: Iterable[PartyView], looker: Viewer) -> str:
    """Return ``text`` with names replaced as ``looker`` may see them; a minor's always."""
    if looker.standing is Standing.OUTSIDE:
        return mask_names(text, known)
    return mask_minors(text, known)


def recent(
    session: Session,
    identity: Identity,
    *,
    after: int | None = None,
    size: int = 30,
    closed: bool | None = None,
    kind: str | None = None,
    risk: str | None = None,
) -> CasePage:
    """Return a page of the disputes ``identity`` may see, the newest first.

    :param after: id of the last one of the page before
    :param closed: only closed ones, only open ones, or both
    """
    query = select(Case).where(visible_to(identity))
    if after is not None:
        query = query.where(Case.id < after)
    if closed is not None:
        query = query.where(Case.closed_at.is_not(None) if closed else Case.closed_at.is_(None))
    if kind:
        query = query.where(Case.kind == kind)
    if risk:
        query = query.where(Case.risk == risk)
    found = session.scalars(query.order_by(Case.id.desc()).limit(size + 1)).all()
    page = found[:size]
    units = unit_names(session, {each for case in page for each in (case.unit_id, case.held_by_id)})
    items = tuple(_line(session, case, identity, units) for case in page)
    return CasePage(items=items, next=page[-1].id if len(found) > size else None)


def _line(session: Session, case: Case, identity: Identity, units: dict[int, str]) -> CaseLine:
    return CaseLine(
        id=case.id,
        number=case.number,
        title=_list_title(session, case, identity),
        kind=case.kind,
        kind_title=KINDS.get(case.kind, case.kind),
        risk=case.risk,
        risk_title=RISKS.get(case.risk, case.risk),
        level=case.level,
        unit=units[case.unit_id],
        held_by=units[case.held_by_id],
        reported_at=case.reported_at,
        outcome=case.outcome,
        outcome_title=OUTCOMES.get(case.outcome, case.outcome) if case.outcome else None,
    )


def _list_title(session: Session, case: Case, identity: Identity) -> str:
    """A title never holds a minor's name; who only looks does not read other names either."""
    looker = viewer(identity, case)
    if looker.standing is not Standing.OUTSIDE:
        return case.title
    return mask_names(case.title, parties(session, case.id))


def attempts(session: Session, case_id: int) -> tuple[AttemptView, ...]:
    """Return each level's try, the first one first."""
    rows = session.scalars(select(Attempt).where(Attempt.case_id == case_id).order_by(Attempt.seq)).all()
    units = unit_names(session, {row.unit_id for row in rows})
    appointed = session.scalars(
        select(Appointment)
        .where(Appointment.case_id == case_id, Appointment.recused_at.is_(None))
        .order_by(Appointment.id)
    ).all()
    names = people_named(session, {each.person_id for each in appointed})

    def named(attempt_id: int, duty: str) -> tuple[str, ...]:
        return tuple(
            names[each.person_id] for each in appointed if each.attempt_id == attempt_id and each.duty == duty
        )

    return tuple(
        AttemptView(
            id=row.id,
            seq=row.seq,
            level=row.level,
            unit_id=row.unit_id,
            unit=units[row.unit_id],
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
        for row in rows
    )


def receipts(session: Session, case_id: int) -> tuple[ReceiptView, ...]:
    """Return the hops of a case in order, with their receipts."""
    rows = session.scalars(select(Receipt).where(Receipt.case_id == case_id).order_by(Receipt.id)).all()
    units = unit_names(session, {each for row in rows for each in (row.from_unit_id, row.to_unit_id) if each})
    return tuple(
        ReceiptView(
            id=row.id,
            direction=row.direction,
            direction_title=DIRECTIONS[row.direction],
            sender=units.get(row.from_unit_id or 0),
            receiver=_receiver(row, units),
            reason=row.reason,
            papers=tuple(row.dossier.get("papers", ())),
            sent_at=row.sent_at,
            received_at=row.received_at,
            number=row.number,
        )
        for row in rows
    )


def _receiver(row: Receipt, units: dict[int, str]) -> str:
    if row.to_body is not None:
        return "申请人" if row.to_body == "applicant" else HANDOVERS.get(row.to_body, row.to_body)
    return units.get(row.to_unit_id or 0, "")


def ratings(session: Session, case_id: int) -> tuple[RatingView, ...]:
    """Return what each party said, those who said nothing too."""
    given = {row.party_id: row for row in session.scalars(select(Rating).where(Rating.case_id == case_id))}
    found = []
    for party in parties(session, case_id):
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


def unit_names(session: Session, ids: Iterable[int]) -> dict[int, str]:
    """Return the full names of several units at once."""
    wanted = set(ids)
    if not wanted:
        return {}
    rows = session.execute(select(Unit.id, Unit.full_name).where(Unit.id.in_(wanted))).tuples().all()
    return dict(rows)


def _numbers(session: Session, ids: Iterable[int | None]) -> dict[int, str]:
    wanted = {each for each in ids if each}
    if not wanted:
        return {}
    rows = session.execute(select(Case.id, Case.number).where(Case.id.in_(wanted))).tuples().all()
    return dict(rows)


def case_numbered(session: Session, number: str) -> int | None:
    """Return the id of the case of that number, or None."""
    return session.scalars(select(Case.id).where(Case.number == number)).first()


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
