"""Built files: hashed, gzipped where the browser takes it, kept for a year; unbuilt ones stop start-up."""

import gzip
import json
import os

import pytest
from flask import Flask

from web import assets


@pytest.fixture
def folder(tmp_path):
    """A built front-end of one sheet."""
    (tmp_path / "app-AAAA.css").write_text("body { color: black }")
    (tmp_path / "app-AAAA.css.gz").write_bytes(gzip.compress(b"body { color: black }"))
    (tmp_path / "manifest.json").write_text(json.dumps({"app.css": "app-AAAA.css"}))
    return tmp_path


@pytest.fixture
def client(folder):
    app = Flask("built", static_folder=None)
    app.config["ASSETS_NEEDED"] = True
    assets.init_app(app, folder=folder)
    return app.test_client()


def test_is_found_under_its_hashed_name_and_kept_for_a_year(client):
    answer = client.get("/static/app-AAAA.css", buffered=True)

    assert answer.data == b"body { color: black }"
    assert "max-age=31536000" in answer.headers["Cache-Control"]


def test_comes_gzipped_where_the_browser_takes_it(client):
    answer = client.get("/static/app-AAAA.css", headers={"Accept-Encoding": "gzip, deflate"}, buffered=True)

    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.mimetype == "text/css"
    assert gzip.decompress(answer.data) == b"body { color: black }"


@pytest.mark.parametrize("name", ["manifest.json", "app-AAAA.css.gz", "../../app.py", "missing.js"])
def test_nothing_else_is_served(client, name):
    assert client.get(f"/static/{name}").status_code == 404


def test_start_up_fails_and_says_how_to_build(tmp_path):
    app = Flask("unbuilt", static_folder=None)
    app.config["ASSETS_NEEDED"] = True

    with pytest.raises(assets.AssetsMissing, match="npm ci && npm run build"):
        assets.init_app(app, folder=tmp_path)


def test_a_front_end_built_anew_beside_a_running_server_is_taken_up(client, folder):
    app = client.application
    asset = app.jinja_env.globals["asset"]
    with app.test_request_context():
        before = asset("app.css")
    (folder / "app-AAAA.css").unlink()
    (folder / "manifest.json").unlink()
    with app.test_request_context():
        meanwhile = asset("app.css")
    (folder / "app-BBBB.css").write_text("body { color: white }")
    (folder / "manifest.json").write_text(json.dumps({"app.css": "app-BBBB.css"}))
    os.utime(folder / "manifest.json", ns=(1, 1))

    with app.test_request_context():
        after = asset("app.css")

    assert (before, meanwhile, after) == ("/static/app-AAAA.css",) * 2 + ("/static/app-BBBB.css",)
