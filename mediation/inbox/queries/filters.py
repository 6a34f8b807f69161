"""What narrows a list: kind, level, area, risk, due, party, words."""

from sqlalchemy import ColumnElement, and_, false, literal, or_, select
from sqlalchemy.orm import Session

from mediation.cases.model import Case
from mediation.cases.queries import knows_names
from mediation.casework.desks import RISK_RANKS
from mediation.casework.model import FAR, WorkItem
from mediation.inbox.queries.asked import Asked
from mediation.inbox.queries.boxes import is_late, moment
from mediation.kernel.errors import NotFound
from mediation.parties.queries import cases_with_name
from mediation.people.identity import Identity
from mediation.units.model import Unit
from mediation.units.paths import below
from mediation.units.queries import unit as unit_of

OF_THE_CASE = frozenset({"level", "unit", "party", "words"})


def conditions(session: Session, asked: Asked, identity: Identity) -> list[ColumnElement[bool]]:
    """Return the conditions of the filters of ``asked``, on a task joined with its case."""
    found: list[ColumnElement[bool]] = []
    if asked.kind:
        found.append(WorkItem.kind == asked.kind)
    if asked.risk:
        found.append(_of_risk(asked.risk))
    if asked.level:
        found.append(Case.level == asked.level)
    if asked.unit is not None:
        found.append(_in_area(session, asked.unit))
    if asked.due:
        found.append(_due(asked.due))
    if asked.party:
        found.append(_with_party(asked.party, identity))
    found.extend(_holding(word, identity) for word in asked.words.split())
    return found


def needs_case(asked: Asked) -> bool:
    """Say whether a filter looks at the case and not only at the task."""
    return not OF_THE_CASE.isdisjoint(asked.filters)


def _of_risk(risk: str) -> ColumnElement[bool]:
    return WorkItem.risk_rank == RISK_RANKS.index(risk) if risk in RISK_RANKS else false()


def _in_area(session: Session, unit_id: int) -> ColumnElement[bool]:
    try:
        path = unit_of(session, unit_id).path
    except NotFound:
        return false()
    return Case.unit_id.in_(select(Unit.id).where(below(Unit.path, path)))


def _due(when: str) -> ColumnElement[bool]:
    """Today and this week begin with today; what is late already is late, not due."""
    ends = {"today": "next_day", "week": "next_week"}
    if when in ends:
        return and_(WorkItem.sort_at > moment("day"), WorkItem.sort_at <= moment(ends[when]))
    if when == "late":
        return is_late()
    return WorkItem.sort_at == literal(FAR, type_=WorkItem.sort_at.type) if when == "none" else false()


def _with_party(words: str, identity: Identity) -> ColumnElement[bool]:
    """Who may not read a name may not find a case by it either."""
    cases = cases_with_name(words)
    return false() if cases is None else and_(WorkItem.case_id.in_(cases), knows_names(identity))


def _holding(word: str, identity: Identity) -> ColumnElement[bool]:
    """A title may name a party: it is looked into only where it is read unmasked."""
    return or_(
        WorkItem.label.contains(word, autoescape=True),
        WorkItem.label_en.contains(word, autoescape=True),
        Case.number.contains(word, autoescape=True),
        and_(Case.title.contains(word, autoescape=True), knows_names(identity)),
    )
