"""What may come between an entry that waits and the county: a lost answer, a conflict, another person."""

from tests.browser.offline_stage import badge, cases, fill_in, report_without_signal, send, until


def test_the_server_got_it_but_the_phone_did_not_hear(phone, served):
    phone.open("/report/quick")
    phone.page.context.set_offline(True)
    fill_in(phone.page)
    send(phone.page)
    phone.page.wait_for_url("**/unsent")
    heard = []

    def _lose_the_first_answer(route):
        answer = route.fetch()
        heard.append(answer.status)
        route.abort() if len(heard) == 1 else route.fulfill(response=answer)

    phone.page.context.route("**/report/quick", _lose_the_first_answer)
    phone.page.context.set_offline(False)
    until(phone.page, "document.querySelector('[data-unsent] article') !== null")
    while not heard:
        phone.page.wait_for_timeout(100)
    phone.page.reload()
    phone.page.wait_for_selector("text=已发出")

    assert heard[0] == 200
    assert cases(served) == 1


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
    fill_in(phone.page)
    phone.page.fill("#field-phone_0", "12")
    send(phone.page)
    phone.page.wait_for_url("**/unsent")
    phone.page.context.set_offline(False)
    phone.page.wait_for_selector("text=有冲突")

    phone.page.click("text=修改后再发")
    until(phone.page, "document.querySelector('#field-name_0')?.value === '李甲'")
    phone.page.fill("#field-phone_0", "13800000001")
    send(phone.page)
    phone.page.wait_for_selector("text=已发出")

    assert cases(served) == 1
    assert phone.page.locator("[data-unsent] article").count() == 1


def test_deleting_asks_first(phone, served):
    report_without_signal(phone)

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
    report_without_signal(phone)
    phone.page.context.clear_cookies()
    phone.page.context.set_offline(False)
    phone.sign_in("mediator").open("/unsent")
    phone.page.wait_for_selector("text=都发出去了")
    phone.page.wait_for_timeout(500)
    seen, sent = badge(phone.page).count(), cases(served)

    phone.page.context.clear_cookies()
    phone.sign_in("grid").open("/unsent")
    phone.page.wait_for_selector("text=已发出")

    assert (seen, sent, cases(served)) == (0, 0, 1)


def test_a_visit_that_ended_meanwhile_asks_to_sign_in_and_goes_on(phone, served):
    report_without_signal(phone)
    phone.page.context.clear_cookies()

    phone.page.context.set_offline(False)
    phone.page.wait_for_selector("text=请先登录，登录后接着发")
    phone.sign_in("grid").open("/unsent")
    phone.page.wait_for_selector("text=已发出")

    assert cases(served) == 1


def test_a_page_says_so_too_where_the_worker_was_told_first(phone, served):
    report_without_signal(phone)
    phone.page.context.clear_cookies()
    phone.page.evaluate(
        "new Promise(held => navigator.locks.request("
        "'unsent', () => { held(); return new Promise(done => { window.workerIsDone = done; }); }))"
    )

    phone.page.context.set_offline(False)
    phone.page.wait_for_selector("text=信号恢复了")
    until(
        phone.page,
        "navigator.locks.query().then(locks => locks.pending.some(lock => lock.name === 'unsent'))",
    )
    phone.page.evaluate("window.workerIsDone()")

    phone.page.wait_for_selector("text=请先登录，登录后接着发")
