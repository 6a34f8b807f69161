"""What of a return may be published: small counts are hidden, and whatever they could be worked out from.

DOMAIN 9: counts below 5 are suppressed. Nothing happened is no secret: a zero is shown (county default),
so a small count is one of 1 to 4. A hidden count must not follow from the sums it stands in, so some
larger ones are hidden with it, the smallest that will do. Each sum is a line: a total and its parts. Where
a line with a hidden part tells it, its smallest shown part is hidden too; where none is left, its parts are
hidden without a word which are small; where even that tells them, its total. Behind a hidden total nothing
is said, not even which parts are zero: as many as there are, so large the total is at least.

Whoever knows that the smallest shown part goes first, knows that no part hidden so is larger than any that
is shown: a line is safe only if that does not tell a small one either. Cells of two tables that count
the same, or as good as the same, are hidden or shown together. Not reckoned with is somebody who
also follows why a second part had to go. With a limit of 5 that narrows some small counts, yet tells none.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Cell = tuple[str, ...]
SMALL, HIDDEN = "small", "hidden"


@dataclass(frozen=True)
class Line:
    """A sum as it is published, or as anybody can work it out.

    :ivar parts: cells that add up to ``total``; all of them
    """

    total: Cell
    parts: tuple[Cell, ...]


def suppress(
    values: Mapping[Cell, int], lines: Sequence[Line], *, below: int, alike: Sequence[tuple[Cell, Cell]] = ()
) -> dict[Cell, str]:
    """Return the cells that must not be shown: SMALL ("fewer than the limit") or HIDDEN (no word at all).

    Two lines share at most one cell, the total of one of them: no deduction goes round in a circle.

    :param values: every cell of every line, and cells that stand in none
    :param alike: two cells each that tell one another
    """
    marks = {cell: SMALL for cell, value in values.items() if 0 < value < below}
    while _hide_twins(marks, alike) or _hide_more(marks, values, lines, below):
        pass
    return marks


def _hide_twins(marks: dict[Cell, str], alike: Iterable[tuple[Cell, Cell]]) -> bool:
    """Hide what would tell a hidden cell by counting the same; return whether anything was hidden more.

    "Fewer than five" is said of both or of neither.
    """
    before = len(marks), list(marks.values()).count(HIDDEN)
    for pair in alike:
        said = {marks.get(cell) for cell in pair}
        if said not in ({None}, {SMALL}):
            marks.update(dict.fromkeys(pair, HIDDEN))
    return before != (len(marks), list(marks.values()).count(HIDDEN))


def _hide_more(marks: dict[Cell, str], values: Mapping[Cell, int], lines: Iterable[Line], below: int) -> bool:
    """Hide what the first unsafe line needs; return whether there was one."""
    for line in lines:
        if line.total in marks:
            needed = [cell for cell in line.parts if marks.get(cell) != HIDDEN]
        elif is_safe(line, marks, values, below=below):
            needed = []
        else:
            needed = _needed(line, marks, values)
        if needed:
            marks.update(dict.fromkeys(needed, HIDDEN))
            return True
    return False


def _needed(line: Line, marks: Mapping[Cell, str], values: Mapping[Cell, int]) -> list[Cell]:
    """Return what to hide next: the smallest shown part, else all small ones, else the total."""
    shown = [cell for cell in line.parts if cell not in marks and values[cell]]
    if shown:
        return [min(shown, key=lambda cell: (values[cell], cell))]
    return [cell for cell in line.parts if marks.get(cell) == SMALL] or [line.total]


def is_safe(line: Line, marks: Mapping[Cell, str], values: Mapping[Cell, int], *, below: int) -> bool:
    """Say whether each small part of a line with a shown total could be anything from 1 below the limit.

    A single hidden part would follow from the shown ones. A part hidden beside one that is said to be
    small is known not to be small itself; where all are hidden and none is said to be small, each may be.
    """
    small = sum(marks.get(cell) == SMALL for cell in line.parts)
    others = sum(marks.get(cell) == HIDDEN for cell in line.parts)
    if not small and not others:
        return True
    if small + others == 1:
        return False
    shown = sum(values[cell] for cell in line.parts if cell not in marks)
    rest, most = values[line.total] - shown, below - 1
    if not others:
        return most + small - 1 <= rest <= 1 + (small - 1) * most
    if not small and not shown and rest < others * below:
        return rest >= most + others - 1
    if small and rest > 1 + (small - 1) * most + others * _largest(line, marks, values):
        return False
    return rest >= others * below + most + max(small - 1, 0)


def _largest(line: Line, marks: Mapping[Cell, str], values: Mapping[Cell, int]) -> int:
    """Return what a part hidden beside small ones can be at most: it was chosen before any that is shown."""
    return min(
        (values[cell] for cell in line.parts if cell not in marks and values[cell]),
        default=values[line.total],
    )
