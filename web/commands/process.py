"""Checks and publishes diagrams, tables and forms."""

import os
from datetime import datetime
from pathlib import Path

import click

from mediation.bootstrap import System, known
from mediation.kernel.actor import SYSTEM, Actor
from mediation.kernel.clock import SystemClock
from mediation.kernel.locality import read_locality
from mediation.processes.files import belongs, read_folder
from mediation.processes.operations import NotPublishable
from mediation.processes.operations import publish as publish_files
from mediation.processes.rules import Problem
from mediation.processes.rules import check as check_files
from web.commands.saying import many
from web.config import ROOT

LOCALITY = "locality.yaml"


@click.group()
def process() -> None:
    """Diagrams: prove them right, publish them.

    \b
    Example: mediation process check workflows/liuyang
    """


@process.command()
@click.argument(
    "paths", metavar="FILE...", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path)
)
def check(paths: tuple[Path, ...]) -> None:
    """Check FILE... as publication would; changes nothing.

    A folder of a locality is checked as a whole. A diagram, table or form is checked together with
    the other files of its locality, and what is wrong with it is told. One sentence for each
    problem, with file, element id and label.

    \b
    Example: mediation process check workflows/liuyang
             mediation process check workflows/liuyang/village_level.bpmn
    """
    wrong = 0
    for path in paths:
        problems = _problems(path)
        for problem in problems:
            click.echo(str(problem))
        wrong += len(problems)
        if not problems:
            click.echo(f"{path}: nothing to complain about")
    if wrong:
        raise click.ClickException(f"{many(wrong, 'problem')}; this would not be published")


def _problems(path: Path) -> list[Problem]:
    """Return what is wrong with a folder, or with one file among those of its locality."""
    if path.is_dir():
        locality = read_locality(path / LOCALITY)
        return check_files(read_folder(path), locality, known(locality))
    if path.name != LOCALITY and not belongs(path.resolve().as_posix()):
        raise click.ClickException(
            f"{path.name} is neither a diagram (.bpmn), a table (.dmn) nor a form (.form, forms/….json); "
            "nothing was checked"
        )
    home = next((folder for folder in path.resolve().parents if (folder / LOCALITY).exists()), None)
    inside = home is not None
    home = home or ROOT / "workflows" / os.environ.get("MEDIATION_LOCALITY", "liuyang")
    name = path.resolve().relative_to(home).as_posix() if inside else path.name
    locality = read_locality(home / LOCALITY)
    files = {**read_folder(home), name: path.read_bytes()}
    return [problem for problem in check_files(files, locality, known(locality)) if problem.file == name]


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
    click.echo(publish_home(system, by=SYSTEM, at=SystemClock().now(), folder=folder))


def publish_home(system: System, *, by: Actor, at: datetime, folder: Path | None = None) -> str:
    """Publish the locality's folder and say what came of it."""
    files = read_folder(folder or system.home)
    try:
        with system.uow() as uow:
            digest = publish_files(uow, files=files, known=known(system.locality), by=by, at=at)
            uow.commit()
    except NotPublishable as refusal:
        for problem in refusal.problems:
            click.echo(str(problem), err=True)
        raise
    return f"processes {digest[:12]}: published"
