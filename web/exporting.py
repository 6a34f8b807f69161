"""Lists and tables as files to take away: Excel and CSV, with the filters that made them written inside."""

import csv as plain
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import TextIOWrapper
from typing import IO, Any, TypeAlias
from urllib.parse import quote

from flask import Response, abort
from flask_babel import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from mediation.kernel.clock import local
from web import asking, words

Cell: TypeAlias = str | int | float | Decimal | date | datetime | None
Row: TypeAlias = Sequence[Cell]
Filters: TypeAlias = Sequence[tuple[str, str]]

MOST_ROWS = 20_000
EXCEL, CSV, WORD = "xlsx", "csv", "docx"
KEPT_IN_MEMORY = 1_000_000
LONGEST_CELL = 32_767
WIDEST = 42
TYPES = {
    EXCEL: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    CSV: "text/csv",
    WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}

# What Excel, WPS and LibreOffice take for the beginning of a formula, full-width signs included.
_FORMULA = re.compile(r"^\s*[=+\-@＝＋－＠]|^[\t\r\n]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]")
_NOT_IN_FILE_NAMES = re.compile(r'[\s/\\:*?"<>|]+')


def download(
    kind: str, title: str, filters: Filters, columns: Sequence[str], rows: Iterable[Row]
) -> Response:
    """Answer with a table as a file named after its title and the day.

    :param kind: xlsx or csv; anything else is not found
    :param filters: what the rows were chosen by, as (word, value); who took them away when is added
    :param rows: read once, row by row; more than ``MOST_ROWS`` are cut off and the file says so
    """
    writers = {EXCEL: excel, CSV: csv}
    if kind not in writers:
        abort(404)
    told = (*filters, (_("导出时间"), words.moment(asking.now())))
    return send(kind, title, writers[kind](title, told, columns, rows))


def send(kind: str, title: str, file: IO[bytes]) -> Response:
    """Answer with a file that was written, named after its title and the day."""
    name = f"{_NOT_IN_FILE_NAMES.sub('-', title)}-{asking.today():%Y%m%d}.{kind}"
    answer = Response(_pieces(file), mimetype=TYPES[kind])
    answer.content_length = file.seek(0, 2)
    answer.headers["Cache-Control"] = "private, no-store"
    file.seek(0)
    return named(answer, name)


def named(answer: Response, name: str) -> Response:
    """Let the answer be saved as a file called ``name``.

    A header carries Latin letters only; names in Chinese go as RFC 6266 says, beside one that is safe.
    """
    plain = "-".join(re.findall(r"[A-Za-z0-9.]+", name)).strip("-.") or "file"
    kept = f"attachment; filename={plain}; filename*=UTF-8''{quote(name)}"
    answer.headers["Content-Disposition"] = kept
    return answer


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(KEPT_IN_MEMORY // 16):
            yield piece


def excel(title: str, filters: Filters, columns: Sequence[str], rows: Iterable[Row]) -> IO[bytes]:
    """Write an Excel file row by row: title, filters, an empty line, the heads, the rows.

    Text stays text, also where it begins like a formula.

    :return: the file at its beginning; beyond a megabyte it lies on disk, and goes when it is closed
    """
    return workbook([Sheet(title, title, filters, columns, rows)])


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook: its name, and what stands on it."""

    name: str
    title: str
    filters: Filters
    columns: Sequence[str]
    rows: Iterable[Row]


def workbook(sheets: Iterable[Sheet]) -> IO[bytes]:
    """Write an Excel file of several sheets, each as :func:`excel` writes its only one.

    :return: the file at its beginning
    """
    book = Workbook(write_only=True)
    for each in sheets:
        _write(book, each.name, each.title, each.filters, each.columns, each.rows)
    file = _file()
    book.save(file)
    file.seek(0)
    return file


def _write(
    book: Workbook, name: str, title: str, filters: Filters, columns: Sequence[str], rows: Iterable[Row]
) -> None:
    sheet = book.create_sheet(_NOT_IN_SHEET_NAMES.sub(" ", name)[:31])
    head = len(filters) + 3
    sheet.freeze_panes = f"A{head + 1}"
    for at, word in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(at)].width = min(WIDEST, max(12, 2 * len(word) + 4))
    sheet.append([_excel_cell(sheet, title, Font(bold=True, size=14))])
    for line in filters:
        sheet.append([_excel_cell(sheet, part) for part in line])
    sheet.append([])
    sheet.append([_excel_cell(sheet, word, Font(bold=True)) for word in columns])
    for row in _cut(rows):
        sheet.append([_excel_cell(sheet, value) for value in row])


def csv(title: str, filters: Filters, columns: Sequence[str], rows: Iterable[Row]) -> IO[bytes]:
    """Write the same as CSV, in UTF-8 with the mark by which Excel knows it.

    :return: the file at its beginning
    """
    file = _file()
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
    out = plain.writer(text)
    out.writerow([_csv_cell(title)])
    out.writerows([_csv_cell(part) for part in line] for line in filters)
    out.writerow([])
    out.writerow([_csv_cell(word) for word in columns])
    out.writerows([_csv_cell(value) for value in row] for row in _cut(rows))
    text.flush()
    text.detach()
    file.seek(0)
    return file


def _file() -> IO[bytes]:
    return tempfile.SpooledTemporaryFile(max_size=KEPT_IN_MEMORY)


def _cut(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield at most so many rows, and one line that says so where there were more."""
    for count, row in enumerate(rows):
        if count == MOST_ROWS:
            yield [_("文件只列前 %(count)s 行，其余没有写入。请缩小范围后分次导出。", count=MOST_ROWS)]
            return
        yield row


def _excel_cell(sheet: Any, value: Cell, font: Font | None = None) -> Any:
    cell = WriteOnlyCell(sheet)
    if isinstance(value, str):
        cell.value = _CONTROLS.sub("", value)[:LONGEST_CELL]
        cell.data_type = "s"
        cell.quotePrefix = bool(_FORMULA.match(value))
        if "\n" in value:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    elif isinstance(value, datetime):
        cell.value, cell.number_format = local(value).replace(tzinfo=None), "yyyy-mm-dd hh:mm"
    elif isinstance(value, date):
        cell.value, cell.number_format = value, "yyyy-mm-dd"
    else:
        cell.value = value
    if font is not None:
        cell.font = font
    return cell


def _csv_cell(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{local(value):%Y-%m-%d %H:%M}"
    if isinstance(value, str):
        text = _CONTROLS.sub("", value)
        return f"'{text}" if _FORMULA.match(text) else text
    return str(value)
