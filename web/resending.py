"""What the phone's own outbox is told when it sends a form: done, refused, taken by another, or sign in.

A page answers a browser with a page; the outbox asks for data (Accept: application/json) and gets the
same answer as ``{state, sentence, link, fields}``. No page needs to know.
"""

from collections.abc import Iterable
from typing import Any

from flask import Flask, Response, g, get_flashed_messages, jsonify, request
from flask_babel import gettext as _

STATES = {400: "refused", 401: "signed_out", 403: "refused", 404: "refused", 409: "conflict", 413: "refused"}
PERSON = "X-Entered-By"


def init_app(app: Flask) -> None:
    """Check who entered what the outbox sends, and translate the answers to it."""
    app.before_request(_same_person)
    app.after_request(_translated)


def is_outbox() -> bool:
    """Say whether the outbox of a phone asks, not a browser for a page."""
    return request.method == "POST" and request.accept_mimetypes.best == "application/json"


def is_shell() -> bool:
    """Say whether the worker of a phone fetches a page to keep it, not somebody to read it."""
    return "X-Shell" in request.headers


def note_wrong(errors: Iterable[tuple[str, str]]) -> None:
    """Remember what is wrong with the form sent: (field id or "", sentence) each."""
    g.wrong_fields = [*g.get("wrong_fields", []), *errors]


def _same_person() -> Response | None:
    """Refuse what another person entered on this phone."""
    entered_by, person = request.headers.get(PERSON), g.get("person")
    if entered_by is None or person is None or entered_by == str(person.person_id):
        return None
    answer = jsonify(state="other_person", sentence=_("这是另一个人在这部手机上填的，请由本人登录后再发。"))
    answer.status_code = 409
    return answer


def _translated(answer: Response) -> Response:
    if not is_outbox() or answer.mimetype == "application/json":
        return answer
    said = _said(answer)
    told = jsonify(said)
    told.status_code = {"done": 200, "signed_out": 401}.get(said["state"], answer.status_code)
    return told


def _said(answer: Response) -> dict[str, Any]:
    if answer.status_code in (302, 303):
        link = answer.headers.get("Location", "")
        if link.split("?")[0].endswith("/sign-in"):
            return {
                "state": "signed_out",
                "sentence": _("请先登录，登录后接着发。"),
                "link": link,
                "fields": {},
            }
        sentence = " ".join(str(each) for each in get_flashed_messages())
        return {"state": "done", "sentence": sentence, "link": link, "fields": {}}
    wrong: list[tuple[str, str]] = g.get("wrong_fields", [])
    fields = {where: sentence for where, sentence in wrong if where}
    sentence = g.get("told") or " ".join(sentence for _where, sentence in wrong)
    state = "done" if answer.status_code < 300 else STATES.get(answer.status_code, "refused")
    if answer.status_code >= 500:
        state = "later"
    return {"state": state, "sentence": sentence, "link": "", "fields": fields}
