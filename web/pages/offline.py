"""What makes the phone work without signal: the installable app, its worker, what is still unsent."""

import hashlib
import json

from flask import Blueprint, Response, current_app, jsonify, render_template, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf
from werkzeug.exceptions import NotFound

from web import assets, visits
from web.access import public, signed_in

bp = Blueprint("offline", __name__)
INK, PAPER = "#1b4f7a", "#f4f5f2"
ICONS = (("icon-192.png", "192x192", "any"), ("icon-512.png", "512x512", "any"))
MASKABLE = ("icon-maskable.png", "512x512", "maskable")


@bp.get("/manifest.webmanifest")
@public
def manifest() -> Response:
    """Tell the phone how to install this as an app."""
    asset = current_app.jinja_env.globals["asset"]
    told = {
        "id": "/",
        "name": _("矛盾纠纷多元化解"),
        "short_name": _("纠纷化解"),
        "lang": "zh-CN",
        "start_url": url_for("inbox.index"),
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": INK,
        "icons": [
            {"src": asset(name), "sizes": sizes, "type": "image/png", "purpose": purpose}
            for name, sizes, purpose in (*ICONS, MASKABLE)
        ],
        "shortcuts": [
            {"name": _("报纠纷"), "url": url_for("quick_report.show")},
            {"name": _("未发出"), "url": url_for("offline.unsent")},
        ],
    }
    answer = Response(json.dumps(told, ensure_ascii=False), mimetype="application/manifest+json")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@bp.get("/sw.js")
@public
def worker() -> Response:
    """Send the service worker, told which built files belong to this release."""
    folder, built = current_app.config["ASSETS"], assets.built()
    if "sw.js" not in built:
        raise NotFound()
    shell = {
        "version": hashlib.sha256(json.dumps(built, sort_keys=True).encode()).hexdigest()[:16],
        "assets": [url_for("assets.file", name=built[name]) for name in ("app.css", "app.js")],
        "pages": [url_for("quick_report.show"), url_for("offline.unsent")],
        "report": url_for("quick_report.show"),
        "notice": url_for("offline.notice"),
    }
    code = (folder / built["sw.js"]).read_text(encoding="utf-8")
    answer = Response(f"self.SHELL = {json.dumps(shell)};\n{code}", mimetype="text/javascript")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@bp.get("/offline")
@public
def notice() -> str:
    """Say that there is no signal, and what can be done without."""
    return render_template("pages/offline.html")


@bp.get("/unsent")
@signed_in
def unsent() -> str:
    """Show what waits on this phone to be sent; the phone fills it in."""
    return render_template("pages/unsent.html")


@bp.get("/offline/token")
@public
def token() -> Response:
    """Tell the outbox who is signed in here, and give it a fresh guard for what it sends."""
    person = visits.visitor()
    if person is None:
        return jsonify(person=None, token="")
    return jsonify(person=str(person.person_id), token=generate_csrf())
