"""Whether everything runs that should: what the board and the metrics say, for a terminal."""

import click

from mediation.heartbeats.queries import Beat, Overdue
from mediation.kernel.clock import SystemClock, local
from web.commands.saying import many


@click.command()
def health() -> None:
    """Say what can be used and what runs by itself; ends with 1 where something does not.

    \b
    Example: mediation health
    """
    from sqlalchemy.orm import Session

    from mediation.boards.gauges import gauges
    from mediation.heartbeats.queries import missing, state
    from web.commands.opening import open_database
    from web.config import from_environment
    from web.readiness import look

    settings = from_environment()
    engine, at = open_database(settings), SystemClock().now()
    wrong = look(engine)
    for part, what in wrong.items():
        click.echo(f"{part}: {what}")
    if wrong:
        raise click.ClickException("not ready")
    with Session(engine) as session:
        beats, found = state(session, at), gauges(session, at=at)
    click.echo("ready: database, schema, keys, processes")
    for beat in beats:
        click.echo(_line(beat))
    for name, value in vars(found).items():
        click.echo(f"{name.replace('_', ' ')}: {value}")
    missed = missing(beats)
    for each in missed:
        click.echo(_missed(each))
    if missed:
        raise click.ClickException("something that should run does not")


def _line(beat: Beat) -> str:
    told = f"{beat.job}: {beat.status}, {local(beat.seen_at):%Y-%m-%d %H:%M:%S}, {beat.scheduler}"
    return f"{told}, failed {many(beat.failures, 'time')}: {beat.failure}" if beat.failures else told


def _missed(each: Overdue) -> str:
    if each.is_held:
        return (
            f"{each.job}: the machine's clock jumped by {each.jump}; if its time is right now: "
            "mediation scheduler --confirm-time"
        )
    if each.seen_at is None:
        return f"{each.job}: no scheduler runs it; start one: mediation scheduler"
    return (
        f"{each.job}: no sign of life since {local(each.seen_at):%Y-%m-%d %H:%M}; start: mediation scheduler"
    )
