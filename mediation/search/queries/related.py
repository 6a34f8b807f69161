"""Disputes that have to do with one another: same matter, same plot, same place, same parties."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import Session

from mediation.cases.model import Case
from mediation.cases.queries import viewer, visible_to
from mediation.cases.queries.visibility import is_violent
from mediation.cases.rules import is_registered_plot
from mediation.kernel.text import N_
from mediation.parties.queries import NamedParty, Standing, mask_names, names_in, same_parties
from mediation.people.identity import Identity
from mediation.units.model import Unit
from mediation.units.paths import below

AT_MOST = 50
SHORTEST_PLACE = 2
NEIGHBOURHOOD = 3
"""Levels from the root within which the same words mean the same place: the village (county default)."""
WHY = {
    "same_matter": N_("同一件事"),
    "same_plot": N_("同一地块"),
    "same_place": N_("同一地点"),
    "same_parties": N_("相同当事人"),
}


@dataclass(frozen=True, kw_only=True)
class Related:
    """A dispute that has to do with the one at hand.

    :ivar why: the strongest reason: same_matter, same_plot, same_place, same_parties
    :ivar reasons: all of them, the strongest first
    :ivar outcome: None while it is open
    """

    case_id: int
    number: str
    title: str
    why: str
    reasons: tuple[str, ...]
    kind: str
    level: str
    outcome: str | None
    reported_at: datetime

    @property
    def is_closed(self) -> bool:
        """Whether it has an outcome."""
        return self.outcome is not None


@dataclass(frozen=True)
class RelatedCases:
    """Disputes that have to do with one, the newest first.

    :ivar hidden: how many more there are that the viewer may not see; those of violence are not counted
    """

    items: tuple[Related, ...] = ()
    hidden: int = 0

    def __bool__(self) -> bool:
        return bool(self.items or self.hidden)


def related(session: Session, case_id: int, identity: Identity) -> RelatedCases:
    """Return what has to do with a case that ``identity`` may see."""
    case = session.get(Case, case_id)
    if case is None:
        return RelatedCases()
    reasons = _reasons(session, case)
    if not reasons:
        return RelatedCases()
    rows = session.execute(
        select(Case, visible_to(identity), is_violent()).where(Case.id.in_(reasons)).order_by(Case.id.desc())
    ).tuples()
    seen, hidden = [], 0
    for other, is_visible, is_sealed in rows:
        if is_visible:
            seen.append(other)
        elif not is_sealed:
            hidden += 1
    names = names_in(session, [other.id for other in seen])
    items = tuple(_related(other, reasons[other.id], identity, names.get(other.id, ())) for other in seen)
    return RelatedCases(items, hidden)


def _reasons(session: Session, case: Case) -> dict[int, tuple[str, ...]]:
    """Return why other cases have to do with ``case``, by their ids, the strongest reason first."""
    found: dict[int, list[str]] = {}
    queries = {
        "same_matter": _same_matter(case),
        "same_plot": _same_plot(session, case),
        "same_place": _same_place(session, case),
    }
    for why, condition in queries.items():
        query = select(Case.id).where(condition, Case.id != case.id).order_by(Case.id.desc()).limit(AT_MOST)
        for other in session.scalars(query):
            found.setdefault(other, []).append(why)
    for other in same_parties(session, case.id)[:AT_MOST]:
        found.setdefault(other, []).append("same_parties")
    return {other: tuple(why) for other, why in found.items()}


def _same_matter(case: Case) -> ColumnElement[bool]:
    named = [each for each in (case.prior_case_id, case.merged_into_id) if each]
    return or_(Case.prior_case_id == case.id, Case.merged_into_id == case.id, Case.id.in_(named))


def _same_plot(session: Session, case: Case) -> ColumnElement[bool]:
    """A number of the land register is one in the county; a plot's name holds within the village."""
    if not case.plot or case.traits.get("violence"):
        return false()
    same = and_(Case.plot == case.plot, ~is_violent())
    return same if is_registered_plot(case.plot) else and_(same, _near(session, case))


def _same_place(session: Session, case: Case) -> ColumnElement[bool]:
    """Where there is violence the place is sealed, and tells nothing of other cases."""
    if len(case.place_key) < SHORTEST_PLACE or case.traits.get("violence"):
        return false()
    return and_(Case.place_key == case.place_key, ~is_violent(), _near(session, case))


def _near(session: Session, case: Case) -> ColumnElement[bool]:
    path = session.get_one(Unit, case.unit_id).path
    ids = path.strip("/").split("/")[:NEIGHBOURHOOD]
    within = f"/{'/'.join(ids)}/"
    return Case.unit_id.in_(select(Unit.id).where(below(Unit.path, within)))


def _related(
    case: Case, reasons: tuple[str, ...], identity: Identity, names: tuple[NamedParty, ...]
) -> Related:
    may_read = viewer(identity, case).standing is not Standing.OUTSIDE
    return Related(
        case_id=case.id,
        number=case.number,
        title=case.title if may_read else mask_names(case.title, names),
        why=reasons[0],
        reasons=reasons,
        kind=case.kind,
        level=case.level,
        outcome=case.outcome,
        reported_at=case.reported_at,
    )
