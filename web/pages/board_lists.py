"""The lists behind the board's numbers: a page at a time, or all of one as a file."""

from collections.abc import Iterator

from flask import Blueprint, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from mediation.boards import listing, scope
from mediation.boards.asked import Asked
from mediation.boards.lines import BoardLine, Overdue, Wait
from mediation.kernel.clock import day_of
from mediation.kernel.errors import NotFound
from mediation.people.identity import READS_AREA
from mediation.units.queries import UnitView
from web import asking, exporting, naming
from web.access import requires
from web.pages import board_words
from web.pages.board import unit_asked_for

bp = Blueprint("board_lists", __name__)


@bp.get("/board/list")
@requires(*READS_AREA)
def show() -> str:
    """Show the disputes behind a number; all that makes the list stands in the address."""
    session, unit, after = asking.reading(), unit_asked_for(), request.args.get("after")
    asked = _asked(unit)
    page = listing.page(session, asked, unit=unit, identity=asking.person(), at=asking.now(), after=after)
    return render_template(
        "pages/board_list.html",
        asked=asked,
        page=page,
        unit=unit,
        ladder=scope.ladder(session, asking.person(), unit),
        after=after,
        chips=board_words.chips(asked),
        options={name: _options(name) for name in board_words.BREAKDOWNS},
    )


@bp.get("/board/list.<file>")
@requires(*READS_AREA)
def take(file: str) -> Response:
    """Take the whole list away as Excel or CSV, its filters written inside."""
    unit = unit_asked_for()
    asked = _asked(unit)
    found = listing.every(
        asking.reading(),
        asked,
        unit=unit,
        identity=asking.person(),
        at=asking.now(),
        limit=exporting.MOST_ROWS + 1,
    )
    named = {"unit": board_words.name_of(unit), "number": board_words.title(asked)}
    title = _("%(unit)s%(number)s的纠纷", **named) if asked.step else _("%(unit)s%(number)s纠纷", **named)
    filters, plain = board_words.filters(asked, unit), f"cases-{asked.number}"
    return exporting.download(file, title, filters, _columns(), map(_row, found), plain=plain)


def _asked(unit: UnitView) -> Asked:
    """Return what the address asks for.

    :raises NotFound: it says something there is none of; a kind no longer listed may still be of old cases
    """
    asked = Asked.read(request.args, unit=unit.id, today=asking.today())
    strange = [
        name
        for name in (*board_words.BREAKDOWNS, "role")
        if getattr(asked, name) and not board_words.is_known(name, getattr(asked, name))
    ]
    if strange and not listing.count(asking.reading(), asked, unit=unit, at=asking.now()):
        raise NotFound(what=_("这个条件"))
    return asked


def waits_for(wait: Wait) -> str:
    """Return who holds a task, e.g. 官渡镇南岳村村级调解员王秀兰."""
    post = naming.post_name(wait.unit, wait.role)
    return _("%(post)s %(person)s", post=post, person=wait.person or _("（待领）"))


def _columns() -> list[str]:
    return [
        *(_("编号"), _("标题"), _("类型"), _("来源"), _("层级"), _("风险"), _("发生地"), _("在办单位")),
        *(
            _("登记日期"),
            _("期限"),
            _("逾期"),
            _("逾期天数"),
            _("逾期的是"),
            _("下一个期限"),
            _("下一个期限暂定"),
            _("暂停始于"),
            _("等谁办"),
            _("在办事项"),
        ),
        *(_("红牌"), _("督办单"), _("挂牌督办"), _("结果"), _("办结日期")),
    ]


def _row(line: BoardLine) -> exporting.Row:
    return [
        *(line.number, line.title or _("（您无权查看）")),
        *(board_words.key_name(name, getattr(line, name)) for name in board_words.BREAKDOWNS),
        *(line.unit, line.held_by, day_of(line.reported_at), line.due_on),
        *(_mark(bool(line.overdue)), line.days_late(asking.today())),
        _("；").join(_overdue(each) for each in line.overdue),
        line.next_due and line.next_due.due_on,
        *(_mark(line.provisional), line.paused_at and day_of(line.paused_at)),
        _("；").join(waits_for(wait) for wait in line.waits),
        _("；").join(board_words.task_name(wait) for wait in line.waits),
        *(_mark(line.red), _mark(line.instructed), _mark(line.listed)),
        naming.named("outcomes", line.outcome) if line.outcome else None,
        line.closed_at and day_of(line.closed_at),
    ]


def _mark(holds: bool) -> str:
    return _("是") if holds else ""


def _overdue(each: Overdue) -> str:
    if each.due_on is None:
        return board_words.task_name(each)
    return _("%(what)s（%(day)s到期）", what=board_words.task_name(each), day=each.due_on)


def _options(name: str) -> Iterator[tuple[str, str]]:
    known = asking.locality().levels if name == "level" else None
    keys = list(known) if known else [each["key"] for each in naming.entries(board_words.GROUP_OF[name])]
    return ((key, board_words.key_name(name, key)) for key in keys)
