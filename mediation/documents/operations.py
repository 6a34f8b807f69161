"""Issuing papers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import String, cast, func, insert, literal, select
from sqlalchemy.sql import expression

from mediation.cases.model import Case
from mediation.cases.operations import check_open
from mediation.documents import rules
from mediation.documents.events import PaperIssued, PaperVoided
from mediation.documents.face import Face
from mediation.documents.kinds import PaperKind, paper_kinds
from mediation.documents.model import Paper
from mediation.documents.rendering import PaperParties, render
from mediation.kernel.actor import Actor
from mediation.kernel.clock import local
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.parties.queries import parties
from mediation.units.queries import unit as unit_view


@dataclass(frozen=True)
class Issued:
    """A paper that was just issued."""

    id: int
    kind: str
    number: str
    title: str


def issue(
    uow: UnitOfWork,
    *,
    case_id: int,
    kind: str,
    fields: Mapping[str, Any] | None = None,
    title: str | None = None,
    number: str | None = None,
    by: Actor,
    at: datetime,
) -> Issued:
    """Issue a paper of ``kind`` into the dossier, numbered within the case.

    Where a template names the parties, places are stored that are filled when somebody reads the
    paper, as that person may see them; names in ``fields`` are replaced then, too.

    :param fields: what the template needs; a paper without a template lists them
    :param title: where it differs from the kind's
    :param number: for a paper from outside that bears its own
    :raises UnknownPaper:
    :raises CaseArchived: the dossier is read-only
    """
    if kind not in paper_kinds():
        raise rules.UnknownPaper(kind=kind)
    paper_kind = paper_kinds()[kind]
    case = uow.get(Case, case_id, what="这个案件")
    check_open(case)
    body = _body(uow, paper_kind, case, dict(fields or {}), by, at)
    issued = _put(
        uow,
        case_id=case_id,
        kind=kind,
        number=number or _next_number(case),
        title=title or paper_kind.title,
        body=body,
        fields=_plain(fields or {}),
        issued_at=at,
        issued_by=by.person_id,
        issued_post=by.post,
    )
    uow.record(
        PaperIssued(
            case_id=case_id, paper_id=issued.id, title=issued.title, number=issued.number, at=at, by=by
        )
    )
    return issued


def _put(uow: UnitOfWork, **values: Any) -> Issued:
    """Add the row with the next running number of its case, in one statement."""
    table = Paper.__table__
    row = uow.session.execute(
        insert(Paper)
        .values(seq=_next_seq(values["case_id"]), **values)
        .returning(table.c.id, table.c.kind, table.c.number, table.c.title)
    ).one()
    return Issued(id=row.id, kind=row.kind, number=row.number, title=row.title)


def _next_seq(case_id: int) -> Any:
    last = func.coalesce(func.max(Paper.seq), 0)
    return select(last + 1).where(Paper.case_id == case_id).scalar_subquery()


def _next_number(case: Case) -> Any:
    """Return the paper's number, e.g. ``浏调〔2026〕000012号-03``, as the database works it out."""
    seq = _next_seq(case.id)
    padding = expression.case((seq < 10, "0"), else_="")
    return literal(f"{case.number}-") + padding + cast(seq, String)


def _body(
    uow: UnitOfWork, kind: PaperKind, case: Case, fields: Mapping[str, Any], by: Actor, at: datetime
) -> str:
    session = uow.session
    return render(
        kind.template or "general",
        case=Face(case, kind.title, lambda unit_id: unit_view(session, unit_id).full_name),
        parties=PaperParties(lambda: parties(session, case.id)),
        fields=fields,
        by=by.post if by.post == by.name else f"{by.post}{by.name}",
        at=at,
    )


def _plain(value: Any) -> Any:
    """Return ``value`` as JSON holds it."""
    if isinstance(value, datetime):
        return local(value).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(each) for each in value]
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def void_last(uow: UnitOfWork, *, case_id: int, kind: str, by: Actor, at: datetime) -> None:
    """Mark the newest paper of ``kind`` void; it stays in the dossier and no longer counts as held.

    :raises CaseArchived: the dossier is read-only
    """
    check_open(uow.get(Case, case_id, what="这个案件"))
    query = select(Paper).where(Paper.case_id == case_id, Paper.kind == kind, Paper.voided_at.is_(None))
    paper = uow.session.scalars(query.order_by(Paper.seq.desc()).limit(1)).first()
    if paper is None:
        return
    paper.voided_at = at
    uow.record(
        PaperVoided(case_id=case_id, paper_id=paper.id, title=paper.title, number=paper.number, at=at, by=by)
    )
