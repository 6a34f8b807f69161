"""The work calendar: a year as it is counted, its changes, and changing it with a look before."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from mediation.clocks import calendar_queries as queries
from mediation.clocks import edits, yearly
from mediation.clocks.calendar_views import MovedClock, in_a_row
from mediation.clocks.edits import CalendarChanged, Edit
from mediation.clocks.kinds import FIRST, KINDS, Place
from mediation.clocks.operations import StillCounting, change_calendar, count_again
from mediation.clocks.previewing import Move, preview
from mediation.kernel.errors import Refused
from web import asking
from web.access import requires, signed_in
from web.forms import Form, Invalid
from web.pages import answering, calendar_drafts, calendar_names
from web.pages.answering import Wrong

bp = Blueprint("calendar", __name__, url_prefix="/calendar")

bp.context_processor(lambda: {"calendar_names": calendar_names})
SIZE = 20
PREVIEWED = 50
NAMED = 50
"""Bad rows of a table that are named."""
REFRESHED = 10
"""Seconds after which a page without scripts asks how far counting is; it can be told not to."""
EDITS = "manage_calendar"


@bp.get("")
@signed_in
def index() -> str:
    """Show a year.

    :raises NoSuchYear: the address names none that there is
    """
    session, number = asking.reading(), calendar_drafts.year_asked(request.args)
    return render_template(
        "pages/calendar.html",
        year=queries.year(session, number),
        changes=queries.changes(session, year=number, size=5),
        provisional=queries.count_provisional(session, number),
        may_edit=asking.person().may(EDITS),
        kinds=edits.KINDS,
    )


@bp.get("/edit")
@requires(EDITS)
def edit() -> str:
    """Show the form that changes some days."""
    return _edit_page(calendar_drafts.values_of_day(request.args.get("day")))


@bp.get("/import")
@requires(EDITS)
def notice() -> str:
    """Show the form that takes the yearly notice in."""
    return _notice_page({"year": request.args.get("year", "")})


@bp.post("/preview")
@requires(EDITS)
def look() -> str | tuple[str, int]:
    """Show what an edit would move, page by page, and ask."""
    try:
        drafted = calendar_drafts.drafted()
        return _preview_page(drafted)
    except Invalid as error:
        return _again(error), 422
    except yearly.BadNotice as bad:
        return _notice_page(request.form, problems=bad.problems), 422
    except Refused as refusal:
        if not refusal.is_slip or request.form.get("act") not in _FORMS:
            raise
        return _again(refusal), 422


@bp.post("/changes")
@requires(EDITS)
def confirm() -> Response | tuple[str, int]:
    """Make the change that was looked at; counting anew begins at once, in the background.

    Statutory holidays are worked only where somebody ticked that they are to be.
    """
    drafted = calendar_drafts.drafted()
    if yearly.against_law(drafted) and request.form.get("despite") != "true":
        return _preview_page(drafted, unticked=True), 422
    try:
        change_id, touched = _made(drafted)
    except (StillCounting, CalendarChanged) as refusal:
        return _preview_page(drafted, refusal=refusal), refusal.status
    said = ngettext("日历已改，%(num)d项期限正在重新计算。", "日历已改，%(num)d项期限正在重新计算。", touched)
    flash(said if touched else _("日历已改，没有期限需要重新计算。"), "done")
    return redirect(url_for("calendar.change", change_id=change_id), code=303)


def _made(drafted: Edit) -> tuple[int, int]:
    """Make the change; return its number and how many dates wait to be counted for it."""
    seen = request.form.get("seen", type=int) or 0
    by = asking.person().actor_with(EDITS)
    with asking.writing() as uow:
        change = change_calendar(uow, edit=drafted, seen=seen, by=by, at=asking.now())
        made = change.id, change.touched
        uow.commit()
    return made


@bp.get("/changes")
@signed_in
def history() -> str:
    """Show every change, the latest first."""
    before = request.args.get("before", type=int)
    found = queries.changes(asking.reading(), before=before, size=SIZE + 1)
    following = found[SIZE - 1].id if len(found) > SIZE else None
    return render_template("pages/calendar_history.html", changes=found[:SIZE], next=following)


@bp.get("/changes/<int:change_id>")
@signed_in
def change(change_id: int) -> str:
    """Show one change: its days, how far counting is, and the dates it moved that the visitor may see."""
    session, after = asking.reading(), Place.read(request.args.get("after"))
    found = queries.change(session, change_id)
    moved = queries.moved_by(session, change_id, asking.person(), after=after, size=SIZE + 1)
    last = moved[SIZE - 1] if len(moved) > SIZE else None
    return render_template(
        "pages/calendar_change.html",
        change=found,
        days=in_a_row(found.days),
        refreshes=REFRESHED if not found.is_done and request.args.get("refresh") != "no" else None,
        moved=moved[:SIZE],
        next=Place(last.kind, last.entry_id) if last else None,
        titles=_titles(moved),
        date_kinds=KINDS,
        after=after != FIRST,
        may_edit=asking.person().may(EDITS),
        kinds=edits.KINDS,
    )


@bp.get("/changes/<int:change_id>/progress")
@signed_in
def progress(change_id: int) -> str:
    """Draw how far counting is anew, for a page that lies open."""
    found = queries.change(asking.reading(), change_id)
    return render_template("pages/parts/calendar_progress.html", change=found, watched=True)


@bp.post("/changes/<int:change_id>/again")
@requires(EDITS)
def again(change_id: int) -> Response:
    """Have what a change touches counted once more, where some of it failed."""
    with asking.writing() as uow:
        count_again(uow, change_id=change_id)
        uow.commit()
    return redirect(url_for("calendar.change", change_id=change_id), code=303)


_FORMS = (calendar_drafts.SET, calendar_drafts.PUBLISH)


def _again(error: Invalid | Refused) -> str:
    """Draw the form once more, with what is wrong."""
    if request.form.get("act") == calendar_drafts.PUBLISH:
        return _notice_page(request.form, error)
    return _edit_page(request.form, error)


def _edit_page(values: Mapping[str, Any], error: Invalid | Refused | None = None) -> str:
    form = calendar_drafts.form_of_days()
    sheet = answering.sheet(form, values=values, wrong=_wrong(form, error))
    return render_template("pages/calendar_edit.html", sheet=sheet)


def _notice_page(
    values: Mapping[str, Any],
    error: Invalid | Refused | None = None,
    problems: tuple[yearly.Problem, ...] = (),
) -> str:
    form = calendar_drafts.form_of_notice()
    sheet = answering.sheet(form, values=values, wrong=_wrong(form, error))
    return render_template(
        "pages/calendar_import.html", sheet=sheet, problems=problems, most=NAMED, like=yearly.LIKE
    )


def _wrong(form: Form, error: Invalid | Refused | None) -> Wrong | None:
    if error is None:
        return None
    return answering.invalid(form, error) if isinstance(error, Invalid) else answering.refused(form, error)


def _preview_page(drafted: Edit, *, unticked: bool = False, refusal: Refused | None = None) -> str:
    """Draw what an edit would move; while another one is counted nothing true can be said of it.

    What the confirmation names is read first: whatever comes to pass meanwhile, it is refused then.
    """
    session, after = asking.reading(), Place.read(request.form.get("after"))
    shown = {
        "edit": drafted,
        "latest": queries.latest(session),
        "days": in_a_row(queries.day_changes(session, drafted)),
        "carried": calendar_drafts.carried(drafted),
        "kinds": edits.KINDS,
        "refusal": refusal,
    }
    counted = queries.being_counted(session)
    if counted is not None:
        return render_template("pages/calendar_waiting.html", change=counted, **shown)
    seen = preview(session, drafted, at=asking.now(), after=after, size=PREVIEWED)
    calendar_drafts.check_of_use(drafted, seen.touched, asking.today())
    return render_template(
        "pages/calendar_preview.html",
        seen=seen,
        titles=_titles(seen.moves),
        date_kinds=KINDS,
        after=after != FIRST,
        against_law=yearly.against_law(drafted),
        unticked=unticked,
        **shown,
    )


def _titles(moved: Iterable[Move | MovedClock]) -> Mapping[int, str]:
    return queries.titles(asking.reading(), (each.case_id for each in moved), asking.person())
