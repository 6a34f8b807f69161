"""报纠纷 on a phone: one screen, one thumb, under a minute, with photographs and a voice note."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from mediation.attachments.intake import Taken
from mediation.casework import repeats
from mediation.casework.operations import Reported
from mediation.casework.reporting import report_with
from mediation.inbox import queries as inbox
from mediation.kernel.errors import NotFound, Refused
from mediation.search import queries as search
from mediation.units import queries as units
from mediation.units.queries import UnitView
from web import asking, uploads
from web.access import requires
from web.forms import Form, Invalid
from web.pages import answering, case_views, drafting, quick_form, related_notice
from web.pages.answering import Wrong
from web.pages.drafting import Offer
from web.resending import is_shell
from web.uploads import takes_files

bp = Blueprint("quick_report", __name__)
BOXES = ("photo", "album", "voice")
KEY = "quick-report"


@bp.get("/report/quick")
@requires("report_case")
def show() -> str:
    """Show the short form for one's own place, or the one chosen."""
    return _page(_place(request.args.get("unit", type=int)), quick_form.quick_form())


@bp.post("/report/quick")
@requires("report_case")
@takes_files
def send() -> Response | tuple[str, int]:
    """Register the dispute with its files, once, and say its number and what comes next."""
    unit, form = _place(request.form.get("unit", type=int)), quick_form.quick_form()
    try:
        files = uploads.taken(BOXES)
        answers = form.load(request.form)
        wrong = quick_form.wrong_with(answers, has_voice=_has_voice(files))
    except Invalid as error:
        return _page(unit, form, answering.invalid(form, error)), 422
    except Refused as refusal:
        return _page(unit, form, _bad_file(form, refusal)), 422
    if wrong.beside:
        return _page(unit, form, wrong), 422
    dispute = quick_form.reported(answers, unit_id=unit.id, submission=answering.sent_token())
    known = _just_now(dispute) if answers["words"] else None
    if known is not None:
        flash(_("这件事您刚才已经登记过，就是下面这一件，没有重复登记。"), "soon")
        return redirect(url_for("quick_report.done", case_id=known), code=303)
    try:
        with asking.writing() as uow:
            case = report_with(uow, dispute=dispute, files=files, by=asking.person(), at=asking.now())
            case_id = case.id
            drafting.finish(uow, KEY)
            uow.commit()
    except Refused as refusal:
        return _page(unit, form, answering.refused(form, refusal)), 422
    related_notice.tell_related(case_id)
    return redirect(url_for("quick_report.done", case_id=case_id), code=303)


@bp.get("/report/quick/<int:case_id>")
@requires("report_case")
def done(case_id: int) -> str:
    """Tell who reported it: the number, what comes next and by when."""
    case = case_views.case_of(case_id)
    session, me = asking.reading(), asking.person()
    return render_template(
        "pages/quick_report_done.html",
        case=case,
        items=inbox.of_case(session, case_id=case_id, identity=me),
        related=search.related(session, case_id, me),
        why=search.WHY,
    )


def _just_now(dispute: Reported) -> int | None:
    """Return the case made of the same words a moment ago: going back and sending again makes no second."""
    return repeats.reported_just_now(
        asking.reading(), dispute=dispute, person_id=asking.person().person_id, at=asking.now()
    )


def _has_voice(files: Sequence[Taken]) -> bool:
    return any(each.kind == "voice" for each in files)


def _bad_file(form: Form, refusal: Refused) -> Wrong:
    """Return a refused file beside nothing: browsers do not give a chosen file back, so it is said above."""
    wrong = answering.refused(form, refusal)
    wrong.above.append(_("填的内容都还在，照片和录音请重新选一次。"))
    return wrong


def _place(unit_id: int | None) -> UnitView:
    if unit_id is not None:
        return units.unit(asking.reading(), unit_id)
    posts = [post for post in asking.person().posts if "report_case" in post.permissions]
    if not posts:
        raise NotFound(what=_("您任职的单位"))
    return units.unit(asking.reading(), posts[0].unit_id)


def _offer() -> Offer:
    """Return what was typed before and not sent; the worker keeps the page empty, for the next report."""
    title, path = _("报纠纷"), url_for("quick_report.show")
    return Offer(KEY, title, path) if is_shell() else drafting.offer(KEY, title=title, path=path)


def _page(unit: UnitView, form: Form, wrong: Wrong | None = None) -> str:
    sent = request.form if request.method == "POST" else None
    token = answering.sent_token() if sent is not None else answering.new_token()
    offer = _offer()
    sheet = answering.sheet(form, values=offer.values if sent is None else sent, wrong=wrong, token=token)
    return render_template(
        "pages/quick_report.html",
        unit=unit,
        offer=offer,
        sheet=sheet,
        field={each.key: each for each in sheet.fields},
        common=quick_form.common_kinds(),
    )
