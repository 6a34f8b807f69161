"""Built files under their hashed names, gzipped where the browser takes it, kept for a year."""

import json
from pathlib import Path
from typing import Any

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
    app.config["ASSETS"] = folder
    manifest: dict[str, Any] = {}
    if (folder / "manifest.json").is_file():
        manifest = json.loads((folder / "manifest.json").read_text())
    elif app.config["ASSETS_NEEDED"]:
        raise AssetsMissing()
    app.config["ASSETS_BUILT"] = manifest
    app.register_blueprint(bp)

    @app.template_global()
    def asset(name: str) -> str:
        """Return the address of a built file."""
        return url_for("assets.file", name=manifest.get(name, name))
