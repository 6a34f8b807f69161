"""Which return an address asks for: a unit, a period, a version; and what its pages share."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import request

from mediation.boards import scope
from mediation.kernel.text import N_
from mediation.statistics.queries import returns
from mediation.statistics.queries.beginnings import first_day, is_empty
from mediation.statistics.queries.returns import ReturnView
from mediation.statistics.rules import periods
from mediation.statistics.rules.periods import Period
from mediation.units.queries import UnitView
from web import addresses, asking
from web.language import word
from web.returns import paper
from web.returns.corrections import say_period

KINDS = {"month": N_("月报"), "quarter": N_("季报")}
VERSIONS = {"inside": N_("内部版"), "outside": N_("公开版")}


def unit_asked(unit_id: int | None) -> UnitView:
    """Return the unit, one's own where none is named; see :func:`scope.board_unit`."""
    return scope.board_unit(asking.reading(), asking.person(), unit_id)


def period_asked(key: str) -> Period:
    """Return the period of an address.

    :raises NoSuchPeriod: there is none of that name
    :raises PeriodNotBegun: its first day is still to come
    """
    return addresses.begun(periods.read(key), asking.today())


def last_listed(key: str) -> date:
    """Return up to which day periods are listed: the last of the period of that name, today where none is."""
    return min(period_asked(key).ends_on, asking.today()) if key else asking.today()


def kind_asked() -> str:
    """Return whether months or quarters are asked for.

    :raises NoSuchChoice: neither is
    """
    return _one_of("kind", KINDS)


def is_outside() -> bool:
    """Say whether the version that may go outside is asked for.

    :raises NoSuchChoice: neither version is
    """
    return _one_of("version", VERSIONS) == "outside"


def view_of(unit: UnitView, period: Period) -> ReturnView:
    """Return the return as it was submitted, else as it counts now."""
    return returns.show(
        asking.reading(), unit=unit, period=period, today=asking.today(), locality=asking.locality()
    )


def larger(view: ReturnView) -> Period | None:
    """Return the quarter of a month, whose numbers are larger; None where it is no month."""
    return periods.holding("quarter", view.period.starts_on) if view.period.kind == "month" else None


def beginning(view: ReturnView) -> dict[str, Any]:
    """Return whether there is nothing to return yet, and the first period that has something.

    ``is_empty``: nothing was submitted, and the period was over before the unit's first dispute.
    """
    if view.submitted is not None or not view.is_over:
        return {"is_empty": False}
    first = first_day(asking.reading(), view.unit.path)
    return {
        "is_empty": is_empty(view.period, first, today=asking.today()),
        "first_on": first,
        "first_period": periods.holding(view.period.kind, first) if first else None,
    }


def common(unit: UnitView) -> dict[str, Any]:
    """Return what the pages of returns share."""
    return {
        "ladder": scope.ladder(asking.reading(), asking.person(), unit),
        "say_period": say_period,
        "say_joined": paper.say_joined,
        "say_compared": paper.say_compared,
    }


def _one_of(name: str, choices: Mapping[str, str]) -> str:
    """Return which of the choices the address says, the first where it says nothing."""
    named = {key: word(says) for key, says in choices.items()}
    return addresses.one_of(request.args, name, named, usual=next(iter(named)))
