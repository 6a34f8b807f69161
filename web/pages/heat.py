"""热力图: a diagram with how many stand at each step, how long it takes, and which ways are gone."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Flask, abort, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from mediation.boards.heat import queries as heat
from mediation.boards.heat.queries import HeatMap
from mediation.boards.lines import lines
from web import asking, exporting, naming
from web.access import signed_in
from web.language import said
from web.pages import heat_asking, heat_drawing, heat_naming, heat_words
from web.pages.heat_asking import BadPeriod, Wanted
from web.pages.heat_words import Row

bp = Blueprint("heat", __name__)
TABLES = ("steps", "ways")
LISTED = 20
DAY_AT_MOST = 20


def init_app(app: Flask) -> None:
    """Give templates the words of the heat map."""
    app.jinja_env.globals.update(heat_words=heat_words, naming_entries=naming.entries)


@bp.get("/heat")
@signed_in
def index() -> str | tuple[str, int]:
    """Show the heat map; all that makes it stands in the address.

    :raises PermissionMissing: no post of the visitor supervises, audits or publishes processes
    """
    try:
        wanted = heat_asking.wanted(request.args)
    except BadPeriod as slip:
        return _asked_again(slip), 422
    found = _found(wanted)
    shown = heat_words.rows(found, wanted)
    listed = found.outliers.listed[:LISTED] if wanted.sees_cases else ()
    cases = lines(
        asking.reading(),
        list(dict.fromkeys(each.case_id for each in listed)),
        identity=asking.person(),
        at=asking.now(),
    )
    return render_template(
        "pages/heat.html",
        wanted=wanted,
        found=found,
        shown=shown,
        named_steps={row.id: row.name for row in shown},
        labels=heat_naming.labels(found),
        legend=heat_words.legend(shown, wanted),
        hottest=heat_words.hottest(shown),
        drawing=heat_drawing.drawing(found, shown, wanted),
        listed=listed,
        cases={line.id: line for line in cases},
        **_choices(wanted),
    )


def _asked_again(slip: BadPeriod) -> str:
    """Show the form alone with what was typed, and the sentence at the field."""
    wanted = heat_asking.without_period(request.args)
    typed = {name: request.args.get(name, "").strip()[:DAY_AT_MOST] for name in heat_asking.PERIOD}
    return render_template(
        "pages/heat_period.html",
        wanted=wanted,
        typed=typed,
        wrong={slip.params["field"]: said(slip)},
        **_choices(wanted),
    )


def _choices(wanted: Wanted) -> dict[str, Any]:
    versions = heat_asking.versions_of(wanted)
    return {
        "processes": heat_asking.process_options(wanted.digest),
        "versions": versions,
        "left_out": sum(not each.agrees for each in versions) if not wanted.version else 0,
        "places": heat_asking.unit_options(wanted),
    }


@bp.get("/heat.<file>")
@signed_in
def take(file: str) -> Response | tuple[str, int]:
    """Take the steps or the ways away as Excel or CSV, the filters written inside."""
    try:
        wanted = heat_asking.wanted(request.args)
    except BadPeriod as slip:
        return _asked_again(slip), 422
    table = request.args.get("table", TABLES[0])
    if table not in TABLES:
        abort(404)
    found = _found(wanted)
    if table == "steps":
        title, columns = _("%(title)s热力图", title=naming.process_name(found)), _step_columns()
        made = [_step(row) for row in heat_words.rows(found, wanted)]
    else:
        title, columns, made = (
            _("%(title)s走向", title=naming.process_name(found)),
            _way_columns(),
            list(_ways(found)),
        )
    return exporting.download(
        file, title, _filters(found, wanted), columns, made, plain=f"heat-{table}-{wanted.process}"
    )


def _found(wanted: Wanted) -> HeatMap:
    asked = wanted.asked(heat_asking.versions_of(wanted))
    return heat.heat_map(asking.reading(), asked, at=asking.now())


def _filters(found: HeatMap, wanted: Wanted) -> list[tuple[str, str]]:
    kind = naming.named("kinds", wanted.kind) if wanted.kind else _("全部")
    return [
        (_("流程"), naming.process_name(found)),
        (_("辖区"), wanted.unit.full_name or wanted.unit.name),
        (_("类型"), kind),
        (_("时段"), _("%(first)s至%(last)s", first=wanted.first, last=wanted.last)),
        (_("版本"), wanted.version or _("图相同的全部版本")),
        (_("用时"), _("按自然时间算，从交办到办完，含夜间、周末和节假日")),
        (_("导出人"), asking.person().name),
    ]


def _step_columns() -> list[str]:
    return [
        *(
            _("步骤"),
            _("步骤编号"),
            _("性质"),
            _("现在停着（件）"),
            _("其中逾期（件）"),
            _("这段时间办完（次）"),
        ),
        *(
            _("一般用时（小时）"),
            _("九成不超过（小时）"),
            _("办完的里逾期（次）"),
            _("办完的里有期限（次）"),
            _("办完的里逾期占比"),
        ),
        *(_("这段时间开始的流程走到（次）"), _("异常（项）"), _("异常界限（小时）")),
    ]


def _step(row: Row) -> exporting.Row:
    each = row.heat
    return [
        *(row.name, row.id, row.kind, each.now.count, each.now.late, each.done if row.is_work else None),
        *(_hours(each.median), _hours(each.p90)),
        *(each.late, each.with_due, _percent(each.late_share), each.came, each.outliers),
        _hours(each.limit),
    ]


def _hours(hours: float | None) -> float | None:
    return None if hours is None else round(hours, 1)


def _percent(share: float | None) -> exporting.Percent | None:
    return None if share is None else exporting.Percent(share)


def _way_columns() -> list[str]:
    return [_("从"), _("走向"), _("到"), _("走过（次）"), _("这个路口共走出（次）"), _("占比")]


def _ways(found: HeatMap) -> Iterator[exporting.Row]:
    names = heat_naming.labels(found)
    for way in found.ways:
        yield [
            *(names[way.source], naming.written_on(way), names[way.target], way.times),
            *(way.of, _percent(way.share)),
        ]
