"""What is typed is not lost: saved as one types, asked about on leaving, carried over a visit that ended."""

import re

import pytest

from tests.web.stage import PASSWORD

WITHDRAW = "textarea[name=reason]"
TYPED = "两家说好了，自己修水管"


@pytest.fixture
def form(case):
    """Address of a form with a text to type: withdrawing the case that is not red."""
    return f"{case[:-1]}2/withdraw"


def said(here, words):
    """Wait until the line under the form says ``words``."""
    here.page.wait_for_function(
        "words => document.querySelector('[data-draft-said]').textContent.includes(words)", arg=words
    )


def again(here, login="grid", password=PASSWORD):
    """Sign in at the small door."""
    here.page.fill("dialog [name=login]", login)
    here.page.fill("dialog [name=password]", password)
    here.page.click("dialog button[type=submit]")


def test_what_is_typed_saves_itself_and_is_offered_on_another_device(window, form):
    phone = window("phone").sign_in("grid").open(form)
    phone.page.fill(WITHDRAW, TYPED)
    said(phone, "已存草稿 10:00")

    desk = window("desk").sign_in("grid").open(form)

    assert desk.page.input_value(WITHDRAW) == TYPED
    assert "没写完的内容" in desk.page.inner_text("main")
    assert phone.faults() == desk.faults() == []
    assert [phone.open(path).faults() for path in ("/drafts", "/drafts/1")] == [[], []]
    assert phone.complaints == []


def test_leaving_at_once_asks_and_keeps_even_so(window, form):
    here = window("desk").sign_in("grid").open(form)
    here.page.click(WITHDRAW)
    here.page.keyboard.type(TYPED)
    asked = []
    here.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))

    here.open("/inbox")
    here.page.wait_for_timeout(500)
    here.open(form)

    assert asked == ["beforeunload"]
    assert here.page.input_value(WITHDRAW) == TYPED


def test_following_a_link_out_of_a_half_filled_form_asks(window, form):
    here = window("phone").sign_in("grid").open(form)
    here.page.click(WITHDRAW)
    here.page.keyboard.type(TYPED)

    here.page.click(".doors >> text=待办")
    here.page.click("dialog[data-leaving] [data-stay]")
    stayed, focused = here.page.url, here.page.evaluate("document.activeElement.textContent")
    here.page.click(".doors >> text=待办")
    faults = here.faults()
    here.page.click("dialog[data-leaving] [data-go]")
    here.page.wait_for_url("**/inbox")

    assert stayed.endswith(form)
    assert "待办" in focused
    assert faults == []


def test_an_untouched_or_a_sent_form_asks_nothing(window, form, served):
    here = window("desk").sign_in("grid").open(form)
    asked = []
    here.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))

    here.open("/inbox").open(form)
    here.page.click(WITHDRAW)
    here.page.keyboard.type(TYPED)
    here.page.click("button[data-main]")
    here.page.wait_for_url(re.compile(r"/cases/\d+$"))

    assert asked == []
    assert served[0].visit("grid").get("/drafts").links("/drafts/") == []


def test_without_signal_it_says_so_and_saves_later(window, form):
    here = window("phone").sign_in("grid").open(form)
    here.page.route("**/drafts", lambda route: route.abort())
    here.page.fill(WITHDRAW, TYPED)
    said(here, "没有存上，还在重试")

    here.page.unroute("**/drafts")
    here.page.evaluate("window.dispatchEvent(new Event('online'))")
    said(here, "已存草稿")


def test_a_visit_that_ended_is_begun_again_over_the_form(window, form, served):
    here = window("phone").sign_in("grid").open(form)
    served[0].later(hours=1)
    here.page.fill(WITHDRAW, TYPED)
    here.page.wait_for_selector("dialog[open]")
    door = here.faults()

    again(here, password="wrong-2026")
    here.page.wait_for_selector("dialog [data-refusal]:not([hidden])")
    again(here, login="village")
    here.page.wait_for_function(
        "() => document.querySelector('dialog [data-refusal]').textContent.includes('另一个人')"
    )
    again(here)
    said(here, "已存草稿 11:00")
    here.page.click("button[data-main]")
    here.page.wait_for_url(re.compile(r"/cases/\d+$"))

    assert door == []
    assert "已登记" in here.page.inner_text("main")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_form_sent_after_its_visit_ended_comes_back_filled_in(window, form, served, scripts):
    here = window("phone", java_script_enabled=scripts).sign_in("grid").open(form)
    here.page.fill(WITHDRAW, TYPED)
    served[0].later(hours=1)

    here.page.click("button[data-main]")
    here.page.wait_for_selector("#login")
    carried = here.page.inner_text("main")
    here.page.fill("#login", "grid")
    here.page.fill("#password", PASSWORD)
    here.page.click("main button.btn-main")
    here.page.wait_for_url(f"**{form}")

    assert "没有丢" in carried
    assert here.page.input_value(WITHDRAW) == TYPED


def test_after_a_refused_form_back_and_reload_open_it_with_its_draft(window, form):
    here = window("desk").sign_in("grid").open(form)
    here.page.fill(WITHDRAW, "短")
    here.page.click("button[data-main]")
    here.page.wait_for_selector("[data-error-summary]")
    said(here, "已存草稿")
    sent = []
    here.page.on("request", lambda request: request.method == "POST" and sent.append(request.url))

    here.page.reload()
    reloaded = here.page.input_value(WITHDRAW)
    here.open("/cases")
    here.page.go_back()
    here.page.wait_for_selector(WITHDRAW)

    assert reloaded == here.page.input_value(WITHDRAW) == "短"
    assert [url for url in sent if not url.endswith("/drafts")] == []
    assert here.page.locator("[data-error-summary]").count() == 0


def test_two_windows_of_one_form_are_told_apart_and_either_may_be_taken(window, form):
    desk = window("desk").sign_in("grid").open(form)
    phone = window("phone").sign_in("grid").open(form)
    phone.page.fill(WITHDRAW, "手机上写的")
    said(phone, "已存草稿")

    desk.page.fill(WITHDRAW, "电脑上写的")
    desk.page.wait_for_selector("dialog[data-newer][open]")
    faults = desk.faults()
    desk.page.click("text=留用这一页上的")
    said(desk, "已存草稿")
    phone.page.fill(WITHDRAW, "手机上又写的")
    phone.page.wait_for_selector("dialog[data-newer][open]")
    phone.page.click("text=换成那一份")
    phone.page.wait_for_function(
        "() => document.querySelector('textarea[name=reason]').value === '电脑上写的'"
    )

    assert faults == []


def test_throwing_the_draft_away_asks_first(window, form):
    here = window("phone").sign_in("grid").open(form)
    here.page.fill(WITHDRAW, TYPED)
    said(here, "已存草稿")
    here.open(form)

    here.page.click("text=不要了，重新填")
    here.page.click("text=删掉，重新填")
    here.page.wait_for_load_state()

    assert here.page.input_value(WITHDRAW) == ""
    assert "的草稿已删掉" in here.page.inner_text("main")
