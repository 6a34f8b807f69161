"""Dates: how long a limit runs from a day, and how a clock of a case came to its date."""

import json
from datetime import date, datetime

import click

from mediation.clocks import words
from mediation.clocks.calendar import WorkCalendar
from mediation.clocks.rules import Count, Unit, explain
from mediation.kernel.clock import SHANGHAI, SystemClock, local, start_of
from web.commands.retrying import try_again
from web.commands.saying import many

UNITS = [unit.value for unit in Unit]


@click.command()
@click.argument("start", metavar="DATE")
@click.argument("amount")
@click.argument("unit", type=click.Choice(UNITS), metavar="UNIT")
@click.option("--json", "as_json", is_flag=True, help="Print the same as JSON.")
def due(start: str, amount: str, unit: str, as_json: bool) -> None:
    """Say when AMOUNT of UNIT from DATE ends, and how it got there.

    UNIT is calendar_day, month, working_day or hour; for hours give the moment. The first day
    does not count; a last day that rests rolls on to the next working day (民法典 201-203).

    \b
    Example: mediation due 2026-09-18 3 working_day
             mediation due "2026-09-18 20:15" 24 hour
             mediation due 2026-04-22 1 month --json
    """
    count = explain(_moment(start), amount, unit, WorkCalendar())
    if as_json:
        click.echo(json.dumps(words.as_data(count), ensure_ascii=False, indent=2))
        return
    click.echo(_end(count))
    for sentence in words.steps(count):
        click.echo(f"  {sentence}")


def _moment(text: str) -> datetime:
    try:
        if len(text) <= 10:
            return start_of(date.fromisoformat(text))
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(
            f"{text!r} is neither a day like 2026-09-18 nor a moment like '2026-09-18 20:15'"
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)


def _end(count: Count) -> str:
    if count.unit is Unit.HOUR:
        return f"{local(count.due_at):%Y-%m-%d %H:%M}"
    return count.due_on.isoformat()


@click.group()
def clock() -> None:
    """Look at the clocks of a case, and at those that could not be fired.

    \b
    Example: mediation clock explain 浏调〔2026〕000012号
             mediation clock parked
    """


@clock.command("explain")
@click.argument("number", metavar="CASE")
@click.option("--json", "as_json", is_flag=True, help="Print the same as JSON.")
def explain_clocks(number: str, as_json: bool) -> None:
    """Say of every clock of CASE (its number) when it ends, why, and what happened to it.

    It is the text that the case's page shows: since when, by which rule, each pause and extension with
    its consents, the days that do not count, the last day.

    \b
    Example: mediation clock explain 浏调〔2026〕000012号
    """
    from mediation.clocks.explaining import as_text
    from mediation.clocks.queries import for_case
    from web.commands.opening import case_id_of, system

    with system().session() as session:
        told = for_case(session, case_id_of(session, number), SystemClock().now())
    if as_json:
        click.echo(json.dumps([each.as_data() for each in told], ensure_ascii=False, indent=2))
        return
    click.echo(as_text(each.explanation for each in told) if told else f"{number} has no clock")


@clock.command("parked")
def show_parked() -> None:
    """List deadlines that could not be fired: which case, what went wrong, when it is tried again.

    \b
    Example: mediation clock parked
    """
    from mediation.clocks.parked import parked
    from web.commands.opening import system

    with system().session() as session:
        found = parked(session)
    for each in found:
        click.echo(
            f"{each.id}: case {each.case_id}, {each.title}: failed {many(each.failures, 'time')}, "
            f"again at {local(each.retried_at):%Y-%m-%d %H:%M}: {each.failure}"
        )
    if not found:
        click.echo("no deadline is parked")


@clock.command("retry")
@click.argument("clock_ids", metavar="[ID]...", type=int, nargs=-1)
@click.option("--all", "every", is_flag=True, help="Try every deadline that is parked.")
def retry_parked(clock_ids: tuple[int, ...], every: bool) -> None:
    """Fire parked deadlines now, by the IDs that `clock parked` names, without waiting for the sweep.

    \b
    Example: mediation clock retry 4711
             mediation clock retry --all
    """
    from mediation.clocks.parked import parked
    from mediation.clocks.retrying import retry_now
    from web.commands.opening import system

    opened = system()
    if every:
        with opened.session() as session:
            clock_ids = tuple(each.id for each in parked(session, limit=None))
    at = SystemClock().now()

    def fire(clock_id: int) -> bool:
        return retry_now(opened.uow, clock_id=clock_id, at=at)

    try_again(clock_ids, retry=fire, what="deadline", see="mediation clock parked", done="fired")
