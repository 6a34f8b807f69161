"""Notices on their way out: send what waits, say how it fares."""

import click

from mediation.kernel.clock import SystemClock, local


@click.group()
def notices() -> None:
    """Send what waits for e-mail and group robots, and say how sending fares.

    \b
    Example: mediation notices status
    """


@notices.command("send")
@click.option("--once", is_flag=True, help="One pass, then end (for cron); else every 15 s.")
def send_waiting(once: bool) -> None:
    """Send what waits. `mediation scheduler` does so by itself; this is for a machine of its own.

    \b
    Example: mediation notices send --once
    """
    from web.commands.opening import open_system
    from web.config import from_environment
    from web.scheduler import schedule_sending
    from web.sending.job import send
    from web.sending.joining import outside

    settings = from_environment()
    system, ways = open_system(settings), outside(settings.sending)
    if not ways.senders:
        raise click.ClickException("no way out is set up: set MEDIATION_URL and MEDIATION_SMTP")
    if once:
        done = send(system, ways, SystemClock())
        click.echo(
            f"{done.sent} sent, {done.later} later, {done.failed} given up, {done.unsure} unsure"
            + "".join(f"; {kind} does not answer" for kind in sorted(done.down))
        )
        return
    click.echo("sending; Ctrl-C ends it")
    try:
        schedule_sending(system, ways, blocking=True).start()
    except (KeyboardInterrupt, SystemExit):
        click.echo("ended")


@notices.command()
def status() -> None:
    """Say how sending fares: what waits and for how long, dead channels, what needs a decision.

    \b
    Example: mediation notices status
    """
    from mediation.notifications.queries import status as look
    from web.commands.opening import open_system
    from web.config import from_environment
    from web.sending.joining import outside

    settings = from_environment()
    now = SystemClock().now()
    with open_system(settings).session() as session:
        found = look(session)
    ways = ", ".join(sorted(outside(settings.sending).senders)) or "none: notices stay in the app"
    click.echo(f"ways out: {ways}")
    age = found.age(now)
    click.echo(
        f"waiting: {found.waiting}"
        + (f", the oldest for {age.seconds // 60 + age.days * 1440} min" if age else "")
    )
    click.echo(f"on the way: {found.sending}, unsure: {found.unsure}, given up: {found.failed}")
    click.echo(f"dead channels: {found.dead}")
    for kind, since in sorted(found.down.items()):
        click.echo(f"{kind} does not answer; nothing went since {local(since):%Y-%m-%d %H:%M}")
