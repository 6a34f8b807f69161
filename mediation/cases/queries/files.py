"""Reading one dispute: as somebody may see it, with what masks the rest."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from mediation.cases.model import Case
from mediation.cases.queries.naming import masked
from mediation.cases.queries.views import CaseView
from mediation.cases.queries.visibility import viewer, visible_to
from mediation.cases.taxonomy import DIFFICULTIES, KINDS, OUTCOMES, RISKS, SOURCES
from mediation.kernel.errors import NotFound
from mediation.parties.queries import PartyView, Viewer, parties, shown
from mediation.people.identity import Identity
from mediation.people.model import Person
from mediation.units.model import Unit


@dataclass(frozen=True)
class CaseFile:
    """A dispute open before one person: what they may see of it, and what masks the rest.

    :ivar known: the parties with everything known, for masking; never for a page
    """

    view: CaseView
    looker: Viewer
    known: tuple[PartyView, ...] = field(repr=False)

    def mask(self, text: str | None) -> str:
        """Return free text with names replaced: minors' for everybody, all for those who only look."""
        return masked(text or "", self.known, self.looker)


def case_view(session: Session, case_id: int, identity: Identity) -> CaseView:
    """Return a dispute as ``identity`` may see it.

    :raises NotFound: there is none, or it may not be known of
    """
    return case_file(session, case_id, identity).view


def case_file(session: Session, case_id: int, identity: Identity) -> CaseFile:
    """Open a dispute before ``identity``, in two statements.

    :raises NotFound: there is none, or it may not be known of
    """
    row = session.execute(_named_rows().where(Case.id == case_id, visible_to(identity))).first()
    if row is None:
        raise NotFound(what="这个案件")
    case, *names = row
    looker, known = viewer(identity, case), parties(session, case_id)
    return CaseFile(_view(case, _Names(*names), looker, known), looker, known)


class _Names(NamedTuple):
    """What the ids of a case stand for."""

    origin: str
    unit: str
    held_by: str
    handler: str | None
    reporter: str | None
    merged_into: str | None
    prior: str | None


@cache
def _named_rows() -> Select[Any]:
    """Each case with the names its ids stand for."""
    origin, place, holder = aliased(Unit), aliased(Unit), aliased(Unit)
    handler, reporter = aliased(Person), aliased(Person)
    merged, prior = aliased(Case), aliased(Case)
    return (
        select(Case, origin.full_name, place.full_name, holder.full_name)
        .add_columns(handler.name, reporter.name, merged.number, prior.number)
        .join(origin, origin.id == Case.origin_unit_id)
        .join(place, place.id == Case.unit_id)
        .join(holder, holder.id == Case.held_by_id)
        .outerjoin(handler, handler.id == Case.handler_id)
        .outerjoin(reporter, reporter.id == Case.reported_by)
        .outerjoin(merged, merged.id == Case.merged_into_id)
        .outerjoin(prior, prior.id == Case.prior_case_id)
    )


def _view(case: Case, names: _Names, looker: Viewer, known: tuple[PartyView, ...]) -> CaseView:
    return CaseView(
        id=case.id,
        number=case.number,
        title=masked(case.title, known, looker),
        story=masked(case.story, known, looker),
        place="" if looker.addresses_sealed else masked(case.place, known, looker),
        plot=None if looker.addresses_sealed else case.plot,
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
        origin=names.origin,
        unit_id=case.unit_id,
        unit=names.unit,
        held_by_id=case.held_by_id,
        held_by=names.held_by,
        level=case.level,
        entry_level=case.entry_level,
        may_mediate=case.may_mediate,
        handler_id=case.handler_id,
        handler=names.handler,
        reporter=names.reporter,
        reported_at=case.reported_at,
        limitation_interrupted_on=case.limitation_interrupted_on,
        merged_into=names.merged_into,
        merged_into_id=case.merged_into_id,
        prior=names.prior,
        prior_id=case.prior_case_id,
        outcome=case.outcome,
        outcome_title=OUTCOMES.get(case.outcome, case.outcome) if case.outcome else None,
        closed_at=case.closed_at,
        archived_at=case.archived_at,
        settled_on=case.settled_on,
        returns=case.returns,
        parties=tuple(shown(party, looker) for party in known),
    )
