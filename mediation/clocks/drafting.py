"""Edits that depend on what the calendar says already: a notice over another, taking back, undoing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mediation.clocks import edits
from mediation.clocks.book import work_calendar
from mediation.clocks.edits import OF_THE_NOTICE, DayEdit, Edit
from mediation.clocks.model import CalendarChange, CalendarDay
from mediation.clocks.words import day as said
from mediation.kernel.errors import NotFound, Refused
from mediation.kernel.text import N_

UNDONE = N_("撤销：{reason}")


class RestAnyway(Refused):
    """Nothing was arranged for these days, and nobody works on them."""

    message = N_("所选的日子本来就是休息日，不需要改。请核对日期。")
    is_slip = True


class WorkAnyway(Refused):
    """Nothing was arranged for these days, and they are worked."""

    message = N_("所选的日子本来就上班，不需要改。请核对日期。")
    is_slip = True


def setting(session: Session, **given: Any) -> Edit:
    """Say that some days are worked or not, as :func:`mediation.clocks.edits.setting` does.

    :raises RestAnyway: they rest already, and nobody ever said anything else of them
    :raises WorkAnyway: they are worked already, likewise
    """
    edit = edits.setting(**given)
    now, calendar = edited_days(session, edit.first, edit.last), work_calendar(session)
    if all(day.on not in now and calendar.day(day.on).works is day.works for day in edit.days):
        raise WorkAnyway() if given["works"] else RestAnyway()
    return edit


def publishing(session: Session, *, year: int, days: Iterable[DayEdit], source: str) -> Edit:
    """Enter the arrangement of ``year``; days of an earlier notice that are not in this one go.

    :raises NotOfThatYear: a day of another year is among them
    :raises NameMissing: a day, or the whole, without its reason
    """
    edit = edits.publishing(year=year, days=days, source=source)
    given = {day.on for day in edit.days}
    gone = (
        DayEdit(on, None)
        for on, day in edited_days(session, date(year, 1, 1), date(year, 12, 31)).items()
        if day.kind in OF_THE_NOTICE and on not in given
    )
    return replace(edit, days=(*edit.days, *gone))


def forgetting(session: Session, *, days: Sequence[date], reason: str) -> Edit:
    """Take the county's own edits of ``days`` back: what was published, or the notice, holds again.

    :raises NotTheCountys: the county did not change one of them
    """
    now = edited_days(session, min(days), max(days))
    for on in days:
        if on not in now or now[on].kind in OF_THE_NOTICE:
            raise edits.NotTheCountys(day=said(on))
    noticed = {year: _noticed(session, year) for year in {on.year for on in days}}
    back = tuple(noticed[on.year].get(on, DayEdit(on, None)) for on in sorted(days))
    return Edit(edits.FORGET, min(days).year, back, reason.strip())


def undoing(session: Session, change_id: int) -> Edit:
    """Take a whole change back: its days are again what they were before it.

    :raises NotFound: there is no such change
    :raises UndoneAlready: it was taken back before
    :raises ChangedSince: a later change stands on one of its days
    """
    row = session.get(CalendarChange, change_id)
    if row is None or not row.days:
        raise NotFound(what=N_("这次日历调整"))
    if session.scalar(select(CalendarChange.id).where(CalendarChange.undoes_id == row.id)) is not None:
        raise edits.UndoneAlready()
    on_days = [date.fromisoformat(each["day"]) for each in row.days]
    now = edited_days(session, min(on_days), max(on_days))
    for on, each in zip(on_days, row.days, strict=True):
        if now.get(on, DayEdit(on, None)) != _day(on, each["now"]):
            raise edits.ChangedSince(day=said(on))
    published = row.kind == edits.PUBLISH
    stays = published and _publications(session, row.year, apart_from=row.id) != []
    return Edit(
        kind=edits.PUBLISH if stays else edits.FORGET,
        year=row.year,
        days=tuple(_day(on, each["was"]) for on, each in zip(on_days, row.days, strict=True)),
        reason=UNDONE.format(reason=row.reason)[: edits.LONGEST_SOURCE],
        enters=stays,
        leaves=published and not stays,
        undoes_id=row.id,
    )


def edited_days(session: Session, first: date, last: date) -> dict[date, DayEdit]:
    """Return the days from ``first`` to ``last`` on which the calendar differs from what was published."""
    rows = session.scalars(select(CalendarDay).where(CalendarDay.day.between(first, last)))
    return {row.day: DayEdit(row.day, row.is_working, row.name, row.kind) for row in rows}


def kept(day: DayEdit | None) -> dict[str, Any] | None:
    """Return how a change keeps one side of a day; None: as published."""
    if day is None or day.works is None:
        return None
    return {"works": day.works, "name": day.name, "kind": day.kind}


def _day(on: date, side: Mapping[str, Any] | None) -> DayEdit:
    return DayEdit(on, None) if side is None else DayEdit(on, side["works"], side["name"], side["kind"])


def _noticed(session: Session, year: int) -> dict[date, DayEdit]:
    """Return what the notice that holds for ``year`` says of its days."""
    for row in _publications(session, year)[:1]:
        sides = ((date.fromisoformat(each["day"]), each["now"]) for each in row.days)
        return {on: _day(on, side) for on, side in sides if side is not None}
    return {}


def _publications(session: Session, year: int, *, apart_from: int = 0) -> Sequence[CalendarChange]:
    """Return the changes that entered ``year`` and were not taken back, the latest first."""
    undone = select(CalendarChange.undoes_id).where(CalendarChange.undoes_id.is_not(None))
    query = select(CalendarChange).where(
        CalendarChange.kind == edits.PUBLISH,
        CalendarChange.year == year,
        CalendarChange.undoes_id.is_(None),
        CalendarChange.id.not_in(undone),
        CalendarChange.id != apart_from,
    )
    return [row for row in session.scalars(query.order_by(CalendarChange.id.desc())) if row.days]
