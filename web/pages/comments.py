"""Comments on a case: reading on, writing one, changing or taking back one's own."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from mediation.cases.queries import CaseFile
from mediation.comments import operations
from mediation.comments import queries as comments
from mediation.comments.queries import CommentView
from mediation.comments.rules import CommentGone, NotYourComment
from mediation.inbox import queries as inbox
from mediation.kernel.errors import Forbidden, Refused
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.people.queries import Identity
from web import asking
from web.access import requires, signed_in
from web.forms import Invalid
from web.pages import answering, case_views, drafting, talk
from web.pages.answering import Wrong

bp = Blueprint("comments", __name__, url_prefix="/cases/<int:case_id>/comments")


@bp.get("")
@signed_in
def index(case_id: int) -> str:
    """Show what is said, a page at a time; htmx takes the same comments to go on below."""
    file = case_views.file_of(case_id)
    found = talk.talk(file, after=request.args.get("after", type=int))
    is_part = request.headers.get("HX-Request")
    return render_template(
        "pages/parts/comments_more.html" if is_part else "pages/comments.html", case=file.view, talk=found
    )


@bp.post("")
@requires("act_on_case")
def add(case_id: int) -> Response | tuple[str, int]:
    """Write a comment, or say beside the fields what is wrong."""
    file, item_id = case_views.file_of(case_id), _item(case_id)

    def act(uow: UnitOfWork, given: dict[str, Any], by: Identity) -> None:
        operations.add(uow, case_id=case_id, item_id=item_id, **given, by=by, at=asking.now())
        drafting.finish(uow, talk.draft_key(case_id))

    wrong = _write(file, act)
    if wrong is None:
        flash(_("留言已写入。"), "done")
        return redirect(_back(case_id, item_id), code=303)
    sheet = talk.sheet_of(file, values=request.form, wrong=wrong, token=answering.sent_token())
    found = talk.Talk(case_id, talk.talk(file).page, sheet, item_id, talk.offer_of(file))
    return render_template("pages/comments.html", case=file.view, talk=found), 422


@bp.get("/<int:comment_id>")
@requires("act_on_case")
def edit(case_id: int, comment_id: int) -> str:
    """Show one's own comment to be changed."""
    file = case_views.file_of(case_id)
    old = _own(file, comment_id)
    readers = f"unit:{old.unit_id}" if old.unit_id else old.visibility
    return _page(file, old, values={"comment": old.text, "readers": readers})


@bp.post("/<int:comment_id>")
@requires("act_on_case")
def change(case_id: int, comment_id: int) -> Response | tuple[str, int]:
    """Put another comment in the place of one's own."""
    file = case_views.file_of(case_id)
    old = _own(file, comment_id, or_gone=True)

    def act(uow: UnitOfWork, given: dict[str, Any], by: Identity) -> None:
        operations.change(uow, comment_id=comment_id, **given, by=by, at=asking.now())

    wrong = _write(file, act)
    if wrong is None:
        flash(_("留言已改好，原来的一条已删除。"), "done")
        return redirect(_back(case_id, None), code=303)
    return _page(file, old, values=request.form, wrong=wrong), 422


@bp.get("/<int:comment_id>/withdraw")
@requires("act_on_case")
def ask(case_id: int, comment_id: int) -> str:
    """Ask whether one's own comment is really to go."""
    file = case_views.file_of(case_id)
    return render_template("pages/comment_withdraw.html", case=file.view, comment=_own(file, comment_id))


@bp.post("/<int:comment_id>/withdraw")
@requires("act_on_case")
def withdraw(case_id: int, comment_id: int) -> Response:
    """Take one's own comment back."""
    _own(case_views.file_of(case_id), comment_id, or_gone=True)
    with asking.writing() as uow:
        operations.withdraw(uow, comment_id=comment_id, by=asking.person(), at=asking.now())
        uow.commit()
    flash(_("留言已删除，只留下删除的记录。"), "done")
    return redirect(_back(case_id, None), code=303)


def _write(file: CaseFile, act: Callable[[UnitOfWork, dict[str, Any], Identity], None]) -> Wrong | None:
    """Read the form and do ``act``; return what is wrong, or None.

    :raises Forbidden: the visitor may not write about this case
    """
    form = talk.form_of(file)
    if form is None:
        raise Forbidden(needed=_("办理案件"))
    try:
        given = form.load(request.form)
        visibility, unit_id = talk.readers_of(str(given["readers"]))
        asked = {
            "text": given["comment"],
            "visibility": visibility,
            "unit_id": unit_id,
            "submission": answering.sent_token(),
        }
        with asking.writing() as uow:
            act(uow, asked, asking.person())
            uow.commit()
    except Invalid as error:
        return answering.invalid(form, error)
    except Refused as refusal:
        return answering.refused(form, refusal)
    return None


def _own(file: CaseFile, comment_id: int, *, or_gone: bool = False) -> CommentView:
    """Return one's own comment of this very case.

    :raises NotFound: it is not of this case, or not to be read
    :raises NotYourComment: somebody else wrote it
    """
    session, me = asking.reading(), asking.person()
    found = comments.comment(session, file, me, comment_id, locality=asking.locality())
    if not found.is_mine:
        raise NotYourComment()
    if found.is_withdrawn and not or_gone:
        raise CommentGone()
    return found


def _page(file: CaseFile, old: CommentView, *, values: Any, wrong: Wrong | None = None) -> str:
    token = answering.sent_token() if request.method == "POST" else ""
    sheet = talk.sheet_of(file, values=values, wrong=wrong, token=token)
    return render_template("pages/comment.html", case=file.view, comment=old, sheet=sheet)


def _item(case_id: int) -> int | None:
    """Return the task the comment is written at, where it is one of this case."""
    item_id = request.form.get("item", type=int)
    if item_id is None:
        return None
    item = inbox.open_item(asking.reading(), item_id=item_id, identity=asking.person())
    return item_id if item.case_id == case_id else None


def _back(case_id: int, item_id: int | None) -> str:
    if item_id is not None:
        return url_for("tasks.show", item_id=item_id, _anchor="comments")
    return url_for("cases.show", case_id=case_id, _anchor="comments")
