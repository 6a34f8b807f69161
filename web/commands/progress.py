"""Progress on anything that takes over two seconds; quiet where nobody watches."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

Moved = Callable[[int], None]


@contextmanager
def bar(title: str, total: int) -> Iterator[Moved]:
    """Show a bar on the error stream while the block runs; call what it gives with how many more are done."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(title, total=total)
        yield lambda more: progress.update(task, advance=more)
