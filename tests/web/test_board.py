"""督办: each number of the board opens the list behind it, within one's own area."""

import re

import pytest
from sqlalchemy import select

from mediation.cases.model import Case
from mediation.units.model import Unit
from tests.factories.units import a_unit
from tests.web.board_looks import numbers, unit_id


@pytest.mark.parametrize("login", ["county", "town"])
@pytest.mark.parametrize("level", [None, "village", "grid"])
@pytest.mark.parametrize("by", ["kind", "source", "level", "risk"])
def test_every_number_opens_a_list_of_that_many(at_work, login, level, by):
    visitor = at_work.visit(login)
    unit = f"&unit={unit_id(at_work, level)}" if level else ""

    found = numbers(visitor.get(f"/board?by={by}{unit}"))

    assert len(found) > 40
    assert any(count for _, count in found)
    for address, count in dict(found).items():
        shown = visitor.get(address)
        assert shown.status == 200
        assert f"共 {count} 件" in shown.text, address
        assert shown.html.count('class="is-tick"') == count


def test_the_board_goes_down_from_county_to_grid(at_work):
    visitor, address = at_work.visit("county"), "/board"

    names = []
    while address:
        page = visitor.get(address)
        names.append(re.search(r"<h1>(.*?)</h1>", page.html).group(1))
        below = re.search(r'<th scope="row"><a class="cell" href="(/board\?unit=\d+)"', page.html)
        address = below and below.group(1)

    assert names[0] == "浏阳市"
    assert len(names) == 5


@pytest.mark.parametrize("login", ["grid", "village", "mediator"])
def test_who_does_not_supervise_is_refused(served, login):
    for address in ("/board", "/board/list", "/board/list.csv", "/board/waiting", "/board/people/1"):
        refused = served.visit(login).get(address)
        assert refused.status == 403
        assert "没有“督办工作”或“审计”" in refused.text
    assert 'href="/board"' not in served.visit(login).get("/inbox").html


def test_who_supervises_has_a_door_to_the_board(served):
    assert 'data-door="board"' in served.visit("town").get("/inbox").html


def test_a_unit_outside_one_s_area_is_refused_with_how_to_go_on(served):
    found = served.visit("town").get(f"/board?unit={unit_id(served, 'county')}")

    assert found.status == 403
    assert "从您自己的辖区往下看" in found.text
    assert '<a class="btn btn-main" href="/board">看您辖区的督办看板</a>' in found.html


def test_an_unknown_unit_is_not_found(served):
    assert served.visit("county").get("/board?unit=99999").status == 404


def test_a_county_without_disputes_shows_noughts_and_no_drawing(served):
    page = served.visit("county").get("/board")

    assert page.status == 200
    assert "data-chart" not in page.html
    assert all(count == 0 for _, count in numbers(page))


def test_the_drawing_says_what_the_table_says(at_work):
    page = at_work.visit("county").get("/board")

    assert 'data-chart="trend"' in page.html
    assert '"counts": [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3]' in page.html


@pytest.mark.parametrize(
    "address",
    [
        *("/board?unit=abc", "/board?by=nonsense", "/board?units=nonsense", "/board/list?unit=abc"),
        *("/board/list?number=nonsense", "/board/list?sort=nonsense", "/board/list?kind=nonsense"),
        *("/board/list?role=zzz", "/board/list?person=abc", "/board/list?at=abc", "/board/list.csv?kind=x"),
        *("/board/list?number=reported&month=2026-13", "/board/list?number=reported&month=may"),
        *("/board/waiting?role=zzz", "/board/waiting?role=grid_leader&at=abc", "/board/waiting.csv?role=zzz"),
    ],
)
def test_what_is_mistyped_in_an_address_is_not_found(at_work, address):
    found = at_work.visit("county").get(address)

    assert found.status == 404
    assert "没有找到" in found.text


def test_only_units_with_something_in_hand_are_shown_where_that_is_asked(at_work):
    town = at_work.visit("town")
    branch = unit_id(at_work, "branch")

    every, some = town.get(f"/board?unit={branch}"), town.get(f"/board?unit={branch}&units=open")

    assert "只看有在办的" in every.text
    assert "第10微网格" in every.text
    assert "第10微网格" not in some.text
    assert "第9微网格" in some.text


def test_who_only_looks_is_not_among_those_at_work(served):
    page = served.visit("county").get("/board")

    assert "沈启明" in page.text.split("在岗人员")[1]
    assert "丁和平" not in page.text.split("在岗人员")[1]


def test_a_unit_where_nobody_is_in_post_says_so(served):
    with served.system.uow() as uow:
        village = uow.get(Unit, unit_id(served, "village"))
        empty = a_unit(uow.session, name="第11微网格", parent=village, level="grid").id
        uow.commit()

    page = served.visit("county").get(f"/board?unit={empty}")

    assert "没有人在岗" in page.text.split("在岗人员")[1]


def test_a_follow_up_that_is_late_after_the_closing_is_counted_and_listed(at_work):
    with at_work.system.uow() as uow:
        case = uow.get(Case, 1)
        case.closed_at, case.outcome = case.reported_at, "oral_agreement"
        uow.commit()
    visitor = at_work.visit("county")

    counts = dict(numbers(visitor.get("/board")))
    (address,) = [each for each in counts if "number=closed_late" in each]
    page = visitor.get(address)

    assert counts[address] == 1
    assert "共 1 件" in page.text
    listed = re.sub(r"<[^>]+>|\s", "", page.html.split("<tbody>")[1])
    assert "办结接单已逾期5天，9月15日10:00到期" in listed


def test_who_is_waited_for_and_the_person_s_page_say_what_is_late_in_closed_cases(at_work):
    with at_work.system.uow() as uow:
        for case in uow.session.scalars(select(Case).where(Case.id.in_((1, 2)))):
            case.closed_at, case.outcome = case.reported_at, "oral_agreement"
        uow.commit()
    visitor = at_work.visit("county")

    waits = visitor.get("/board/waiting?role=grid_leader")
    (address,) = waits.links("/board/list?number=closed_late")
    behind = visitor.get(address.replace("&amp;", "&"))
    own = visitor.get(f"/board/people/{at_work.people['grid']}")

    assert "没有等着办的事" not in waits.text
    assert "另有2件已办结的纠纷，后续事项逾期" in waits.text
    assert "共 2 件" in behind.text
    assert "其中2件纠纷已经办结" in own.text


def test_a_page_one_may_not_see_says_so(served):
    assert "您不能查看这一页" in served.visit("grid").get("/board").text


def test_the_board_says_when_nothing_runs_by_itself(served):
    """No scheduler ever ran in the county of the tests."""
    assert 'data-missed="sweep"' in served.visit("town").get("/board").html


def test_the_board_reads_in_english(at_work):
    visitor = at_work.visit("county")
    visitor.post("/display", {"language": "en", "back": "/board"})

    page = visitor.get("/board")

    assert page.status == 200
    assert "Late" in page.text
    assert "逾期" not in page.text
