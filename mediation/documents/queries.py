"""Reading papers and dossiers."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mediation.cases.model import Attempt, Case
from mediation.cases.queries import masked
from mediation.documents import rules
from mediation.documents.kinds import paper_kinds
from mediation.documents.model import Paper
from mediation.kernel.errors import NotFound
from mediation.parties.queries import Viewer, parties, shown


@dataclass(frozen=True)
class PaperLine:
    """A paper in the dossier's list of contents.

    :ivar is_void: what it ordered was taken back
    """

    id: int
    kind: str
    number: str
    title: str
    issued_at: datetime
    issued_post: str
    is_void: bool = False


@dataclass(frozen=True)
class PaperView:
    """A paper as one viewer may read it."""

    id: int
    case_id: int
    kind: str
    number: str
    title: str
    body: str
    issued_at: datetime
    issued_post: str
    is_void: bool = False


def for_case(session: Session, case_id: int) -> tuple[PaperLine, ...]:
    """Return the papers of a case in dossier order, without their text."""
    rows = session.execute(
        select(
            Paper.id,
            Paper.kind,
            Paper.number,
            Paper.title,
            Paper.issued_at,
            Paper.issued_post,
            Paper.voided_at.is_not(None),
            Paper.seq,
        ).where(Paper.case_id == case_id)
    ).tuples()
    kinds = paper_kinds()
    ordered = sorted(rows, key=lambda row: (kinds[row[1]].order if row[1] in kinds else 97, row[7]))
    return tuple(PaperLine(*row[:7]) for row in ordered)


def numbers(session: Session, case_id: int) -> tuple[str, ...]:
    """Return the numbers of a case's papers in the order of issue."""
    return tuple(session.scalars(select(Paper.number).where(Paper.case_id == case_id).order_by(Paper.seq)))


def paper(session: Session, paper_id: int, viewer: Viewer) -> PaperView:
    """Return a paper with the parties' names as ``viewer`` may see them.

    The caller has checked that the viewer may see the case.

    :raises NotFound: there is none
    """
    row = session.get(Paper, paper_id)
    if row is None:
        raise NotFound(what="这份文书")
    known = parties(session, row.case_id)
    names = {each.id: shown(each, viewer).name for each in known}
    return PaperView(
        id=row.id,
        case_id=row.case_id,
        kind=row.kind,
        number=row.number,
        title=row.title,
        body=rules.fill_parties(masked(row.body, known, viewer), names),
        issued_at=row.issued_at,
        issued_post=row.issued_post,
        is_void=row.voided_at is not None,
    )


def missing_for_dossier(session: Session, case: Case) -> tuple[str, ...]:
    """Return the keys of the papers the dossier still lacks, as far as they apply to the outcome."""
    held = set(session.scalars(select(Paper.kind).where(Paper.case_id == case.id, Paper.voided_at.is_(None))))
    mediated = session.scalars(
        select(Attempt.id).where(Attempt.case_id == case.id, Attempt.rights_told_on.is_not(None)).limit(1)
    ).first()
    return rules.missing(held=held, outcome=case.outcome or "", mediated=mediated is not None)


def titles(kinds: tuple[str, ...]) -> tuple[str, ...]:
    """Return the titles of kinds of papers."""
    return tuple(paper_kinds()[kind].title for kind in kinds)
