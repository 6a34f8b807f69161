"""Forms for what reaches a case from outside its diagram, each said once more before it is done."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from mediation.cases.queries import CaseView
from mediation.kernel.errors import NotFound, Refused
from web import asking
from web.access import requires
from web.forms import Form, Invalid
from web.language import word
from web.pages import answering, case_acts, case_views, drafting
from web.pages.answering import Wrong
from web.pages.case_acts import CaseAct

bp = Blueprint("events", __name__)
KEYS = ",".join(f"'{key}'" for key in case_acts.ACTS)
LOOK = "look"
ADDRESS = f"/cases/<int:case_id>/<any({KEYS}):key>"


@bp.get(ADDRESS)
@requires("act_on_case")
def show(case_id: int, key: str) -> str:
    """Show the form of an act with what it will do."""
    case, act = _act(case_id, key)
    return _page(case, act, act.form(case))


@bp.post(ADDRESS)
@requires("act_on_case")
def do(case_id: int, key: str) -> Response | str | tuple[str, int]:
    """Do it, or say why it cannot be done."""
    case, act = _act(case_id, key)
    form = act.form(case)
    if act.foresee is not None and LOOK in request.form:
        return _look(case, act, form)
    asking.attempting(case_id, act.title)
    try:
        answers = form.load(request.form)
    except Invalid as error:
        return _page(case, act, form, answering.invalid(form, error)), 422
    try:
        with asking.writing() as uow:
            told = act.run(uow, case_id, answers, asking.person().actor_with(act.permission))
            drafting.finish(uow, _draft_key(case_id, act))
            uow.commit()
    except Refused as refusal:
        wrong = answering.refused(form, refusal, named=case_views.names_of(case))
        return _page(case, act, form, wrong), 422
    flash(told or _("“%(act)s”已登记。", act=word(act.title)), "done")
    return redirect(url_for("cases.show", case_id=case_id), code=303)


def _act(case_id: int, key: str) -> tuple[CaseView, CaseAct]:
    case = case_views.case_of(case_id)
    act = case_acts.ACTS[key]
    if not asking.person().may(act.permission):
        raise NotFound(what=_("这项操作"))
    return case, act


def _look(case: CaseView, act: CaseAct, form: Form) -> str | tuple[str, int]:
    """Show what the act would come to, with what was typed kept; nothing was tried yet."""
    assert act.foresee is not None
    try:
        foreseen = act.foresee(case, request.form)
    except Invalid as error:
        return _page(case, act, form, answering.invalid(form, error)), 422
    except Refused as refusal:
        return _page(case, act, form, answering.refused(form, refusal)), 422
    return _page(case, act, form, foreseen=foreseen)


def _page(case: CaseView, act: CaseAct, form: Form, wrong: Wrong | None = None, *, foreseen: str = "") -> str:
    sent = request.form if request.method == "POST" else None
    token = answering.sent_token() if sent is not None else ""
    address = url_for("events.show", case_id=case.id, key=act.key)
    offer = drafting.offer(_draft_key(case.id, act), title=act.title, path=address)
    values = sent if sent is not None else offer.values
    return render_template(
        "pages/case_act.html",
        case=case,
        act=act,
        nothing=act.nothing(case),
        acts=case_acts.ACTS,
        foreseen=foreseen,
        offer=offer,
        sheet=answering.sheet(form, values=values, wrong=wrong, token=token),
    )


def _draft_key(case_id: int, act: CaseAct) -> str:
    return f"act:{case_id}:{act.key}"
