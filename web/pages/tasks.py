"""Doing a task: its form, what the case is about, what comes next. Done once, whoever sends it twice."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from mediation.agreements import queries as agreements
from mediation.agreements.queries import AgreementView
from mediation.casework import operations as casework
from mediation.drafts import queries as drafts
from mediation.inbox import queries as inbox
from mediation.inbox.queries import ItemView
from mediation.kernel.errors import NotFound, Refused
from web import asking, lookups, refusing
from web.access import requires, signed_in
from web.forms import Form, Invalid
from web.language import said
from web.pages import answering, case_views, drafting, next_steps, returning, talk, task_words, way_back
from web.pages import drafts as draft_pages
from web.pages.answering import Wrong

bp = Blueprint("tasks", __name__)
ABOUT_AGREEMENTS = frozenset({"signing", "performance", "judicial_confirmation"})


@bp.get("/work/<int:item_id>")
@signed_in
def show(item_id: int) -> str | Response:
    """Show the task; a past one leads to its case, or to what one had typed when another finished it."""
    item = _item(item_id)
    if not item.is_open:
        return _past(item)
    case_views.case_of(item.case_id)
    if item.is_cosign:
        return redirect(url_for("cosigning.show", item_id=item.id))
    return _page(item, lookups.form_of(item))


@bp.post("/work/<int:item_id>")
@requires("act_on_case")
def complete(item_id: int) -> Response | tuple[str, int]:
    """Complete the task and go back to the list it came from, or on to the next one.

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
    if done.repeated:
        there, following = url_for("cases.show", case_id=done.case_id), None
    else:
        there, following = way_back.onwards(done.item_id)
    flash(task_words.finished(done, since=at, following=following), "done")
    return redirect(there, code=303)


def _read(asked: casework.Asked) -> Mapping[str, Any]:
    return lookups.form_of(asked).load(request.form)


def _refused(item_id: int, refusal: Refused) -> tuple[str, int]:
    """Show the form again with the refusal; who may not know of the case learns nothing of it.

    Where the form cannot be sent any more, what was typed is kept as a draft.
    """
    item = _item(item_id)
    draft_id = _kept(item) if refusal.status in (403, 409) else None
    if draft_id is not None and refusal.status == 409:
        found = drafts.draft(asking.reading_afresh(), draft_id=draft_id, identity=asking.person())
        return draft_pages.page_of(found, refusal=said(refusal)), refusal.status
    asking.attempting(item.case_id, item.label)
    try:
        case = case_views.case_of(item.case_id)
    except NotFound as unknown:
        refusing.note(refusal)
        raise unknown from refusal
    if draft_id is not None:
        flash(_("您填的内容已存进“我的草稿”。"), "soon")
    form = lookups.form_of(item)
    return _again(item, form, answering.refused(form, refusal, named=case_views.names_of(case)))


def _kept(item: ItemView) -> int | None:
    return drafting.keep_sent(_key(item.id), title=item.label, path=url_for("tasks.show", item_id=item.id))


def _past(item: ItemView) -> str | Response:
    draft = drafts.offered(asking.reading(), key=_key(item.id), identity=asking.person())
    if draft is not None and draft.is_overtaken:
        return draft_pages.page_of(draft)
    case_views.case_of(item.case_id)
    flash(task_words.past(item), "soon")
    return redirect(url_for("cases.show", case_id=item.case_id))


def _item(item_id: int) -> ItemView:
    return inbox.open_item(asking.reading(), item_id=item_id, identity=asking.person())


def _key(item_id: int) -> str:
    return f"task:{item_id}"


def _again(item: ItemView, form: Form, wrong: Wrong) -> tuple[str, int]:
    return _page(item, form, wrong=wrong), 422


def _page(item: ItemView, form: Form, *, wrong: Wrong | None = None) -> str:
    sent = request.form if request.method == "POST" else None
    file, known = case_views.file_of(item.case_id), way_back.asked()
    case = file.view
    offer = drafting.offer(_key(item.id), title=item.label, path=url_for("tasks.show", item_id=item.id))
    late = task_words.lateness([item])
    clock_id = task_words.late_clock(item, late)
    known_before = returning.answered(item.id) or task_words.prefilled(item, late)
    return render_template(
        "pages/task.html",
        item=item,
        sheet=answering.sheet(
            form,
            values=sent if sent is not None else offer.values or known_before,
            wrong=wrong,
            token=answering.sent_token() if sent is not None else "",
        ),
        offer=offer,
        list=way_back.written(known),
        list_address=way_back.address(known),
        case=case,
        talk=talk.talk(file, item_id=item.id),
        next_steps=next_steps.after(item),
        late=late,
        onward=task_words.onward(item),
        late_clock=clock_id,
        overseen=task_words.overseen(file, clock_id),
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
