"""Signing in and out, and how pages are shown: language, size of type."""

from urllib.parse import urlsplit

from flask import Blueprint, Response, g, jsonify, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response as Answer

from mediation.people import operations as people
from mediation.people import preferences
from mediation.people.rules import SignInRefused
from mediation.people.sign_in import SignedIn
from web import asking, rescue, visits
from web.access import public, signed_in
from web.language import LANGUAGES, said

bp = Blueprint("entrance", __name__)


@bp.get("/sign-in")
@public
def sign_in() -> str:
    """Show the door; say so where a visit timed out."""
    return render_template("pages/sign_in.html", expired=session.pop(visits.EXPIRED, False))


@bp.post("/sign-in")
@public
def enter() -> Answer | tuple[str, int]:
    """Open the door, or say in one sentence that it stays shut. A form carried along finds its writer."""
    try:
        tried = _try()
        visits.begin(tried.or_refuse(), mark=tried.session_mark)
    except SignInRefused as refusal:
        login = request.form.get("login", "").strip()
        return render_template("pages/sign_in.html", login=login, refusal=said(refusal)), refusal.status
    wanted = _within(request.form.get("next"))
    sealed, person = request.form.get(rescue.CARRIED, ""), visits.visitor()
    if sealed and person is not None:
        g.person = person
        wanted = rescue.give_back(sealed, to=person) or wanted
    return redirect(wanted or url_for("inbox.index"), code=303)


@bp.get("/sign-in/again")
@public
def again() -> str:
    """Show a small door to be laid over a page whose visit ended, so that nothing on it is lost."""
    return render_template("pages/parts/sign_in_again.html")


@bp.post("/sign-in/again")
@public
def enter_again() -> tuple[Response, int]:
    """Let the person for whom the page was drawn go on; tells scripts the page's new guard."""
    writer = rescue.drawn_for()
    try:
        tried = _try()
        person_id = tried.or_refuse()
    except SignInRefused as refusal:
        return jsonify(said=said(refusal)), refusal.status
    if writer != person_id:
        told = _("这一页是另一个人打开的，请用打开它的账号登录。要换人，请打开新的一页。")
        return jsonify(said=told), 403
    visits.begin(person_id, mark=tried.session_mark)
    g.pop("csrf_token", None)
    return jsonify(csrf=generate_csrf()), 200


@bp.post("/sign-out")
@signed_in
def sign_out() -> Answer:
    """Close the door behind oneself."""
    visits.end()
    return redirect(url_for("entrance.sign_in"), code=303)


@bp.post("/display")
@public
def display() -> Answer:
    """Keep how this visitor wants pages: language, large type. Large type goes along to other devices."""
    chosen = request.form.get("language")
    if chosen in LANGUAGES:
        session[visits.LANGUAGE] = chosen
    if "large" in request.form:
        session[visits.LARGE] = request.form["large"] == "yes"
        person = visits.visitor()
        if person is not None:
            with asking.writing() as uow:
                preferences.prefer(uow, person_id=person.person_id, large=session[visits.LARGE])
                uow.commit()
    return redirect(_within(request.form.get("back")) or url_for("inbox.index"), code=303)


def _try() -> SignedIn:
    login, password = request.form.get("login", "").strip(), request.form.get("password", "")
    with asking.writing() as uow:
        tried = people.sign_in(uow, login=login, password=password, at=asking.now())
        uow.commit()
    return tried


def _within(address: str | None) -> str | None:
    """Return ``address`` where it stays on this site, else None."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return None
    parts = urlsplit(address)
    return None if parts.scheme or parts.netloc else address
