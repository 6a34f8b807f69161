"""A return as it may go outside: which of its numbers are shown.

The tables by kind, source and level publish only what stands in no further sum (taken up, settled, not
settled). Disputes found by patrolling stand in all and as a row by source: as a rule the same number, so
they are hidden or shown together. Amounts are shown in all only, and only where no agreement could be told
from them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mediation.statistics.rules.counting import PATROL, RATES, Sums
from mediation.statistics.rules.suppressing import HIDDEN, Cell, Line, suppress

TABLED = ("accepted", "settled", "failed")
ENDINGS = ("settled", "failed", "ended_otherwise", "declined", "transferred")
FORMS = ("settled_private", "oral_agreement", "written_agreement")
PARTS = (
    ("accepted", "hard"),
    ("closed", "late"),
    ("settled", "unrated"),
    ("promises_due", "promises_kept"),
    ("visits_due", "visits_made"),
    ("rated", "satisfied"),
)
ALONE = (
    *("patrolled", "filed", "confirmed", "prevented_crime", "prevented_crime_people"),
    *("prevented_suicide", "prevented_brawl", "prevented_petition"),
)
TOTAL = "total"


@dataclass(frozen=True)
class Publication:
    """What may be shown of a return.

    :ivar marks: cells not to be shown
    """

    marks: Mapping[Cell, str]

    def mark(self, figure: str, dimension: str = TOTAL, entry: str = "") -> str | None:
        """Return SMALL or HIDDEN where a count is not to be shown, else None."""
        return self.marks.get(_cell(figure, dimension, entry))

    def entries(self, rows: Mapping[str, Mapping[str, int]], entries: Sequence[str]) -> list[str]:
        """Return the entries a table goes outside with: not those that are zero wherever a total is shown.

        Columns whose total is hidden decide nothing, so that no row tells by being there.
        """
        told = [figure for figure in TABLED if self.mark(figure) is None]
        return [each for each in entries if any(rows.get(each, {}).get(figure, 0) for figure in told)]

    def shows_rate(self, rate: str, dimension: str = TOTAL, entry: str = "") -> bool:
        """Say whether all that a rate is made of is shown, so that it tells nothing else."""
        above, below = RATES[rate]
        return not any(self.mark(figure, dimension, entry) for figure in (above, *below))


def publish(sums: Sums, entries: Mapping[str, Sequence[str]], *, below: int) -> Publication:
    """Return what may be shown of a return.

    :param entries: dimension -> every entry of its table, those without any dispute too
    :param below: smaller counts are not published (DOMAIN 9: 5, county default)
    """
    values = dict(_values(sums, entries))
    marks = suppress(values, list(_lines(entries)), below=below, alike=list(_alike(entries)))
    agreements = [_cell(figure) for figure in ("oral_agreement", "written_agreement")]
    if any(cell in marks for cell in agreements):
        marks[_cell("amount_fen")] = HIDDEN
    if _cell("prevented_crime") in marks:
        marks[_cell("prevented_crime_people")] = HIDDEN
    return Publication(marks)


def _cell(figure: str, dimension: str = TOTAL, entry: str = "") -> Cell:
    return (dimension, entry, figure)


def _values(sums: Sums, entries: Mapping[str, Sequence[str]]) -> Iterator[tuple[Cell, int]]:
    for figure in {*ALONE, *ENDINGS, *FORMS, "closed", *(each for pair in PARTS for each in pair)}:
        yield _cell(figure), sums.total(figure)
    for total, part in PARTS:
        yield _cell(f"not_{part}"), sums.total(total) - sums.total(part)
    for dimension, keys in entries.items():
        rows = sums.by.get(dimension, {})
        for key in keys:
            for figure in TABLED:
                yield _cell(figure, dimension, key), rows.get(key, {}).get(figure, 0)


def _alike(entries: Mapping[str, Sequence[str]]) -> Iterator[tuple[Cell, Cell]]:
    """Yield the cells of two tables that count the same disputes but for those taken up in another period."""
    if PATROL in entries.get("source", ()):
        yield _cell("patrolled"), _cell("accepted", "source", PATROL)


def _lines(entries: Mapping[str, Sequence[str]]) -> Iterator[Line]:
    yield Line(_cell("closed"), tuple(_cell(each) for each in ENDINGS))
    yield Line(_cell("settled"), tuple(_cell(each) for each in FORMS))
    for total, part in PARTS:
        yield Line(_cell(total), (_cell(part), _cell(f"not_{part}")))
    for dimension, keys in entries.items():
        for figure in TABLED:
            yield Line(_cell(figure), tuple(_cell(figure, dimension, key) for key in keys))
