"""Excel as an office reads it: columns as wide as what stands in them, heads that stay and filter."""

import math
import re
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import chain, islice
from typing import IO, Any, TypeAlias
from unicodedata import east_asian_width

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from mediation.kernel.clock import local

LONGEST_CELL = 32_767
NARROWEST, WIDEST, WIDEST_HEAD = 8, 44, 18
BUTTON = 4
"""What the button of the filter takes of a head."""
MEASURED = 500
"""So many rows decide how wide columns are: a file is written row by row."""
LINE = 15.0
"""Height of one line in points."""

# What Excel, WPS and LibreOffice take for the beginning of a formula, full-width signs included.
FORMULA = re.compile(r"^\s*[=+\-@＝＋－＠]|^[\t\r\n]")
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True)
class Percent:
    """A share that reads as a percentage and stays a number: 0.857 is 85.7%.

    :ivar places: digits after the point of the percentage
    """

    share: float | Decimal
    places: int = 0

    def __str__(self) -> str:
        return f"{self.share:.{self.places}%}"


Cell: TypeAlias = str | int | float | Decimal | Percent | date | datetime | None
Row: TypeAlias = Sequence[Cell]
Filters: TypeAlias = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook: its name, and what stands on it."""

    name: str
    title: str
    filters: Filters
    columns: Sequence[str]
    rows: Iterable[Row]


@dataclass(frozen=True)
class Made:
    """What a file says of itself: what it is, whose, and when it was made."""

    title: str
    author: str
    at: datetime

    @property
    def at_utc(self) -> datetime:
        """The moment as office files keep it: in UTC, without saying so."""
        return self.at.astimezone(UTC).replace(tzinfo=None)


def write(sheets: Iterable[Sheet], made: Made, file: IO[bytes]) -> None:
    """Write a workbook: on each sheet title, filters, an empty line, the heads, the rows.

    Text stays text, also where it begins like a formula.
    """
    book = Workbook(write_only=True)
    book.properties.title, book.properties.creator = made.title, made.author
    book.properties.lastModifiedBy, book.properties.created = made.author, made.at_utc
    for each in sheets:
        _Writer(book, each).write()
    book.save(file)


class _Writer:
    """Writes one sheet."""

    def __init__(self, book: Workbook, sheet: Sheet) -> None:
        self._asked = sheet
        self._sheet = book.create_sheet(_NOT_IN_SHEET_NAMES.sub(" ", sheet.name)[:31])
        self._styles: dict[tuple[Any, ...], Any] = {}
        self._head = len(sheet.filters) + 3
        self._widths: list[int] = []

    def write(self) -> None:
        """Write it, row by row."""
        rows = iter(self._asked.rows)
        measured = list(islice(rows, MEASURED))
        self._set_widths(measured)
        self._sheet.freeze_panes = f"A{self._head + 1}"
        self._sheet.append([self._cell(self._asked.title, font=Font(bold=True, size=14))])
        for at, (name, value) in enumerate(self._asked.filters, 2):
            self._sheet.append([self._cell(name), self._cell(value, wrap=self._spread(at, value))])
        self._sheet.append([])
        bold = Font(bold=True)
        self._sheet.append([self._cell(word, font=bold, wrap=True) for word in self._asked.columns])
        last = self._head
        for row in chain(measured, rows):
            self._sheet.append([self._cell(value, self._is_wide(at, value)) for at, value in enumerate(row)])
            # A line of its own below says that rows were cut off, and is not to be filtered.
            last += len(row) == len(self._asked.columns)
        self._sheet.auto_filter.ref = f"A{self._head}:{get_column_letter(len(self._asked.columns))}{last}"

    def _set_widths(self, rows: Sequence[Row]) -> None:
        whole = [row for row in rows if len(row) == len(self._asked.columns)]
        for at, head in enumerate(self._asked.columns):
            below = max((_width(row[at]) for row in whole), default=0)
            names = max((_width(name) for name, _value in self._asked.filters), default=0) if at == 0 else 0
            needed = max(below + 2, names + 2, min(_width(head) + BUTTON, WIDEST_HEAD), NARROWEST)
            self._widths.append(min(needed, WIDEST))
            self._sheet.column_dimensions[get_column_letter(at + 1)].width = self._widths[-1]

    def _spread(self, line: int, value: str) -> bool:
        """Let a long filter take all columns but the first, and lines enough; say whether it is long."""
        room = sum(self._widths[1:])
        lines = math.ceil((_width(value) + 1) / max(room, 1))
        if lines < 2 or not room:
            return False
        if len(self._widths) > 2:
            self._sheet.merged_cells.add(f"B{line}:{get_column_letter(len(self._widths))}{line}")
        self._sheet.row_dimensions[line].height = LINE * lines
        return True

    def _is_wide(self, at: int, value: Cell) -> bool:
        if not isinstance(value, str) or at >= len(self._widths):
            return False
        fits_at_the_widest = 2 * len(value) < self._widths[at]
        return "\n" in value or (not fits_at_the_widest and _width(value) + 1 > self._widths[at])

    def _cell(self, value: Cell, wrap: bool = False, font: Font | None = None) -> Any:
        cell: Any = WriteOnlyCell(self._sheet)
        quoted, form = False, ""
        if isinstance(value, str):
            cell.value, cell.data_type = CONTROLS.sub("", value)[:LONGEST_CELL], "s"
            quoted = bool(FORMULA.match(value))
        else:
            cell.value, form = _plain(value)
        cell._style = self._style(form, quoted, wrap, font)
        return cell

    def _style(self, form: str, quoted: bool, wrap: bool, font: Font | None) -> Any:
        """Return a style, made once: hundreds of thousands of cells share a few."""
        key = (form, quoted, wrap, font and (font.b, font.sz))
        if key not in self._styles:
            made: Any = WriteOnlyCell(self._sheet)
            made.alignment = Alignment(wrap_text=wrap or None, vertical="top")
            made.quotePrefix = quoted
            if form:
                made.number_format = form
            if font is not None:
                made.font = font
            self._styles[key] = copy(made._style)
        return self._styles[key]


def _plain(value: Cell) -> tuple[Any, str]:
    """Return what a sheet keeps, and the format it is read in; "" for the usual one."""
    if isinstance(value, Percent):
        return value.share, f"0.{'0' * value.places}%" if value.places else "0%"
    if isinstance(value, datetime):
        return local(value).replace(tzinfo=None), "yyyy-mm-dd hh:mm"
    if isinstance(value, date):
        return value, "yyyy-mm-dd"
    return value, ""


def _width(value: Cell) -> int:
    """Return how wide a value reads, in Latin letters: a Chinese character takes the room of two."""
    if value is None:
        return 0
    if isinstance(value, datetime):
        return 16
    if not isinstance(value, str):
        return len(str(value))
    return max(sum(2 if east_asian_width(each) in "WF" else 1 for each in line) for line in value.split("\n"))
