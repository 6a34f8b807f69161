"""Reading a page of disputes."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from mediation.cases.model import Case
from mediation.cases.queries.naming import unit_names
from mediation.cases.queries.views import (
    CaseLine,
    CasePage,
)
from mediation.cases.queries.visibility import viewer, visible_to
from mediation.cases.taxonomy import (
    KINDS,
    OUTCOMES,
    RISKS,
)
from mediation.parties.queries import Standing, mask_names, parties
from mediation.people.identity import Identity


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


def case_numbered(session: Session, number: str) -> int | None:
    """Return the id of the case of that number, or None."""
    return session.scalars(select(Case.id).where(Case.number == number)).first()
