"""Trying again what failed by itself: what is named, or all there is."""

from collections.abc import Callable, Iterable

import click

from web.commands.saying import not_found


def try_again(
    ids: Iterable[int], *, retry: Callable[[int], bool], what: str, see: str, done: str = "went through"
) -> None:
    """Try each, and say how many went through.

    :param ids: as ``see`` lists them
    :param what: what one of them is called
    :param see: the command that lists them
    :raises ClickException: none was named, one does not exist, or one failed again
    """
    ids = tuple(ids)
    if not ids:
        raise click.UsageError(f"name the IDs that `{see}` lists, or give --all")
    failed = []
    for each in ids:
        with not_found(what, see, each):
            if not retry(each):
                failed.append(each)
    click.echo(f"{len(ids) - len(failed)} {done}, {len(failed)} failed again")
    if failed:
        raise click.ClickException(f"see `{see}` for {' '.join(map(str, failed))}")
