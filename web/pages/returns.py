"""统计报表: monthly and quarterly returns of a unit, shown, submitted, taken along."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from mediation.boards import scope
from mediation.kernel.actor import Actor
from mediation.kernel.errors import Refused
from mediation.people.identity import READS_AREA
from mediation.statistics.operations import submit_return
from mediation.statistics.queries import returns
from mediation.statistics.queries.gaps import Gaps, gaps
from mediation.statistics.queries.returns import ReturnView
from mediation.statistics.refusals import (
    EarlierNotKnown,
    FiguresMoved,
    NotChecked,
    NotYours,
    SubmittedAlready,
)
from mediation.statistics.rules import periods
from mediation.statistics.rules.periods import Period
from mediation.units.queries import UnitView
from web import addresses, asking, exporting, words
from web.access import requires
from web.language import said
from web.returns import asked, paper
from web.returns.corrections import correction_lines, effect_lines, say_period
from web.returns.lines import Lines

bp = Blueprint("returns", __name__)
LISTED = {"month": 13, "quarter": 9}
REMARK_AT_MOST = 500
CHIEF = ("accepted", "closed", "settled", "failed", "late")


@bp.get("/returns")
@requires(*READS_AREA)
def index() -> str:
    """List the returns of a unit, the latest first."""
    unit = asked.unit_asked(addresses.unit_of(request.args))
    kind = asked.kind_asked()
    last = asked.last_listed(request.args.get("until", "").strip())
    shown = periods.latest(kind, last, LISTED[kind])
    found = returns.overview(asking.reading(), unit=unit, shown=shown, today=asking.today())
    return render_template(
        "pages/returns.html",
        unit=unit,
        kind=kind,
        is_latest=last == asking.today(),
        earlier=shown[-1].previous,
        has_earlier=any(each.submitted_at or not each.is_empty for each in found),
        found=found,
        **asked.common(unit),
    )


@bp.get("/returns/<int:unit_id>/<key>")
@requires(*READS_AREA)
def show(unit_id: int, key: str) -> str:
    """Show a return as it was submitted, else as it counts now; whole, or as it may go outside."""
    return _page(asked.unit_asked(unit_id), asked.period_asked(key), outside=asked.is_outside())


@bp.get("/returns/<int:unit_id>/<key>/file.<kind>")
@requires(*READS_AREA)
def take(unit_id: int, key: str, kind: str) -> Response:
    """Give the return as Excel or Word."""
    writers = {exporting.EXCEL: paper.excel, exporting.WORD: paper.word_file}
    if kind not in writers:
        abort(404)
    outside = asked.is_outside()
    view = asked.view_of(asked.unit_asked(unit_id), asked.period_asked(key))
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
    unit, period = asked.unit_asked(unit_id), asked.period_asked(key)
    _check_theirs(unit)
    view = asked.view_of(unit, period)
    if view.submitted is not None:
        told = _("这一期已于%(when)s由%(post)s%(name)s上报，不能再报。")
        who = {"when": words.moment(view.submitted.at), "post": view.submitted.post}
        flash(told % {**who, "name": view.submitted.by_name}, "soon")
    if view.submitted is not None or not view.is_over:
        return redirect(url_for("returns.show", unit_id=unit.id, key=period.key), code=303)
    return _submit_page(view)


@bp.post("/returns/<int:unit_id>/<key>/submit")
@requires("supervise")
def submit(unit_id: int, key: str) -> Answer | tuple[str, int]:
    """Submit the return, as it was looked at; where it cannot be, show it as it is now, and why."""
    unit, period = asked.unit_asked(unit_id), asked.period_asked(key)
    _check_theirs(unit)
    try:
        _submit(unit, period)
    except (FiguresMoved, NotChecked) as refusal:
        view = asked.view_of(unit, period)
        if view.submitted is not None or not view.is_over:
            raise
        return _submit_page(view, refusal), refusal.status
    except SubmittedAlready as refusal:
        return _page(unit, period, refusal=refusal), refusal.status
    flash(_("%(period)s的报表已上报，数字不再变动。", period=say_period(period)), "done")
    return redirect(url_for("returns.show", unit_id=unit.id, key=period.key), code=303)


def _check_theirs(unit: UnitView) -> None:
    """Check that the visitor supervises the unit; who only audits it reads its returns.

    :raises NotYours: they do not
    """
    if not scope.supervises(asking.person(), unit.path):
        raise NotYours(unit=unit.full_name)


def _submit(unit: UnitView, period: Period) -> None:
    if not request.form.get("checked"):
        raise NotChecked
    earlier = _gaps(unit, period).earlier_of if period.is_over(asking.today()) else 0
    if earlier and not request.form.get("earlier_known"):
        raise EarlierNotKnown(count=earlier)
    with asking.writing() as uow:
        submit_return(
            uow,
            unit_id=unit.id,
            period=period,
            seen=request.form.get("seen", "")[:64],
            remark=_remark(),
            by=_actor(unit),
            at=asking.now(),
        )
        uow.commit()


def _gaps(unit: UnitView, period: Period) -> Gaps:
    return gaps(asking.reading(), unit=unit, period=period, locality=asking.locality())


def _remark() -> str:
    return request.form.get("remark", "")[:REMARK_AT_MOST]


def _page(unit: UnitView, period: Period, *, outside: bool = False, refusal: Refused | None = None) -> str:
    view = asked.view_of(unit, period)
    lines = Lines(view, outside=outside)
    return render_template(
        "pages/return.html",
        unit=unit,
        view=view,
        outside=outside,
        refusal=refusal and said(refusal),
        small=lines.small,
        today=asking.today(),
        larger=asked.larger(view) if outside and lines.is_mostly_hidden else None,
        lines=lines.lines(),
        tables=lines.tables(),
        corrections=correction_lines(view.corrections),
        effects=effect_lines(view.corrections),
        may_submit=scope.supervises(asking.person(), unit.path),
        **asked.beginning(view),
        **asked.common(unit),
    )


def _submit_page(view: ReturnView, refusal: Refused | None = None) -> str:
    """Return the page that asks, with what was typed before and why it was not taken."""
    unit, lines = view.unit, Lines(view).lines()
    return render_template(
        "pages/return_submit.html",
        unit=unit,
        view=view,
        refusal=refusal and said(refusal),
        has_moved=isinstance(refusal, FiguresMoved),
        remark=_remark(),
        gaps=_gaps(unit, view.period),
        lines=lines,
        chief=[line for line in lines if line.key in CHIEF],
        corrections=correction_lines(view.corrections),
        effects=effect_lines(view.corrections),
        remark_at_most=REMARK_AT_MOST,
        **asked.common(unit),
    )


def _actor(unit: UnitView) -> Actor:
    """Return the visitor in the supervising post nearest to the unit, one's own before one stood in for."""
    me = asking.person()
    fitting = [
        post for post in me.posts if "supervise" in post.permissions and unit.path.startswith(post.unit_path)
    ]
    return me.actor(min(fitting, key=lambda post: (post.standing_in_for is not None, -len(post.unit_path))))
