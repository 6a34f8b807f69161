"""Without signal: what was entered waits on the phone, is sent once, and a conflict is shown."""

import re

import pytest
from sqlalchemy import func, select

from mediation.cases.model import Case
from tests.factories import files


def _fill_in(page, *, name="李甲", words="楼上水管漏水，泡坏了楼下。"):
    page.check("input[name=kind][value=neighbour]")
    page.fill("#field-words", words)
    page.fill("#field-name_0", name)
    page.fill("#field-name_1", "李乙")


def _send(page):
    page.click("main form.quick button[data-main]")


def _cases(served):
    with served[0].session() as session:
        return session.scalar(select(func.count()).select_from(Case))


def _ready(here):
    """Wait until the worker has what it needs to go on without signal."""
    here.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    _until(here.page, "navigator.serviceWorker.controller !== null")
    _until(
        here.page,
        "caches.keys().then(async (names) => { for (const n of names) if (n.startsWith('pages-')) "
        "return (await (await caches.open(n)).keys()).length >= 2; return false; })",
    )
    return here


def _until(page, holds):
    """Wait until the script says yes; the page's own policy lets no script be evaluated in it."""
    for _ in range(100):
        if page.evaluate(holds):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"never: {holds}")


def _badge(page):
    return page.locator("[data-unsent-count]:not([hidden]) [data-number]")


@pytest.fixture
def phone(window):
    here = window("phone", service_workers="allow").sign_in("grid")
    return _ready(here.open("/inbox"))


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
    _fill_in(phone.page)

    _send(phone.page)
    phone.page.wait_for_url("**/unsent")
    phone.page.wait_for_selector("text=等信号")
    waiting, before = _badge(phone.page).inner_text(), _cases(served)
    phone.page.context.set_offline(False)
    phone.page.wait_for_selector("text=已发出")
    phone.page.click("text=去看")
    phone.page.wait_for_url(re.compile(r"/report/quick/\d+"))

    assert (waiting, before, _cases(served)) == ("1", 0, 1)
    assert "李甲与李乙邻里纠纷" in phone.page.inner_text("main")


def test_two_reports_without_signal_are_two_cases(phone, served):
    phone.page.context.set_offline(True)
    for name in ("李甲", "朱甲"):
        phone.open("/report/quick")
        _fill_in(phone.page, name=name)
        _send(phone.page)
        phone.page.wait_for_url("**/unsent")

    _until(phone.page, "document.querySelectorAll('[data-unsent] article').length === 2")
    phone.page.context.set_offline(False)
    _until(phone.page, "document.querySelectorAll('[data-unsent] [data-link]:not([hidden])').length === 2")

    assert _cases(served) == 2


def test_a_photograph_waits_too_small_and_without_its_place(phone, served):
    from mediation.attachments.model import Attachment

    phone.page.context.set_offline(True)
    phone.open("/report/quick")
    _fill_in(phone.page)
    large = files.a_photo("门口.jpg", size=(4000, 3000))
    phone.page.set_input_files(
        "input[name=album]", {"name": large.name, "mimeType": "image/jpeg", "buffer": large.body}
    )
    phone.page.wait_for_selector("[data-picked] img")
    size, text = phone.page.evaluate(
        "async () => { const f = document.querySelector('input[name=album]').files[0];"
        " return [(await createImageBitmap(f)).width, await f.text()]; }"
    )

    _send(phone.page)
    phone.page.wait_for_selector("text=照片、录音、文件1份")
    phone.page.context.set_offline(False)
    phone.page.wait_for_selector("text=已发出")

    assert size == 1600
    assert "GPS" not in text
    with served[0].session() as session:
        kept = session.scalars(select(Attachment)).one()
        assert (kept.kind, kept.width) == ("photo", 1600)


def test_the_server_got_it_but_the_phone_did_not_hear(phone, served):
    phone.open("/report/quick")
    phone.page.context.set_offline(True)
    _fill_in(phone.page)
    _send(phone.page)
    phone.page.wait_for_url("**/unsent")
    heard = []

    def _lose_the_first_answer(route):
        answer = route.fetch()
        heard.append(answer.status)
        route.abort() if len(heard) == 1 else route.fulfill(response=answer)

    phone.page.context.route("**/report/quick", _lose_the_first_answer)
    phone.page.context.set_offline(False)
    _until(phone.page, "document.querySelector('[data-unsent] article') !== null")
    while not heard:
        phone.page.wait_for_timeout(100)
    phone.page.reload()
    phone.page.wait_for_selector("text=已发出")

    assert heard[0] == 200
    assert _cases(served) == 1


def test_a_conflict_is_shown_with_what_was_entered(window, phone, served, case):
    phone.open("/inbox")
    phone.page.locator("main").get_by_role("link", name="办理", exact=True).first.click()
    work = phone.page.url
    phone.page.check("input[name=decision][value=accept]")
    phone.page.context.set_offline(True)
    phone.page.click("button[data-main]")
    phone.page.wait_for_url("**/unsent")
    phone.page.wait_for_selector("text=等信号")
    other = window("desk").sign_in("grid")
    other.page.goto(work)
    other.page.check("input[name=decision][value=accept]")
    other.page.click("button[data-main]")
    other.page.wait_for_url("**/inbox*")

    phone.page.context.set_offline(False)
    phone.page.wait_for_selector("text=有冲突")
    said = phone.page.inner_text("[data-unsent]")

    assert "徐满爷" in said
    assert "修改后再发" in said
    assert "接单" in said


def test_a_refused_report_can_be_mended_and_sent(phone, served):
    phone.page.context.set_offline(True)
    phone.open("/report/quick")
    _fill_in(phone.page)
    phone.page.fill("#field-phone_0", "12")
    _send(phone.page)
    phone.page.wait_for_url("**/unsent")
    phone.page.context.set_offline(False)
    phone.page.wait_for_selector("text=有冲突")

    phone.page.click("text=修改后再发")
    _until(phone.page, "document.querySelector('#field-name_0')?.value === '李甲'")
    phone.page.fill("#field-phone_0", "13800000001")
    _send(phone.page)
    phone.page.wait_for_selector("text=已发出")

    assert _cases(served) == 1
    assert phone.page.locator("[data-unsent] article").count() == 1


def test_deleting_asks_first(phone, served):
    phone.page.context.set_offline(True)
    phone.open("/report/quick")
    _fill_in(phone.page)
    _send(phone.page)
    phone.page.wait_for_selector("text=等信号")

    asked = []
    phone.page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    phone.page.click("text=删除")
    kept = phone.page.locator("[data-unsent] article").count()
    phone.page.once("dialog", lambda dialog: dialog.accept())
    phone.page.click("text=删除")
    phone.page.wait_for_selector("text=都发出去了")

    assert "确定删除吗" in asked[0]
    assert kept == 1


def test_another_person_on_this_phone_neither_sees_nor_sends(phone, served):
    phone.page.context.set_offline(True)
    phone.open("/report/quick")
    _fill_in(phone.page)
    _send(phone.page)
    phone.page.wait_for_selector("text=等信号")
    phone.page.context.clear_cookies()
    phone.page.context.set_offline(False)
    phone.sign_in("mediator").open("/unsent")
    phone.page.wait_for_selector("text=都发出去了")
    phone.page.wait_for_timeout(500)
    seen, sent = _badge(phone.page).count(), _cases(served)

    phone.page.context.clear_cookies()
    phone.sign_in("grid").open("/unsent")
    phone.page.wait_for_selector("text=已发出")

    assert (seen, sent, _cases(served)) == (0, 0, 1)


def test_a_visit_that_ended_meanwhile_asks_to_sign_in_and_goes_on(phone, served):
    phone.page.context.set_offline(True)
    phone.open("/report/quick")
    _fill_in(phone.page)
    _send(phone.page)
    phone.page.wait_for_selector("text=等信号")
    phone.page.context.clear_cookies()

    phone.page.context.set_offline(False)
    phone.page.wait_for_selector("text=请先登录，登录后接着发")
    phone.sign_in("grid").open("/unsent")
    phone.page.wait_for_selector("text=已发出")

    assert _cases(served) == 1


def test_a_page_says_so_too_where_the_worker_was_told_first(phone, served):
    phone.page.context.set_offline(True)
    phone.open("/report/quick")
    _fill_in(phone.page)
    _send(phone.page)
    phone.page.wait_for_selector("text=等信号")
    phone.page.context.clear_cookies()
    phone.page.evaluate(
        "new Promise(held => navigator.locks.request("
        "'unsent', () => { held(); return new Promise(done => { window.workerIsDone = done; }); }))"
    )

    phone.page.context.set_offline(False)
    phone.page.wait_for_selector("text=信号恢复了")
    _until(
        phone.page,
        "navigator.locks.query().then(locks => locks.pending.some(lock => lock.name === 'unsent'))",
    )
    phone.page.evaluate("window.workerIsDone()")

    phone.page.wait_for_selector("text=请先登录，登录后接着发")


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
    _fill_in(phone.page)
    phone.page.context.route(
        "**/report/quick", lambda route: route.abort() if route.request.method == "POST" else route.fallback()
    )

    _send(phone.page)
    phone.page.wait_for_url("**/unsent")
    phone.page.wait_for_selector("text=等信号")
    kept = phone.page.inner_text("[data-unsent]")
    phone.page.context.unroute_all()
    phone.page.click("text=现在发")
    phone.page.wait_for_selector("text=已发出")

    assert "李甲" in kept
    assert _cases(served) == 1
