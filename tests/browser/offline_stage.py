"""A phone that reports while its signal comes and goes."""

from typing import TYPE_CHECKING

from playwright.sync_api import Locator, Page
from sqlalchemy import func, select

from mediation.cases.model import Case
from tests.web.stage import Served

if TYPE_CHECKING:
    from tests.browser.conftest import Window


def fill_in(page: Page, *, name: str = "李甲", words: str = "楼上水管漏水，泡坏了楼下。") -> None:
    """Fill in the short form."""
    page.check("input[name=kind][value=neighbour]")
    page.fill("#field-words", words)
    page.fill("#field-name_0", name)
    page.fill("#field-name_1", "李乙")


def send(page: Page) -> None:
    """Send the short form."""
    page.click("main form.quick button[data-main]")


def report_without_signal(phone: "Window") -> None:
    """Fill the short form in where there is no signal, and see it wait."""
    phone.page.context.set_offline(True)
    phone.open("/report/quick")
    fill_in(phone.page)
    send(phone.page)
    phone.page.wait_for_selector("text=等信号")


def cases(served: tuple[Served, str]) -> int:
    """Return how many cases the county has."""
    with served[0].session() as session:
        return session.scalar(select(func.count()).select_from(Case)) or 0


def ready(page: Page) -> None:
    """Wait until the worker has what it needs to go on without signal."""
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    until(page, "navigator.serviceWorker.controller !== null")
    until(
        page,
        "caches.keys().then(async (names) => { for (const n of names) if (n.startsWith('pages-')) "
        "return (await (await caches.open(n)).keys()).length >= 2; return false; })",
    )


def until(page: Page, holds: str) -> None:
    """Wait until the script says yes; the page's own policy lets no script be evaluated in it."""
    for _ in range(100):
        if page.evaluate(holds):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"never: {holds}")


def badge(page: Page) -> Locator:
    """Return the number of what waits, where it is shown."""
    return page.locator("[data-unsent-count]:not([hidden]) [data-number]")
