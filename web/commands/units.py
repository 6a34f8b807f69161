"""The tree of units: brought in from a table, changed one by one."""

from pathlib import Path

import click

from mediation.bootstrap import System
from mediation.kernel.actor import SYSTEM
from mediation.kernel.clock import SystemClock
from mediation.units.importing import BadRows, read_rows
from mediation.units.operations import (
    create_unit,
    import_units,
    merge_units,
    move_unit,
    rename_unit,
    retire_unit,
    set_households,
)
from mediation.units.queries import unit as unit_view
from mediation.units.rules import are_households_unusual, holds_households
from web.commands.opening import level_of, system, unit_of
from web.commands.progress import bar
from web.commands.saying import refuse_rows


@click.group()
def units() -> None:
    """Units of the county: towns, villages, branches, micro-grids.

    \b
    Example: mediation units import workflows/liuyang/units.csv
    """


@units.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_file(file: Path) -> None:
    """Import FILE: CSV with code, name, parent_code, level and, if known, households.

    All rows or none: every bad row is named by its line. Rows that are there already are kept.

    \b
    Example: mediation units import grids.csv
    """
    opened = system()
    try:
        rows = read_rows(file)
        with opened.uow() as uow, bar("units", len(rows)) as moved:
            result = import_units(uow, rows=rows, progress=moved, by=SYSTEM, at=SystemClock().now())
            uow.commit()
    except BadRows as bad:
        refuse_rows(bad.problems, file.name, "nothing was imported")
    click.echo(str(result))


@units.command()
@click.argument("code")
@click.argument("name")
@click.argument("level")
@click.option("--parent", "above", help="Code of the unit right above; none only for the highest level.")
@click.option("--households", type=int, help="For a micro-grid, if known.")
def create(code: str, name: str, level: str, above: str | None, households: int | None) -> None:
    """Add a unit NAME with CODE at LEVEL (a key of the locality or its Chinese title).

    \b
    Example: mediation units create 430181104208-14 第14微网格 grid --parent 430181104208-B2 --households 12
    """
    opened = system()
    key = level_of(opened, level)
    with opened.uow() as uow:
        unit = create_unit(
            uow,
            code=code,
            name=name,
            level=key,
            parent_id=unit_of(uow.session, above) if above else None,
            households=households,
            by=SYSTEM,
            at=SystemClock().now(),
        )
        said = f"{unit.code} {unit.full_name}: created"
        uow.commit()
    click.echo(said)
    _warn(opened, key, households)


@units.command()
@click.argument("code")
@click.argument("name")
def rename(code: str, name: str) -> None:
    """Call the unit CODE NAME from now on; the full names below it follow.

    \b
    Example: mediation units rename 430181104208 南岳社区
    """
    with system().uow() as uow:
        unit = rename_unit(
            uow, unit_id=unit_of(uow.session, code), name=name, by=SYSTEM, at=SystemClock().now()
        )
        said = f"{unit.code} is {unit.full_name}"
        uow.commit()
    click.echo(said)


@units.command()
@click.argument("code")
@click.argument("above", metavar="TO_CODE")
def move(code: str, above: str) -> None:
    """Put the unit CODE, with all below it, under TO_CODE. Open work stays where it is.

    \b
    Example: mediation units move 430181104208-09 430181104208-B3
    """
    with system().uow() as uow:
        ids = {"unit_id": unit_of(uow.session, code), "to_id": unit_of(uow.session, above)}
        said = f"{code} is {move_unit(uow, **ids, by=SYSTEM, at=SystemClock().now()).full_name}"
        uow.commit()
    click.echo(said)


@units.command()
@click.argument("code")
def retire(code: str) -> None:
    """Take the unit CODE out of use: it stays readable, posts at it end today.

    \b
    Example: mediation units retire 430181104208-09
    """
    with system().uow() as uow:
        unit = retire_unit(uow, unit_id=unit_of(uow.session, code), by=SYSTEM, at=SystemClock().now())
        said = f"{code} {unit.full_name}: retired"
        uow.commit()
    click.echo(said)


@units.command()
@click.argument("code", metavar="FROM")
@click.argument("into", metavar="INTO")
@click.option("--yes", is_flag=True, help="Do not ask.")
def merge(code: str, into: str, yes: bool) -> None:
    """Let the unit FROM become part of INTO, of the same level: work, posts and history go there.

    FROM is no longer used and lies below INTO; the units below it come right below INTO. Returns say
    so. Check afterwards who holds which post at INTO: both units' people are there now.

    \b
    Example: mediation units merge 430181104208 430181104219
    """
    with system().uow() as uow:
        ids = {"unit_id": unit_of(uow.session, code), "into_id": unit_of(uow.session, into)}
        before, after = (unit_view(uow.session, each) for each in ids.values())
        if not yes:
            click.confirm(f"merge {code} {before.full_name} into {into} {after.full_name}?", abort=True)
        merge_units(uow, **ids, by=SYSTEM, at=SystemClock().now())
        uow.commit()
    click.echo(f"{code} {before.full_name} is part of {into} {after.full_name}")


@units.command()
@click.argument("code")
@click.argument("number", type=int)
def households(code: str, number: int) -> None:
    """Write down that the unit CODE has NUMBER households.

    \b
    Example: mediation units households 430181104208-09 14
    """
    opened = system()
    with opened.uow() as uow:
        unit = set_households(
            uow, unit_id=unit_of(uow.session, code), households=number, by=SYSTEM, at=SystemClock().now()
        )
        said, level = f"{code} {unit.full_name}: {number} households", unit.level
        uow.commit()
    click.echo(said)
    _warn(opened, level, number)


def _warn(opened: System, level: str, number: int | None) -> None:
    """Say where a micro-grid's households are not what is usual."""
    limits = opened.locality.households
    if holds_households(opened.locality, level) and are_households_unusual(limits, number):
        click.echo(f"note: usually {limits.warn_from} to {limits.warn_to} households", err=True)
