"""The work calendar: what is known of a year, a local day off, next year's holidays."""

import csv
from datetime import date, datetime, timedelta
from pathlib import Path

import click

from mediation.clocks.rules import Day
from mediation.kernel.actor import SYSTEM
from mediation.kernel.clock import SystemClock
from mediation.kernel.unit_of_work import UnitOfWork

WORDS = {"work": True, "rest": False, "works": True, "rests": False, "班": True, "休": False}
DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group()
def calendar() -> None:
    """Days that are worked and days that are not; editing one recounts the clocks it touches.

    \b
    Example: mediation calendar show 2026
    """


@calendar.command()
@click.argument("year", type=click.IntRange(2004, 2100))
def show(year: int) -> None:
    """List the holidays and make-up days of YEAR as they are counted now.

    \b
    Example: mediation calendar show 2027
    """
    from mediation.clocks.book import work_calendar
    from web.commands.opening import open_system
    from web.config import from_environment

    with open_system(from_environment()).session() as session:
        known = work_calendar(session)
    first = date(year, 1, 1)
    days = [known.day(first + timedelta(n)) for n in range((date(year + 1, 1, 1) - first).days)]
    for day in days:
        if day.name:
            click.echo(f"{day.on} {'班' if day.works else '休'} {day.name}")
    if not known.is_published(year):
        click.echo(f"{year} is not published yet: dates in it are provisional")


@calendar.command("set")
@click.argument("day", type=DAY)
@click.argument("works", type=click.Choice(list(WORDS)), metavar="work|rest")
@click.option("--reason", required=True, help="Why; it stands in the calendar and is shown with it.")
def set_one(day: datetime, works: str, reason: str) -> None:
    """Say that DAY is worked or not, and why.

    \b
    Example: mediation calendar set 2026-09-21 rest --reason 防汛停工
    """
    from mediation.clocks.operations import set_day

    with _unit_of_work() as uow:
        now = SystemClock().now()
        woken = set_day(uow, on=day.date(), is_working=WORDS[works], name=reason, by=SYSTEM, at=now)
        said = _foretold(uow, woken)
        uow.commit()
    click.echo(f"{day:%Y-%m-%d} {'班' if WORDS[works] else '休'} {reason}: {said}")


@calendar.command()
@click.argument("day", type=DAY)
def forget(day: datetime) -> None:
    """Take an edit of DAY back: what was published holds again.

    \b
    Example: mediation calendar forget 2026-09-21
    """
    from mediation.clocks.operations import forget_day

    with _unit_of_work() as uow:
        said = _foretold(uow, forget_day(uow, on=day.date(), by=SYSTEM, at=SystemClock().now()))
        uow.commit()
    click.echo(f"{day:%Y-%m-%d} is as published: {said}")


@calendar.command()
@click.argument("year", type=click.IntRange(2004, 2100))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", required=True, help="The notice of the State Council it is taken from.")
@click.option("--preview", is_flag=True, help="Only say what would move; change nothing.")
def publish(year: int, file: Path, source: str, preview: bool) -> None:
    """Enter the arrangement of YEAR from FILE: CSV with day, work or rest, name.

    Every holiday and every make-up day stands in it; other days follow the week. All rows or none.
    Says how many clocks the next sweep recounts, and how many of them end on another day.

    \b
    Example: mediation calendar publish 2027 days.csv --source 国办发明电〔2026〕7号
    """
    from mediation.clocks.operations import publish_year

    days = _read(file)
    with _unit_of_work() as uow:
        now = SystemClock().now()
        woken = publish_year(uow, year=year, days=days, source=source, by=SYSTEM, at=now)
        said = _foretold(uow, woken)
        if not preview:
            uow.commit()
    click.echo(f"{year}: {len(days)} days; {said}" + ("; nothing was changed" if preview else ""))


def _foretold(uow: UnitOfWork, woken: list[int]) -> str:
    """Say what the next sweep will do to the clocks an edit touches."""
    from mediation.clocks.queries import moving

    if not woken:
        return "no running clock is touched"
    return f"the next sweep recounts {len(woken)} clocks, {moving(uow.session, woken)} of them move"


def _read(file: Path) -> list[Day]:
    days = []
    with file.open(encoding="utf-8-sig", newline="") as opened:
        for row in csv.reader(opened):
            if not row or row[0] == "day":
                continue
            try:
                on, works, name = row
                days.append(
                    Day(date.fromisoformat(on.strip()), works=WORDS[works.strip()], name=name.strip())
                )
            except (ValueError, KeyError):
                raise click.ClickException(
                    f"{file.name}: “{','.join(row)}” is not like 2027-01-02,work,元旦调休上班"
                ) from None
    return days


def _unit_of_work() -> UnitOfWork:
    from web.commands.opening import open_system
    from web.config import from_environment

    return open_system(from_environment()).uow()
