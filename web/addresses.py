"""What an address says: a unit, one of several things, a period. What is none of them is not passed over."""

from collections.abc import Mapping
from datetime import date

from flask_babel import gettext as _

from mediation.kernel.errors import NotFound
from mediation.kernel.text import N_
from mediation.statistics.refusals import PeriodNotBegun
from mediation.statistics.rules.periods import Period

LONGEST = 9
SHOWN = 20


class NoSuchChoice(NotFound):
    """An address asks for something that is not among what there is to choose from."""

    message = N_("没有“{text}”这一项，网址可能抄错了。可以选的有：{known}。请回到上一页，重新选一项。")


def unit_of(given: Mapping[str, str]) -> int | None:
    """Return the number of the unit asked for; None where none is.

    :raises NotFound: what stands there is no number of a unit
    """
    text = given.get("unit", "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= LONGEST):
        raise NotFound(what=_("这个单位"))
    return int(text)


def one_of(given: Mapping[str, str], name: str, choices: Mapping[str, str], *, usual: str) -> str:
    """Return which of the choices is asked for, the usual one where none is.

    :param choices: key -> what it is called, as the visitor reads it
    :raises NoSuchChoice: none is called so
    """
    text = given.get(name, "").strip()
    if text and text not in choices:
        raise NoSuchChoice(text=text[:SHOWN], known=_("、").join(choices.values()))
    return text or usual


def begun(period: Period, today: date) -> Period:
    """Return the period.

    :raises PeriodNotBegun: its first day is still to come
    """
    if period.starts_on > today:
        raise PeriodNotBegun(period=period.said)
    return period
