"""Checks and publishes diagrams, tables and forms."""

from datetime import datetime
from pathlib import Path

import click

from mediation.bootstrap import System, known
from mediation.kernel.actor import Actor
from mediation.kernel.clock import SystemClock
from mediation.kernel.locality import read_locality
from mediation.processes.files import read_folder
from mediation.processes.operations import publish as publish_files
from mediation.processes.rules import check as check_files


@click.group()
def process() -> None:
    """Diagrams: prove them right, publish them.

    \b
    Example: mediation process check workflows/liuyang
    """


@process.command()
@click.argument("folder", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
def check(folder: tuple[Path, ...]) -> None:
    """Check the diagrams, tables and forms of FOLDER... as publication would; changes nothing.

    One sentence for each problem, with file, element id and label.

    \b
    Example: mediation process check workflows/liuyang
    """
    wrong = 0
    for each in folder:
        locality = read_locality(each / "locality.yaml")
        problems = check_files(read_folder(each), locality, known(locality))
        for problem in problems:
            click.echo(str(problem))
        wrong += len(problems)
        if not problems:
            click.echo(f"{each}: nothing to complain about")
    if wrong:
        raise click.ClickException(f"{wrong} problems; this would not be published")


@process.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def publish(folder: Path) -> None:
    """Check FOLDER and publish it: new cases begin with it, running ones stay on theirs.

    \b
    Example: mediation process publish workflows/liuyang
    """
    from web.commands.opening import open_system
    from web.config import from_environment

    system = open_system(from_environment())
    from mediation.kernel.actor import SYSTEM

    click.echo(publish_home(system, by=SYSTEM, at=SystemClock().now(), folder=folder))


def publish_home(system: System, *, by: Actor, at: datetime, folder: Path | None = None) -> str:
    """Publish the locality's folder and say what came of it."""
    with system.uow() as uow:
        digest = publish_files(
            uow, files=read_folder(folder or system.home), known=known(system.locality), by=by, at=at
        )
        uow.commit()
    return f"processes {digest[:12]}: published"
