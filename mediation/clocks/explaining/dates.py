"""Days and moments as they are said in an explanation: with the weekday, and the year where it is another."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from mediation.clocks.rules import DAY
from mediation.clocks.words import WEEKDAYS, Sentence
from mediation.kernel.clock import local
from mediation.kernel.sentences import AT_TIME, MONTHS
from mediation.kernel.text import N_

ON, ON_OF_YEAR = N_("{month}{day}日（{weekday}）"), N_("{year}年{month}{day}日（{weekday}）")
SPAN, AND = N_("{first}至{last}"), N_("{one}、{other}")

Span = tuple[date, date]


def day(on: date, year: int | None) -> Sentence:
    """Return e.g. 9月22日（周二）; with the year where that is not ``year``, and where that is None."""
    said = {"month": MONTHS[on.month - 1], "day": on.day, "weekday": WEEKDAYS[on.weekday()]}
    return Sentence(ON, said) if on.year == year else Sentence(ON_OF_YEAR, {**said, "year": on.year})


def moment(at: datetime, year: int | None) -> Sentence:
    """Return e.g. 9月18日（周五）20:15, in the county's time."""
    here = local(at)
    return Sentence(AT_TIME, {"day": day(here.date(), year), "time": f"{here:%H:%M}"})


def span(days: Span, year: int) -> Sentence:
    """Return one day, or the first and the last of several."""
    first, last = days
    if first == last:
        return day(first, year)
    return Sentence(SPAN, {"first": day(first, year), "last": day(last, first.year)})


def together(days: Iterable[date]) -> list[Span]:
    """Return the days as runs without a gap, in order."""
    spans: list[Span] = []
    for on in sorted(days):
        if spans and spans[-1][1] + DAY == on:
            spans[-1] = spans[-1][0], on
        else:
            spans.append((on, on))
    return spans


def listed(said: Sequence[Sentence | str]) -> Sentence | str:
    """Return several things as one list."""
    first, *others = said
    return Sentence(AND, {"one": first, "other": listed(others)}) if others else first
