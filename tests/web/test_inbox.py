"""The inbox page: boxes, filters in the address, pages, what is empty and why, ticking many."""

import re

import pytest
from sqlalchemy import select

from mediation.casework.model import WorkItem
from mediation.ledger import queries as ledger

BOXES = ("mine", "today", "late", "unit", "waiting", "followed", "done")


@pytest.fixture
def reported(served):
    """The grid leader's visit after a dispute was reported."""
    visitor = served.visit("grid")
    visitor.report()
    visitor.get("/inbox")  # what was told about the report is read
    return visitor


def test_every_box_is_a_link_with_the_count_of_what_is_behind_it(served, reported):
    page = reported.get("/inbox")

    for box in BOXES:
        behind = reported.get(f"/inbox?box={box}")
        address = "/inbox" if box == "mine" else rf"/inbox\?box={box}"
        tab = re.search(rf'<a class="tab" href="{address}".*?</a>', page.html, re.S)
        count = re.search(r'class="count[^"]*">(\d+)', tab[0])
        assert behind.status == 200
        if box != "done":
            assert int(count[1]) == behind.html.count('class="task-name"'), box


@pytest.mark.parametrize(
    ("asked", "is_there"),
    [
        ("kind=neighbour", True),
        ("kind=land", False),
        ("risk=yellow", True),
        ("level=grid&due=week", True),
        ("words=漏水", True),
        ("words=接单+漏水", True),
        ("words=鱼塘", False),
        ("party=李甲", True),
        ("party=李丙", False),
        ("due=late", False),
        ("unit=1", True),
        ("unit=987654", False),
    ],
)
def test_filters_stand_in_the_address(reported, asked, is_there):
    first, again = reported.get(f"/inbox?{asked}"), reported.get(f"/inbox?{asked}")

    assert ("楼上漏水泡坏天花板" in first.text) is is_there
    assert first.text == again.text
    assert ("没有符合这些条件的事" in first.text) is not is_there


def test_each_filter_in_force_is_said_and_can_be_taken_off(reported):
    page = reported.get("/inbox?kind=neighbour&risk=red")

    assert "类型：邻里" in page.text
    assert "风险：红色" in page.text
    assert "2 个条件" in page.text
    assert page.links("/inbox?risk=red") == ["/inbox?risk=red"]
    assert page.links("/inbox?kind=neighbour") == ["/inbox?kind=neighbour"]
    assert "楼上漏水泡坏天花板" in reported.get("/inbox?kind=neighbour").text


def test_an_empty_box_says_what_would_be_in_it(served):
    visitor = served.visit("recorder")

    for box, words in (
        ("mine", "现在没有您名下的事"),
        ("today", "今天没有到期的事"),
        ("late", "没有逾期的事"),
        ("unit", "没有等人认领的事"),
        ("waiting", "没有要等别人办的事"),
        ("followed", "关注的案件里没有待办的事"),
        ("done", "还没有办过的事"),
    ):
        assert words in visitor.get(f"/inbox?box={box}").text


def test_pages_keep_all_of_the_address(served, reported):
    _copies(served, 40)

    first = reported.get("/inbox?box=mine&kind=neighbour&sort=new")
    (onward,) = [link for link in first.links("/inbox?after=") if "after=" in link]
    second = reported.get(onward.replace("&amp;", "&"))

    assert "kind=neighbour" in onward
    assert "sort=new" in onward
    assert first.html.count('class="task-name"') == 30
    assert second.html.count('class="task-name"') == 11
    assert "共 41 件" in first.text
    assert "共 41 件" in second.text
    assert "回到第一页" in second.text


def test_a_key_cut_short_is_refused_with_a_sentence(served, reported):
    _copies(served, 40)
    (onward,) = reported.get("/inbox").links("/inbox?after=")

    page = reported.get(onward[:-3])

    assert page.status == 422
    assert "网址中的翻页位置不完整" in page.html


def _copies(served, count):
    with served.session() as session:
        first = session.scalars(select(WorkItem)).first()
        given = {key: value for key, value in vars(first).items() if not key.startswith("_") and key != "id"}
        session.add_all(WorkItem(**given) for _ in range(count))
        session.commit()


def test_what_is_on_ones_desk_can_be_ticked_and_what_is_only_looked_at_cannot(reported):
    mine, done = reported.get("/inbox"), reported.get("/inbox?box=done")

    assert 'name="item"' in mine.html
    assert 'action="/inbox/bulk"' in mine.html
    assert 'action="/inbox/bulk"' not in done.html


def test_who_only_looks_has_neither_names_to_search_by_nor_boxes_to_tick(served, reported):
    page = served.visit("auditor").get("/inbox?party=李甲")

    assert 'id="list-party"' not in page.html
    assert "您看不到当事人姓名" in page.text
    assert 'name="item"' not in page.html


def test_one_character_of_a_name_is_too_little(reported):
    page = reported.get("/inbox?party=李")

    assert "姓名或小名至少写两个字" in page.text
    assert 'name="party" maxlength="60" autocomplete="off" value="李"' in page.html
    assert page.links("/work/") == reported.get("/inbox").links("/work/")
    assert "条件太窄" not in page.text


def test_whose_work_a_substitute_does_is_said_on_the_list_and_on_the_task(served, reported):
    item = reported.get("/inbox").links("/work/")[0]
    reported.post(f"/inbox/{item.rsplit('/', 1)[1]}/claim")
    days = {"from_on": "2026-09-14", "to_on": "2026-09-18", "reason": "住院"}
    given = {"substitute_id": served.people["branch"], **days}
    reported.post("/account/absences", given)
    substitute, absent = served.visit("branch"), reported

    assert "代徐满爷办" in substitute.get("/inbox").text
    assert "徐满爷9月14日至9月18日外出，这几天的事由您代办。" in substitute.get("/notices").text
    assert "代徐满爷办" in substitute.get(item).text
    assert "代徐满爷办" not in absent.get("/inbox").text


def test_a_day_to_follow_up_is_set_shown_and_taken_away(served, reported):
    order = reported.get("/inbox").links("/work/")[0]
    item = order.rsplit("/", 1)[1]
    reported.post(f"/inbox/{item}/claim")

    reported.post(f"/inbox/{item}/follow-up", {"follow_up_on": "2026-09-14"})
    shown, today = reported.get("/inbox"), reported.get("/inbox?box=today")
    reported.post(f"/inbox/{item}/follow-up", {"follow_up_on": "2026-09-14", "act": "clear"})

    assert "9月14日（周一）跟进" in shown.text
    assert "楼上漏水泡坏天花板" in today.text
    assert "已取消跟进日期" in reported.get("/inbox").text
    assert "跟进" not in reported.get("/inbox").text
    with served.session() as session:
        said = [line.sentence for line in ledger.lines(session, 1, size=50).items]
    assert any("定于9月14日跟进“接单”，期限不变。" in line for line in said)


@pytest.mark.parametrize(
    ("day", "sentence"),
    [("2026-09-13", "不能早于今天"), ("下周", "看不懂这个日期"), ("2026-02-30", "看不懂")],
)
def test_a_wrong_day_is_said_on_the_task(reported, day, sentence):
    order = reported.get("/inbox").links("/work/")[0]
    reported.post(f"/inbox/{order.rsplit('/', 1)[1]}/claim")

    page = reported.post(f"/inbox/{order.rsplit('/', 1)[1]}/follow-up", {"follow_up_on": day})

    assert (page.status, page.location) == (303, order)
    assert sentence in reported.get(order).text


def test_somebody_elses_task_is_not_followed_up(served, reported):
    item = reported.get("/inbox").links("/work/")[0].rsplit("/", 1)[1]
    reported.post(f"/inbox/{item}/claim")

    page = served.visit("branch").post(f"/inbox/{item}/follow-up", {"follow_up_on": "2026-09-20"})

    with served.session() as session:
        assert session.get_one(WorkItem, int(item)).follow_up_on is None
    assert page.status in (303, 403, 404)
