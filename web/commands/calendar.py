"""The work calendar: what is known of a year, local days off, next year's holidays, counting anew."""

from datetime import date, datetime, timedelta
from pathlib import Path

import click

from mediation.bootstrap import System
from mediation.clocks import calendar_queries, drafting, yearly
from mediation.clocks.book import work_calendar
from mediation.clocks.calendar_views import ChangeView
from mediation.clocks.edits import COUNTY, DISASTER, Edit
from mediation.clocks.model import CalendarChange
from mediation.clocks.operations import change_calendar, count_again
from mediation.clocks.previewing import preview as previewed
from mediation.clocks.recount import Recounted, recount
from mediation.kernel.actor import SYSTEM
from mediation.kernel.clock import SystemClock, local
from mediation.kernel.unit_of_work import transact
from web.commands.opening import DAY, system
from web.commands.progress import bar
from web.commands.saying import many, not_found, refuse_rows

YEAR = click.IntRange(calendar_queries.FIRST_YEAR, calendar_queries.LAST_YEAR)
only_preview = click.option("--preview", is_flag=True, help="Only say what would move; change nothing.")


@click.group()
def calendar() -> None:
    """Days that are worked and days that are not; changing one counts anew the clocks it touches.

    \b
    Example: mediation calendar show 2026
    """


@calendar.command()
@click.argument("year", type=YEAR)
def show(year: int) -> None:
    """List the holidays and make-up days of YEAR as they are counted now.

    \b
    Example: mediation calendar show 2027
    """
    with system().session() as session:
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
@click.argument("works", type=click.Choice(list(yearly.WORDS)), metavar="work|rest")
@click.option("--until", type=DAY, help="Last day, where it is more than one.")
@click.option("--disaster", is_flag=True, help="A closure for a flood, a storm, snow.")
@click.option("--reason", required=True, help="Why; it stands in the calendar and is shown with it.")
@only_preview
def set_days(
    day: datetime, works: str, until: datetime | None, disaster: bool, reason: str, preview: bool
) -> None:
    """Say that DAY is worked or not, and why.

    \b
    Example: mediation calendar set 2026-09-21 rest --reason 防汛停工 --disaster
    """
    opened = system()
    with opened.session() as session:
        edit = drafting.setting(
            session,
            first=day.date(),
            last=(until or day).date(),
            works=yearly.WORDS[works],
            kind=DISASTER if disaster else COUNTY,
            reason=reason,
        )
    _change(opened, edit, only_preview=preview)


@calendar.command()
@click.argument("day", type=DAY)
@click.option("--reason", default="恢复原来的安排", help="Why.")
@only_preview
def forget(day: datetime, reason: str, preview: bool) -> None:
    """Take the county's edit of DAY back: what was published holds again.

    \b
    Example: mediation calendar forget 2026-09-21
    """
    opened = system()
    with opened.session() as session:
        edit = drafting.forgetting(session, days=[day.date()], reason=reason)
    _change(opened, edit, only_preview=preview)


@calendar.command()
@click.argument("year", type=YEAR)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", required=True, help="The notice of the State Council it is taken from.")
@click.option("--incomplete", is_flag=True, help="Enter it although statutory holidays are not in it.")
@only_preview
def publish(year: int, file: Path, source: str, incomplete: bool, preview: bool) -> None:
    """Enter the arrangement of YEAR from FILE: CSV with day, work or rest, name.

    Every holiday and every make-up day stands in it; other days follow the week. All rows or none:
    the first bad rows are named by their lines. A file in which a statutory holiday is missing is
    refused unless --incomplete is given; --preview says what is missing and goes on.

    \b
    Example: mediation calendar publish 2027 days.csv --source 国办发明电〔2026〕7号
    """
    opened = system()
    try:
        days = yearly.read_notice(_table(file), year=year)
    except yearly.BadNotice as bad:
        refuse_rows(bad.problems, file.name, "nothing was entered")
    missing = list(yearly.left_out(days, year=year))
    for on, name in missing:
        click.echo(f"not in {file.name}: {on} {name}", err=True)
    if missing and not incomplete and not preview:
        raise click.ClickException(
            f"{many(len(missing), 'statutory holiday is', 'statutory holidays are')} not in {file.name}; "
            "nothing was entered. Add them, or give --incomplete if the notice says so"
        )
    with opened.session() as session:
        edit = drafting.publishing(session, year=year, days=days, source=source)
    _change(opened, edit, only_preview=preview)


@calendar.command()
@click.option("--year", type=YEAR, help="Only changes of that year.")
def changes(year: int | None) -> None:
    """List the latest changes: number, when, by whom, which days, why, and how many clocks they moved.

    \b
    Example: mediation calendar changes --year 2026
    """
    with system().session() as session:
        found = calendar_queries.changes(session, year=year)
    for each in found:
        done = "" if each.is_done else f", {each.counted} of {each.touched} counted"
        undone = f", undone by {each.undone_by_id}" if each.undone_by_id else ""
        undoes = f", undoes {each.undoes_id}" if each.undoes_id else ""
        said = f"{each.id} {local(each.at):%Y-%m-%d} {each.by_post} {_days_of(each)} {each.reason}"
        click.echo(f"{said}: {each.moved} moved{done}{undoes}{undone}")
    if not found:
        click.echo(f"the calendar of {year} was never changed" if year else "the calendar was never changed")


def _days_of(change: ChangeView) -> str:
    """Say which days a change arranged: the year, or its first to its last and what they became."""
    if change.publishes or not change.days:
        return str(change.year)
    first, last = change.days[0], change.days[-1]
    until = f" to {last.on}" if last.on != first.on else ""
    ways = {"work" if each.now.works else "rest" for each in change.days}
    return f"{first.on}{until} {'/'.join(sorted(ways))}"


@calendar.command()
@click.argument("change", type=int)
@only_preview
def undo(change: int, preview: bool) -> None:
    """Take CHANGE back, by a change of its own.

    \b
    Example: mediation calendar undo 12
    """
    opened = system()
    with opened.session() as session, not_found("change", "mediation calendar changes", change):
        edit = drafting.undoing(session, change)
    _change(opened, edit, only_preview=preview)


@calendar.command("recount")
@click.option("--change", type=int, help="Count once more what that change touches.")
def recount_now(change: int | None) -> None:
    """Count to the end what is still to be counted anew, beside schedulers that may be at it too.

    \b
    Example: mediation calendar recount
    """
    opened = system()
    if change is not None:
        _refuse_while_counting(opened)
        with opened.uow() as uow, not_found("change", "mediation calendar changes", change):
            count_again(uow, change_id=change)
            uow.commit()
    _count(opened)


def _change(opened: System, edit: Edit, *, only_preview: bool) -> None:
    """Say what an edit moves; make it and count to the end, unless it is only looked at."""
    now = SystemClock().now()
    _refuse_while_counting(opened)
    with opened.session() as session:
        seen = previewed(session, edit, at=now)
    touched = many(seen.touched, "clock is", "clocks are")
    click.echo(f"{many(len(edit.days), 'day')}; {touched} touched, {seen.moved:,} of them move")
    for shift, count in seen.shifts:
        click.echo(f"  {shift:+d} {'day' if abs(shift) == 1 else 'days'}: {count:,}")
    if seen.in_time:
        click.echo(f"  taken for late, and in time then: {seen.in_time}")
    if only_preview:
        click.echo("nothing was changed")
        return
    change_id = transact(opened.uow, lambda uow: _flushed(change_calendar(uow, edit=edit, by=SYSTEM, at=now)))
    click.echo(f"change {change_id} is made")
    _count(opened)


def _refuse_while_counting(opened: System) -> None:
    """Check that no earlier change is being counted: what a further one moves cannot be known before.

    :raises ClickException: with how far it is, and what counts it to the end
    """
    with opened.session() as session:
        change = calendar_queries.being_counted(session)
    if change is not None:
        raise click.ClickException(
            f"change {change.id} is still being counted anew ({change.counted} of {change.touched}); "
            "nothing was changed. Wait for the scheduler, or count it to the end: mediation calendar recount"
        )


def _table(file: Path) -> bytes:
    """Read a table as text.

    :raises ClickException: it is something else: a workbook, a picture, a PDF
    """
    table = file.read_bytes()
    try:
        yearly.decoded(table)
    except yearly.NotText as error:
        raise click.ClickException(
            f"{file.name} is no table of text (CSV); save it as CSV and give that"
        ) from error
    return table


def _flushed(change: CalendarChange) -> int:
    return change.id


def _count(opened: System) -> None:
    """Count as long as something is free; what somebody holds is left to the scheduler."""
    done = Recounted()
    with bar("clocks", _left(opened)) as moved:
        some = recount(opened.uow, at=SystemClock().now(), told=moved)
        done += some
        while some.left and some.counted:
            some = recount(opened.uow, at=SystemClock().now(), told=moved)
            done += some
    click.echo(
        f"{many(done.counted, 'clock')} counted anew, {done.moved} moved, {done.righted} no longer late"
    )
    if some.left:
        click.echo("some cases are being worked on; the scheduler counts theirs, or this command once more")
    if done.failed:
        raise click.ClickException(
            f"{many(done.failed, 'clock')} could not be counted; see: mediation clock parked"
        )


def _left(opened: System) -> int:
    with opened.session() as session:
        found = calendar_queries.changes(session, size=100)
    return sum(each.touched - each.counted for each in found if not each.is_done)
