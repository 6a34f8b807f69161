"""各项比率: rates of a unit and those right below it over a window, with numerator and denominator."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _

from mediation.boards import scope
from mediation.kernel.text import N_
from mediation.people.identity import READS_AREA
from mediation.statistics.queries.rates import RATES, Rates, RatesView
from mediation.statistics.queries.rates import rates as rates_of
from mediation.statistics.rules import periods
from mediation.statistics.rules.periods import Period
from web import addresses, asking, exporting, words
from web.access import requires
from web.language import word
from web.returns.corrections import say_period
from web.returns.lines import rate
from web.returns.paper import say_joined

bp = Blueprint("rates", __name__)
WINDOWS: dict[str, tuple[str, Callable[[date], Period]]] = {
    "30": (N_("近30天"), lambda today: periods.days(today, 30)),
    "90": (N_("近90天"), lambda today: periods.days(today, 90)),
    "365": (N_("近365天"), lambda today: periods.days(today, 365)),
    "month": (N_("上月"), lambda today: periods.holding("month", today).previous),
    "quarter": (N_("上季度"), lambda today: periods.holding("quarter", today).previous),
    "year": (N_("本年"), lambda today: Period("days", date(today.year, 1, 1), today)),
}
USUAL = "90"
NAMES = {
    "ended": (
        N_("办结率"),
        N_("这段时间首次受理的纠纷，到期末已经结案的 ÷ 这段时间首次受理的。并案的不计。"),
    ),
    "on_time": (
        N_("按期率"),
        N_("这段时间结案的纠纷，结案前没有得过红牌的 ÷ 这段时间结案的。作废的红牌不算。"),
    ),
    "success": (N_("成功率"), N_("成功 ÷（成功＋不成）。不予受理、移送、拒绝、撤回的不计入。")),
    "performance": (N_("履行率"), N_("这段时间到期的约定事项，到期末已履行完毕的 ÷ 到期的事项。")),
    "satisfaction": (N_("满意率"), N_("这段时间的评价中满意的 ÷ 评价。没有评价的不算满意，也不在分母里。")),
}


@bp.get("/rates")
@requires(*READS_AREA)
def index() -> str:
    """Show the rates of a unit and of those right below it, in order of code."""
    view = _view()
    return render_template(
        "pages/rates.html",
        view=view,
        unit=view.unit,
        ladder=scope.ladder(asking.reading(), asking.person(), view.unit),
        window=_window(),
        windows=WINDOWS,
        names=NAMES,
        rate=rate,
        as_of=_as_of(),
        say_period=say_period,
        say_joined=say_joined,
    )


@bp.get("/rates/file.<kind>")
@requires(*READS_AREA)
def take(kind: str) -> Response:
    """Give the same table as Excel or CSV."""
    view = _view()
    parts = ("", _("分子"), _("分母"))
    heads = [_("单位"), *(f"{word(NAMES[each][0])}{part}" for each in RATES for part in parts)]
    told = [(_("单位"), view.unit.full_name), (_("时段"), say_period(view.window, in_full=True))]
    told += [(word(name), word(says)) for name, says in NAMES.values()]
    told += [(_("数字"), _as_of(in_full=True)), (_("导出人"), asking.person().name)]
    title = _("%(unit)s各项比率", unit=view.unit.full_name)
    return exporting.download(kind, title, told, heads, _rows(view), plain="rates")


def _as_of(*, in_full: bool = False) -> str:
    """Say that rates count as things are now, which no submitted return does."""
    when = words.moment(asking.now(), in_full=in_full)
    return _("按%(when)s的数据现算，以后补报、更正的会变；不是已上报报表里定下的数。", when=when)


def _rows(view: RatesView) -> Iterator[exporting.Row]:
    yield [_("合计"), *_cells(view.whole)]
    for unit, found in view.below:
        yield [unit.name, *_cells(found)]
    if view.rest is not None:
        yield [_("本级和已停用的单位"), *_cells(view.rest)]


def _cells(found: Rates) -> Iterator[exporting.Cell]:
    for each in RATES:
        above, below = found.of(each)
        yield from (rate(above, below).value, above, below)


def _window() -> str:
    """Return the window asked for, the last 90 days where none is.

    :raises NoSuchChoice: there is none of that name
    """
    named = {key: word(name) for key, (name, _of) in WINDOWS.items()}
    return addresses.one_of(request.args, "window", named, usual=USUAL)


def _view() -> RatesView:
    session: Any = asking.reading()
    unit = scope.board_unit(session, asking.person(), addresses.unit_of(request.args))
    window = WINDOWS[_window()][1](asking.today())
    return rates_of(session, unit=unit, window=window, locality=asking.locality())
