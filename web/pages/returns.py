"""统计报表: monthly and quarterly returns of a unit, shown, submitted, taken along."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from mediation.boards import scope
from mediation.kernel.actor import Actor
from mediation.kernel.text import N_
from mediation.statistics.operations import submit_return
from mediation.statistics.queries import returns
from mediation.statistics.queries.gaps import gaps
from mediation.statistics.queries.returns import ReturnView
from mediation.statistics.refusals import NotChecked
from mediation.statistics.rules import periods
from mediation.statistics.rules.periods import Period
from mediation.units.queries import UnitView
from web import addresses, asking, exporting, words
from web.access import requires
from web.language import word
from web.returns import paper
from web.returns.corrections import correction_lines, effect_lines, say_period
from web.returns.lines import Lines

bp = Blueprint("returns", __name__)
KINDS = {"month": N_("月报"), "quarter": N_("季报")}
VERSIONS = {"inside": N_("内部版"), "outside": N_("公开版")}
LISTED = {"month": 13, "quarter": 9}
REMARK_AT_MOST = 500
CHIEF = ("accepted", "closed", "settled", "failed", "late")


@bp.get("/returns")
@requires("supervise")
def index() -> str:
    """List the returns of a unit, the latest first."""
    unit = _unit(addresses.unit_of(request.args))
    kind = _one_of("kind", KINDS)
    last = _last_listed(request.args.get("until", "").strip())
    shown = periods.latest(kind, last, LISTED[kind])
    return render_template(
        "pages/returns.html",
        unit=unit,
        kind=kind,
        is_latest=last == asking.today(),
        earlier=shown[-1].previous,
        found=returns.overview(asking.reading(), unit_id=unit.id, shown=shown, today=asking.today()),
        **_common(unit),
    )


@bp.get("/returns/<int:unit_id>/<key>")
@requires("supervise")
def show(unit_id: int, key: str) -> str:
    """Show a return as it was submitted, else as it counts now; whole, or as it may go outside."""
    unit, period, outside = _unit(unit_id), _period(key), _is_outside()
    view = _view(unit, period)
    lines = Lines(view, outside=outside)
    return render_template(
        "pages/return.html",
        unit=unit,
        view=view,
        outside=outside,
        small=lines.small,
        lines=lines.lines(),
        tables=lines.tables(),
        corrections=correction_lines(view.corrections),
        effects=effect_lines(view.corrections),
        **_common(unit),
    )


@bp.get("/returns/<int:unit_id>/<key>/file.<kind>")
@requires("supervise")
def take(unit_id: int, key: str, kind: str) -> Response:
    """Give the return as Excel or Word."""
    writers = {exporting.EXCEL: paper.excel, exporting.WORD: paper.word_file}
    if kind not in writers:
        abort(404)
    outside = _is_outside()
    view = _view(_unit(unit_id), _period(key))
    return exporting.send(
        kind,
        paper.title_of(view, outside=outside),
        writers[kind](view, outside=outside),
        plain=f"return-{view.period.key}{'-public' if outside else ''}",
    )


@bp.get("/returns/<int:unit_id>/<key>/submit")
@requires("supervise")
def confirm(unit_id: int, key: str) -> str | Answer:
    """Show once more what will be submitted, and ask."""
    unit, period = _unit(unit_id), _period(key)
    view = _view(unit, period)
    if view.submitted is not None:
        said = _("这一期已于%(when)s由%(post)s%(name)s上报，不能再报。")
        who = {"when": words.moment(view.submitted.at), "post": view.submitted.post}
        flash(said % {**who, "name": view.submitted.by_name}, "soon")
    if view.submitted is not None or not view.is_over:
        return redirect(url_for("returns.show", unit_id=unit.id, key=period.key), code=303)
    return render_template(
        "pages/return_submit.html",
        unit=unit,
        view=view,
        gaps=gaps(asking.reading(), unit=unit, period=period, locality=asking.locality()),
        lines=(lines := Lines(view).lines()),
        chief=[line for line in lines if line.key in CHIEF],
        corrections=correction_lines(view.corrections),
        effects=effect_lines(view.corrections),
        remark_at_most=REMARK_AT_MOST,
        **_common(unit),
    )


@bp.post("/returns/<int:unit_id>/<key>/submit")
@requires("supervise")
def submit(unit_id: int, key: str) -> Answer:
    """Submit the return, as it was looked at."""
    unit, period = _unit(unit_id), _period(key)
    if not request.form.get("checked"):
        raise NotChecked
    with asking.writing() as uow:
        submit_return(
            uow,
            unit_id=unit.id,
            period=period,
            seen=request.form.get("seen", "")[:64],
            remark=request.form.get("remark", "")[:REMARK_AT_MOST],
            by=_actor(unit),
            at=asking.now(),
        )
        uow.commit()
    flash(_("%(period)s的报表已上报，数字不再变动。", period=say_period(period)), "done")
    return redirect(url_for("returns.show", unit_id=unit.id, key=period.key), code=303)


def _last_listed(key: str) -> date:
    """Return up to which day periods are listed: the last of the period of that name, today where none is."""
    return min(_period(key).ends_on, asking.today()) if key else asking.today()


def _unit(unit_id: int | None) -> UnitView:
    return scope.board_unit(asking.reading(), asking.person(), unit_id)


def _period(key: str) -> Period:
    """Return the period of an address.

    :raises NoSuchPeriod: there is none of that name
    :raises PeriodNotBegun: its first day is still to come
    """
    return addresses.begun(periods.read(key), asking.today())


def _one_of(name: str, choices: Mapping[str, str]) -> str:
    """Return which of the choices the address says, the first where it says nothing.

    :raises NoSuchChoice: it says another
    """
    named = {key: word(says) for key, says in choices.items()}
    return addresses.one_of(request.args, name, named, usual=next(iter(named)))


def _common(unit: UnitView) -> dict[str, Any]:
    return {
        "ladder": scope.ladder(asking.reading(), asking.person(), unit),
        "say_period": say_period,
        "say_joined": paper.say_joined,
        "period_of": periods.read,
    }


def _view(unit: UnitView, period: Period) -> ReturnView:
    return returns.show(
        asking.reading(), unit=unit, period=period, today=asking.today(), locality=asking.locality()
    )


def _is_outside() -> bool:
    return _one_of("version", VERSIONS) == "outside"


def _actor(unit: UnitView) -> Actor:
    """Return the visitor in the supervising post nearest to the unit, one's own before one stood in for."""
    me = asking.person()
    fitting = [
        post for post in me.posts if "supervise" in post.permissions and unit.path.startswith(post.unit_path)
    ]
    return me.actor(min(fitting, key=lambda post: (post.standing_in_for is not None, -len(post.unit_path))))
