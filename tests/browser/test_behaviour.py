"""What scripts add, and that nothing needs them."""

import re

import pytest


def test_a_dispute_is_reported_and_its_task_done_on_a_phone(window, served):
    here = window("phone").sign_in("grid")
    here.page.click("nav.doors a:visible >> text=报纠纷")
    here.page.click("text=写详细的")
    _fill_in(here.page)

    here.page.click("button[data-main]")
    here.page.wait_for_url(re.compile(r"/cases/\d+"))
    here.page.locator("#now").get_by_role("link", name="办理", exact=True).click()
    here.page.check("input[name=decision][value=accept]")
    here.page.click("button[data-main]")
    here.page.wait_for_url("**/inbox")

    assert "已办结" in here.page.inner_text("main")
    assert here.complaints == []


def test_everything_works_without_scripts(window, served):
    here = window("phone", java_script_enabled=False).sign_in("grid")
    here.open("/report")
    _fill_in(here.page)

    here.page.click("button[name=add_party]")
    kept = here.page.input_value("#field-title")
    here.page.fill("#field-name_2", "李丙")
    here.page.select_option("#field-side_2", "third")
    here.page.click("main form button.btn-main")
    here.page.wait_for_url(re.compile(r"/cases/\d+"))

    assert kept == "楼上漏水泡坏天花板"
    assert "李丙" in here.page.inner_text("main")


def test_a_field_appears_when_its_choice_is_made(window, case):
    here = window("desk").sign_in("grid").open("/gallery")
    form = here.page.locator("form[novalidate]").nth(1)
    reason = form.locator("[data-key=reason]")

    was_shown = reason.is_visible()
    form.get_by_text("谈成了", exact=True).click()

    assert was_shown
    assert not reason.is_visible()


def test_promises_are_filled_in_as_fields_and_sent_as_lines(window, case):
    here = window("phone").sign_in("grid").open("/inbox")
    for choices in ({"decision": "accept"}, {"decision": "settled", "talked_on": "2026-09-14"}):
        here.page.locator("main").get_by_role("link", name="办理", exact=True).first.click()
        for key, value in choices.items():
            field = here.page.locator(f"[name={key}]")
            field.fill(value) if key.endswith("_on") else here.page.check(f"[name={key}][value={value}]")
        for came in here.page.locator("[name=attended]").all():
            came.check()
        here.page.click("button[data-main]")
        here.page.wait_for_url("**/inbox")
    here.page.locator("main").get_by_role("link", name="办理", exact=True).first.click()

    who = here.page.locator("#field-promises-1-who option").nth(2).inner_text()
    here.page.select_option("#field-promises-1-who", who)
    here.page.fill("#field-promises-1-what", "修好|水管")
    here.page.fill("#field-promises-1-day", "2026-09-25")
    here.page.click("text=再加一项")
    here.page.click("[data-drop] >> nth=1")
    line = here.page.input_value("textarea[name=promises]")
    here.page.click("button[data-main]")
    here.page.wait_for_load_state()

    assert line == f"{who}|修好 水管|2026-09-25"
    assert here.page.input_value("#field-promises-1-what") == "修好 水管"


def test_a_party_is_added_without_a_round_trip(window, served):
    here = window("desk").sign_in("grid").open("/report")
    here.page.fill("#field-title", "写到一半")

    here.page.click("button[name=add_party]")

    assert here.page.locator("fieldset.party-row").count() == 3
    assert here.page.locator("#field-name_2").count() == 1
    assert here.page.url.endswith("/report")
    assert here.page.input_value("#field-title") == "写到一半"


def test_what_is_wrong_gets_the_focus_and_leads_to_its_field(window, served):
    here = window("phone").sign_in("grid").open("/report")

    here.page.click("main form button.btn-main")
    here.page.wait_for_selector("[data-error-summary]")
    focused = here.page.evaluate("document.activeElement.hasAttribute('data-error-summary')")
    here.page.click("[data-error-summary] a >> nth=0")

    assert focused
    assert here.page.evaluate("document.activeElement.id") == "field-title"
    assert here.faults() == []


def test_two_quick_taps_send_once(window, served, case):
    here = window("phone").sign_in("grid").open("/inbox")
    here.page.click(".task-name >> nth=0")
    sent = []
    here.page.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    task = here.page.url

    here.page.evaluate(
        "() => { const b = document.querySelector('button[data-main]'); b.click(); b.click(); b.click(); }"
    )
    here.page.wait_for_load_state("networkidle")

    assert sent.count(task) == 1


def test_the_diagram_shows_where_the_case_stands_and_leads_inside(window, case):
    here = window("desk").sign_in("grid").open(f"{case}/diagram")
    here.page.wait_for_selector(".diagram.is-drawn")

    open_now = here.page.locator(".djs-element.is-open.leads-on").first
    name = open_now.get_attribute("data-element-id")
    open_now.click()
    here.page.wait_for_url("**inside=*")
    here.page.wait_for_selector(".diagram.is-drawn")

    assert name in here.page.url
    assert here.page.locator(".djs-element.is-open").count() >= 1


def test_the_table_stands_in_where_the_drawing_fails(window, case):
    here = window("desk").sign_in("grid")
    here.page.route("**/*.bpmn", lambda route: route.abort())

    here.open(f"{case}/diagram")
    here.page.wait_for_selector(".diagram.has-failed")

    assert "下面的表说的是同样的内容" in here.page.inner_text("main")


@pytest.mark.parametrize("key", ["Escape", "elsewhere"])
def test_the_menu_closes(window, served, key):
    here = window("desk").sign_in("grid")
    here.page.click("details.who summary")

    if key == "Escape":
        here.page.keyboard.press("Escape")
    else:
        here.page.click("h1")

    assert here.page.locator("details.who[open]").count() == 0


def _fill_in(page):
    page.fill("#field-title", "楼上漏水泡坏天花板")
    page.fill("#field-story", "李甲家水管漏水，泡坏了李乙家的天花板。")
    page.select_option("#field-kind", "neighbour")
    page.select_option("#field-source", "patrol")
    page.fill("#field-name_0", "李甲")
    page.fill("#field-name_1", "李乙")
