"""Starting clocks, and sharing those that the law starts only once."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from mediation.clocks.book import work_calendar
from mediation.clocks.events import ClockStarted, ClockStartedProvisionally
from mediation.clocks.model import Clock
from mediation.clocks.operations.changing import named
from mediation.clocks.operations.refusals import AnchorMissing
from mediation.clocks.operations.settling import settle
from mediation.clocks.policies import Facts, Policy, resolve
from mediation.clocks.rules import read_amount
from mediation.clocks.words import plain
from mediation.kernel.actor import Actor
from mediation.kernel.clock import day_of, start_of
from mediation.kernel.unit_of_work import UnitOfWork


def start(
    uow: UnitOfWork,
    *,
    case_id: int,
    policy: str | Policy,
    facts: Facts,
    attempt_id: int | None = None,
    scope_key: str | None = None,
    at: datetime,
    by: Actor,
) -> Clock:
    """Start the clock of ``policy``, or return the one the law has already started.

    A clock of scope "attempt" or "case" is shared: as long as it has not been stopped, even when
    it has run out, whoever takes the work over works against the same one. Without an attempt a
    clock of scope "attempt" is the case's. A clock of the case is shared by every level whose policy
    stands in the same row of the table: the 30 working days of a medical dispute survive a climb.

    :param policy: policy key, ISO duration, or a policy already resolved
    :param facts: facts of the case by name; a ``KeyError`` means there is none of that name
    :param scope_key: tells apart shared clocks of one policy, e.g. one per instalment
    :raises UnknownPolicy: no row of the deadline table fits
    :raises AnchorMissing: the fact to count from has no value yet
    """
    (clock,) = start_all(
        uow,
        case_id=case_id,
        policies=(policy,),
        facts=facts,
        attempt_id=attempt_id,
        scope_key=scope_key,
        at=at,
        by=by,
    )
    return clock


def start_all(
    uow: UnitOfWork,
    *,
    case_id: int,
    policies: Iterable[str | Policy],
    facts: Facts,
    attempt_id: int | None = None,
    scope_key: str | None = None,
    digest: str | None = None,
    at: datetime,
    by: Actor,
) -> list[Clock]:
    """Start several clocks of a case with one INSERT, in the order asked; see :func:`start`.

    :param digest: publication a process began with, for a policy whose row was deleted since
    """
    clocks: list[Clock] = []
    fresh: list[Clock] = []
    for policy in policies:
        clock = draft(
            uow,
            case_id=case_id,
            policy=policy,
            facts=facts,
            attempt_id=attempt_id,
            scope_key=scope_key,
            digest=digest,
            at=at,
            by=by,
        )
        if clock.id is None:
            fresh.append(uow.add(clock))
        clocks.append(clock)
    put(uow, *fresh, at=at, by=by)
    return clocks


def draft(
    uow: UnitOfWork,
    *,
    case_id: int,
    policy: str | Policy,
    facts: Facts,
    attempt_id: int | None = None,
    scope_key: str | None = None,
    digest: str | None = None,
    at: datetime,
    by: Actor,
) -> Clock:
    """Return the shared clock that runs already, else a new one that counts only once :func:`put`."""
    known = resolve(uow.session, policy, facts, day_of(at), digest) if isinstance(policy, str) else policy
    scope = "case" if known.scope == "attempt" and attempt_id is None else known.scope
    clock = _shared(uow, case_id, attempt_id if scope == "attempt" else None, scope, known, scope_key)
    if clock is None:
        clock = _made(case_id, attempt_id, known, scope, scope_key, facts, at, by)
        settle(clock, (), work_calendar(uow.session), after=at)
    return clock


def put(uow: UnitOfWork, *fresh: Clock, at: datetime, by: Actor) -> None:
    """Let drafted clocks begin."""
    uow.session.add_all(fresh)
    if fresh:
        uow.session.flush()
    for clock in fresh:
        uow.record(_started(clock, by, at))


def _made(
    case_id: int,
    attempt_id: int | None,
    policy: Policy,
    scope: str,
    scope_key: str | None,
    facts: Facts,
    at: datetime,
    by: Actor,
) -> Clock:
    return Clock(
        case_id=case_id,
        attempt_id=attempt_id,
        policy=policy.key,
        title=policy.title,
        scope=scope,
        family=_family(policy, scope),
        scope_key=scope_key or "",
        amount=plain(_amount(policy, facts)),
        unit=policy.unit.value,
        alerts=policy.alerts_written,
        chain=policy.chain,
        basis=policy.basis,
        mark=policy.mark,
        anchor=policy.anchor,
        counted_from=_counted_from(policy, facts, at),
        started_at=at,
        started_by=by.person_id,
        state="running",
        failures=0,
    )


def _family(policy: Policy, scope: str) -> str:
    return policy.row or policy.key if scope == "case" else policy.key


def _shared(
    uow: UnitOfWork, case_id: int, attempt_id: int | None, scope: str, policy: Policy, scope_key: str | None
) -> Clock | None:
    if scope == "item":
        return None
    wanted = select(Clock).where(
        Clock.case_id == case_id,
        Clock.family == _family(policy, scope),
        Clock.scope == scope,
        Clock.scope_key == (scope_key or ""),
        Clock.state != "stopped",
    )
    if attempt_id is not None:
        wanted = wanted.where(Clock.attempt_id == attempt_id)
    return uow.session.scalars(wanted).first()


def _amount(policy: Policy, facts: Facts) -> Decimal:
    if policy.amount is not None:
        return policy.amount
    assert policy.amount_fact is not None
    value = _asked(policy, policy.amount_fact, facts)
    return read_amount(value if isinstance(value, int | Decimal) else str(value), policy.unit)


def _counted_from(policy: Policy, facts: Facts, at: datetime) -> datetime:
    if policy.anchor == "opened":
        return at
    value = _asked(policy, policy.anchor, facts)
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return start_of(value)
    raise AnchorMissing(title=policy.title, anchor=policy.anchor)


def _asked(policy: Policy, name: str, facts: Facts) -> Any:
    try:
        value = facts(name)
    except KeyError:
        value = None
    if value is None:
        raise AnchorMissing(title=policy.title, anchor=name)
    return value


def _started(clock: Clock, by: Actor, at: datetime) -> ClockStarted:
    kind = ClockStartedProvisionally if clock.provisional else ClockStarted
    return kind(**named(clock), amount=clock.amount, counted_from=clock.counted_from, at=at, by=by)
