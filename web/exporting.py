"""Lists and tables as files to take away: Excel and CSV, with the filters that made them written inside."""

import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from csv import writer
from dataclasses import replace
from datetime import datetime
from io import TextIOWrapper
from typing import IO
from urllib.parse import quote

from flask import Response, abort
from flask_babel import gettext as _

from mediation.kernel.clock import local
from web import asking, spreadsheets, words
from web.spreadsheets import CONTROLS, FORMULA, Cell, Filters, Made, Percent, Row, Sheet

__all__ = ["Cell", "Filters", "Percent", "Row", "Sheet"]

MOST_ROWS = 20_000
EXCEL, CSV, WORD = "xlsx", "csv", "docx"
KEPT_IN_MEMORY = 1_000_000
TYPES = {
    EXCEL: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    CSV: "text/csv",
    WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}

_NOT_IN_FILE_NAMES = re.compile(r'[\s/\\:*?"<>|]+')
_PLAIN = re.compile(r"[A-Za-z0-9]+")


def download(
    kind: str, title: str, filters: Filters, columns: Sequence[str], rows: Iterable[Row], *, plain: str
) -> Response:
    """Answer with a table as a file named after its title and the day.

    :param kind: xlsx or csv; anything else is not found
    :param filters: what the rows were chosen by, as (word, value); when they were taken away is added
    :param rows: read once, row by row; more than ``MOST_ROWS`` are cut off and the file says so
    :param plain: Latin word that names the file where Chinese cannot, e.g. cases-late
    """
    writers = {EXCEL: excel, CSV: csv}
    if kind not in writers:
        abort(404)
    told = (*filters, (_("导出时间"), words.moment(asking.now(), in_full=True)))
    return send(kind, title, writers[kind](title, told, columns, rows), plain=plain)


def send(kind: str, title: str, file: IO[bytes], *, plain: str) -> Response:
    """Answer with a file that was written, named after its title and the day."""
    answer = Response(_pieces(file), mimetype=TYPES[kind])
    answer.content_length = file.seek(0, 2)
    answer.headers["Cache-Control"] = "private, no-store"
    file.seek(0)
    return named(answer, title, kind, plain=plain)


def named(answer: Response, title: str, kind: str, *, plain: str) -> Response:
    """Let the answer be saved as a file called after ``title`` and the day.

    A header carries Latin letters only; names in Chinese go as RFC 6266 says, beside the plain one.
    """
    end = f"{asking.today():%Y%m%d}.{kind}"
    name = f"{_NOT_IN_FILE_NAMES.sub('-', title)}-{end}"
    safe = "-".join([*_PLAIN.findall(plain), end])
    kept = f"attachment; filename={safe}; filename*=UTF-8''{quote(name)}"
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
    return workbook([Sheet(title, title, filters, columns, rows)], title)


def workbook(sheets: Iterable[Sheet], title: str = "") -> IO[bytes]:
    """Write an Excel file of several sheets, each as :func:`excel` writes its only one.

    :param title: what the file says it is
    :return: the file at its beginning
    """
    file = _file()
    spreadsheets.write((replace(each, rows=_cut(each.rows)) for each in sheets), made(title), file)
    file.seek(0)
    return file


def made(title: str) -> Made:
    """Return what a file made now says of itself."""
    system = _("%(county)s矛盾纠纷多元化解", county=asking.locality().title)
    return Made(title=title, author=system, at=asking.now())


def csv(title: str, filters: Filters, columns: Sequence[str], rows: Iterable[Row]) -> IO[bytes]:
    """Write the same as CSV, in UTF-8 with the mark by which Excel knows it.

    :return: the file at its beginning
    """
    file = _file()
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
    out = writer(text)
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


def _csv_cell(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{local(value):%Y-%m-%d %H:%M}"
    if isinstance(value, str):
        text = CONTROLS.sub("", value)
        return f"'{text}" if FORMULA.match(text) else text
    return str(value)
