"""Photographs, voice notes and files of a case: added, shown to those who work on it, removed."""

import io
from collections.abc import Sequence

from flask import Blueprint, Flask, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from mediation.attachments import operations, queries
from mediation.attachments.queries import Attachments
from mediation.kernel.errors import Refused
from web import asking, resending, uploads
from web.access import requires, signed_in
from web.language import said
from web.pages import answering, case_views
from web.uploads import takes_files

bp = Blueprint("attachments", __name__)
SHOWN = frozenset({"photo", "voice"})
"""What a browser may show by itself: our own JPEG, and sound. Anything else is saved to the disk."""


def init_app(app: Flask) -> None:
    """Give the case page and the task page what their block of attachments shows."""
    app.jinja_env.globals.update(attachments_of=_of_case, new_token=answering.new_token)


@bp.get("/cases/<int:case_id>/attachments")
@signed_in
def index(case_id: int) -> str:
    """Show the attachments of a case on a page of their own."""
    return _page(case_id)


@bp.post("/cases/<int:case_id>/attachments")
@requires("act_on_case")
@takes_files
def add(case_id: int) -> Response | tuple[str, int]:
    """Attach what was chosen; one bad file and nothing is attached."""
    item_id = request.form.get("item_id", type=int)
    try:
        files = uploads.taken()
        with asking.writing() as uow:
            operations.attach(
                uow,
                case_id=case_id,
                files=files,
                item_id=item_id,
                submission=answering.sent_token(),
                by=asking.person(),
                at=asking.now(),
            )
            uow.commit()
    except Refused as refusal:
        if refusal.status != 422:
            raise
        return _page(case_id, [said(refusal)], item_id), 422
    flash(_("已附上%(n)s份，在这里能看到。", n=len(files)), "done")
    return redirect(_back(case_id, item_id), code=303)


@bp.get("/attachments/<int:attachment_id>")
@signed_in
def show(attachment_id: int) -> Response:
    """Send the bytes: pictures and sound to look at and listen to, anything else to save."""
    return _send(queries.body(asking.reading(), attachment_id, asking.person()))


@bp.get("/attachments/<int:attachment_id>/small")
@signed_in
def small(attachment_id: int) -> Response:
    """Send the small picture of a photograph."""
    return _send(queries.body(asking.reading(), attachment_id, asking.person(), thumb=True))


@bp.post("/attachments/<int:attachment_id>/remove")
@requires("act_on_case")
def remove(attachment_id: int) -> Response:
    """Remove an attachment, with the reason.

    :raises NotYoursToRemove: neither who attached it nor the lead (403)
    :raises AlreadyRemoved: somebody was quicker (409)
    """
    with asking.writing() as uow:
        case_id = operations.remove(
            uow,
            attachment_id=attachment_id,
            reason=request.form.get("reason", ""),
            by=asking.person(),
            at=asking.now(),
        )
        uow.commit()
    flash(_("已移除，内容已经删掉，只留下移除的记录。"), "done")
    return redirect(_back(case_id, request.form.get("item_id", type=int)), code=303)


def _send(found: queries.Body) -> Response:
    answer = send_file(
        io.BytesIO(found.body),
        mimetype=found.media_type,
        as_attachment=found.kind not in SHOWN,
        download_name=found.name,
        etag=found.sha256,
        conditional=True,
    )
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    return answer


def _of_case(case_id: int) -> Attachments:
    return queries.of_case(
        asking.reading(),
        case_id,
        asking.person(),
        locality=asking.locality(),
        file=case_views.opened(case_id),
    )


def _back(case_id: int, item_id: int | None) -> str:
    if item_id is not None:
        return url_for("tasks.show", item_id=item_id, _anchor="attachments")
    return url_for("cases.show", case_id=case_id, _anchor="attachments")


def _page(case_id: int, errors: Sequence[str] = (), item_id: int | None = None) -> str:
    case = case_views.case_of(case_id)
    resending.note_wrong([("", each) for each in errors])
    return render_template("pages/attachments.html", case=case, errors=errors, item_id=item_id)
