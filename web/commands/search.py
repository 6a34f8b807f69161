"""Keeps what disputes are found by."""

import click


@click.group()
def search() -> None:
    """What disputes are found by: number, title, party, place, nickname, what the ledger tells.

    \b
    Example: mediation search rebuild
    """


@search.command()
@click.option("--progress/--no-progress", default=True, help="Show a bar where somebody watches.")
def rebuild(progress: bool) -> None:
    """Make everything anew that disputes are found by. People can go on working and searching.

    Needed after keys or rules of finding changed; new and changed disputes are read on by the scheduler.

    \b
    Example: mediation search rebuild
    """
    from mediation.search import operations
    from web.commands.opening import system
    from web.commands.progress import bar

    opened = system()
    with opened.session() as session:
        in_all = operations.cases_in_all(session) if progress else 0
    with bar("disputes", in_all) as moved:
        read = operations.rebuild(opened.uow, progress=moved if progress else None)
    click.echo(f"{read} disputes can be found")
