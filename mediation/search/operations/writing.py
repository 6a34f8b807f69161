"""Keeps the words of cases: at once where a case is new or changed, else from its ledger a little later."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mediation.cases.model import Case
from mediation.casework.events import CaseReported, RiskRaised
from mediation.kernel.database import upsert
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.ledger.model import LedgerLine
from mediation.parties.events import PartyAdded
from mediation.parties.queries import NamedParty, names_in
from mediation.search.model import SearchText
from mediation.search.words import words_of
from mediation.units.model import Unit


def keep_found(uow: UnitOfWork) -> None:
    """Write what new and changed cases are found by; a closer, after the ledger's.

    A party more is a name to find and to hide, a risk raised may be a place to seal. Nothing else
    that happens costs a statement here.
    """
    news = uow.news()
    reported = [fact for fact in news if isinstance(fact, CaseReported)]
    added = [fact for fact in news if isinstance(fact, PartyAdded)]
    if reported:
        write(uow.session, [_new_row(uow, fact, added) for fact in reported])
    known = {fact.case_id for fact in reported}
    changed = {fact.case_id for fact in news if isinstance(fact, PartyAdded | RiskRaised)} - known
    if changed:
        write(uow.session, rows_of(uow.session, changed))


def _new_row(uow: UnitOfWork, fact: CaseReported, added: list[PartyAdded]) -> dict[str, Any]:
    """Return the row of a case just reported, from what the act itself knows; its ledger follows."""
    parties = [
        NamedParty(name=each.name, nickname=each.nickname, alias=each.alias, is_minor=each.is_minor)
        for each in added
        if each.case_id == fact.case_id
    ]
    case = uow.session.get_one(Case, fact.case_id)
    return {"case_id": case.id, "words": words_of(case, unit=fact.unit, parties=parties), "upto_seq": 0}


def rows_of(session: Session, case_ids: Collection[int]) -> list[dict[str, Any]]:
    """Return the rows of several cases, with their whole ledgers."""
    told: dict[int, list[tuple[int, str]]] = defaultdict(list)
    lines = (
        select(LedgerLine.case_id, LedgerLine.seq, LedgerLine.sentence)
        .where(LedgerLine.case_id.in_(case_ids))
        .order_by(LedgerLine.case_id, LedgerLine.seq.desc())
    )
    for case_id, seq, sentence in session.execute(lines).tuples():
        told[case_id].append((seq, sentence))
    names = names_in(session, case_ids)
    cases = select(Case, Unit.full_name).join(Unit, Unit.id == Case.unit_id).where(Case.id.in_(case_ids))
    return [
        {
            "case_id": case.id,
            "words": words_of(
                case,
                unit=unit,
                parties=names.get(case.id, ()),
                said=[case.story, *(sentence for _, sentence in told[case.id])],
            ),
            "upto_seq": told[case.id][0][0] if told[case.id] else 0,
        }
        for case, unit in session.execute(cases).tuples()
    ]


def write(session: Session, rows: list[dict[str, Any]]) -> None:
    """Write rows of words, one statement for all, over those that were there."""
    if not rows:
        return
    insert = upsert(session, SearchText)
    anew = {"words": insert.excluded.words, "upto_seq": insert.excluded.upto_seq}
    session.execute(insert.on_conflict_do_update(index_elements=["case_id"], set_=anew), rows)
