"""What the parties thought of it, and the call-back after a bad word."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from mediation.cases import refusals, rules, settings
from mediation.cases.events import CalledBack, PartyNotRated, PartyRated
from mediation.cases.model import Case, Rating
from mediation.cases.operations.closure import check_open
from mediation.cases.queries.hands import handled_by
from mediation.kernel.actor import Actor
from mediation.kernel.clock import day_of
from mediation.kernel.unit_of_work import UnitOfWork


def record_ratings(
    uow: UnitOfWork,
    *,
    case: Case,
    scores: Mapping[int, Any],
    parties: Mapping[int, str],
    remarks: Mapping[int, str] | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Write down what each party said, 1–5; silence is "not rated", never "satisfied".

    :param scores: party id -> score; missing or "" where the party said nothing
    :param parties: party id -> alias of everybody who was asked
    :raises BadScore:
    """
    check_open(case)
    checked = {party_id: rules.check_score(scores.get(party_id)) for party_id in parties}
    for party_id, score in checked.items():
        if score is None:
            uow.record(PartyNotRated(case_id=case.id, party=parties[party_id], at=at, by=by))
            continue
        remark = (remarks or {}).get(party_id)
        uow.add(Rating(case_id=case.id, party_id=party_id, score=score, remark=remark, rated_on=day_of(at)))
        uow.record(PartyRated(case_id=case.id, party=parties[party_id], score=score, at=at, by=by))


def call_back(
    uow: UnitOfWork, *, case: Case, called_on: date, said: str | None, by: Actor, at: datetime
) -> None:
    """Write down the call-back of a low rating, done by somebody who did not handle the case.

    :raises HandlerMayNotCallBack:
    :raises ReasonNeeded: what the party said is missing
    """
    check_open(case)
    _check_other_hands(uow, case, by)
    rules.need_reason(said, what="低分回访（当事人怎么说）")
    low = settings.of(uow.locality).call_back_at_most
    for rating in uow.session.scalars(
        select(Rating).where(Rating.case_id == case.id, Rating.score <= low, Rating.called_back_at.is_(None))
    ):
        rating.called_back_at, rating.called_back_by = at, by.person_id
    uow.record(CalledBack(case_id=case.id, called_on=called_on, at=at, by=by))


def _check_other_hands(uow: UnitOfWork, case: Case, by: Actor) -> None:
    if by.person_id in handled_by(uow.session, uow.locality, case):
        raise refusals.HandlerMayNotCallBack()
