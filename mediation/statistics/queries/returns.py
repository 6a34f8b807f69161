"""A return of a unit and period: as it was submitted, or as it counts now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mediation.kernel.clock import day_of
from mediation.kernel.locality import Locality
from mediation.people.queries import people_named
from mediation.statistics.definitions import kept_definitions
from mediation.statistics.model import StatisticalReturn
from mediation.statistics.queries.beginnings import first_day, is_empty
from mediation.statistics.queries.correcting import corrections, kept_correction, of_kept_correction
from mediation.statistics.queries.counting import count
from mediation.statistics.rules.correcting import Correction
from mediation.statistics.rules.counting import Counted, Sums, add_up, totals
from mediation.statistics.rules.periods import Period
from mediation.statistics.rules.sealing import digest
from mediation.units.model import Unit
from mediation.units.paths import below
from mediation.units.queries import UnitView


@dataclass(frozen=True)
class Told:
    """The figures of another period to compare with.

    :ivar is_submitted: as they were submitted then; else as they count now
    """

    period: str
    totals: Mapping[str, int]
    is_submitted: bool


@dataclass(frozen=True)
class Joined:
    """A unit that was merged into another; its disputes are counted there."""

    name: str
    into: str
    on: date


@dataclass(frozen=True)
class Submitted:
    """Who submitted a return and when.

    :ivar is_intact: what is shown is, to the letter, what was submitted
    """

    id: int
    at: datetime
    by_id: int
    by_name: str
    post: str
    remark: str
    digest: str
    is_intact: bool


@dataclass(frozen=True)
class ReturnView:
    """A return as it is shown.

    :ivar definitions: as kept, see :class:`Definition`
    :ivar joined: units merged since the period began
    """

    unit: UnitView
    unit_name: str
    period: Period
    is_over: bool
    sums: Sums
    previous: Told
    year_before: Told
    corrections: tuple[Correction, ...]
    definitions: Sequence[Mapping[str, Any]]
    joined: tuple[Joined, ...]
    submitted: Submitted | None = None

    @property
    def figures(self) -> dict[str, Any]:
        """All its numbers as they are kept."""
        compared = {
            name: {"period": told.period, "totals": dict(told.totals), "submitted": told.is_submitted}
            for name, told in (("previous", self.previous), ("year_before", self.year_before))
        }
        joined = [{"name": each.name, "into": each.into, "on": each.on.isoformat()} for each in self.joined]
        return {**self.sums.kept(), "compared": compared, "joined": joined}

    @property
    def seen(self) -> str:
        """What stands for all its numbers in a form, so that what was looked at is what is submitted."""
        return digest(
            {"figures": self.figures, "corrections": [kept_correction(c) for c in self.corrections]}
        )


@dataclass(frozen=True)
class Overview:
    """Whether the return of a period was submitted, and when.

    :ivar is_empty: it was over before the unit had its first dispute
    """

    period: Period
    is_over: bool
    is_empty: bool
    submitted_at: datetime | None


def show(session: Session, *, unit: UnitView, period: Period, today: date, locality: Locality) -> ReturnView:
    """Return the unit's return of the period: as submitted where it was, else as it counts now."""
    row = find(session, unit.id, period)
    if row is not None:
        return _submitted(session, row, unit, period)
    return drawn_up(session, unit=unit, period=period, today=today, locality=locality)[0]


def drawn_up(
    session: Session, *, unit: UnitView, period: Period, today: date, locality: Locality
) -> tuple[ReturnView, Mapping[int, Counted]]:
    """Return the return as it counts now, and what each dispute counts as in it."""
    disputes = count(session, path=unit.path, period=period, locality=locality)
    found = corrections(session, unit=unit, period=period, locality=locality) if period.is_over(today) else ()
    return (
        ReturnView(
            unit=unit,
            unit_name=unit.full_name,
            period=period,
            is_over=period.is_over(today),
            sums=add_up(disputes.values()),
            previous=_told(session, unit, period.previous, locality),
            year_before=_told(session, unit, period.year_before, locality),
            corrections=found,
            definitions=kept_definitions(locality),
            joined=joined(session, unit.path, since=period.starts_on),
        ),
        disputes,
    )


def overview(
    session: Session, *, unit: UnitView, shown: Sequence[Period], today: date
) -> tuple[Overview, ...]:
    """Return for each of the periods whether its return was submitted."""
    rows = select(StatisticalReturn.period, StatisticalReturn.starts_on, StatisticalReturn.submitted_at)
    known = {
        (kind, starts_on): at
        for kind, starts_on, at in session.execute(rows.where(StatisticalReturn.unit_id == unit.id)).tuples()
    }
    first = first_day(session, unit.path)
    return tuple(
        Overview(
            period=each,
            is_over=each.is_over(today),
            is_empty=is_empty(each, first, today=today),
            submitted_at=known.get((each.kind, each.starts_on)),
        )
        for each in shown
    )


def find(session: Session, unit_id: int, period: Period) -> StatisticalReturn | None:
    """Return the submitted return, if there is one."""
    return session.scalar(
        select(StatisticalReturn).where(
            StatisticalReturn.unit_id == unit_id,
            StatisticalReturn.period == period.kind,
            StatisticalReturn.starts_on == period.starts_on,
        )
    )


def sealed(row: StatisticalReturn) -> str:
    """Return the digest of all that was submitted."""
    names = (
        *("unit_id", "unit_name", "period", "starts_on", "ends_on", "figures", "corrections"),
        *("definitions", "remark", "submitted_by", "submitted_post"),
    )
    at = row.submitted_at.astimezone(UTC).isoformat()
    return digest({**{name: getattr(row, name) for name in names}, "submitted_at": at})


def joined(session: Session, path: str, *, since: date) -> tuple[Joined, ...]:
    """Return the units at or below ``path`` that were merged on or after the day."""
    merged = session.scalars(
        select(Unit).where(below(Unit.path, path), Unit.merged_at.is_not(None)).order_by(Unit.merged_at)
    ).all()
    into = {each.merged_into_id for each in merged}
    names = dict(session.execute(select(Unit.id, Unit.full_name).where(Unit.id.in_(into))).tuples().all())
    found = [
        Joined(each.full_name, names.get(each.merged_into_id or 0, ""), day_of(each.merged_at))
        for each in merged
        if each.merged_at is not None
    ]
    return tuple(each for each in found if each.on >= since)


def _told(session: Session, unit: UnitView, period: Period, locality: Locality) -> Told:
    row = find(session, unit.id, period)
    if row is not None:
        return Told(period.key, row.figures["totals"], True)
    disputes = count(session, path=unit.path, period=period, locality=locality)
    return Told(period.key, totals(disputes.values()), False)


def _submitted(session: Session, row: StatisticalReturn, unit: UnitView, period: Period) -> ReturnView:
    figures = row.figures
    told = {
        name: Told(each["period"], each["totals"], each["submitted"])
        for name, each in figures["compared"].items()
    }
    return ReturnView(
        unit=unit,
        unit_name=row.unit_name,
        period=period,
        is_over=True,
        sums=Sums(figures["totals"], figures["by"]),
        previous=told["previous"],
        year_before=told["year_before"],
        corrections=tuple(of_kept_correction(each) for each in row.corrections),
        definitions=row.definitions,
        joined=tuple(
            Joined(each["name"], each["into"], date.fromisoformat(each["on"])) for each in figures["joined"]
        ),
        submitted=Submitted(
            id=row.id,
            at=row.submitted_at,
            by_id=row.submitted_by,
            by_name=people_named(session, [row.submitted_by])[row.submitted_by],
            post=row.submitted_post,
            remark=row.remark,
            digest=row.digest,
            is_intact=sealed(row) == row.digest,
        ),
    )
