"""Without signal: what was entered waits on the phone, is sent once, and nothing else is kept."""

import re

from sqlalchemy import select

from tests.browser.offline_stage import badge, cases, fill_in, send, until
from tests.factories import files


def test_the_short_form_takes_under_a_minute(window, served):
    here = window("phone").sign_in("grid")
    here.page.click("nav.doors a:visible >> text=报纠纷")
    taps, typed = (
        ["input[value=neighbour]", "button[data-main]"],
        {"words": "楼上漏水吵起来了", "name_0": "李甲", "name_1": "李乙"},
    )

    here.page.click(taps[0])
    for key, text in typed.items():
        here.page.fill(f"#field-{key}", text)
    here.page.click(taps[1])
    here.page.wait_for_url(re.compile(r"/report/quick/\d+"))

    keys = sum(map(len, typed.values()))
    seconds = 2 * (1 + len(taps) + len(typed)) + 1.5 * keys
    assert (len(taps), len(typed)) == (2, 3)
    assert seconds < 60
    assert "编号" in here.page.inner_text("main")


def test_it_is_said_at_once_that_there_is_no_signal(phone):
    phone.page.context.set_offline(True)

    phone.page.wait_for_selector("text=现在没有信号")

    assert phone.page.locator("[data-signal-said]").get_attribute("role") == "status"


def test_a_report_without_signal_waits_and_is_sent_once_when_it_is_back(phone, served):
    phone.page.context.set_offline(True)
    phone.open("/report/quick")
    fill_in(phone.page)

    send(phone.page)
    phone.page.wait_for_url("**/unsent")
    phone.page.wait_for_selector("text=等信号")
    waiting, before = badge(phone.page).inner_text(), cases(served)
    phone.page.context.set_offline(False)
    phone.page.wait_for_selector("text=已发出")
    phone.page.click("text=去看")
    phone.page.wait_for_url(re.compile(r"/report/quick/\d+"))

    assert (waiting, before, cases(served)) == ("1", 0, 1)
    assert "李甲与李乙邻里纠纷" in phone.page.inner_text("main")


def test_two_reports_without_signal_are_two_cases(phone, served):
    phone.page.context.set_offline(True)
    for name in ("李甲", "朱甲"):
        phone.open("/report/quick")
        fill_in(phone.page, name=name)
        send(phone.page)
        phone.page.wait_for_url("**/unsent")

    until(phone.page, "document.querySelectorAll('[data-unsent] article').length === 2")
    phone.page.context.set_offline(False)
    until(phone.page, "document.querySelectorAll('[data-unsent] [data-link]:not([hidden])').length === 2")

    assert cases(served) == 2


def test_a_photograph_waits_too_small_and_without_its_place(phone, served):
    from mediation.attachments.model import Attachment

    phone.page.context.set_offline(True)
    phone.open("/report/quick")
    fill_in(phone.page)
    large = files.a_photo("门口.jpg", size=(4000, 3000))
    phone.page.set_input_files(
        "input[name=album]", {"name": large.name, "mimeType": "image/jpeg", "buffer": large.body}
    )
    phone.page.wait_for_selector("[data-picked] img")
    size, text = phone.page.evaluate(
        "async () => { const f = document.querySelector('input[name=album]').files[0];"
        " return [(await createImageBitmap(f)).width, await f.text()]; }"
    )

    send(phone.page)
    phone.page.wait_for_selector("text=照片、录音、文件1份")
    phone.page.context.set_offline(False)
    phone.page.wait_for_selector("text=已发出")

    assert size == 1600
    assert "GPS" not in text
    with served[0].session() as session:
        kept = session.scalars(select(Attachment)).one()
        assert (kept.kind, kept.width) == ("photo", 1600)


def test_cases_and_lists_are_never_kept(phone, served, case):
    phone.open(case).open("/inbox")
    kept = phone.page.evaluate(
        "caches.keys().then(async (names) => (await Promise.all(names.map(async (n) =>"
        " (await (await caches.open(n)).keys()).map((r) => new URL(r.url).pathname)))).flat())"
    )
    phone.page.context.set_offline(True)
    phone.open(case)
    said = phone.page.inner_text("main")

    assert sorted(each for each in kept if not each.startswith("/static/")) == [
        "/offline",
        "/report/quick",
        "/unsent",
    ]
    assert "现在没有信号" in said
    assert "李甲" not in said


def test_signing_out_clears_the_kept_pages(phone, served):
    phone.page.click("details.who summary")
    phone.page.get_by_role("button", name="退出登录").click()
    phone.page.wait_for_url("**/sign-in*")

    assert phone.page.evaluate("caches.keys()") == [
        each for each in phone.page.evaluate("caches.keys()") if each.startswith("shell-")
    ]


def test_an_act_that_cannot_wait_is_not_taken_without_signal(phone, served, case):
    phone.open("/inbox?box=unit").open(f"{case}")
    phone.page.context.set_offline(True)
    button = phone.page.locator("form[data-once]:not([data-keep]) button[type=submit]:visible").first

    button.click()
    phone.page.wait_for_selector("text=要等有信号时再点")

    assert phone.page.url.endswith(case)


def test_a_form_whose_signal_is_lost_on_its_way_is_kept_and_sent_once(phone, served):
    phone.open("/report/quick")
    fill_in(phone.page)
    phone.page.context.route(
        "**/report/quick", lambda route: route.abort() if route.request.method == "POST" else route.fallback()
    )

    send(phone.page)
    phone.page.wait_for_url("**/unsent")
    phone.page.wait_for_selector("text=等信号")
    kept = phone.page.inner_text("[data-unsent]")
    phone.page.context.unroute_all()
    phone.page.click("text=现在发")
    phone.page.wait_for_selector("text=已发出")

    assert "李甲" in kept
    assert cases(served) == 1
