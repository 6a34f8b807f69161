"""Numbering branches and micro-grids, which have no national code, below their villages.

The county numbers them under the village's 12-digit code: two digits for the branch, then two
for the micro-grid within it (three where a branch has over 99).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from mediation.units.importing import Row

NUMERALS = "一二三四五六七八九十"
PER_BRANCH = 15
HOUSEHOLDS = (12, 15, 10, 14, 13, 11, 18, 13, 15, 12, 20, 14)


@dataclass(frozen=True)
class Village:
    """A village to number below.

    :ivar grids: how many micro-grids it has
    :ivar branches: names of its branches; made up where there are too few
    """

    code: str
    grids: int
    branches: Sequence[str] = ()


def share(total: int, parts: int) -> list[int]:
    """Spread ``total`` evenly over so many ``parts``; the first get one more."""
    even, left = divmod(total, parts)
    return [even + (number < left) for number in range(parts)]


def number_branches_and_grids(
    villages: Iterable[Village],
    *,
    branch_level: str = "branch",
    grid_level: str = "grid",
    households: Sequence[int] = HOUSEHOLDS,
    per_branch: int = PER_BRANCH,
) -> Iterator[Row]:
    """Yield the rows of branches and micro-grids, ready to be imported; the same every time.

    :param households: dealt out in turn
    :param per_branch: micro-grids a branch looks after, about
    """
    line = 1
    for village in villages:
        count = max(len(village.branches), -(-village.grids // per_branch), 1)
        for place, grids in enumerate(share(village.grids, count)):
            line += 1
            code = f"{village.code}{place + 1:02d}"
            yield Row(line, code, _branch_name(village.branches, place), village.code, branch_level)
            for number in range(1, grids + 1):
                line += 1
                own = f"{code}{number:0{3 if grids > 99 else 2}d}"
                held = str(households[line % len(households)])
                yield Row(line, own, f"第{number}微网格", code, grid_level, held)


def _branch_name(named: Sequence[str], place: int) -> str:
    if place < len(named):
        return named[place]
    number = place + 1
    tens, ones = divmod(number, 10)
    words = (
        ("" if tens <= 1 else NUMERALS[tens - 1])
        + ("十" if tens else "")
        + (NUMERALS[ones - 1] if ones else "")
    )
    return f"第{words}党支部"
