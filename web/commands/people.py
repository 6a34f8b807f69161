"""Staff: who there is, in which post, who is away, which posts are vacant."""

from datetime import datetime
from pathlib import Path

import click

from mediation.kernel.actor import SYSTEM
from mediation.kernel.clock import SystemClock
from mediation.people import operations, phones, queries
from mediation.people.importing import BadPeople, import_people, read_people
from mediation.units.queries import by_code
from web.commands import posts
from web.commands.opening import DAY, person_of, role_of, system, today_or, unit_of
from web.commands.progress import bar
from web.commands.saying import refuse_rows

LATER = "Nobody can sign in as LOGIN until mediation people password."


@click.group()
def people() -> None:
    """Staff, their posts and substitutes. ROLE is a key of the locality or its Chinese title.

    \b
    Example: mediation people add liguohua 李国华 --role 调委会主任 --unit 430181104208
    """


@people.command()
@click.argument("login")
@click.argument("name")
@click.option("--role", help="Role of the first post, with --unit.")
@click.option("--unit", "code", help="Code of the unit of the first post.")
@click.option("--from", "begins", type=DAY, help="First day in the post; today where not given.")
@click.option("--no-password", is_flag=True, help=LATER)
@click.option("--appointed", is_flag=True, help="An appointed 人民调解员: may record oral agreements.")
def add(
    login: str,
    name: str,
    role: str | None,
    code: str | None,
    begins: datetime | None,
    no_password: bool,
    appointed: bool,
) -> None:
    """Add NAME, who signs in as LOGIN; asks twice for a password.

    \b
    Example: mediation people add liguohua 李国华 --role village_director --unit 430181104208
             mediation people add xumanye 徐满爷 --role 微网格长 --unit 430181104208-09 --no-password
    """
    if (role is None) != (code is None):
        raise click.UsageError("give --role and --unit together")
    password = None if no_password else _asked()
    opened = system()
    with opened.uow() as uow:
        now = SystemClock().now()
        person = operations.add_person(
            uow,
            login=login,
            name=name,
            password=password,
            is_appointed_mediator=appointed,
            by=SYSTEM,
            at=now,
        )
        if role is not None and code is not None:
            operations.appoint(
                uow,
                person_id=person.id,
                role=role_of(opened, role),
                unit_id=unit_of(uow.session, code),
                from_on=today_or(begins),
                by=SYSTEM,
                at=now,
            )
        uow.commit()
    click.echo(f"{person.name} signs in as {person.login}" + (", once there is a password" * no_password))


@people.command()
@click.argument("login")
def password(login: str) -> None:
    """Give LOGIN a new password, asked twice; a locked account opens.

    \b
    Example: mediation people password liguohua
    """
    new = _asked()
    with system().uow() as uow:
        person_id = person_of(uow.session, login)
        operations.set_password(uow, person_id=person_id, new=new, by=SYSTEM, at=SystemClock().now())
        uow.commit()
    click.echo(f"{login} has a new password")


@people.command()
@click.argument("login")
@click.argument("number", default="")
def phone(login: str, number: str) -> None:
    """Write down LOGIN's telephone, by which they are told from a party of the same name; none clears it.

    \b
    Example: mediation people phone liguohua 13800000001
    """
    with system().uow() as uow:
        person_id = person_of(uow.session, login)
        phones.set_phone(uow, person_id=person_id, phone=number, by=SYSTEM, at=SystemClock().now())
        uow.commit()
    click.echo(f"{login} has {number or 'no telephone'}")


@people.command()
@click.argument("login")
def leave(login: str) -> None:
    """Let LOGIN go: posts end today, nobody signs in as LOGIN any more. What they did stays theirs.

    \b
    Example: mediation people leave liguohua
    """
    with system().uow() as uow:
        operations.leave(uow, person_id=person_of(uow.session, login), by=SYSTEM, at=SystemClock().now())
        uow.commit()
    click.echo(f"{login} has left")


@people.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_file(file: Path) -> None:
    """Import FILE: CSV with login, name, role, unit_code, from (empty: today).

    All rows or none: every bad row is named by its line. One login may have several rows, one a
    post. Nobody gets a password; what is there already is kept.

    \b
    Example: mediation people import staff.csv
    """
    try:
        rows = read_people(file)
        with system().uow() as uow, bar("people", len(rows)) as moved:
            result = import_people(uow, rows=rows, progress=moved, by=SYSTEM, at=SystemClock().now())
            uow.commit()
    except BadPeople as bad:
        refuse_rows(bad.problems, file.name, "nothing was imported")
    click.echo(str(result))


@people.command()
@click.argument("code", metavar="UNIT_CODE")
@click.option("--most", default=200, show_default=True, help="Name at most so many.")
def vacancies(code: str, most: int) -> None:
    """List posts that lead or handle and that nobody is in, at UNIT_CODE and below it.

    \b
    Example: mediation people vacancies 430181104
    """
    opened = system()
    with opened.session() as session:
        path = by_code(session, code).path
        found = queries.vacancies(session, opened.locality, path, today_or(None), size=most + 1)
    for each in found[:most]:
        click.echo(f"{each.unit_code} {each.unit_name} {each.role_title}")
    if len(found) > most:
        click.echo(f"and more than these {most}")
    elif not found:
        click.echo("no post is vacant")


def _asked() -> str:
    answer: str = click.prompt("Password", hide_input=True, confirmation_prompt="Once more", err=True)
    return answer


for _command in (posts.appoint, posts.end, posts.absence, posts.back):
    people.add_command(_command)
