"""Brings the tree of units in from a table."""

from pathlib import Path

import click

from mediation.kernel.actor import SYSTEM
from mediation.kernel.clock import SystemClock


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
    from mediation.units.importing import BadRows, read_rows
    from mediation.units.operations import import_units
    from web.commands.opening import open_system
    from web.commands.progress import bar
    from web.config import from_environment

    system = open_system(from_environment())
    try:
        rows = read_rows(file)
        with system.uow() as uow, bar("units", len(rows)) as moved:
            result = import_units(uow, rows=rows, progress=moved, by=SYSTEM, at=SystemClock().now())
            uow.commit()
    except BadRows as bad:
        for problem in bad.problems:
            click.echo(f"{file.name}:{problem}", err=True)
        raise click.ClickException(
            f"{len(bad.problems)} bad rows in {file.name}; nothing was imported"
        ) from bad
    click.echo(str(result))
