"""Writing the ledger: once per act, for all its facts together."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mediation.kernel.actor import Actor
from mediation.kernel.database import table_of
from mediation.kernel.facts import CaseFact
from mediation.kernel.many import insert_many, is_among
from mediation.kernel.sentences import params_of, sentence_from
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.ledger.events import ActRefused
from mediation.ledger.model import LedgerHead, LedgerLine
from mediation.ledger.rules import BEGINNING, seal

Head = tuple[int, str]


def write(uow: UnitOfWork) -> None:
    """Write every case fact of this act as a ledger line; a closer of the unit of work.

    Two statements however many facts: read the heads (locked), add the lines; a trigger moves the
    heads along.
    """
    facts = [fact for fact in uow.news() if isinstance(fact, CaseFact)]
    if not facts:
        return
    uow.session.flush()
    heads = _locked_heads(uow.session, {fact.case_id for fact in facts})
    lines = list(_chained(facts, heads))
    insert_many(uow.session, table_of(LedgerLine), lines)


def record_refusal(
    uow: UnitOfWork,
    *,
    case_id: int,
    act: str,
    sentence: str,
    refusal: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """Record that ``act`` was tried and refused, in a unit of work of its own.

    The act's own unit of work was rolled back, so this is all that remains of it.

    :param act: label of the task or act tried
    :param sentence: the refusal's sentence; it names no party
    :param refusal: name of the refusal's class
    """
    uow.record(ActRefused(case_id=case_id, act=act, reason=sentence, refusal=refusal, by=by, at=at))


def _locked_heads(session: Session, case_ids: set[int]) -> dict[int, Head]:
    query = (
        select(LedgerHead.case_id, LedgerHead.seq, LedgerHead.hash)
        .where(is_among(session, LedgerHead.case_id, case_ids))
        .order_by(LedgerHead.case_id)
        .with_for_update()
    )
    return {case_id: (seq, last) for case_id, seq, last in session.execute(query).tuples()}


def _chained(facts: Iterable[CaseFact], heads: dict[int, Head]) -> Iterable[Mapping[str, Any]]:
    """Yield the rows of ``facts``, moving ``heads`` along."""
    for fact in facts:
        seq, last = heads.get(fact.case_id, (0, BEGINNING))
        params = params_of(fact)
        line: dict[str, Any] = {
            "case_id": fact.case_id,
            "seq": seq + 1,
            "at": fact.at,
            "by_id": fact.by.person_id,
            "by_text": fact.by.name,
            "post": fact.by.post,
            "standing_in_for": fact.by.standing_in_for,
            "kind": type(fact).__name__,
            "params": params,
            "sentence": sentence_from(fact, params),
            "prev_hash": last,
        }
        line["hash"] = seal(line)
        heads[fact.case_id] = (seq + 1, line["hash"])
        yield line
