"""Policies and clocks, without the published deadline table."""

from datetime import datetime
from typing import Any

from mediation.cases.model import Case
from mediation.clocks.alerts import read_alerts
from mediation.clocks.model import Clock
from mediation.clocks.operations import start
from mediation.clocks.policies import Policy
from mediation.clocks.rules import read_amount, read_unit
from mediation.kernel.actor import SYSTEM
from mediation.kernel.clock import SHANGHAI
from mediation.kernel.unit_of_work import UnitOfWork


def moment(written: str) -> datetime:
    """Return a moment in the county: ``2026-09-18 20:15``."""
    return datetime.fromisoformat(written).replace(tzinfo=SHANGHAI)


def a_policy(
    key: str = "village.accept",
    amount: str = "3",
    unit: str = "working_day",
    *,
    alerts: str = "",
    title: str = "村级受理期限",
    **changes: Any,
) -> Policy:
    """Return a policy; ``changes`` are fields of :class:`Policy`."""
    known = read_unit(unit)
    return Policy(
        key=key,
        amount=read_amount(amount, known),
        unit=known,
        alerts=read_alerts(alerts),
        alerts_written=alerts,
        title=title,
        **changes,
    )


def no_facts(name: str) -> Any:
    """Know nothing of the case."""
    raise KeyError(name)


def a_clock(
    uow: UnitOfWork, *, case: Case, at: datetime, policy: Policy | None = None, **given: Any
) -> Clock:
    """Start a clock of ``case`` at the moment ``at``."""
    return start(
        uow, case_id=case.id, policy=policy or a_policy(), at=at, by=SYSTEM, **{"facts": no_facts, **given}
    )
