"""Reading the yearly notice of holidays as a table: every row that cannot be used is named. No database."""

import csv
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from mediation.clocks.calendar import statutory
from mediation.clocks.edits import HOLIDAY, LONGEST_NAME, MAKEUP, DayEdit, Edit
from mediation.clocks.explaining import dates
from mediation.clocks.words import Sentence
from mediation.kernel.errors import Refused
from mediation.kernel.lines import read_day
from mediation.kernel.text import N_

WORKS = dict.fromkeys(("work", "works", "班", "上班", "调休上班", "补班"), True)
RESTS = dict.fromkeys(("rest", "rests", "休", "放假", "休息", "假"), False)
WORDS = {**WORKS, **RESTS}
HEADS = frozenset({"day", "date", "日期", "日子"})
_SATURDAY = 5
_COLUMNS = 3
_SHIFTED = "补假"
"""In the name of a day that is only thought to rest because a holiday falls on a weekend."""
_SWAPPED = "休息日"
"""With this begins the name of a day that rests because a day of a weekend is worked for it."""
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How files of Excel begin, those of today and those of before 2007."""
LIKE = "2027-01-02,班,元旦调休上班"


class BadNotice(Refused):
    """The table cannot be used; nothing of it was entered.

    :ivar problems: one for each row that cannot be used
    """

    message = N_("这份表有{count}处要改，一行也没有写入。请改好后重新导入。")
    is_slip = True

    def __init__(self, problems: tuple["Problem", ...]) -> None:
        self.problems = problems
        super().__init__(count=len(problems), fields={"table": self.message})


class NotText(Refused):
    """The file is a picture, a PDF or the like."""

    message = N_("这个文件不是文本表格，读不了。请在电子表格里另存为CSV，再上传。")
    is_slip = True


class Workbook(NotText):
    """The file is what Excel or WPS keeps for itself."""

    message = N_("这是Excel文件，请另存为CSV，再上传。")


class Unreadable(NotText):
    """Its letters are of no encoding that is known here."""

    message = N_("这个文件里的汉字读出来是乱码。请在电子表格里另存为“CSV UTF-8”，再上传。")


@dataclass(frozen=True)
class Problem:
    """What is wrong with one row.

    :ivar line: from 1; 0 for the table as a whole
    """

    line: int
    message: str
    params: dict[str, Any]

    def __str__(self) -> str:
        said = self.message.format(**self.params)
        return f"{self.line}: {said}" if self.line else said


LOST = "\ufffd"
"""Stands where a letter could not be read."""
COLUMNS = N_("要有三列：日期、班或休、名称，例如 {like}")
ORDER = N_("三列的次序不对，要依次是日期、班或休、名称，例如 {like}")
NOT_A_DAY = N_("“{written}”不是日期，请写成 {year}-01-01 这样")
OTHER_YEAR = N_("{written}不在{year}年")
NOT_A_WORD = N_("“{written}”看不懂，请写“班”或“休”")
NO_NAME = N_("{day}没有写名称，例如“元旦”或“元旦调休上班”")
TWICE = N_("{day}在第{line}行已经写过")
WORKED_ANYWAY = N_("{day}本来就上班，不会是调休上班的日子，请核对年份和日期")
TOO_LONG = N_("名称太长，最多{most}个字")
EMPTY = N_("表里没有一行日期")
OF_ALL = {
    OTHER_YEAR: N_("表里的{count}天都不在{year}年，例如{written}。请核对选的是哪一年"),
    COLUMNS: N_("表里的{count}行都不是三列。请用逗号隔开日期、班或休、名称，例如 {like}"),
    ORDER: N_("表里的{count}行列的次序不对。三列要依次是日期、班或休、名称，例如 {like}"),
    NOT_A_WORD: N_(
        "表里的{count}行第二列都不是“班”或“休”，例如“{written}”。显示成乱码的，请另存为“CSV UTF-8”再上传"
    ),
}
"""What is said once of a table in which several rows, and no row is right, have the same wrong with them."""


def read_notice(table: bytes | str, *, year: int) -> tuple[DayEdit, ...]:
    """Read a table with day, work or rest, name; a row of heads may stand first.

    UTF-8, UTF-16 ("Unicode text" of Excel) and what Excel writes on a Chinese machine (GB 18030) are
    read, commas, semicolons or tabs between.

    :raises NotText: it is no table of text: a workbook, a picture, a PDF, letters of another encoding
    :raises BadNotice: with every row that cannot be used
    """
    text = table if isinstance(table, str) else decoded(table)
    if LOST in text:
        raise Unreadable(fields={"table": Unreadable.message})
    lines = text.removeprefix("\ufeff").strip("\r\n").replace("，", ",").replace("；", ";").splitlines()
    reader = csv.reader(lines, delimiter=_between(lines[0] if lines else ""))
    found: dict[date, tuple[int, DayEdit]] = {}
    problems: list[Problem] = []
    for cells in reader:
        row = [cell.strip() for cell in cells]
        if not any(row) or (not found and not problems and HEADS & {cell.lower() for cell in row}):
            continue
        read = _read(row, reader.line_num, year, found)
        if isinstance(read, DayEdit):
            found[read.on] = (reader.line_num, read)
        else:
            problems.append(read)
    if not found and not problems:
        problems.append(Problem(0, EMPTY, {}))
    if problems:
        raise BadNotice(tuple(problems if found else _said_once(problems)))
    return tuple(day for _line, day in found.values())


def _between(line: str) -> str:
    """Return what stands between the columns, as far as the first line tells."""
    return next((each for each in ("\t", ",", ";") if each in line), ",")


def _read(row: list[str], line: int, year: int, found: dict[date, tuple[int, DayEdit]]) -> DayEdit | Problem:
    def wrong(message: str, **params: Any) -> Problem:
        return Problem(line, message, {"year": year, **params})

    while len(row) > _COLUMNS and not row[-1]:
        row = row[:-1]
    if len(row) != _COLUMNS:
        return wrong(COLUMNS, like=LIKE)
    written, word, name = row
    on, works = read_day(written), WORDS.get(word.lower())
    if (on is None and (read_day(word) or read_day(name))) or (works is None and name.lower() in WORDS):
        return wrong(ORDER, like=LIKE)
    if on is None:
        return wrong(NOT_A_DAY, written=written)
    if on.year != year:
        return wrong(OTHER_YEAR, written=written)
    if works is None:
        return wrong(NOT_A_WORD, written=word)
    if not name:
        return wrong(NO_NAME, day=_said(on))
    if len(name) > LONGEST_NAME:
        return wrong(TOO_LONG, most=LONGEST_NAME)
    if on in found:
        return wrong(TWICE, day=_said(on), line=found[on][0])
    if works and on.weekday() < _SATURDAY:
        return wrong(WORKED_ANYWAY, day=_said(on))
    return DayEdit(on, works, name, MAKEUP if works else HOLIDAY)


def _said(on: date) -> Sentence:
    """Say a day with its year: it is seldom this one."""
    return dates.day(on, year=0)


def _said_once(problems: list[Problem]) -> list[Problem]:
    """Say once what is wrong with the table as a whole, not of every row."""
    of_all: list[Problem] = []
    for message, said_of_all in OF_ALL.items():
        some = [each for each in problems if each.message == message]
        if len(some) > 1:
            of_all.append(Problem(0, said_of_all, {**some[0].params, "count": len(some)}))
            problems = [each for each in problems if each.message != message]
    return [*of_all, *problems]


def left_out(days: tuple[DayEdit, ...], *, year: int) -> Iterator[tuple[date, str]]:
    """Yield the statutory holidays of ``year`` that the notice does not let rest, to be looked at again."""
    resting = {day.on for day in days if day.works is False}
    for on, name in by_law(year).items():
        if on not in resting:
            yield on, name


def by_law(year: int) -> Mapping[date, str]:
    """Return the days of ``year`` that 全国年节及纪念日放假办法 itself lets rest, in order.

    Days that only rest because a holiday fell on a weekend, or a weekend is worked, are not among them.
    """
    days = sorted(statutory(year).items())
    return {on: name for on, name in days if _SHIFTED not in name and not name.startswith(_SWAPPED)}


def against_law(edit: Edit) -> tuple[tuple[date, str], ...]:
    """Return the statutory holidays that ``edit`` would have worked: who keeps it has to say so."""
    if edit.enters and edit.undoes_id is None:
        return tuple(left_out(edit.days, year=edit.year))
    named = ((day.on, by_law(day.on.year).get(day.on)) for day in edit.days if day.works)
    return tuple((on, name) for on, name in named if name)


def decoded(table: bytes) -> str:
    """Return the text of a file.

    :raises NotText: it holds none
    """
    if table.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return table.decode("utf-16", errors="replace")
    if table.startswith(_WORKBOOKS):
        raise Workbook()
    if b"\0" in table or table.startswith(b"%PDF"):
        raise NotText()
    try:
        return table.decode("utf-8-sig")
    except UnicodeDecodeError:
        return table.decode("gb18030", errors="replace")
