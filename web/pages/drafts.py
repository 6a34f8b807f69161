"""我的草稿: what one has typed and not sent, kept as one types, and what became of it."""

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from mediation.comments import operations as comments
from mediation.comments.rules import VISIBILITIES
from mediation.drafts import operations, queries
from mediation.drafts.queries import DraftView
from mediation.drafts.rules import NewerDraft
from mediation.kernel.clock import local
from mediation.kernel.errors import Changed, Refused
from web import asking, rescue, resending, words
from web.access import by_script, requires, signed_in
from web.language import said
from web.pages import answering, draft_words

bp = Blueprint("drafts", __name__, url_prefix="/drafts")
READERS = {key: title for key, title in VISIBILITIES.items() if key != "unit"}


@bp.get("")
@signed_in
def index() -> str:
    """Show what one has begun and not sent, a page at a time."""
    after = request.args.get("after", type=int)
    page = queries.mine(asking.reading(), identity=asking.person(), after=after)
    return render_template("pages/drafts.html", page=page, after=after)


@bp.post("")
@signed_in
def save() -> Response | tuple[Response, int]:
    """Save what was typed so far: for the script that calls as one types, or for the button."""
    if by_script():
        return _save_as_typed()
    kept = rescue.carried()
    path = kept.path if kept is not None else request.form.get(rescue.PATH, "")
    if kept is None or kept.person_id != asking.person().person_id:
        flash(_("还没有填写内容，没有什么可存的。"), "soon")
        return redirect(path if path.startswith("/") and path[1:2] not in "/\\" else url_for(".index"), 303)
    draft_id, is_beside = rescue.put_by(kept, by=asking.person())
    if is_beside:
        flash(_("另一处存过更新的内容。您刚填的另存了一份，两份都在，请选用一份。"), "soon")
        return redirect(url_for(".show", draft_id=draft_id), code=303)
    flash(_("草稿已存，还没有提交。换一台设备登录也能接着填。"), "done")
    return redirect(path, code=303)


@bp.get("/<int:draft_id>")
@signed_in
def show(draft_id: int) -> str:
    """Show one draft with what was typed, and what became of its task."""
    return page_of(queries.draft(asking.reading(), draft_id=draft_id, identity=asking.person()))


@bp.post("/<int:draft_id>/drop")
@signed_in
def drop(draft_id: int) -> Response:
    """Throw a draft away: back to its empty form, or to the list."""
    with asking.writing() as uow:
        gone = operations.drop(uow, draft_id=draft_id, by=asking.person())
        path, title = gone.path, gone.title
        uow.commit()
    flash(_("“%(what)s”的草稿已删掉。", what=title), "done")
    return redirect(path if request.form.get("then") == "again" else url_for(".index"), code=303)


@bp.post("/<int:draft_id>/use")
@signed_in
def use(draft_id: int) -> Response:
    """Let a second version be what the form offers; the other is kept beside."""
    with asking.writing() as uow:
        path = operations.swap(uow, draft_id=draft_id, by=asking.person()).path
        uow.commit()
    return redirect(path, code=303)


@bp.post("/<int:draft_id>/comment")
@requires("act_on_case")
def comment(draft_id: int) -> Response | tuple[str, int]:
    """Put what was typed into the case as a comment; the draft goes with it."""
    draft = queries.draft(asking.reading(), draft_id=draft_id, identity=asking.person())
    if draft.case_id is None:
        return page_of(draft, refusal=_("您现在看不到这个案件，不能写进去。可以把内容复制出来。")), 422
    try:
        with asking.writing() as uow:
            comments.add(
                uow,
                case_id=draft.case_id,
                item_id=draft.item_id,
                text=request.form.get("text", ""),
                visibility=request.form.get("visibility", ""),
                submission=answering.sent_token(),
                by=asking.person(),
                at=asking.now(),
            )
            operations.drop(uow, draft_id=draft_id, by=asking.person())
            uow.commit()
    except Refused as refusal:
        if refusal.status != 422:
            raise
        return page_of(draft, refusal=said(refusal)), 422
    flash(_("已写进案件的留言，草稿已删掉。"), "done")
    return redirect(url_for("cases.show", case_id=draft.case_id), code=303)


def page_of(draft: DraftView, *, refusal: str = "") -> str:
    """Return the page of one draft."""
    resending.note_wrong([("", refusal)] if refusal else [])
    return render_template(
        "pages/draft.html",
        draft=draft,
        lines=draft_words.lines(draft),
        text=request.form.get("text") or draft_words.as_text(draft),
        readers=READERS if asking.person().may("act_on_case") and draft.case_id is not None else {},
        chosen=request.form.get("visibility", "mediators"),
        refusal=refusal,
        token=answering.sent_token(),
    )


def _save_as_typed() -> tuple[Response, int]:
    """Answer the script: what the page has seen now, and what to say beside the form."""
    me = asking.person()
    try:
        kept = rescue.carried()
    except Refused as refusal:
        return jsonify(said=said(refusal)), refusal.status
    if kept is not None and kept.person_id != me.person_id:
        return jsonify(said=_("现在登录的是%(name)s，这一页是另一个人打开的，没有存。", name=me.name)), 403
    if kept is None:
        return jsonify(version=request.form.get(rescue.SEEN, 0, type=int), said=""), 200
    try:
        with asking.writing() as uow:
            saved = operations.save(
                uow,
                key=kept.key,
                title=kept.title,
                path=kept.path,
                answers=kept.answers,
                seen=kept.seen,
                submission=answering.sent_token(),
                by=me,
                at=asking.now(),
            )
            uow.commit()
    except (NewerDraft, Changed):
        found = queries.offered(asking.reading_afresh(), key=kept.key, identity=me)
        if found is None:
            return jsonify(said=_("没有存上，还在重试。")), 503
        told = _("另一处在%(when)s存过更新的内容。", when=words.moment(found.saved_at))
        return jsonify(said=told, newer=found.version), 409
    except Refused as refusal:
        return jsonify(said=said(refusal)), refusal.status
    clock = f"{local(saved.saved_at).hour}:{local(saved.saved_at):%M}"
    return jsonify(version=saved.version, said=_("已存草稿 %(when)s", when=clock)), 200
