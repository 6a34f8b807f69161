"""通知: what somebody should hear of, new ones first; each leads to its case or task."""

from flask import Blueprint, flash, g, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from mediation.casework import late_work, returning
from mediation.inbox.queries import BadPageKey
from mediation.kernel.errors import NotFound
from mediation.notifications import operations, queries
from mediation.notifications.audiences import SOON
from mediation.notifications.queries import NoticeView
from web import asking, visits
from web.access import public, signed_in

bp = Blueprint("notices", __name__)
SIZE = 30
STOP_ASKING = 286
ASKS_FOR_WORK = SOON | {"LatenessUnexplained"}


@bp.get("/notices")
@signed_in
def index() -> str:
    """Show a page of them: unread ones first, then earlier ones."""
    fresh, old, following = _page(request.args.get("after", ""))
    return render_template(
        "pages/notices.html",
        fresh=fresh,
        old=old,
        next=following,
        newest=max((notice.id for notice in fresh), default=0),
        is_first="after" not in request.args,
    )


@bp.post("/notices/<int:notice_id>/open")
@signed_in
def follow(notice_id: int) -> Response:
    """Mark one read and go where it leads.

    :raises NotFound: it is not addressed to the visitor
    """
    me = asking.person()
    found = queries.addressed_notice(asking.reading(), me, notice_id)
    if found is None:
        raise NotFound(what=_("这条通知"))
    _mark([notice_id])
    return redirect(_place(found), code=303)


@bp.post("/notices/<int:notice_id>/read")
@signed_in
def read(notice_id: int) -> Response:
    """Mark one read and stay.

    :raises NotFound: it is not addressed to the visitor
    """
    if not _mark([notice_id]):
        raise NotFound(what=_("这条通知"))
    return redirect(url_for("notices.index"), code=303)


@bp.post("/notices/read")
@signed_in
def read_all() -> Response:
    """Mark all read that the page showed or that are older."""
    up_to = request.form.get("up_to", type=int) or 0
    with asking.writing() as uow:
        count = operations.mark_all_read(uow, up_to=up_to, by=asking.person(), at=asking.now())
        uow.commit()
    flash(ngettext("已把%(num)d条通知标为已读。", "已把%(num)d条通知标为已读。", count), "done")
    return redirect(url_for("notices.index"), code=303)


@bp.get("/notices/bell")
@public
def ring() -> str | tuple[str, int]:
    """Draw the bell anew, for a page that lies open. It is no click: the idle time-out goes on.

    Without a visit it says nothing and asks the page not to come again; what was typed there stays.
    """
    g.person = visits.visitor()
    session.modified = False
    if g.person is None:
        return "", STOP_ASKING
    return render_template("layout/bell.html")


def _page(after: str) -> tuple[tuple[NoticeView, ...], tuple[NoticeView, ...], str | None]:
    """Return unread ones, earlier ones and the key of the page after this one."""
    box, before = _read_key(after)
    reading, me = asking.reading(), asking.person()
    fresh: tuple[NoticeView, ...] = ()
    if box == "u":
        fresh = queries.unread(reading, me, before=before, size=SIZE + 1)
        if len(fresh) > SIZE:
            return fresh[:SIZE], (), f"u{fresh[SIZE - 1].id}"
        before = None
    room = SIZE - len(fresh)
    old = queries.earlier(reading, me, before=before, size=room + 1) if room else ()
    if not room:
        return fresh, (), "r"
    return fresh, old[:room], f"r{old[room - 1].id}" if len(old) > room else None


def _read_key(after: str) -> tuple[str, int | None]:
    """Read where the page begins: among unread ones (u) or earlier ones (r), after which.

    :raises BadPageKey: the address was cut or changed
    """
    box, ident = after[:1] or "u", after[1:]
    if box not in ("u", "r") or (ident and not (ident.isascii() and ident.isdigit() and len(ident) < 19)):
        raise BadPageKey()
    return box, int(ident) if ident else None


def _mark(notice_ids: list[int]) -> int:
    with asking.writing() as uow:
        count = operations.mark_read(uow, notice_ids=notice_ids, by=asking.person(), at=asking.now())
        uow.commit()
    return count


def _place(notice: NoticeView) -> str:
    """Return the page a notice leads to: its task, its case, or the list itself."""
    item_id = _task(notice)
    if item_id is not None:
        return url_for("tasks.show", item_id=item_id)
    if notice.case_id is not None:
        return url_for("cases.show", case_id=notice.case_id)
    if "change_id" in notice.params:
        return url_for("calendar.change", change_id=notice.params["change_id"])
    return url_for("notices.index")


def _task(notice: NoticeView) -> int | None:
    """Return the task to open, if any: of what was sent back, what opened again by it; of a time limit
    that somebody should see to, the work it is for.
    """
    if notice.kind == "WorkSentBack" and notice.item_id is not None:
        return returning.opened_again(asking.reading(), notice.item_id) or notice.item_id
    if notice.kind in ASKS_FOR_WORK:
        return late_work.open_task(asking.reading(), notice.params["clock_id"])
    return notice.item_id
