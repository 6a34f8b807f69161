"""Signing in and out, and how pages are shown: language, size of type."""

from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from mediation.people import operations as people
from mediation.people.rules import SignInRefused
from web import asking, visits
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
def enter() -> Response | tuple[str, int]:
    """Open the door, or say in one sentence that it stays shut."""
    login, password = request.form.get("login", "").strip(), request.form.get("password", "")
    try:
        with asking.writing() as uow:
            tried = people.sign_in(uow, login=login, password=password, at=asking.now())
            uow.commit()
        visits.begin(tried.or_refuse())
    except SignInRefused as refusal:
        return render_template("pages/sign_in.html", login=login, refusal=said(refusal)), refusal.status
    return redirect(_within(request.form.get("next")) or url_for("inbox.index"), code=303)


@bp.post("/sign-out")
@signed_in
def sign_out() -> Response:
    """Close the door behind oneself."""
    visits.end()
    return redirect(url_for("entrance.sign_in"), code=303)


@bp.post("/display")
@public
def display() -> Response:
    """Keep how this visitor wants pages: language, large type."""
    chosen = request.form.get("language")
    if chosen in LANGUAGES:
        session[visits.LANGUAGE] = chosen
    if "large" in request.form:
        session[visits.LARGE] = request.form["large"] == "yes"
    return redirect(_within(request.form.get("back")) or url_for("entrance.sign_in"), code=303)


def _within(address: str | None) -> str | None:
    """Return ``address`` where it stays on this site, else None."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return None
    parts = urlsplit(address)
    return None if parts.scheme or parts.netloc else address
