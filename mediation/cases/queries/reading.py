"""Reading one dispute, or a page of them."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from mediation.cases.model import Case
from mediation.cases.queries.naming import masked, unit_names
from mediation.cases.queries.views import (
    CaseLine,
    CasePage,
    CaseView,
)
from mediation.cases.queries.visibility import may_see, viewer, visible_to
from mediation.cases.taxonomy import (
    DIFFICULTIES,
    KINDS,
    OUTCOMES,
    RISKS,
    SOURCES,
)
from mediation.kernel.errors import NotFound
from mediation.parties.queries import Standing, mask_names, parties, shown
from mediation.people.identity import Identity
from mediation.people.queries import people_named


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


def _numbers(session: Session, ids: Iterable[int | None]) -> dict[int, str]:
    wanted = {each for each in ids if each}
    if not wanted:
        return {}
    rows = session.execute(select(Case.id, Case.number).where(Case.id.in_(wanted))).tuples().all()
    return dict(rows)


def case_numbered(session: Session, number: str) -> int | None:
    """Return the id of the case of that number, or None."""
    return session.scalars(select(Case.id).where(Case.number == number)).first()
