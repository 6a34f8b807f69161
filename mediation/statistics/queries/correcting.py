"""Finding what counts otherwise than earlier returns told."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from mediation.cases.model import Case
from mediation.kernel.locality import Locality
from mediation.ledger import queries as ledger
from mediation.statistics.model import ReturnedCase, StatisticalReturn
from mediation.statistics.queries.counting import concerned, count
from mediation.statistics.rules import periods
from mediation.statistics.rules.correcting import Correction, Kept, differs, reason_of
from mediation.statistics.rules.periods import Period
from mediation.statistics.settings import of
from mediation.units.model import Unit
from mediation.units.queries import UnitView

PAGE = 500
OVERLAP = 10_000


def corrections(
    session: Session, *, unit: UnitView, period: Period, locality: Locality
) -> tuple[Correction, ...]:
    """Return what the unit's earlier returns of this kind told otherwise than it counts now.

    What a return told already, be it submitted before or after, is not told again. Only disputes whose
    ledger went on since a return was last looked over are counted again.
    """
    rows = session.scalars(
        select(StatisticalReturn)
        .where(StatisticalReturn.unit_id == unit.id, StatisticalReturn.period == period.kind)
        .order_by(StatisticalReturn.submitted_at, StatisticalReturn.id)
    ).all()
    oldest = _months_back(period.starts_on, of(locality).corrections_months)
    earlier = [row for row in rows if oldest <= row.ends_on and row.starts_on < period.starts_on]
    since = _told_since(rows)
    found: list[Correction] = []
    for row in sorted(earlier, key=lambda row: row.starts_on):
        moved = ledger.gone_on(after=_last_looked_over(row, rows))
        found += _of_return(session, row, since[row.id], moved, unit, locality)
    return tuple(found)


def _last_looked_over(row: StatisticalReturn, rows: Sequence[StatisticalReturn]) -> int:
    """Return up to which ledger line all disputes of a return were counted again, or a little less.

    A line may be written before ours and committed after we counted: so many lines are looked at again.
    """
    lines = (each.figures.get("ledger", 0) for each in rows if each.starts_on >= row.starts_on)
    return max(0, max(lines) - OVERLAP)


def kept_correction(each: Correction) -> dict[str, Any]:
    """Return a correction as it is kept with the return that tells it."""
    return asdict(each)


def of_kept_correction(kept: Mapping[str, Any]) -> Correction:
    """Return what :func:`kept_correction` made again."""
    return Correction(**kept)


def _months_back(day: date, months: int) -> date:
    years, number = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(years, number + 1, 1)


def _told_since(rows: Sequence[StatisticalReturn]) -> dict[int, dict[int, Kept]]:
    """Return what later returns told of each return's disputes: return -> case -> as it counts."""
    told: dict[int, dict[int, Kept]] = defaultdict(dict)
    for row in rows:
        for each in row.corrections:
            told[each["return_id"]][each["case_id"]] = each["new"]
    return told


def _of_return(
    session: Session,
    row: StatisticalReturn,
    since: Mapping[int, Kept],
    moved: Select[tuple[int]],
    unit: UnitView,
    locality: Locality,
) -> Iterator[Correction]:
    period = periods.holding(row.period, row.starts_on)
    told = _told(session, row.id, moved)
    told.update(since)
    only = told.keys() | concerned(session, period, of(locality), among=moved)
    now = count(session, path=unit.path, period=period, locality=locality, only=only)
    changed: dict[int, tuple[Kept, Kept]] = {}
    for case_id in sorted(told.keys() | now.keys()):
        old = told.get(case_id, {})
        new = now[case_id].kept() if case_id in now else {}
        if differs(old, new):
            changed[case_id] = (old, new)
    for case_id, number, outcome, place in _cases(session, list(changed)):
        before, after = changed[case_id]
        if _came_or_went(place, unit, row.submitted_at, was_told=bool(before)):
            continue
        is_here = place.path.startswith(unit.path)
        reason = reason_of(before, after, is_merged=outcome == "merged", is_here=is_here)
        yield Correction(row.id, period.key, case_id, number, reason, before, after)


def _told(session: Session, return_id: int, moved: Select[tuple[int]]) -> dict[int, Kept]:
    """Return what those of the disputes that a return counted counted as in it."""
    kept = select(ReturnedCase.case_id, ReturnedCase.counted).where(
        ReturnedCase.return_id == return_id, ReturnedCase.case_id.in_(moved)
    )
    told: dict[int, Kept] = dict(session.execute(kept).tuples().all())
    return told


def _came_or_went(place: Unit, unit: UnitView, submitted_at: datetime, *, was_told: bool) -> bool:
    """Say whether the dispute's unit came here, or went, with all its history, after the return.

    That is a change of the county's map, not of what was counted.
    """
    if place.joined_at is None or place.former_path is None or place.joined_at <= submitted_at:
        return False
    was_here, is_here = place.former_path.startswith(unit.path), place.path.startswith(unit.path)
    return (is_here and not was_here and not was_told) or (was_here and not is_here and was_told)


def _cases(session: Session, case_ids: Sequence[int]) -> Iterator[tuple[int, str, str | None, Unit]]:
    for start in range(0, len(case_ids), PAGE):
        query = (
            select(Case.id, Case.number, Case.outcome, Unit)
            .join(Unit, Unit.id == Case.unit_id)
            .where(Case.id.in_(case_ids[start : start + PAGE]))
            .order_by(Case.id)
        )
        yield from session.execute(query).tuples()
