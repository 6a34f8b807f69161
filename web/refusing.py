"""Errors as pages that help: what happened, in a sentence, and where to go on from here."""

import logging
from typing import Any

from flask import Flask, g, jsonify, redirect, render_template, request
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from mediation.boards.scope import OutsideTheBoard
from mediation.kernel.errors import Refused
from mediation.kernel.text import N_
from mediation.ledger import operations as ledger
from web import asking, rescue, resending, uploads
from web.asking import Attempted
from web.language import said

log = logging.getLogger(__name__)
API = "/api/"
"""Addresses that programs ask: they are answered with JSON, also when something is wrong."""

HEADINGS = {
    400: N_("这次提交没有被接受"),
    401: N_("请先登录"),
    403: N_("您不能办理此事"),
    404: N_("没有找到"),
    405: N_("这里不能这样操作"),
    409: N_("已经有人办过了"),
    413: N_("内容太大"),
    422: N_("还不能办理"),
    500: N_("系统出了差错"),
}
NOT_TO_SEE = N_("您不能查看这一页")
SENTENCES = {
    400: N_("网址或内容不完整。请返回上一页重试。"),
    401: N_("登录后才能打开这一页。"),
    404: N_("没有这一页，可能网址有误，或者您没有查看权限。"),
    405: N_("这个网址不接受这样的操作。请返回上一页重试。"),
    413: N_("提交的内容超过 2 MB，没有保存。请删减后再试。"),
    500: N_("您的操作没有写入，不会只办一半。请稍后再试；仍不行时，请把发生的时间告诉管理员。"),
}
TOO_MUCH_AT_ONCE = N_("这次的照片和文件合计超过 64 MB，没有保存。请返回，分几次附上；填的内容还在上一页。")
EXPIRED_FORM = N_("这一页放得太久，已经失效，您填的内容没有提交。请返回，刷新页面后重新提交。")
SIGN_IN_AGAIN = N_("这一页放得太久了，请再登录一次。")


def init_app(app: Flask) -> None:
    """Turn every error into a page."""
    app.register_error_handler(Refused, refused)
    app.register_error_handler(CSRFError, guard_missing)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(Exception, failed)


def guard_missing(error: CSRFError) -> Any:
    """Refuse a form without the guard against forgery; what a known writer typed becomes a draft."""
    if request.endpoint == "entrance.enter":
        return render_template("pages/sign_in.html", refusal=gettext(SIGN_IN_AGAIN)), 400
    is_outbox = resending.is_outbox()
    if request.headers.get("X-Requested-With") == "fetch" and not is_outbox:
        return jsonify(said=gettext(EXPIRED_FORM)), 400
    kept_at = None if is_outbox else rescue.after_csrf()
    return redirect(kept_at, code=303) if kept_at else page(400, EXPIRED_FORM)


def refused(refusal: Refused) -> tuple[str, int]:
    """Show a refusal; where it met an act on a case, write it into the ledger."""
    note(refusal)
    return page(refusal.status, said(refusal), to_board=isinstance(refusal, OutsideTheBoard))


def note(refusal: Refused) -> None:
    """Write a refused act into its case's ledger. The act itself was rolled back before.

    Coming second (409), coming to nothing (404) and a slip in filling in are no refusals: what the law
    or the county's rules forbid is written, nothing else.
    """
    attempted: Attempted | None = g.get("attempted")
    if attempted is None or refusal.status in (404, 409) or refusal.is_slip or g.get("is_noted"):
        return
    g.is_noted = True
    with asking.writing() as uow:
        ledger.record_refusal(
            uow,
            case_id=attempted.case_id,
            act=attempted.act,
            sentence=refusal.sentence(),
            refusal=type(refusal).__name__,
            by=asking.person().speaker(),
            at=asking.now(),
        )
        uow.commit()


def http_error(error: HTTPException) -> Any:
    """Show what werkzeug raised; redirects pass."""
    if error.code is None or error.code < 400:
        return error
    if error.code == 413 and uploads.are_taken():
        return page(413, TOO_MUCH_AT_ONCE)
    if request.path.startswith(API):
        return jsonify(ok=False, error=(error.name or "").lower()), error.code
    return page(error.code, SENTENCES.get(error.code, SENTENCES[400]))


def failed(error: Exception) -> tuple[str, int]:
    """Show a failure of the system itself and log it in full."""
    log.exception("%s %s failed", request.method, request.path, exc_info=error)
    return page(500, SENTENCES[500])


def page(status: int, sentence: str, *, to_board: bool = False) -> tuple[str, int]:
    """Return the page of an error.

    :param to_board: whether it leads on to the board of one's own area
    """
    heading = HEADINGS.get(status, HEADINGS[400])
    if status == 403 and request.method == "GET":
        heading = NOT_TO_SEE
    g.told = gettext(sentence)
    attempted: Attempted | None = g.get("attempted")
    case_id = attempted.case_id if attempted else (request.view_args or {}).get("case_id")
    return (
        render_template(
            "errors/error.html",
            heading=heading,
            sentence=sentence,
            status=status,
            case_id=case_id,
            to_board=to_board,
        ),
        status,
    )
