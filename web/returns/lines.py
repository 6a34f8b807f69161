"""A return's figures as lines and tables in words, as a page or a paper shows them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from flask_babel import gettext as _

from mediation.kernel.text import N_
from mediation.statistics import settings
from mediation.statistics.definitions import COLUMNS
from mediation.statistics.queries.returns import ReturnView, Told
from mediation.statistics.rules import comparing
from mediation.statistics.rules.counting import RATES, rate_of
from mediation.statistics.rules.publishing import TABLED, Publication, publish
from mediation.statistics.rules.suppressing import SMALL
from web import asking, naming, words
from web.language import word
from web.spreadsheets import Percent

NOTHING, HIDDEN = "—", "*"
DIMENSIONS = {
    "kind": ("kinds", N_("按类型"), N_("类型")),
    "source": ("sources", N_("按来源"), N_("来源")),
    "level": ("", N_("按层级"), N_("层级")),
}
OUTSIDE_COLUMNS = (*TABLED, "success_rate")


@dataclass(frozen=True)
class Number:
    """One number in words.

    :ivar value: as a spreadsheet keeps it; None where it keeps nothing
    :ivar made_of: numerator and denominator of a rate
    """

    text: str
    value: Any = None
    made_of: tuple[int, int] | None = None

    @property
    def parts(self) -> str:
        """What a rate is made of, e.g. 12/16."""
        return f"{self.made_of[0]:,}/{self.made_of[1]:,}" if self.made_of else ""


@dataclass(frozen=True)
class Difference:
    """By how much a figure is more or less than before.

    :ivar value: as a spreadsheet keeps it: disputes, yuan, percentage points; None where it is not told
    :ivar percent: of what was before; None where that is too small
    """

    text: str
    value: Decimal | int | None
    percent: Percent | None = None


@dataclass(frozen=True)
class Line:
    """One figure with its definition and what it is compared with."""

    key: str
    title: str
    unit: str
    is_part: bool
    is_rate: bool
    now: Number
    previous: Number
    previous_change: Difference
    year_before: Number
    year_change: Difference
    says: str
    basis: str


@dataclass(frozen=True)
class Table:
    """Figures by kind, source or level; ``heads`` begins with what the rows are.

    :ivar keys: of the figures, one for each head after the first
    """

    title: str
    keys: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Number, ...]], ...]


class Lines:
    """The words of one return, as the office keeps it or as it may go outside."""

    def __init__(self, view: ReturnView, *, outside: bool = False) -> None:
        self.view, self.outside = view, outside
        self._below = settings.of(asking.locality()).suppress_below

    @cached_property
    def shown(self) -> Publication | None:
        """What may be shown outside; None: everything is shown."""
        if not self.outside:
            return None
        entries = {each: self._entries(each) for each in DIMENSIONS}
        return publish(self.view.sums, entries, below=self._below)

    @property
    def small(self) -> str:
        """How a small number is shown outside, e.g. <5."""
        return f"<{self._below}"

    @property
    def is_mostly_hidden(self) -> bool:
        """Whether more of the figures that are not 0 are hidden than shown."""
        told = [line.now.value for line in self.lines() if line.now.value]
        return 2 * sum(value in (HIDDEN, self.small) for value in told) > len(told)

    def lines(self) -> list[Line]:
        """Return every figure, in the order of the return."""
        return [self._line(each) for each in self.view.definitions]

    def tables(self) -> list[Table]:
        """Return the tables by kind, source and level."""
        return [self._table(dimension) for dimension in DIMENSIONS]

    def _line(self, kept: Mapping[str, Any]) -> Line:
        key, totals = kept["key"], self.view.sums.totals
        before, year = self.view.previous, self.view.year_before
        return Line(
            key=key,
            title=word(kept["title"]),
            unit=word(kept["unit"]) if kept["unit"] else "",
            is_part=bool(kept["part_of"]),
            is_rate=key in RATES,
            now=self._number(totals, key),
            previous=plain(before.totals, key),
            previous_change=self._change(key, before),
            year_before=plain(year.totals, key),
            year_change=self._change(key, year),
            says=word(kept["says"]).format(**kept["words"]),
            basis=word(kept["basis"]),
        )

    def _number(
        self, figures: Mapping[str, int], key: str, dimension: str = "total", entry: str = ""
    ) -> Number:
        if self.shown is None:
            return plain(figures, key)
        if key in RATES:
            may = self.shown.shows_rate(key, dimension, entry)
            return plain(figures, key) if may else Number(HIDDEN, value=HIDDEN)
        mark = self.shown.mark(key, dimension, entry)
        if mark is None:
            return plain(figures, key)
        text = self.small if mark == SMALL else HIDDEN
        return Number(text, value=text)

    def _change(self, key: str, told: Told) -> Difference:
        return difference(key, self.view.sums.totals, told.totals)

    def _table(self, dimension: str) -> Table:
        found = self.view.sums.by.get(dimension, {})
        columns = OUTSIDE_COLUMNS if self.outside else COLUMNS
        titles = {each["key"]: each["title"] for each in self.view.definitions}
        entries = self._entries(dimension)
        if self.shown is None:
            shown = [each for each in entries if any(found.get(each, {}).values())]
        else:
            shown = self.shown.entries(found, entries)
        return Table(
            title=word(DIMENSIONS[dimension][1]),
            keys=columns,
            heads=(word(DIMENSIONS[dimension][2]), *(word(titles[each]) for each in columns)),
            rows=tuple(
                (
                    name_of(dimension, entry),
                    tuple(self._number(found.get(entry, {}), key, dimension, entry) for key in columns),
                )
                for entry in shown
            ),
        )

    def _entries(self, dimension: str) -> Sequence[str]:
        """Return every entry of a dimension, and those found that the locality no longer names."""
        if dimension == "level":
            levels = sorted(asking.locality().levels.values(), key=lambda level: level.rank)
            known = [level.key for level in levels]
        else:
            known = [each["key"] for each in naming.entries(DIMENSIONS[dimension][0])]
        return [*known, *sorted(set(self.view.sums.by.get(dimension, {})) - set(known))]


def name_of(dimension: str, entry: str) -> str:
    """Return what an entry of a dimension is called."""
    return naming.level_name(entry) if dimension == "level" else naming.named(DIMENSIONS[dimension][0], entry)


def plain(figures: Mapping[str, int], key: str) -> Number:
    """Return a figure in words, nothing hidden; a rate always with what it is made of."""
    if key in RATES:
        return rate(*rate_of(figures, key))
    number = figures.get(key, 0)
    if key == "amount_fen":
        return Number(words.yuan(number), value=Decimal(number) / 100)
    return Number(f"{number:,}", value=number)


def rate(above: int, below: int) -> Number:
    """Return a rate in percent with what it is made of; — where there is nothing to divide by."""
    percent = comparing.percentage(above, below)
    if percent is None:
        return Number(NOTHING)
    return Number(f"{percent}%", Percent(percent / 100, places=1), (above, below))


def difference(key: str, now: Mapping[str, int], before: Mapping[str, int]) -> Difference:
    """Say by how much a figure is more or less than before."""
    percent_from = settings.of(asking.locality()).percent_from
    if key in RATES:
        rates = rate_of(now, key), rate_of(before, key)
        if not all(below for _above, below in rates):
            return Difference(NOTHING, None)
        points = comparing.points(*rates, percent_from=percent_from)
        if points is None:
            return Difference(_("基数小"), None)
        return Difference(_("%(points)s个百分点", points=_signed(points)) if points else _("持平"), points)
    change = comparing.change(now.get(key, 0), before.get(key, 0), percent_from=percent_from)
    if not change.by:
        return Difference(_("持平"), 0)
    is_amount = key == "amount_fen"
    by = words.yuan(abs(change.by)) if is_amount else f"{abs(change.by):,}"
    said = f"{'+' if change.by > 0 else '−'}{by}"
    value = Decimal(change.by) / 100 if is_amount else change.by
    if change.percent is None:
        return Difference(said, value)
    percent = Percent(change.percent / 100, places=1)
    return Difference(f"{said}（{_signed(change.percent)}%）", value, percent)


def _signed(value: Decimal) -> str:
    return f"{'−' if value < 0 else '+' if value > 0 else ''}{abs(value)}"


def joined(parts: Iterable[str]) -> str:
    """Return several things as one enumeration."""
    return _("、").join(parts)
