"""Sending a task back to an earlier step with a reason; taking back one's own before anybody acts on it."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from mediation.casework import returning
from mediation.casework.returning import Answered, Own, Place
from mediation.inbox import queries as inbox
from mediation.inbox.queries import ItemView
from mediation.kernel.errors import Refused
from web import asking, words
from web.access import requires
from web.forms import Form, Invalid, build
from web.language import language
from web.pages import answering, case_views, task_words
from web.pages.answering import Wrong

bp = Blueprint("returning", __name__, url_prefix="/work/<int:item_id>")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*[+-]\d\d:\d\d")


@bp.get("/send-back")
@requires("act_on_case")
def choose(item_id: int) -> str | Response:
    """Show where the task may go back to, and ask why."""
    item = _item(item_id)
    if not item.is_open:
        flash(task_words.past(item), "soon")
        return redirect(url_for("cases.show", case_id=item.case_id))
    return _send_page(item)


@bp.post("/send-back")
@requires("act_on_case")
def send(item_id: int) -> Response | tuple[str, int]:
    """Send it back and return to the inbox.

    :raises TaskTaken: somebody was faster (409)
    """
    item = _item(item_id)
    places = _places(item)
    form = _send_form(places)
    asking.attempting(item.case_id, item.label)
    try:
        answers = form.load(request.form) if places else _sent()
        with asking.writing() as uow:
            again = returning.send_back(uow, item_id=item_id, **answers, by=asking.person(), at=asking.now())
            label, label_en = again.label, again.label_en
            uow.commit()
    except Invalid as error:
        return _send_page(item, answering.invalid(form, error)), 422
    except Refused as refusal:
        return _send_page(item, answering.refused(form, refusal)), 422
    said = (label_en if language() == "en" else "") or label
    flash(_("已退回到“%(task)s”，期限照常计算。", task=said), "done")
    return redirect(url_for("inbox.index"), code=303)


@bp.get("/take-back")
@requires("act_on_case")
def confirm(item_id: int) -> str | Response:
    """Ask why one's own work is taken back; what is still open is simply done."""
    item = _item(item_id)
    if item.is_open:
        return redirect(url_for("tasks.show", item_id=item_id))
    return _take_page(item)


@bp.post("/take-back")
@requires("act_on_case")
def take(item_id: int) -> Response | tuple[str, int]:
    """Take it back and open it again.

    :raises ActedUpon: somebody has gone on from there; says who and when (409)
    """
    item = _item(item_id)
    form = build({"id": "take_back", "components": [_why(_("为什么撤回"))]})
    asking.attempting(item.case_id, item.label)
    try:
        answers = form.load(request.form)
        with asking.writing() as uow:
            again = returning.take_back(uow, item_id=item_id, **answers, by=asking.person(), at=asking.now())
            again_id = again.id
            uow.commit()
    except Invalid as error:
        return _take_page(item, answering.invalid(form, error)), 422
    except Refused as refusal:
        return _take_page(item, answering.refused(form, refusal)), 422
    flash(_("已撤回，请重新办理。期限照常计算。"), "done")
    return redirect(url_for("tasks.show", item_id=again_id), code=303)


@bp.app_template_global()
def may_send_back(item: ItemView) -> bool:
    """Say whether a task is the visitor's and has an earlier step that can be done anew."""
    return item.is_open and item.may_do and bool(_places(item))


@bp.app_template_global()
def own_last(case_id: int) -> tuple[Own, ...]:
    """Return what the visitor did last on a case and might take back."""
    if not asking.person().may("act_on_case"):
        return ()
    return returning.own_last(asking.reading(), case_id=case_id, person_id=asking.person().person_id)


@bp.app_template_global()
def opened_again(item_id: int) -> Answered | None:
    """Return why and by whom a task was opened again; None where it was not."""
    return returning.answered_before(asking.reading(), item_id)


def answered(item_id: int) -> Mapping[str, Any] | None:
    """Return what was answered before a task was opened again, to fill its form in; None for a first time."""
    before = opened_again(item_id)
    return {key: _typed(value) for key, value in before.answers.items()} if before else None


def _typed(value: Any) -> Any:
    return datetime.fromisoformat(value) if isinstance(value, str) and MOMENT.fullmatch(value) else value


def _sent() -> dict[str, str]:
    """Return what was sent for a task that has nowhere to go back to (any more): the operation says why."""
    return {key: request.form.get(key, "") for key in ("to", "reason")}


def _item(item_id: int) -> ItemView:
    item = inbox.open_item(asking.reading(), item_id=item_id, identity=asking.person())
    case_views.case_of(item.case_id)
    return item


def _places(item: ItemView) -> tuple[Place, ...]:
    return returning.places(asking.reading(), item.id)


def _send_form(places: tuple[Place, ...]) -> Form:
    steps = {
        "type": "radio",
        "key": "to",
        "label": _("退回到哪一步"),
        "values": [{"value": place.element, "label": _said(place)} for place in places],
        "validate": {"required": True},
    }
    if len(places) == 1:
        steps["defaultValue"] = places[0].element
    return build({"id": "send_back", "components": [steps, _why(_("为什么退回"))]})


def _said(place: Place) -> str:
    """Return the step with who did it and when, and what has to be done anew besides."""
    english = language() == "en"
    label = (place.label_en if english else "") or place.label
    said = _("%(task)s（%(who)s %(when)s办）", task=label, who=place.who, when=words.moment(place.when))
    between = _("、").join((each_en if english else "") or each for each, each_en in place.voids)
    return said + (_("；其后的%(tasks)s也要重新办", tasks=between) if between else "")


def _why(label: str) -> dict[str, Any]:
    rules = {"required": True, "minLength": 2, "maxLength": 500}
    return {"type": "textarea", "key": "reason", "label": label, "validate": rules}


def _send_page(item: ItemView, wrong: Wrong | None = None) -> str:
    places = _places(item)
    return _page("pages/send_back.html", item, _send_form(places), wrong, places=places)


def _take_page(item: ItemView, wrong: Wrong | None = None) -> str:
    form = build({"id": "take_back", "components": [_why(_("为什么撤回"))]})
    return _page("pages/take_back.html", item, form, wrong)


def _page(template: str, item: ItemView, form: Form, wrong: Wrong | None, **more: Any) -> str:
    sent = request.form if request.method == "POST" else None
    sheet = answering.sheet(form, values=sent, wrong=wrong)
    return render_template(template, item=item, sheet=sheet, case=case_views.case_of(item.case_id), **more)
