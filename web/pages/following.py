"""Following a case, and giving it up: whoever follows finds its tasks under 关注."""

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from mediation.inbox import operations
from web import asking
from web.access import signed_in
from web.pages import case_views

bp = Blueprint("following", __name__)


@bp.post("/cases/<int:case_id>/follow")
@signed_in
def follow(case_id: int) -> Response:
    """Put the case on one's own list."""
    case_views.case_of(case_id)
    with asking.writing() as uow:
        operations.follow(uow, case_id=case_id, by=asking.person(), at=asking.now())
        uow.commit()
    flash(_("已关注。它的事会出现在待办的“关注”里。"), "done")
    return redirect(url_for("cases.show", case_id=case_id), code=303)


@bp.post("/cases/<int:case_id>/unfollow")
@signed_in
def unfollow(case_id: int) -> Response:
    """Take it off."""
    with asking.writing() as uow:
        operations.unfollow(uow, case_id=case_id, by=asking.person())
        uow.commit()
    flash(_("已取消关注。"), "done")
    return redirect(url_for("inbox.index", box="followed"), code=303)
