"""待办: what somebody must do today and by when, what waits for their unit, what is late, what was done."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from mediation.inbox import operations, queries
from mediation.kernel.text import N_
from web import asking
from web.access import requires, signed_in
from web.pages import task_words

bp = Blueprint("inbox", __name__)
TITLES = {
    "today": N_("今天"),
    "late": N_("逾期"),
    "mine": N_("我的"),
    "unit": N_("本单位待领"),
    "waiting": N_("等别人"),
    "followed": N_("关注"),
    "done": N_("已办"),
}


@bp.get("/")
@signed_in
def home() -> Response:
    """Go where work is."""
    return redirect(url_for("inbox.index"))


@bp.get("/inbox")
@signed_in
def index() -> str:
    """Show one box, the most urgent first, a page at a time."""
    asked = queries.Asked.read(request.args)
    box = asked.box
    session, identity = asking.reading(), asking.person()
    page = queries.listing(
        session, identity=identity, asked=asked, after=request.args.get("after"), at=asking.now()
    )
    counts = queries.counts(session, identity=identity, at=asking.now())
    return render_template(
        "pages/inbox.html",
        page=page,
        counts=counts,
        box=box,
        boxes=TITLES,
        late=task_words.lateness(page.items),
    )


@bp.post("/inbox/<int:item_id>/claim")
@requires("act_on_case")
def claim(item_id: int) -> Response:
    """Take a task of one's unit and go to its form."""
    with asking.writing() as uow:
        operations.claim(uow, item_id=item_id, by=asking.person(), at=asking.now())
        uow.commit()
    return redirect(url_for("tasks.show", item_id=item_id), code=303)


@bp.post("/inbox/<int:item_id>/release")
@requires("act_on_case")
def release(item_id: int) -> Response:
    """Put a claimed task back to the unit."""
    with asking.writing() as uow:
        operations.release(uow, item_id=item_id, by=asking.person(), at=asking.now())
        uow.commit()
    flash(_("已退回本单位待领，期限不变。"), "done")
    return redirect(url_for("inbox.index", box="unit"), code=303)
