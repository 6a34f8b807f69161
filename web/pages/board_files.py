"""The tables of the board as files: units, breakdowns, whom disputes wait for, the trend."""

from collections.abc import Iterator, Sequence

from flask import Blueprint, abort
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from mediation.boards import overview, trend, waiting
from mediation.boards.overview import Board, Counts
from mediation.people.identity import READS_AREA
from mediation.units.queries import UnitView
from web import asking, exporting, naming, words
from web.access import requires
from web.language import word
from web.pages import board_numbers, board_words
from web.pages.board import role_and_place, unit_asked_for

bp = Blueprint("board_files", __name__)

TABLES = ("numbers", "units", *board_words.BREAKDOWNS, "role")


@bp.get("/board/tables/<table>.<file>")
@requires(*READS_AREA)
def take(table: str, file: str) -> Response:
    """Take one table of a unit's board away, with what it was chosen by."""
    if table not in TABLES:
        abort(404)
    unit = unit_asked_for()
    found = overview.board(asking.reading(), unit, at=asking.now())
    if table == "numbers":
        lines: Iterator[exporting.Row] = (
            [word(name), found.counts[key], word(board_numbers.HOW[key])]
            for key, name in board_numbers.NUMBERS.items()
            if key in found.counts
        )
        return _download(file, unit, (table, _("总表")), [_("数目"), _("件数"), _("怎么算")], lines)
    numbers = board_words.IN_TABLES if table == "units" else board_words.IN_BREAKDOWNS
    heads = [word(board_numbers.NUMBERS[number]) for number in numbers]
    if table == "units":
        heads = [_("代码"), _("单位"), *heads]
        return _download(file, unit, (table, _("下级单位")), heads, _units(found, numbers))
    name = word(board_words.FIELDS[table])
    return _download(file, unit, (table, name), [name, *heads], _breakdown(found, table, numbers))


@bp.get("/board/trend.<file>")
@requires(*READS_AREA)
def take_trend(file: str) -> Response:
    """Take the twelve months away."""
    unit = unit_asked_for()
    months = trend.trend(asking.reading(), unit, at=asking.now())
    heads = [word(board_numbers.NUMBERS[number]) for number in board_words.OF_MONTHS]
    rows: Iterator[exporting.Row] = (
        [board_words.month_name(each.first), *_of_month(each)] for each in months
    )
    return _download(file, unit, ("trend", _("近12个月")), [_("月份"), *heads], rows)


@bp.get("/board/waiting.<file>")
@requires(*READS_AREA)
def take_waiting(file: str) -> Response:
    """Take away whom disputes wait for: a role by unit, or one unit by person."""
    unit, session, at = unit_asked_for(), asking.reading(), asking.now()
    role, place = role_and_place()
    if place is None:
        found, first = waiting.by_unit(session, unit, role, at=at), _("单位")
    else:
        found, first = waiting.by_person(session, unit, role, place.id, at=at), _("姓名")
    heads = [word(board_numbers.NUMBERS[number]) for number in waiting.NUMBERS]
    rows: Iterator[exporting.Row] = (
        [each.name or _("还没有人认领"), *each.counts.values()] for each in found
    )
    post = naming.post_name(board_words.name_of(place), role) if place else naming.role_name(role)
    name = (f"waiting-{role}", _("在等%(role)s办", role=post))
    return _download(file, unit, name, [first, *heads], rows, [(_("等谁办"), post)])


def _download(
    file: str,
    unit: UnitView,
    table: tuple[str, str],
    heads: Sequence[str],
    rows: Iterator[exporting.Row],
    chosen: Sequence[tuple[str, str]] = (),
) -> Response:
    """Answer with a table, named by a plain word and by what people call it."""
    plain, name = table
    filters = [
        (_("辖区"), board_words.name_of(unit)),
        *chosen,
        (_("统计时间"), words.moment(asking.now(), in_full=True)),
        (_("单位"), _("件")),
        (_("导出人"), asking.person().name),
    ]
    return exporting.download(
        file,
        _("%(unit)s督办看板：%(table)s", unit=board_words.name_of(unit), table=name),
        filters,
        heads,
        rows,
        plain=f"board-{plain}",
    )


def _units(found: Board, numbers: Sequence[str]) -> Iterator[exporting.Row]:
    for line in found.children:
        named = (line.unit.code, line.unit.name) if line.unit else (found.unit.code, _("本级在办"))
        yield (*named, *_counts(line.counts, numbers))


def _breakdown(found: Board, field: str, numbers: Sequence[str]) -> Iterator[exporting.Row]:
    for key in board_words.keys(field, found.by[field]):
        counts = found.by[field].get(key, overview.NONE)
        yield (board_words.key_name(field, key), *_counts(counts, numbers))


def _counts(counts: Counts, numbers: Sequence[str]) -> Iterator[int]:
    return (counts[number] for number in numbers)


def _of_month(month: trend.Month) -> tuple[int, ...]:
    return tuple(getattr(month, number) for number in board_words.OF_MONTHS)
