"""Weighs the first load of the inbox on a phone: every byte of the page and of what it brings along."""

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from flask.testing import FlaskClient

from benchmarks.figure import Figure
from tests.web.stage import make_county, serve

ITEMS = 30
BUDGET_KB = 250
SHELL = ("/sw.js", "/manifest.webmanifest", "/offline", "/report/quick", "/unsent")
PHONE = {"Accept-Encoding": "gzip, br", "Sec-Fetch-Site": "same-origin"}


def measure() -> Iterator[Figure]:
    """Yield the kilobytes of the inbox with its assets, and with what the worker keeps besides."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "template.db"
        make_county(path)
        served = serve(path, Path(folder))
        visitor = served.visit("grid")
        for number in range(ITEMS):
            visitor.report(submission=f"weight-{number}", title=f"楼上漏水泡坏天花板之{number}")
        page = _weigh(visitor.client, "/inbox")
        html = visitor.client.get("/inbox").get_data(as_text=True)
        brought = re.findall(r'(?:href|src)="(/static/[^"]+)"', html)
        assets = sum(_weigh(visitor.client, each) for each in dict.fromkeys(brought))
        shell = sum(_weigh(visitor.client, each, **{"X-Shell": "yes"}) for each in SHELL)
        served.system.engine.dispose()
    yield Figure("inbox page, 30 tasks", page / 1000, "KB")
    yield Figure("first load of the inbox", (page + assets) / 1000, "KB", BUDGET_KB)
    yield Figure(
        "first load with what is kept for no signal", (page + assets + shell) / 1000, "KB", BUDGET_KB
    )


def _weigh(client: FlaskClient, path: str, **headers: str) -> int:
    answer = client.get(path, headers={**PHONE, **headers})
    head = sum(len(name) + len(value) + 4 for name, value in answer.headers)
    return head + len(answer.get_data())
