"""Doing a task: its form, what the case is about, what comes next. Done once, whoever sends it twice."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from mediation.casework import operations as casework
from mediation.inbox import queries as inbox
from mediation.inbox.queries import ItemView
from mediation.kernel.errors import NotFound, Refused
from web import asking, lookups, refusing, words
from web.access import requires, signed_in
from web.forms import Form, Invalid
from web.pages import answering, case_views, next_steps
from web.pages.answering import Wrong

bp = Blueprint("tasks", __name__)


@bp.get("/work/<int:item_id>")
@signed_in
def show(item_id: int) -> str | Response:
    """Show the task; a past one leads to its case."""
    item = _item(item_id)
    case_views.case_of(item.case_id)
    if not item.is_open:
        flash(_past(item), "soon")
        return redirect(url_for("cases.show", case_id=item.case_id))
    return _page(item, lookups.form_of(item))


@bp.post("/work/<int:item_id>")
@requires("act_on_case")
def complete(item_id: int) -> Response | tuple[str, int]:
    """Complete the task and go back to the inbox.

    :raises TaskTaken: somebody else was first (409)
    """
    try:
        with asking.writing() as uow:
            done = casework.complete(
                uow,
                item_id=item_id,
                answers=_read,
                submission=answering.sent_token(),
                by=asking.person(),
                at=asking.now(),
            )
            uow.commit()
    except Invalid as error:
        item = _item(item_id)
        form = lookups.form_of(item)
        return _again(item, form, answering.invalid(form, error))
    except Refused as refusal:
        return _refused(item_id, refusal)
    flash(_("“%(task)s”已办结。", task=case_views.label(done)), "done")
    return redirect(
        url_for("cases.show", case_id=done.case_id) if done.repeated else url_for("inbox.index"), 303
    )


def _read(asked: casework.Asked) -> Mapping[str, Any]:
    return lookups.form_of(asked).load(request.form)


def _refused(item_id: int, refusal: Refused) -> tuple[str, int]:
    """Show the form again with the refusal; who may not know of the case learns nothing of it."""
    item = _item(item_id)
    asking.attempting(item.case_id, item.label)
    try:
        case_views.case_of(item.case_id)
    except NotFound as unknown:
        refusing.note(refusal)
        raise unknown from refusal
    form = lookups.form_of(item)
    return _again(item, form, answering.refused(form, refusal))


def _item(item_id: int) -> ItemView:
    return inbox.open_item(asking.reading(), item_id=item_id, identity=asking.person())


def _again(item: ItemView, form: Form, wrong: Wrong) -> tuple[str, int]:
    return _page(item, form, wrong=wrong), 422


def _page(item: ItemView, form: Form, *, wrong: Wrong | None = None) -> str:
    sent = request.form if request.method == "POST" else None
    return render_template(
        "pages/task.html",
        item=item,
        sheet=answering.sheet(
            form, values=sent, wrong=wrong, token=answering.sent_token() if sent is not None else ""
        ),
        case=case_views.case_of(item.case_id),
        next_steps=next_steps.after(item),
    )


def _past(item: ItemView) -> str:
    what, when = case_views.label(item), item.closed_at
    if item.closed_by_name is None:
        return _("“%(task)s”已因案件情况变化取消，不用再办。", task=what)
    said = words.moment(when)
    return _("“%(task)s”已由%(who)s于%(when)s办结。", task=what, who=item.closed_by_name, when=said)
