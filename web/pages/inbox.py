"""待办: what somebody must do today and by when, what waits for their unit, what is late, what was done."""

from collections.abc import Mapping
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from mediation.inbox import operations, queries
from mediation.inbox.queries import Asked
from mediation.kernel.errors import Refused
from mediation.oversight import queries as oversight
from web import asking, bell, words
from web.access import requires, signed_in
from web.language import said
from web.pages import list_words, task_words

bp = Blueprint("inbox", __name__)


@bp.get("/")
@signed_in
def home() -> Response:
    """Go where work is."""
    return redirect(url_for("inbox.index"))


@bp.get("/inbox")
@signed_in
def index() -> str:
    """Show one list, a page at a time; all that makes it stands in the address."""
    return page_of(Asked.read(request.args), after=request.args.get("after"))


def page_of(said: Asked, *, after: str | None = None, keeping: Mapping[str, str] | None = None) -> str:
    """Draw the list; a name too short to look for narrows nothing and stays in its field.

    :param keeping: the name, whom it is for and what is wrong, where the list could not be saved
    """
    session, identity, at = asking.reading(), asking.person(), asking.now()
    asked = list_words.usable(said)
    page = queries.listing(session, identity=identity, asked=asked, after=after, at=at)
    found = None
    if asked.filters:
        is_whole = page.next is None and not after
        count = len(page.items) if is_whole else queries.count(session, identity=identity, asked=asked, at=at)
        found = queries.shown(count)
    return render_template(
        "pages/inbox.html",
        page=page,
        asked=asked,
        party=said.party,
        short_party=said.party != asked.party,
        keeping=keeping or {},
        after=after,
        found=found,
        counts=queries.counts(session, identity=identity, at=at),
        tabs=list_words.tabs(asked),
        saved=queries.saved_lists(session, identity=identity),
        sheet=list_words.sheet(asked),
        late=task_words.lateness(page.items),
        may_act=identity.may("act_on_case") and asked.box in list_words.ON_A_DESK,
        instructions=oversight.to_answer(session, identity) if bell.bell().to_answer else (),
        answers=_answers() if bell.bell().to_judge else 0,
    )


def _answers() -> int:
    """Return how many answers to 督办单 wait for the reader to look at them, as their list counts them."""
    session, on = asking.reading(), asking.today()
    return oversight.total(session, asking.person(), box="given", state="answered", on=on).sheets


@bp.post("/inbox/<int:item_id>/claim")
@requires("act_on_case")
def claim(item_id: int) -> Response:
    """Take a task of one's unit and go to its form."""
    with asking.writing() as uow:
        operations.claim(uow, item_id=item_id, by=asking.person(), at=asking.now())
        uow.commit()
    return redirect(url_for("tasks.show", item_id=item_id), code=303)


@bp.post("/inbox/<int:item_id>/follow-up")
@requires("act_on_case")
def follow_up(item_id: int) -> Response:
    """Say on which day one wants to see a task of one's own again, or on none."""
    there = redirect(url_for("tasks.show", item_id=item_id), code=303)
    given = "" if request.form.get("act") == "clear" else request.form.get("follow_up_on", "").strip()
    try:
        on = date.fromisoformat(given) if given else None
    except ValueError:
        flash(_("看不懂这个日期，请照“2026-09-30”这样填写。"), "soon")
        return there
    try:
        with asking.writing() as uow:
            operations.set_follow_up(uow, item_id=item_id, on=on, by=asking.person(), at=asking.now())
            uow.commit()
    except Refused as refusal:
        if refusal.status != 422:
            raise
        flash(said(refusal), "soon")
        return there
    flash(
        _("定于%(day)s跟进，期限不变。", day=words.day(on)) if on else _("已取消跟进日期，期限不变。"), "done"
    )
    return there
