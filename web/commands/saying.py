"""What several commands say alike: how many there are, and which rows of a file are bad."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NoReturn

import click

from mediation.kernel.errors import NotFound

ROWS_SHOWN = 20


def many(count: int, one: str, more: str = "") -> str:
    """Return e.g. ``1 day`` or ``2 days``.

    :param more: the plural, where it is not made with an s
    """
    return f"{count:,} {one if count == 1 else more or one + 's'}"


def refuse_rows(problems: Sequence[object], file: str, what: str) -> NoReturn:
    """Name the first bad rows by their lines and end.

    :param what: what did not happen, e.g. ``nothing was imported``
    :raises ClickException: always
    """
    for problem in problems[:ROWS_SHOWN]:
        click.echo(f"{file}:{problem}", err=True)
    if len(problems) > ROWS_SHOWN:
        click.echo(f"and {len(problems) - ROWS_SHOWN} more", err=True)
    raise click.ClickException(f"{many(len(problems), 'bad row')} in {file}; {what}")


@contextmanager
def not_found(what: str, see: str, number: int) -> Iterator[None]:
    """Turn a number that there is not into a sentence that names it: at a terminal nobody lacks a right.

    :raises ClickException: there is none of that number
    """
    try:
        yield
    except NotFound as error:
        raise click.ClickException(f"there is no {what} {number}; see: {see}") from error
