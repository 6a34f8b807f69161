"""Who is in which post, and who stands in for whom: below ``mediation people``."""

from datetime import datetime, timedelta

import click

from mediation.kernel.actor import SYSTEM
from mediation.kernel.clock import SystemClock
from mediation.people import operations, queries
from web.commands.opening import DAY, person_of, role_of, system, today_or, unit_of


@click.command()
@click.argument("login")
@click.argument("role")
@click.argument("code", metavar="UNIT_CODE")
@click.option("--from", "begins", type=DAY, help="First day; today where not given.")
@click.option("--to", "ends", type=DAY, help="Last day; open where not given.")
def appoint(login: str, role: str, code: str, begins: datetime | None, ends: datetime | None) -> None:
    """Put LOGIN in a further post: ROLE at UNIT_CODE.

    \b
    Example: mediation people appoint liguohua village_mediator 430181104208 --from 2026-10-01
    """
    opened = system()
    with opened.uow() as uow:
        post = operations.appoint(
            uow,
            person_id=person_of(uow.session, login),
            role=role_of(opened, role),
            unit_id=unit_of(uow.session, code),
            from_on=today_or(begins),
            to_on=ends.date() if ends else None,
            by=SYSTEM,
            at=SystemClock().now(),
        )
        said = f"{login} is {post.role} at {code} from {post.from_on}"
        uow.commit()
    click.echo(said)


@click.command()
@click.argument("login")
@click.argument("role")
@click.argument("code", metavar="UNIT_CODE")
@click.option("--on", "ends", type=DAY, help="Last day in the post; today where not given.")
def end(login: str, role: str, code: str, ends: datetime | None) -> None:
    """End LOGIN's post as ROLE at UNIT_CODE. Work that waits goes to whoever is in post then.

    \b
    Example: mediation people end liguohua village_mediator 430181104208 --on 2026-09-30
    """
    opened, last = system(), today_or(ends)
    with opened.uow() as uow:
        who = queries.identity(uow.session, person_of(uow.session, login), last, locality=opened.locality)
        post = who.post_for(role_of(opened, role), unit_of(uow.session, code))
        if post is None or post.standing_in_for:
            raise click.ClickException(f"{login} is not in post as {role} at {code} on {last}")
        operations.end_post(uow, post_id=post.post_id, to_on=last, by=SYSTEM, at=SystemClock().now())
        uow.commit()
    click.echo(f"{login} is {role} at {code} until {last}")


@click.command()
@click.argument("login")
@click.argument("substitute")
@click.argument("first", type=DAY)
@click.argument("last", type=DAY)
def absence(login: str, substitute: str, first: datetime, last: datetime) -> None:
    """Let SUBSTITUTE (a login) stand in for LOGIN from FIRST to LAST, both days included.

    \b
    Example: mediation people absence wangxiulan chenyouliang 2026-09-21 2026-09-25
    """
    with system().uow() as uow:
        operations.set_absence(
            uow,
            person_id=person_of(uow.session, login),
            substitute_id=person_of(uow.session, substitute),
            from_on=first.date(),
            to_on=last.date(),
            by=SYSTEM,
            at=SystemClock().now(),
        )
        uow.commit()
    click.echo(f"{substitute} stands in for {login} from {first:%Y-%m-%d} to {last:%Y-%m-%d}")


@click.command()
@click.argument("login")
def back(login: str) -> None:
    """Say that LOGIN is back today: the absence ends, or is called off where it has not begun.

    \b
    Example: mediation people back wangxiulan
    """
    today = today_or(None)
    with system().uow() as uow:
        person_id = person_of(uow.session, login)
        known = queries.absences(uow.session, person_id, today)
        away = [each for each in known if each.person_id == person_id]
        if not away:
            raise click.ClickException(f"{login} is not away")
        yesterday = today - timedelta(days=1)
        operations.end_absence(uow, absence_id=away[0].id, to_on=yesterday, by=SYSTEM, at=SystemClock().now())
        uow.commit()
    click.echo(f"{login} is back; {away[0].substitute_name} no longer stands in")
