"""A written agreement is drafted, or falls away before it binds anybody."""

from datetime import datetime, timedelta
from decimal import Decimal

from mediation.agreements.events import (
    AgreementDrafted,
)
from mediation.agreements.model import Agreement
from mediation.agreements.operations.settling import (
    add_promises,
    drop_earlier,
    read_promises,
)
from mediation.agreements.rules.terms import check_cooling_off, check_terms, to_fen
from mediation.agreements.settings import agreement_settings
from mediation.cases.model import Case
from mediation.cases.operations import check_mediable
from mediation.kernel.actor import Actor
from mediation.kernel.clock import day_of
from mediation.kernel.text import N_
from mediation.kernel.unit_of_work import UnitOfWork


def draft_agreement(
    uow: UnitOfWork,
    *,
    case_id: int,
    attempt_id: int | None,
    terms: str,
    disputes: str = "",
    amount_yuan: str | int | Decimal | None = None,
    promises: str = "",
    cooling_off_hours: int = 0,
    by: Actor,
    at: datetime,
) -> Agreement:
    """Put into writing what was agreed; an earlier draft falls away, signatures with it.

    :param amount_yuan: the sum; blank is what the promises come to, as returns add up (county default)
    :param promises: lines ``谁|做什么|哪天前|金额``
    :param cooling_off_hours: hours in which nobody signs yet; the case's clocks run on
    :raises MediationRefused: the case may not be mediated, or a party has refused
    :raises BadPromises: naming the lines
    :raises BadCoolingOff: longer than the county allows
    """
    check_mediable(uow, case=uow.get(Case, case_id, what="这个案件"))
    settings = agreement_settings(uow.locality)
    check_cooling_off(cooling_off_hours, most=settings.cooling_off_most_hours)
    lines = read_promises(uow, case_id=case_id, promises=promises, not_before=day_of(at))
    drop_earlier(uow, case_id=case_id, reason=N_("重新拟定"), by=by, at=at)
    until = at + timedelta(hours=cooling_off_hours) if cooling_off_hours else None
    agreement = Agreement(
        case_id=case_id,
        attempt_id=attempt_id,
        form="written",
        state="draft",
        disputes=disputes.strip(),
        terms=check_terms(terms),
        amount_fen=to_fen(amount_yuan),
        reached_on=day_of(at),
        cooling_off_until=until,
        recorded_by=by.person_id,
        recorded_at=at,
    )
    add_promises(uow, agreement, lines)
    uow.record(
        AgreementDrafted(
            case_id=case_id,
            agreement_id=agreement.id,
            promises=len(lines),
            cooling_off_until=until,
            at=at,
            by=by,
        )
    )
    return agreement


def drop_under_way(uow: UnitOfWork, *, case_id: int, reason: str, by: Actor, at: datetime) -> bool:
    """Let an unfinished agreement fall away, for instance on withdrawal; say whether there was one."""
    return drop_earlier(uow, case_id=case_id, reason=reason, by=by, at=at)
