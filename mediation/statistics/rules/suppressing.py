"""What of a return may be published: small counts are hidden, and whatever they could be worked out from.

DOMAIN 9: counts below 5 are suppressed. A hidden count must not follow from the sums it stands in,
so some larger ones are hidden with it. Each sum is a line: a total and its parts. A line is safe when
every hidden small part could still be anything from 0 up to the limit; else its smallest shown part
is hidden too, and where no part is left to hide, its total. Behind a hidden total nothing is said, not
even which parts are small.
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


def suppress(values: Mapping[Cell, int], lines: Sequence[Line], *, below: int) -> dict[Cell, str]:
    """Return the cells that must not be shown: SMALL ("fewer than the limit") or HIDDEN (no word at all).

    Two lines share at most one cell, the total of one of them: no deduction goes round in a circle.

    :param values: every cell of every line, and cells that stand in none
    """
    marks = {cell: SMALL for cell, value in values.items() if value < below}
    while _hide_more(marks, values, lines, below):
        pass
    return marks


def _hide_more(marks: dict[Cell, str], values: Mapping[Cell, int], lines: Iterable[Line], below: int) -> bool:
    """Hide what the first unsafe line needs; return whether there was one."""
    for line in lines:
        shown = [cell for cell in line.parts if cell not in marks]
        if line.total in marks:
            said = [cell for cell in line.parts if marks.get(cell) != HIDDEN]
            marks.update(dict.fromkeys(said, HIDDEN))
            if said:
                return True
        elif not is_safe(line, marks, values, below=below):
            marks[min(shown, key=lambda cell: (values[cell], cell)) if shown else line.total] = HIDDEN
            return True
    return False


def is_safe(line: Line, marks: Mapping[Cell, str], values: Mapping[Cell, int], *, below: int) -> bool:
    """Say whether each small part of a line with a shown total could be anything below the limit.

    A single hidden part would follow from the shown ones.
    """
    small = [cell for cell in line.parts if marks.get(cell) == SMALL]
    others = [cell for cell in line.parts if marks.get(cell) == HIDDEN]
    if not small and not others:
        return True
    rest = values[line.total] - sum(values[cell] for cell in line.parts if cell not in marks)
    most = below - 1
    if others:
        return len(small) + len(others) > 1 and rest >= len(others) * below + most
    return most <= rest <= (len(small) - 1) * most
