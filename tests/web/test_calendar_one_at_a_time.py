"""A change of the calendar while another is counted; and what changes are called where they are listed."""

import re

import pytest

from mediation.clocks.calendar import LAST_PUBLISHED, statutory
from mediation.clocks.recount import recount
from tests.web.calendar_stage import FLOOD, PUBLISH, confirm, days
from web.translations import update

NEXT = {**FLOOD, "first": "2026-09-17", "last": "2026-09-17", "reason": "道路抢修"}
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def counting(served):
    """A dispute with its dates, and a change they wait to be counted for."""
    served.visit("village").report(unit_id=None)
    return confirm(served).location


def count(served):
    recount(served.system.uow, at=served.clock.now())


def in_english(served, login="county"):
    visitor = served.visit(login)
    visitor.post("/display", {"language": "en"})
    return visitor


@pytest.mark.usefixtures("counting")
def test_a_look_before_says_that_an_earlier_change_is_still_counted(served):
    page = served.visit("county").post("/calendar/preview", NEXT)

    assert page.status == 200
    assert "上一次调整还在重算期限" in page.text
    assert "上一次调整： 防汛停工，9月16日" in page.text
    assert "正在重算：0 / " in page.text
    assert "推迟" not in page.text
    assert "确认，写入日历" not in page.text
    assert 'name="reason" value="道路抢修"' in page.html


@pytest.mark.parametrize("form", [NEXT, PUBLISH, {"act": "undo", "change_id": "1"}])
def test_no_further_change_is_confirmed_and_what_was_typed_stays(served, counting, form):
    before = days(served)

    page = confirm(served, form, seen=1)

    assert page.status == 422
    assert "上一次日历调整（防汛停工）还在重算期限" in page.text
    assert page.links(counting)
    assert f'name="act" value="{form["act"]}"' in page.html
    assert days(served) == before


@pytest.mark.usefixtures("counting")
def test_once_it_is_counted_the_change_goes_on(served):
    confirm(served, NEXT, seen=1)
    count(served)

    look = served.visit("county").post("/calendar/preview", NEXT)
    done = confirm(served, NEXT, seen=1)

    assert "推迟2天" in look.text
    assert "确认，写入日历" in look.text
    assert done.status == 303


@pytest.mark.usefixtures("counting")
def test_who_looked_before_somebody_else_changed_sees_it_anew(served):
    count(served)

    raced = confirm(served, NEXT, seen=0)

    assert raced.status == 409
    assert "预览之后，工作日历又有改动，这次没有写入" in raced.text
    assert "项期限会改到另一天" in raced.text
    assert 'name="seen" value="1"' in raced.html


def test_counting_once_more_waits_too(served, counting):
    again = served.visit("county").post(f"{counting}/again")

    assert again.status == 422
    assert "还在重算期限" in again.text


def test_changes_are_called_by_what_they_are_and_so_is_taking_them_back(served):
    confirm(served)
    confirm(served, {**NEXT, "last": "2026-09-18"}, seen=1)
    confirm(served, {"act": "undo", "change_id": "1"}, seen=2)

    listed = served.visit("grid").get("/calendar/changes").text
    taken_back = served.visit("grid").get("/calendar/changes/1")
    back = served.visit("grid").get("/calendar/changes/3")

    assert "撤销：防汛停工，9月16日" in listed
    assert "道路抢修，9月17日至18日" in listed
    assert "已撤销" in taken_back.text
    assert taken_back.links("/calendar/changes/3")
    assert re.search(r'href="/calendar/changes/1">防汛停工，9月16日</a>', back.html)
    assert "前一次" not in listed + back.text


def test_taking_a_notice_back_names_its_year(served):
    confirm(served, PUBLISH)
    confirm(served, {"act": "undo", "change_id": "1"}, seen=1)

    assert "撤销：2027年放假安排" in served.visit("grid").get("/calendar/changes").text


def test_what_the_system_wrote_of_a_change_is_said_in_english(served):
    confirm(served)
    confirm(served, {"act": "undo", "change_id": "1"}, seen=1)

    listed = in_english(served).get("/calendar/changes").text

    assert "Taken back: 防汛停工, 16 Sep" in listed
    assert "撤销" not in listed


def test_every_weekday_is_a_weekday_in_english(served):
    heads = re.findall(r'<th scope="col">(\w+)</th>', in_english(served).get("/calendar?year=2026").html)

    assert heads[:7] == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


def test_a_year_not_published_yet_is_said_in_english_throughout(served):
    page = in_english(served).get(f"/calendar?year={LAST_PUBLISHED + 1}").html

    assert not CHINESE.search(page.split("<main", 1)[1].split("</main>")[0])


def test_every_holiday_of_the_years_to_come_has_english():
    known = update.updated(update.read())
    years = range(LAST_PUBLISHED + 1, LAST_PUBLISHED + 30)
    names = {name.strip() for year in years for on in statutory(year).values() for name in on.split(";")}

    assert [name for name in sorted(names) if not known.get(name)] == []
