"""What one press of a supervisor did to each case, so that a form sent twice counts once."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mediation.kernel.errors import Refused
from mediation.kernel.sentences import part
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.oversight.model import BoardAct

REFUSED = "is_refused"


def done_before(uow: UnitOfWork, *, submission: str, case_id: int) -> Mapping[str, Any] | None:
    """Return what this very form did to the case; None where it did nothing yet."""
    row = uow.session.get(BoardAct, (submission, case_id))
    return row.said if row is not None and not was_refused(row.said) else None


def all_done_before(
    session: Session, *, submission: str, case_ids: Collection[int], by_id: int
) -> dict[int, Mapping[str, Any]]:
    """Return what this very form, sent by the same person, did to each of the cases it was done to."""
    found = select(BoardAct.case_id, BoardAct.said).where(
        BoardAct.submission == submission, BoardAct.case_id.in_(set(case_ids)), BoardAct.by_id == by_id
    )
    return {key: said for key, said in session.execute(found).tuples() if not was_refused(said)}


def kept_results(session: Session, *, submission: str, by_id: int) -> dict[int, Mapping[str, Any]]:
    """Return what became of each case of a form that the same person sent, refusals too (``was_refused``)."""
    found = select(BoardAct.case_id, BoardAct.said).where(
        BoardAct.submission == submission, BoardAct.by_id == by_id
    )
    return dict(session.execute(found.order_by(BoardAct.case_id)).tuples().all())


def was_refused(said: Mapping[str, Any]) -> bool:
    """Say whether what is kept of a case is why nothing was done."""
    return REFUSED in said


def keep_done(
    uow: UnitOfWork,
    *,
    submission: str,
    case_id: int,
    kind: str,
    said: Mapping[str, Any],
    by_id: int,
    at: datetime,
) -> None:
    """Keep what it did. Of two of the same form at once, the second is refused at its commit."""
    uow.session.merge(
        BoardAct(submission=submission, case_id=case_id, kind=kind, said=dict(said), by_id=by_id, at=at)
    )


def keep_refused(
    uow: UnitOfWork, *, submission: str, case_id: int, kind: str, why: Refused, by_id: int, at: datetime
) -> None:
    """Keep why it did nothing, for whoever looks at the result again; sent again, it is tried again."""
    params = {key: each if isinstance(each, int) else str(each) for key, each in why.params.items()}
    said = {**part(why.message, **params), REFUSED: True}
    keep_done(uow, submission=submission, case_id=case_id, kind=kind, said=said, by_id=by_id, at=at)
