"""Tells how scenarios went: one line each, every step of those that failed, and the coverage."""

from collections.abc import Iterable, Iterator, Sequence

from mediation.kernel.clock import local
from web.scenarios.coverage import Covered
from web.scenarios.player import Played, PlayedStep


def told(played: Played, *, every_step: bool = False) -> Iterator[str]:
    """Yield the lines about one scenario; its steps where one failed or all are asked for."""
    failed = sum(bool(step.mismatches) for step in played.steps)
    word = "failed" if failed else "ok    "
    figures = f"({len(played.steps)} steps, {played.seconds})"
    yield f"{word} {played.script.path.name}: {played.script.title} {figures}"
    if failed or every_step:
        for step in played.steps:
            yield from _step(step)


def _step(played: PlayedStep) -> Iterator[str]:
    sign = "✗" if played.mismatches else "✓"
    yield f"  {sign} {played.step.number:>2} {local(played.at):%m-%d %H:%M} {played.step.told()}"
    for wrong in played.mismatches:
        yield f"        expected {wrong.expected}"
        yield f"        found    {wrong.found}"


def told_coverage(found: Iterable[Covered]) -> Iterator[str]:
    """Yield a table of how much of each diagram was reached, and what was not."""
    rows: Sequence[Covered] = list(found)
    total, reached = sum(row.total for row in rows), sum(row.reached for row in rows)
    yield ""
    yield "diagram                    reached     of      %"
    for row in rows:
        yield f"{row.process:<26}{row.reached:>8}{row.total:>7}{row.percent:>6}%"
        for each in row.missed:
            yield f"    not reached: {each}"
    yield f"{'all':<26}{reached:>8}{total:>7}{reached * 100 // total if total else 100:>6}%"
