"""The keyboard at the desk: through the list, into a task, done and back; never on touch or while typing."""

import re

import pytest

from mediation.casework.model import WorkItem

FOCUSED = "() => document.activeElement.closest('.task')?.querySelector('a').textContent.trim() ?? ''"


@pytest.fixture
def desk(window, case, served):
    """The inbox at the desk, with two tasks in it."""
    served[0].app.config["WTF_CSRF_ENABLED"] = False
    served[0].visit("grid").report(submission="third", title="院墙占了过道", name_0="马甲", name_1="马乙")
    served[0].app.config["WTF_CSRF_ENABLED"] = True
    return window("desk").sign_in("grid").open("/inbox")


def names(here):
    return [text.strip() for text in here.page.locator(".tasks > .task .task-name").all_inner_texts()]


def press(here, *keys):
    for key in keys:
        here.page.keyboard.press(key)


def test_j_and_k_walk_through_the_list_and_stop_at_its_ends(desk):
    known = names(desk)
    where = []
    for key in ("j", "j", "j", "k", "k", "k"):
        press(desk, key)
        where.append(desk.page.evaluate(FOCUSED))

    assert len(known) == 2
    assert where == [known[0], known[1], known[1], known[0], known[0], known[0]]
    assert desk.faults() == []
    assert desk.complaints == []


def test_o_opens_the_row_and_ctrl_enter_sends_the_form(desk):
    press(desk, "j", "o")
    desk.page.wait_for_url(re.compile(r"/work/\d+"))
    desk.page.check("input[name=decision][value=accept]")
    press(desk, "Control+Enter")
    desk.page.wait_for_url("**/inbox*")

    assert "已办结" in desk.page.inner_text("main")
    assert desk.page.evaluate("() => document.activeElement.hasAttribute('data-told')")


def test_enter_opens_the_row_too(desk):
    press(desk, "j", "Enter")

    desk.page.wait_for_url(re.compile(r"/work/\d+"))


def test_c_claims_the_row(desk, served):
    item = desk.page.locator(".task-name").first.get_attribute("href").split("/")[-1].split("?")[0]
    with served[0].system.uow() as uow:
        uow.session.get_one(WorkItem, int(item)).person_id = None
        uow.commit()
    desk.open("/inbox?box=unit")

    press(desk, "j", "c")
    desk.page.wait_for_url(re.compile(rf"/work/{item}"))

    assert desk.page.locator("form[data-draft^=task] button[data-main]").count() == 1


def test_g_and_a_letter_go_places_and_back(desk):
    press(desk, "g", "d")
    desk.page.wait_for_url("**/drafts")
    press(desk, "g", "i")

    desk.page.wait_for_url("**/inbox*")


def test_a_slash_goes_to_search(desk):
    desk.open("/cases")
    press(desk, "/")

    assert desk.page.evaluate("() => document.activeElement.name") == "words"


def test_help_lists_the_keys_and_gives_focus_back(desk):
    press(desk, "j")
    before = desk.page.evaluate(FOCUSED)

    press(desk, "?")
    desk.page.wait_for_selector("dialog[open]")
    faults, words = desk.faults(), desk.page.inner_text("dialog")
    for _ in range(6):
        press(desk, "Tab")
        assert desk.page.evaluate(
            "() => document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )
    press(desk, "Escape")
    desk.page.wait_for_selector("dialog", state="detached")

    assert faults == []
    assert "下一行" in words
    assert desk.page.evaluate(FOCUSED) == before


def test_letters_typed_into_a_field_stay_letters(desk):
    desk.open("/cases")
    desk.page.click("main input[name=words]")

    press(desk, "j", "g", "i")

    assert desk.page.input_value("main input[name=words]") == "jgi"
    assert desk.page.url.endswith("/cases")


def test_whoever_wants_no_keys_has_none(desk):
    desk.open("/account")
    desk.page.uncheck("input[name=shortcuts]")
    desk.page.click("#preferences button[type=submit]")
    desk.page.wait_for_load_state()
    desk.open("/inbox")

    press(desk, "j")

    assert desk.page.evaluate(FOCUSED) == ""


def test_there_are_no_keys_on_a_touch_screen(window, case):
    phone = window("phone", has_touch=True, is_mobile=True).sign_in("grid").open("/inbox")

    press(phone, "j")

    assert phone.page.evaluate(FOCUSED) == ""


def test_the_walk_goes_on_where_it_was_left(desk):
    press(desk, "j", "j", "o")
    desk.page.wait_for_url(re.compile(r"/work/\d+"))
    desk.page.go_back()
    desk.page.wait_for_selector(".task")

    press(desk, "k")

    assert desk.page.evaluate(FOCUSED) == names(desk)[0]
