"""Takes pictures of the main pages of the demo, on a phone and at a desk, into docs/pictures.

Run by `make screens`, after the sample county was made. Needs Chromium. Pictures are cut to one screen and
to 128 colours, so that the repository stays slim.
"""

import io
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from web import loopback
from web.app import create_app
from web.commands.opening import open_system
from web.commands.serving import demo_settings
from web.config import ROOT
from web.demo.people import PASSWORD
from web.scheduler import schedule

OUT = ROOT / "docs" / "pictures"
SIZES: Mapping[str, ViewportSize] = {
    "phone": {"width": 390, "height": 1100},
    "desk": {"width": 1280, "height": 900},
}
COLOURS = 128
LARGEST = 200_000

Steps = Callable[[Page, str], None]


@contextmanager
def serving() -> Iterator[str]:
    """Serve the demo on a free port of this machine."""
    settings = demo_settings(ROOT / "var")
    system = open_system(settings)
    keeper = schedule(system, blocking=False)
    keeper.start()
    with loopback.serving(create_app(settings, system)) as port:
        yield f"http://127.0.0.1:{port}"
    keeper.shutdown()


def at(address: str) -> Steps:
    """Open one page."""
    return lambda page, base: _open(page, base + address)


def first_task(page: Page, base: str) -> None:
    """Open the first task on one's desk that is neither a question nor late work to explain."""
    _open(page, f"{base}/inbox")
    page.locator("main .task-act a.btn-main").first.click()
    page.wait_for_load_state("networkidle")


def talked_about(page: Page, base: str) -> None:
    """Open the case people talked about."""
    _open(page, f"{base}/cases")
    _open(page, f"{base}{_talked_about(page, base)}")
    page.evaluate("window.scrollTo(0, 0)")


def hand_over(page: Page, base: str) -> None:
    """Open the form that passes one's first task on."""
    first_task(page, base)
    _open(page, page.url.split("?")[0].split("#")[0] + "/delegate")


def unsent(page: Page, base: str) -> None:
    """Report something without signal, and look at what waits."""
    _open(page, f"{base}/inbox")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    for address in ("/report/quick", "/unsent", "/report/quick"):
        _open(page, base + address)
        page.wait_for_timeout(1000)
    page.context.set_offline(True)
    page.check("input[name=kind][value=neighbour]")
    page.fill("#field-words", "楼上水管漏水，泡坏了楼下，两家吵起来了。")
    page.fill("#field-name_0", "李甲")
    page.fill("#field-name_1", "李乙")
    page.click("main form.quick button[data-main]")
    page.wait_for_timeout(1500)
    page.goto(f"{base}/unsent")
    page.wait_for_timeout(1000)


def last_return(page: Page, base: str) -> None:
    """Open the newest return that was submitted."""
    _open(page, f"{base}/returns")
    _open(
        page,
        base + (page.locator("main a[href*='/returns/']", has_text="月").nth(1).get_attribute("href") or ""),
    )


SIGHTS: Mapping[str, tuple[str, Steps]] = {
    "inbox": ("mediator", at("/inbox")),
    "task": ("mediator", first_task),
    "case": ("mediator", talked_about),
    "quick-report": ("grid", at("/report/quick")),
    "search": ("village", at("/search?words=纠纷")),
    "notices": ("mediator", at("/notices")),
    "cases": ("village", at("/cases")),
    "delegate": ("mediator", hand_over),
    "saved-lists": ("mediator", at("/inbox/lists")),
    "unsent": ("grid", unsent),
    "absences": ("village", at("/absences")),
    "channel-health": ("supervisor", at("/channels/health")),
    "board": ("supervisor", at("/board")),
    "board-list": ("supervisor", at("/board/list?number=late")),
    "heat": ("supervisor", at("/heat")),
    "return": ("town", last_return),
    "calendar": ("county", at("/calendar")),
}


def take(browser: Browser, base: str, name: str, size: str) -> str:
    """Take one picture and return what was made."""
    login, steps = SIGHTS[name]
    context = browser.new_context(viewport=SIZES[size], locale="zh-CN", service_workers="allow")
    page = context.new_page()
    _open(page, f"{base}/sign-in")
    page.fill("#login", login)
    page.fill("#password", PASSWORD)
    page.click("main button.btn-main")
    page.wait_for_url("**/inbox*")
    steps(page, base)
    page.wait_for_timeout(500)
    path = OUT / f"{name}-{size}.png"
    _slim(page.screenshot()).save(path, optimize=True)
    context.close()
    weight = path.stat().st_size
    if weight > LARGEST:
        sys.exit(f"{path.name} weighs {weight:,} bytes, more than {LARGEST:,}")
    return f"  {path.name}  {weight // 1024} KB\n"


def _slim(picture: bytes) -> Image.Image:
    return Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)


def _open(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_load_state("networkidle")


def _talked_about(page: Page, base: str) -> str:
    """Return the address of the first case on the page with comments on it; of the first one, else."""
    found = [link.get_attribute("href") or "" for link in page.locator("main a[href^='/cases/']").all()]
    for address in dict.fromkeys(found):
        said = page.request.get(f"{base}{address}/comments").text()
        if 'class="comments"' in said:
            return address
    return found[0]


def main() -> None:
    """Take every picture, or those named."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        sys.exit("there is no Chromium here; install one (.ci/run does)")
    OUT.mkdir(parents=True, exist_ok=True)
    with serving() as base, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--lang=zh-CN"])
        for name in sys.argv[1:] or SIGHTS:
            for size in SIZES:
                sys.stdout.write(take(browser, base, name, size))
        browser.close()


if __name__ == "__main__":
    main()
