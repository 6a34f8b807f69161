"""Plays scenarios and says what no scenario reached."""

import logging
from pathlib import Path

import click

from web.commands.saying import many


@click.group()
def scenario() -> None:
    """Disputes played from a script, on a fresh system with its own clock (docs/scenarios.md).

    \b
    Example: mediation scenario run workflows/liuyang/scenarios/*.yaml
    """


@scenario.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option(
    "--coverage", "with_coverage", is_flag=True, help="Say which elements of the diagrams none reached."
)
@click.option("--all-reached", is_flag=True, help="With the coverage: fail where an element was not reached.")
@click.option("--steps", is_flag=True, help="Show every step, also of scenarios that pass.")
@click.option("--trace", is_flag=True, help="Show where in the code an unforeseen error arose.")
@click.option(
    "--locality",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of the locality (default: the one the files lie in).",
)
@click.option("--database", help="URL of an empty database to play on; everything in it is dropped.")
def run(
    files: tuple[Path, ...],
    with_coverage: bool,
    all_reached: bool,
    steps: bool,
    trace: bool,
    locality: Path | None,
    database: str | None,
) -> None:
    """Play FILES, each on a fresh system, and say step by step what was expected and found.

    \b
    Example: mediation scenario run workflows/liuyang/scenarios/script-1-settled-in-the-grid.yaml
             mediation scenario run --coverage workflows/liuyang/scenarios/*.yaml
    """
    from mediation.engine.definition import Element
    from web.scenarios import BadScript, play, read_script
    from web.scenarios.coverage import Key, covered
    from web.scenarios.showing import told, told_coverage
    from web.scenarios.stage import home_of, use_own_keys

    use_own_keys()
    logging.getLogger("mediation").setLevel(logging.CRITICAL)  # the report says what failed, where it did
    bad, reached, elements = 0, set[Key](), dict[Key, Element]()
    for file in files:
        try:
            played = play(read_script(file), locality or home_of(file), database=database, trace=trace)
        except BadScript as error:
            click.echo(f"failed {error}")
            bad += 1
            continue
        bad += not played.ok
        reached |= played.reached
        elements |= played.elements
        for line in told(played, every_step=steps):
            click.echo(line)
    rows = covered(elements, reached)
    if with_coverage or all_reached:
        for line in told_coverage(rows):
            click.echo(line)
    click.echo(f"{len(files) - bad} passed, {bad} failed")
    if bad:
        raise click.ClickException(f"{bad} of {many(len(files), 'scenario')} failed")
    missed = sum(len(row.missed) for row in rows)
    if all_reached and missed:
        raise click.ClickException(f"no scenario reached {many(missed, 'element')} of the diagrams")
