"""Settlements without a written agreement: private ones, and oral ones before a mediator."""

from collections.abc import Sequence
from datetime import date, datetime

from mediation.agreements import rows
from mediation.agreements.events import (
    AgreementDropped,
    OralAgreementReached,
    OralAgreementRegistered,
    SettledPrivately,
)
from mediation.agreements.model import Agreement, Promise
from mediation.agreements.rules.force import (
    NothingDrafted,
    check_committee,
    check_day,
    check_oral,
)
from mediation.agreements.rules.terms import PromiseLine, check_terms, owed, parse_promises
from mediation.agreements.settings import agreement_settings
from mediation.cases.model import Case
from mediation.cases.operations import check_mediable
from mediation.kernel.actor import Actor
from mediation.kernel.clock import day_of
from mediation.kernel.text import N_
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.people.model import Person


def record_settlement(
    uow: UnitOfWork,
    *,
    case_id: int,
    attempt_id: int | None,
    form: str,
    terms: str,
    promises: str = "",
    reached_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Agreement:
    """Record what was settled in a grid or branch.

    A private settlement (``form`` "private") holds between the parties from the day it was reached.
    An oral agreement ("oral") needs an appointed 人民调解员 and waits for the committee's register
    (人民调解法 7, 28, 30).

    :param promises: lines ``谁|做什么|哪天前|金额``
    :param reached_on: day they agreed; today where None
    :raises MediationRefused: the case may not be mediated, or a party has refused
    :raises NotAppointed: oral, and the actor is no appointed mediator
    :raises BadPromises: naming the lines
    """
    case = uow.get(Case, case_id, what="这个案件")
    check_mediable(uow, case=case)
    today = day_of(at)
    reached_on = reached_on or today
    check_day(reached_on, first=day_of(case.reported_at), last=today, field="in_force_on")
    if form == "oral":
        check_oral(appointed=_is_appointed(uow, by), name=by.name)
    lines = read_promises(uow, case_id=case_id, promises=promises, not_before=reached_on)
    drop_earlier(uow, case_id=case_id, reason=N_("双方另行谈成"), by=by, at=at)
    private = form == "private"
    if private:
        replace_in_force(uow, case_id)
        case.settled_on = reached_on
    agreement = Agreement(
        case_id=case_id,
        attempt_id=attempt_id,
        form="private" if private else "oral",
        state="in_force" if private else "unregistered",
        terms=check_terms(terms),
        reached_on=reached_on,
        in_force_on=reached_on if private else None,
        recorded_by=by.person_id,
        recorded_at=at,
    )
    add_promises(uow, agreement, lines)
    fact = SettledPrivately if private else OralAgreementReached
    uow.record(
        fact(
            case_id=case_id,
            agreement_id=agreement.id,
            reached_on=reached_on,
            promises=len(lines),
            at=at,
            by=by,
        )
    )
    return agreement


def register_oral(
    uow: UnitOfWork, *, case_id: int, registered_on: date | None = None, by: Actor, at: datetime
) -> Agreement:
    """Register an oral agreement; it has been in force since the day it was reached (人民调解法 30).

    :raises NothingDrafted: no oral agreement waits
    :raises NotCommittee: the actor's post acts for no mediation committee
    """
    agreement = rows.under_way(uow.session, case_id)
    if agreement is None or agreement.form != "oral":
        raise NothingDrafted()
    check_acts_for_committee(uow, by)
    registered_on = registered_on or day_of(at)
    check_day(registered_on, first=agreement.reached_on, last=day_of(at), field="registered_on")
    replace_in_force(uow, case_id)
    agreement.state = "in_force"
    agreement.registered_on, agreement.registered_by = registered_on, by.person_id
    agreement.in_force_on = agreement.reached_on
    uow.get(Case, case_id).settled_on = agreement.reached_on
    uow.record(
        OralAgreementRegistered(
            case_id=case_id,
            agreement_id=agreement.id,
            registered_on=registered_on,
            in_force_on=agreement.reached_on,
            at=at,
            by=by,
        )
    )
    return agreement


def read_promises(uow: UnitOfWork, *, case_id: int, promises: str, not_before: date) -> Sequence[PromiseLine]:
    """Read the promises of the case's parties.

    :raises BadPromises: naming the lines
    """
    parties = rows.signatories(uow.session, case_id)
    return parse_promises(promises, parties=rows.names_of(parties), not_before=not_before)


def add_promises(uow: UnitOfWork, agreement: Agreement, lines: Sequence[PromiseLine]) -> None:
    """Add the agreement and its promises; without a sum of its own it is of what they come to."""
    agreement.amount_fen = agreement.amount_fen or owed(lines)
    uow.add(agreement)
    uow.session.flush()
    for line in lines:
        uow.add(
            Promise(
                case_id=agreement.case_id,
                agreement_id=agreement.id,
                party_id=line.party_id,
                line=line.line,
                what=line.what,
                due_on=line.due_on,
                amount_fen=line.amount_fen,
            )
        )


def drop_earlier(uow: UnitOfWork, *, case_id: int, reason: str, by: Actor, at: datetime) -> bool:
    """Drop the agreement under way, if there is one; say whether there was."""
    earlier = rows.under_way(uow.session, case_id)
    if earlier is None:
        return False
    earlier.state = "dropped"
    uow.record(AgreementDropped(case_id=case_id, agreement_id=earlier.id, reason=reason, at=at, by=by))
    uow.session.flush()
    return True


def replace_in_force(uow: UnitOfWork, case_id: int) -> None:
    """Let a new agreement take the place of the one in force: a case has one at a time."""
    earlier = rows.in_force(uow.session, case_id)
    if earlier is not None:
        earlier.state = "replaced"
        uow.session.flush()


def check_acts_for_committee(uow: UnitOfWork, by: Actor) -> None:
    """Check that the actor's post belongs to a mediation committee (人民调解法 8, 34).

    :raises NotCommittee: a grid or a branch
    """
    role = uow.locality.roles.get(by.role)
    levels = agreement_settings(uow.locality).committee_levels
    check_committee(role.level if role else None, committee_levels=levels)


def _is_appointed(uow: UnitOfWork, by: Actor) -> bool:
    person = uow.session.get(Person, by.person_id) if by.person_id else None
    return person is not None and person.is_appointed_mediator
