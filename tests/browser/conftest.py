"""A real Chromium before the real app: on a phone and at a desk. Without Chromium these tests are skipped."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import offline_stage
from tests.web.conftest import _catalogue, _county  # noqa: F401
from tests.web.stage import PASSWORD, Served, serve
from web.loopback import serving

ROOT = Path(__file__).parents[2]
AXE = ROOT / "web" / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))),
    None,
)
QUIET = ("quic", "background-networking", "component-update", "sync", "gpu")
BLOCKED = "Service Worker registration blocked by Playwright"
SIZES = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1280, "height": 900}}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark these tests, and skip them where there is nothing to run them with."""
    for item in items:
        if Path(__file__).parent not in item.path.parents:
            continue
        item.add_marker(pytest.mark.browser)
        if CHROMIUM is None:
            item.add_marker(pytest.mark.skip(reason="there is no Chromium here"))
        elif not (ROOT / "web" / "static" / "dist" / "manifest.json").exists() or not AXE.exists():
            item.add_marker(pytest.mark.skip(reason="the front-end is not built"))


@dataclass
class Window:
    """One page of the browser, with everything it complained about."""

    page: Page
    base: str
    complaints: list[str] = field(default_factory=list)

    def sign_in(self, login: str) -> "Window":
        """Come in through the door."""
        self.open("/sign-in")
        self.page.fill("#login", login)
        self.page.fill("#password", PASSWORD)
        self.page.click("main button.btn-main")
        self.page.wait_for_url("**/inbox*")
        return self

    def open(self, path: str) -> "Window":
        """Open a page of the app."""
        self.page.goto(self.base + path)
        return self

    def faults(self) -> list[str]:
        """Return what axe-core finds, and what sticks out sideways."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        faults = [f"{each['id']}: {each['nodes'][0]['html']}" for each in found["violations"]]
        wide = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        return faults + ([f"{wide} px too wide"] if wide > 0 else [])


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for all tests."""
    switches = ["--no-sandbox", "--use-fake-device-for-media-stream", *(f"--disable-{n}" for n in QUIET)]
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=switches)
        yield browser
        browser.close()


@pytest.fixture
def served(_county: Path, _catalogue: None, tmp_path: Path) -> Iterator[tuple[Served, str]]:  # noqa: F811
    """The app, listening on a free port of this machine."""
    made = serve(_county, tmp_path)
    made.app.config["WTF_CSRF_ENABLED"] = True
    with serving(made.app) as port:
        yield made, f"http://127.0.0.1:{port}"
    made.system.engine.dispose()


@pytest.fixture
def window(chromium: Browser, served: tuple[Served, str]) -> Iterator[Callable[..., Window]]:
    """Opens windows: ``window("phone")``, ``window("desk", java_script_enabled=False)``.

    The service worker is left out unless asked for (``service_workers="allow"``).
    """
    opened: list[Any] = []

    def _open(size: str = "desk", **options: Any) -> Window:
        options.setdefault("service_workers", "block")
        context = chromium.new_context(viewport=SIZES[size], locale="zh-CN", **options)
        context.set_default_timeout(10_000)
        opened.append(context)
        made = Window(context.new_page(), served[1])
        made.page.on(
            "console",
            lambda said: (
                said.type in ("error", "warning")
                and said.text != BLOCKED
                and made.complaints.append(said.text)
            ),
        )
        made.page.on("pageerror", lambda error: made.complaints.append(str(error)))
        return made

    yield _open
    for context in opened:
        context.close()


@pytest.fixture
def phone(window: Callable[..., Window]) -> Window:
    """A grid leader's phone that can go on without signal."""
    here = window("phone", service_workers="allow").sign_in("grid").open("/inbox")
    offline_stage.ready(here.page)
    return here


@pytest.fixture
def case(served: tuple[Served, str]) -> str:
    """Address of a red case reported by the grid's leader."""
    visitor = served[0].visit("grid")
    served[0].app.config["WTF_CSRF_ENABLED"] = False
    location = visitor.report(signs=["suicide_threat"]).location
    visitor.report(submission="second", title="田埂放水的次序", name_0="朱甲", name_1="朱乙")
    said = {"comment": "明天上门看看。", "readers": "case", "submission": "said"}
    visitor.post(f"{location}/comments", said)
    served[0].app.config["WTF_CSRF_ENABLED"] = True
    assert location is not None
    return location
