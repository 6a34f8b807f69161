"""The work calendar: looked at by everybody, changed by who keeps it, with a look before and a way back."""

import re
from datetime import date

import pytest
from sqlalchemy import select

from mediation.clocks.model import CalendarChange, Clock
from mediation.clocks.recount import recount
from tests.web.calendar_stage import FLOOD, confirm, days

SPRING = {"act": "set", "first": "2027-02-05", "last": "2027-02-09", "what": "county_work", "reason": "抢险"}
EDITS = ("/calendar/edit", "/calendar/import")


def due_on(served):
    """The day on which the clocks that count days end."""
    with served.session() as session:
        return sorted(
            session.scalars(select(Clock.due_on).where(Clock.unit != "hour", Clock.state == "running"))
        )


def at_the_village(served):
    """A dispute reported to the village, which has three working days to accept it."""
    return served.visit("village").report(unit_id=None)


def test_everybody_signed_in_looks_at_a_year(served):
    page = served.visit("grid").get("/calendar?year=2026")

    assert "10月1日（周四） 至 10月7日（周三）" in page.text
    assert "国庆节调休上班" in page.text
    assert "改几天" not in page.text
    assert served.visit().get("/calendar").status == 303


def test_a_year_not_published_yet_says_so(served):
    page = served.visit("grid").get("/calendar?year=2027")

    assert "放假安排还没有公布" in page.text
    assert "暂定" in page.text


def test_the_form_for_the_notice_knows_the_year_one_came_from(served):
    page = served.visit("county").get("/calendar/import?year=2027")

    assert re.search(r'<option value="2027"[^>]* selected', page.html)


@pytest.mark.parametrize("login", ["grid", "village", "town", "auditor"])
def test_only_who_keeps_the_calendar_changes_it(served, login):
    visitor = served.visit(login)

    assert [visitor.get(path).status for path in EDITS] == [403, 403]
    assert visitor.post("/calendar/preview", FLOOD).status == 403
    assert visitor.post("/calendar/changes", {**FLOOD, "seen": "0"}).status == 403
    assert days(served) == {}


def test_a_look_before_says_what_moves_and_changes_nothing(served):
    at_the_village(served)
    before = due_on(served)

    page = served.visit("county").post("/calendar/preview", FLOOD)

    assert page.status == 200
    assert "项期限会改到另一天" in page.text
    assert "推迟1天" in page.text
    assert "官渡镇" in page.text
    assert "楼上漏水泡坏天花板" in page.text
    assert page.links("/cases/")
    assert (days(served), due_on(served)) == ({}, before)


def test_a_look_before_says_what_kind_each_date_is(served):
    at_the_village(served)

    page = served.visit("county").post("/calendar/preview", FLOOD)

    assert "各项工作的期限 受理、起草、签字、回访等每一步工作的期限。 1" in page.text
    assert "各项工作的期限</h3>" in page.html
    assert "督办环节" not in page.text
    assert "顺延到之后第一个工作日（民法典第二百零三条）" in page.text


def test_a_confirmed_change_is_made_counted_and_told(served):
    at_the_village(served)
    before = due_on(served)

    done = confirm(served)
    waiting = served.visit("grid").get(done.location)
    recount(served.system.uow, at=served.clock.now())

    assert done.status == 303
    assert "正在重算" in waiting.text
    assert days(served) == {date(2026, 9, 16): (False, "disaster")}
    assert due_on(served) > before
    page = served.visit("village").get(done.location)
    assert "防汛停工" in page.text
    assert "楼上漏水泡坏天花板" in page.text
    assert "各项工作的期限" in page.text
    assert "矛调指导中心主任沈启明" in page.text
    assert "推迟1天" in page.text


def test_without_scripts_the_progress_is_asked_for_again_until_it_is_done(served):
    at_the_village(served)
    location = confirm(served).location
    asks_again = '<noscript><meta http-equiv="refresh" content="10"></noscript>'

    waiting = served.visit("grid").get(location)
    (still,) = waiting.links(f"{location}?refresh=no")
    left_alone = served.visit("grid").get(still)
    recount(served.system.uow, at=served.clock.now())
    counted = served.visit("grid").get(location)

    assert asks_again in waiting.html
    assert "本页每10秒自动刷新一次" in waiting.text
    assert "http-equiv" not in left_alone.html
    assert left_alone.links(location) == [location]
    assert "http-equiv" not in counted.html


def test_a_handler_gets_one_notice_that_leads_to_the_change(served):
    at_the_village(served)
    confirm(served)
    recount(served.system.uow, at=served.clock.now())

    with served.session() as session:
        change = session.scalars(select(CalendarChange)).one()
    pages = {login: served.visit(login).get("/notices") for login in served.people}
    told = {login: page.text.count("工作日历有调整（防汛停工）") for login, page in pages.items()}

    assert set(told.values()) == {0, 1}
    reader = next(login for login, count in told.items() if count)
    (notice,) = re.findall(r"/notices/\d+/open", pages[reader].html)
    assert served.visit(reader).post(notice).location == f"/calendar/changes/{change.id}"


def test_a_change_confirmed_twice_counts_once(served):
    first, second = confirm(served), confirm(served)

    assert (first.status, second.status) == (303, 409)
    assert "请重新预览" in second.text


def test_what_somebody_else_changed_meanwhile_is_looked_at_again(served):
    confirm(served)

    raced = confirm(served, {**FLOOD, "first": "2026-09-17", "last": "2026-09-17"}, seen=0)

    assert raced.status == 409
    assert "预览之后，工作日历又有改动，这次没有写入。请重新预览" in raced.text
    assert len(days(served)) == 1


def test_a_change_is_taken_back_by_a_change_of_its_own(served):
    location = confirm(served).location
    change_id = location.rsplit("/", 1)[1]
    undo = {"act": "undo", "change_id": change_id}

    page = served.visit("county").post("/calendar/preview", undo)
    done = confirm(served, undo, seen=change_id)

    assert "撤销：防汛停工" in page.text
    assert done.status == 303
    assert days(served) == {}
    again = confirm(served, undo, seen=int(change_id) + 1)
    assert again.status == 409
    assert "这次调整已经撤销过，不能再撤销。" in again.text


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"reason": ""}, "理由"),
        ({"first": ""}, "第一天"),
        ({"what": ""}, "请选择改成什么。"),
        ({"last": "2026-09-01"}, "最后一天早于第一天"),
        ({"last": "2026-12-31"}, "一次最多改31天"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_kept(served, wrong, says):
    page = served.visit("county").post("/calendar/preview", {**FLOOD, **wrong})

    assert page.status == 422
    assert says in page.text


def test_a_day_that_is_so_already_is_not_changed_again(served):
    confirm(served)

    again = confirm(served, seen=1)

    assert again.status == 422
    assert "日历上已经是这样，不需要再改。" in again.text


def test_titles_of_disputes_are_read_only_by_who_may_see_them(served):
    at_the_village(served)
    location = confirm(served).location
    recount(served.system.uow, at=served.clock.now())

    pages = {login: served.visit(login).get(location) for login in ("village", "auditor", "elsewhere")}

    assert "楼上漏水泡坏天花板" in pages["village"].text
    assert pages["auditor"].links("/cases/")
    assert "楼上漏水" not in pages["elsewhere"].text
    assert not pages["elsewhere"].links("/cases/")


def test_the_list_of_changes_goes_on_page_by_page(served):
    worked = [on for n in range(1, 31) if (on := date(2026, 11, n)).weekday() < 5] + [date(2026, 12, 1)]
    for number, on in enumerate(worked, start=1):
        when = {"first": on.isoformat(), "last": on.isoformat(), "reason": f"第{number}天"}
        confirm(served, {**FLOOD, **when}, seen=number - 1)

    page = served.visit("grid").get("/calendar/changes")

    assert "第22天" in page.text
    (following,) = page.links("/calendar/changes?before=")
    assert "第1天" in served.visit("grid").get(following).text


def test_an_unknown_change_is_not_found(served):
    assert served.visit("grid").get("/calendar/changes/99").status == 404
    assert served.visit("county").post("/calendar/preview", {"act": "undo", "change_id": "99"}).status == 404
    assert served.visit("county").post("/calendar/preview", {"act": "x"}).status == 404


def test_statutory_days_are_worked_only_with_a_tick_that_names_them(served):
    look = served.visit("county").post("/calendar/preview", SPRING)
    refused = confirm(served, SPRING)

    assert "全国年节及纪念日放假办法规定这些日子放假" in look.text
    assert "2月6日" in look.text
    assert (refused.status, days(served)) == (422, {})
    assert confirm(served, {**SPRING, "despite": "true"}).status == 303
    assert len(days(served)) == 5


def test_other_days_are_changed_without_a_tick(served):
    assert 'name="despite"' not in served.visit("county").post("/calendar/preview", FLOOD).html


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"first": "2026-09-19", "last": "2026-09-19"}, "所选的日子本来就是休息日"),
        ({"first": "2026-09-15", "last": "2026-09-15", "what": "county_work"}, "所选的日子本来就上班"),
        ({"first": "2020-09-16", "last": "2020-09-16"}, "2020年已经没有要计算的期限"),
    ],
)
def test_a_change_that_changes_nothing_is_refused_with_what_was_typed(served, wrong, says):
    page = served.visit("county").post("/calendar/preview", {**FLOOD, **wrong})

    assert page.status == 422
    assert says in page.text
    assert wrong["first"] in page.html


@pytest.mark.parametrize("year", ["1990", "abc", "2101", "99999999999", "²⁰²⁶"])
def test_a_year_that_is_none_is_not_answered_with_another(served, year):
    page = served.visit("grid").get(f"/calendar?year={year}")

    assert page.status == 404
    assert "可以看2004年到2100年" in page.text
