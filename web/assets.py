"""Built files under their hashed names, gzipped where the browser takes it, kept for a year."""

import json
from collections.abc import Mapping
from pathlib import Path

from flask import Blueprint, Flask, current_app, request, send_from_directory, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from web.access import public

DIST = Path(__file__).parent / "static" / "dist"
A_YEAR = 365 * 24 * 3600
bp = Blueprint("assets", __name__)


class AssetsMissing(Exception):
    """The front-end was not built; the message says how."""

    def __init__(self) -> None:
        super().__init__("the front-end is not built: run `npm ci && npm run build` in web/frontend")


@bp.get("/static/<path:name>")
@public
def file(name: str) -> Response:
    """Send a built file."""
    folder = current_app.config["ASSETS"]
    if request.accept_encodings.quality("gzip") > 0 and (folder / f"{name}.gz").is_file():
        answer = send_from_directory(folder, f"{name}.gz", mimetype=_type_of(name), max_age=A_YEAR)
        answer.headers["Content-Encoding"] = "gzip"
    elif name.endswith((".gz", ".json")):
        raise NotFound()
    else:
        answer = send_from_directory(folder, name, max_age=A_YEAR)
    answer.headers["Vary"] = "Accept-Encoding"
    return answer


def _type_of(name: str) -> str:
    kinds = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
    return kinds.get(name.rsplit(".", 1)[-1], "application/octet-stream")


def init_app(app: Flask, *, folder: Path = DIST) -> None:
    """Serve ``folder`` and give templates ``asset(name)``.

    :raises AssetsMissing: nothing was built there
    """
    app.config.update(ASSETS=folder, ASSETS_BUILT={}, ASSETS_READ=None)
    _read_anew(app)
    if app.config["ASSETS_NEEDED"] and not app.config["ASSETS_BUILT"]:
        raise AssetsMissing()
    app.register_blueprint(bp)

    @app.template_global()
    def asset(name: str) -> str:
        """Return the address of a built file."""
        return url_for("assets.file", name=built().get(name, name))


def built() -> Mapping[str, str]:
    """Return name -> hashed name of every built file; a front-end built since is taken up at once."""
    _read_anew(current_app)
    found: Mapping[str, str] = current_app.config["ASSETS_BUILT"]
    return found


def what_is_missing() -> str | None:
    """Say which files pages name and the folder has not; None where all are there."""
    names, folder = built(), current_app.config["ASSETS"]
    if not current_app.config["ASSETS_NEEDED"]:
        return None
    if not names:
        return "not built"
    lost = sorted(name for name in names.values() if not (folder / name).is_file())
    return f"missing: {' '.join(lost)}; build the front-end again" if lost else None


def _read_anew(app: Flask) -> None:
    """Read the list of built files where it is another; one being written right now is left for later."""
    listed = app.config["ASSETS"] / "manifest.json"
    try:
        written = listed.stat().st_mtime_ns
        if written != app.config["ASSETS_READ"]:
            app.config.update(ASSETS_BUILT=json.loads(listed.read_text()), ASSETS_READ=written)
    except (OSError, ValueError):
        return
