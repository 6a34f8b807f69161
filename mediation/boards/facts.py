"""What is late, due, paused, carded of each dispute in hand: said once, for the numbers and for their lists.

Each source (tasks, clocks, cards …) is gathered by case before it is joined, so that a county's board is
one look at each; those that few cases have anything of are joined as one. What counts as what is a county
default, told in words beside each number.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    CTE,
    BindParameter,
    ColumnElement,
    Date,
    Integer,
    Select,
    Subquery,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal_column,
    null,
    or_,
    select,
    true,
    union_all,
)

from mediation.casework.model import WorkItem
from mediation.clocks.model import Clock
from mediation.kernel.clock import day_of
from mediation.kernel.columns import Moment
from mediation.oversight.model import Card, Instruction, Listing, UnreachedRank
from mediation.oversight.queries import is_filled

ONE: ColumnElement[int] = literal_column("1", Integer())
NOUGHT: ColumnElement[int] = literal_column("0", Integer())
# A pause is short up to the first, long up to the second (county default).
SPANS = (PAUSED_SHORT, PAUSED_LONG) = (timedelta(days=7), timedelta(days=30))


def word(text: str) -> ColumnElement[str]:
    """Return a fixed word as a literal: PostgreSQL then sees that a partial index covers it."""
    return literal_column(f"'{text}'")


@dataclass(frozen=True)
class Now:
    """The moment a board is drawn for.

    What statements ask of it stands in them by name, so that one built once serves every moment: it is
    executed with :meth:`values`.
    """

    at: datetime

    @property
    def today(self) -> BindParameter[date]:
        """The county's day."""
        return bindparam("now_today", self._today, type_=Date())

    @property
    def sunday(self) -> BindParameter[date]:
        """The last day of this calendar week, Monday to Sunday."""
        return bindparam("now_sunday", self._sunday, type_=Date())

    @property
    def moment(self) -> BindParameter[datetime]:
        """The moment, written into the statement.

        So PostgreSQL plans each statement for the unit at hand. A plan it kept for any unit would look
        at a county as at a grid, one dispute after the other.
        """
        return bindparam("now_moment", self.at, type_=Moment(), literal_execute=True)

    def ago(self, span: timedelta) -> BindParameter[datetime]:
        """The moment that lies ``span`` back, one of ``SPANS``."""
        return bindparam(_named(span), self.at - span, type_=Moment())

    def values(self) -> dict[str, date | datetime]:
        """Return all that a statement may ask of it, by name."""
        spans = {_named(span): self.at - span for span in SPANS}
        return {"now_moment": self.at, "now_today": self._today, "now_sunday": self._sunday, **spans}

    @property
    def _today(self) -> date:
        return day_of(self.at)

    @property
    def _sunday(self) -> date:
        return self._today + timedelta(days=6 - self._today.weekday())


def _named(span: timedelta) -> str:
    return f"now_{span.days}_days_ago"


def facts(of: CTE, now: Now, *, needs: Collection[str] | None = None, whole: bool = False) -> Select[Any]:
    """Return one row a case of ``of`` (id and whatever else), with the columns of ``needs``.

    :param needs: names of ``SOURCES``; all where not given. A source left out is not looked at
    :param whole: ``of`` has all that is in hand anywhere, so that sources need not be narrowed to it first
    """
    query = select(of).where(now.moment.is_not(None))
    wanted = [name for name in SOURCES if needs is None or name in needs]
    gathered = {name: SOURCES[name](_Cases(of, whole), now).subquery(name) for name in wanted}
    of_few = [gathered.pop(name) for name in wanted if name != OF_MOST]
    for found in (*gathered.values(), *_as_one(of_few)):
        query = query.outerjoin(found, found.c.case_id == of.c.id).add_columns(*_beside_the_case(found))
    return query


def _as_one(gathered: Sequence[Subquery]) -> Sequence[Subquery]:
    """Return what few cases have anything of as one row a case, with the columns of all."""
    if len(gathered) < 2:
        return gathered
    columns = [column for each in gathered for column in _beside_the_case(each)]
    parts = [
        select(each.c.case_id, *(each.c.get(column.name, _missing(column)) for column in columns))
        for each in gathered
    ]
    rows = union_all(*parts).subquery("rows")
    known = [func.max(rows.c[column.name]).label(column.name) for column in columns]
    return [select(rows.c.case_id, *known).group_by(rows.c.case_id).subquery("of_few")]


def _beside_the_case(found: Subquery) -> Sequence[ColumnElement[Any]]:
    return [column for column in found.c if column.name != "case_id"]


def _missing(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return nothing, of the type of ``column``, which PostgreSQL must know where it comes first."""
    return cast(null(), column.type).label(column.key)


@dataclass(frozen=True)
class _Cases:
    """The cases a source is narrowed to."""

    of: CTE
    whole: bool

    def have(self, case_id: Any) -> ColumnElement[bool]:
        """Return the condition that ``case_id`` is one of them, where there are others at all."""
        return true() if self.whole else case_id.in_(select(self.of.c.id))


def _flag(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """Any of a case's rows makes it so."""
    return func.max(case((condition, ONE), else_=NOUGHT))


# What has dates, whether it was found late, and which rows count: open tasks, live limits of attempt or case.
DATED: Sequence[tuple[Any, ColumnElement[bool], Sequence[ColumnElement[bool]]]] = (
    (WorkItem, WorkItem.late.expression, (WorkItem.state == word("open"),)),
    (Clock, Clock.state == word("reached"), (Clock.scope != word("item"), Clock.state != word("stopped"))),
)


def _each(cases: _Cases, *, only: Callable[[Any, ColumnElement[bool]], Any] | None = None) -> Subquery:
    """Return open tasks and live limits of an attempt or a case, in one.

    :param only: which of them, said of tasks or of limits and of whether one was found late
    """
    parts = [
        select(of.case_id, of.due_at, of.due_on, of.provisional, late.label("late")).where(
            *which, cases.have(of.case_id), *([only(of, late)] if only else [])
        )
        for of, late, which in DATED
    ]
    return union_all(*parts).subquery("each")


def _pressing(cases: _Cases, now: Now) -> Select[Any]:
    """What is late, comes due this week, or may still move: few are, and the others are not gathered.

    Whether the first date to come is provisional is asked of those that have a provisional one: it is,
    where nothing certain comes before it.
    """
    each = _each(
        cases,
        only=lambda of, late: or_(late, of.due_at <= now.moment, of.due_on <= now.sunday, of.provisional),
    )
    coming = each.c.due_at > now.moment
    found = (
        select(
            each.c.case_id,
            _flag(or_(each.c.late, each.c.due_at <= now.moment)).label("is_late"),
            _flag(and_(coming, each.c.due_on <= now.sunday)).label("is_due_this_week"),
            func.min(case((and_(coming, each.c.provisional), each.c.due_at))).label("provisional_at"),
        )
        .group_by(each.c.case_id)
        .subquery("found")
    )
    before = [
        exists().where(
            of.case_id == found.c.case_id, *which, of.due_at > now.moment, of.due_at < found.c.provisional_at
        )
        for of, _late, which in DATED
    ]
    is_first = and_(found.c.provisional_at.is_not(None), *(~each for each in before))
    return select(
        *(found.c[name] for name in ("case_id", "is_late", "is_due_this_week")),
        case((is_first, ONE), else_=NOUGHT).label("is_provisional"),
    )


def _dates(cases: _Cases, now: Now) -> Select[Any]:
    """The first date of each case, and the first to come."""
    each = _each(cases)
    coming = each.c.due_at > now.moment
    return select(
        each.c.case_id,
        func.min(each.c.due_at).label("first_due"),
        func.min(each.c.due_on).label("first_due_on"),
        func.min(case((coming, each.c.due_at))).label("next_due"),
        func.min(case((coming, each.c.due_on))).label("next_due_on"),
    ).group_by(each.c.case_id)


def _pauses(cases: _Cases, now: Now) -> Select[Any]:
    return (
        select(Clock.case_id, func.min(Clock.paused_at).label("paused_at"))
        .where(Clock.state == word("paused"), cases.have(Clock.case_id))
        .group_by(Clock.case_id)
    )


def _red_cards(cases: _Cases, now: Now) -> Select[Any]:
    return (
        select(Card.case_id, ONE.label("red"), _flag(Card.explanation.is_(None)).label("unexplained"))
        .where(Card.kind == word("red"), Card.closed_at.is_(None), Card.voided_at.is_(None))
        .where(cases.have(Card.case_id))
        .group_by(Card.case_id)
    )


def _yellow_cards(cases: _Cases, now: Now) -> Select[Any]:
    """A yellow card is open while the clock it warns of runs; it is not closed when that stops."""
    return (
        select(Card.case_id, ONE.label("yellow"))
        .join(Clock, Clock.id == Card.clock_id)
        .where(Card.kind == word("yellow"), Card.closed_at.is_(None), Card.voided_at.is_(None))
        .where(Clock.state == word("running"), cases.have(Card.case_id))
        .group_by(Card.case_id)
    )


def _instructions(cases: _Cases, now: Now) -> Select[Any]:
    unanswered = and_(Instruction.state == word("open"), Instruction.finish_by < now.today)
    return (
        select(Instruction.case_id, ONE.label("instructed"), _flag(unanswered).label("instructed_late"))
        .where(Instruction.state != word("closed"), cases.have(Instruction.case_id))
        .group_by(Instruction.case_id)
    )


def _listings(cases: _Cases, now: Now) -> Select[Any]:
    return (
        select(Listing.case_id, ONE.label("listed"))
        .where(Listing.closed_at.is_(None), cases.have(Listing.case_id))
        .group_by(Listing.case_id)
    )


def _unreached(cases: _Cases, now: Now) -> Select[Any]:
    """A rank stays unreached until somebody is in post or the work is done."""
    return (
        select(UnreachedRank.case_id, ONE.label("unreached"))
        .join(Clock, Clock.id == UnreachedRank.clock_id)
        .where(Clock.state != word("stopped"), cases.have(UnreachedRank.case_id), ~is_filled(now.today))
        .group_by(UnreachedRank.case_id)
    )


# Nearly every case has an open task or a limit; the others are of few.
OF_MOST = "dates"
SOURCES = {
    "pressing": _pressing,
    "dates": _dates,
    "pauses": _pauses,
    "red_cards": _red_cards,
    "yellow_cards": _yellow_cards,
    "instructions": _instructions,
    "listings": _listings,
    "unreached": _unreached,
}
