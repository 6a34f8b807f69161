"""Doing a task: its form, what the case is about, what comes next. Done once, whoever sends it twice."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from mediation.agreements import queries as agreements
from mediation.agreements.queries import AgreementView
from mediation.casework import operations as casework
from mediation.inbox import queries as inbox
from mediation.inbox.queries import ItemView
from mediation.kernel.errors import NotFound, Refused
from web import asking, lookups, refusing
from web.access import requires, signed_in
from web.forms import Form, Invalid
from web.pages import answering, case_views, next_steps, task_words
from web.pages.answering import Wrong

bp = Blueprint("tasks", __name__)
ABOUT_AGREEMENTS = frozenset({"signing", "performance", "judicial_confirmation"})


@bp.get("/work/<int:item_id>")
@signed_in
def show(item_id: int) -> str | Response:
    """Show the task; a past one leads to its case."""
    item = _item(item_id)
    case_views.case_of(item.case_id)
    if not item.is_open:
        flash(task_words.past(item), "soon")
        return redirect(url_for("cases.show", case_id=item.case_id))
    return _page(item, lookups.form_of(item))


@bp.post("/work/<int:item_id>")
@requires("act_on_case")
def complete(item_id: int) -> Response | tuple[str, int]:
    """Complete the task and go back to the inbox.

    :raises TaskTaken: somebody else was first (409)
    """
    at = asking.now()
    try:
        with asking.writing() as uow:
            done = casework.complete(
                uow,
                item_id=item_id,
                answers=_read,
                submission=answering.sent_token(),
                by=asking.person(),
                at=at,
            )
            uow.commit()
    except Invalid as error:
        item = _item(item_id)
        form = lookups.form_of(item)
        return _again(item, form, answering.invalid(form, error))
    except Refused as refusal:
        return _refused(item_id, refusal)
    flash(task_words.finished(done, since=at), "done")
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
    case = case_views.case_of(item.case_id)
    return render_template(
        "pages/task.html",
        item=item,
        sheet=answering.sheet(
            form, values=sent, wrong=wrong, token=answering.sent_token() if sent is not None else ""
        ),
        case=case,
        next_steps=next_steps.after(item),
        late=task_words.lateness([item]),
        agreements=_agreements(item),
        mask=case_views.mask_of(case),
        by_name=case_views.names_of(case),
        is_colleague=any(
            (post.unit_id, post.role) == (item.unit_id, item.role) for post in asking.person().posts
        ),
    )


def _agreements(item: ItemView) -> Sequence[AgreementView]:
    """Return what was agreed, where the task is about it."""
    if item.process not in ABOUT_AGREEMENTS:
        return ()
    return agreements.agreements(asking.reading(), item.case_id, today=asking.today())
