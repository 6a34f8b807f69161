"""Notices in a real browser: the bell of an open page, reading one with and without scripts."""

from tests.web.test_notices import put


def test_the_bell_of_an_open_page_rings_and_what_was_typed_stays(window, served):
    here = window("desk").sign_in("mediator")
    here.open("/account")
    here.page.fill("#field-old", "half typed")
    assert here.page.locator("#bell .count").count() == 0
    put(served[0], "mediator", 2)

    here.page.evaluate("htmx.trigger('#bell', 'ring')")

    here.page.wait_for_selector("#bell .count")
    assert here.page.inner_text("#bell .count") == "2"
    assert here.page.input_value("#field-old") == "half typed"
    assert here.complaints == []


def test_a_notice_is_opened_with_one_tap_and_counted_read(window, served, case):
    put(served[0], "grid", case_id=int(case.rpartition("/")[2]))
    here = window("phone", java_script_enabled=False).sign_in("grid")

    here.page.click("#bell")
    assert here.page.locator(".notice.is-new").count() >= 1
    here.page.click("text=第1件事")

    here.page.wait_for_url(f"**{case}")
    here.open("/notices")
    assert here.page.locator(".notice:not(.is-new) >> text=第1件事").count() == 1
