"""Lists kept under a name: saved from the inbox, shared with a unit, renamed, deleted."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from mediation.inbox import operations, queries
from mediation.inbox.queries import Asked
from mediation.kernel.errors import Refused
from web import asking
from web.access import signed_in
from web.language import said
from web.pages import inbox, list_words

bp = Blueprint("saved_lists", __name__, url_prefix="/inbox/lists")


@bp.get("")
@signed_in
def index() -> str:
    """Show the lists one has saved and those shared with one's units."""
    saved = queries.saved_lists(asking.reading(), identity=asking.person())
    return render_template(
        "pages/saved_lists.html", saved=[(each, list_words.title(each.asked)) for each in saved]
    )


@bp.post("")
@signed_in
def save() -> Response | tuple[str, int]:
    """Keep the list one looks at, and stay there."""
    asked = Asked.read(request.form)
    back = list_words.address(asked)
    try:
        with asking.writing() as uow:
            operations.save_list(
                uow,
                name=request.form.get("name", ""),
                asked=asked,
                unit_id=request.form.get("share", type=int),
                by=asking.person(),
                at=asking.now(),
            )
            uow.commit()
    except Refused as refusal:
        if refusal.status != 422:
            raise
        kept = {key: request.form.get(key, "") for key in ("name", "share")}
        return inbox.page_of(asked, keeping={**kept, "wrong": said(refusal)}), 422
    flash(_("清单已存下来，在列表上方随时打开。"), "done")
    return redirect(back, code=303)


@bp.post("/<int:list_id>/rename")
@signed_in
def rename(list_id: int) -> Response:
    """Give a list of one's own another name."""
    try:
        with asking.writing() as uow:
            name = request.form.get("name", "")
            operations.rename_list(uow, list_id=list_id, name=name, by=asking.person(), at=asking.now())
            uow.commit()
    except Refused as refusal:
        return _refused(refusal)
    return _told(_("名称已改。"))


@bp.post("/<int:list_id>/share")
@signed_in
def share(list_id: int) -> Response:
    """Share a list of one's own with a unit, or with nobody."""
    unit_id = request.form.get("share", type=int)
    try:
        with asking.writing() as uow:
            operations.share_list(uow, list_id=list_id, unit_id=unit_id, by=asking.person(), at=asking.now())
            uow.commit()
    except Refused as refusal:
        return _refused(refusal)
    return _told(_("已共享给本单位的同事。") if unit_id else _("已改为只给自己用。"))


@bp.post("/<int:list_id>/delete")
@signed_in
def delete(list_id: int) -> Response:
    """Delete a list; the tasks in it stay where they are."""
    with asking.writing() as uow:
        operations.delete_list(uow, list_id=list_id, by=asking.person(), at=asking.now())
        uow.commit()
    return _told(_("清单已删除。里面的事不受影响。"))


def _told(sentence: str) -> Response:
    flash(sentence, "done")
    return redirect(url_for("saved_lists.index"), code=303)


def _refused(refusal: Refused) -> Response:
    """Say what is to be mended on the page it was sent from; anything else goes its way."""
    if refusal.status != 422:
        raise refusal
    flash(said(refusal), "soon")
    return redirect(url_for("saved_lists.index"), code=303)
