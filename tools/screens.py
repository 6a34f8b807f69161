"""Takes pictures of the demo's pages on a phone and at a desk, into var/screens.

Run by `make screens`, after the sample county was made. Needs Chromium.
"""

import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from waitress.server import create_server

from web.app import create_app
from web.commands.opening import open_system
from web.commands.serving import demo_settings
from web.config import ROOT
from web.demo.people import PASSWORD

OUT = ROOT / "var" / "screens"
SIZES = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1280, "height": 900}}
SIGHTS = {
    "grid": {"inbox": "/inbox", "report": "/report"},
    "village": {"inbox": "/inbox", "inbox-unit": "/inbox?box=unit", "cases": "/cases"},
    "town": {"inbox": "/inbox", "inbox-late": "/inbox?box=late", "units": "/units"},
    "supervisor": {"cases-late": "/cases?late=yes"},
}


@contextmanager
def serving() -> Iterator[str]:
    """Serve the demo on a free port of this machine."""
    settings = demo_settings(ROOT / "var")
    server = create_server(create_app(settings, open_system(settings)), host="127.0.0.1", port=0)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()


def look(page: Page, base: str, login: str, size: str) -> None:
    """Sign in and take a picture of every sight of that account, then of the first case."""
    page.goto(f"{base}/sign-in")
    page.fill("#login", login)
    page.fill("#password", PASSWORD)
    page.click("main button.btn-main")
    page.wait_for_url("**/inbox*")
    for name, address in SIGHTS[login].items():
        page.goto(base + address)
        take(page, f"{login}-{name}-{size}")
    page.goto(f"{base}/cases")
    first = page.locator("a[href^='/cases/']").first
    if first.count():
        case = first.get_attribute("href")
        page.goto(f"{base}{case}")
        take(page, f"{login}-case-{size}")
        page.goto(f"{base}{case}/diagram")
        page.wait_for_timeout(1500)
        take(page, f"{login}-diagram-{size}")


def take(page: Page, name: str) -> None:
    """Save the whole page."""
    page.screenshot(path=OUT / f"{name}.png", full_page=True)
    sys.stdout.write(f"  {name}.png\n")


def main() -> None:
    """Take every picture."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        sys.exit("there is no Chromium here; install one (.ci/run does)")
    OUT.mkdir(parents=True, exist_ok=True)
    with serving() as base, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for login in SIGHTS:
            for size, viewport in SIZES.items():
                context = browser.new_context(viewport=viewport, locale="zh-CN")
                look(context.new_page(), base, login, size)
                context.close()
        browser.close()
    sys.stdout.write(f"{len(list(Path(OUT).glob('*.png')))} pictures in {OUT}\n")


if __name__ == "__main__":
    main()
