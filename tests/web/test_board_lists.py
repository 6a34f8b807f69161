"""The lists behind the board: narrowed, turned page by page, ticked for acts, down to whom one waits for."""

import csv
import io
import re
from datetime import timedelta

from sqlalchemy import update

from mediation.cases.model import Case
from mediation.casework.model import WorkItem
from mediation.clocks.model import Clock
from mediation.clocks.sweep import tick
from mediation.oversight.model import Listing
from tests.web.board_looks import numbers, unit_id


def test_cases_on_a_person_s_page_are_ticked_and_sent_to_the_acts(at_work):
    page = at_work.visit("town").get(f"/board/people/{at_work.people['grid']}")

    assert 'form="bulk"' in page.html
    assert '<form class="bulk" id="bulk"' in page.html


def test_a_cut_page_key_is_refused_in_words(at_work):
    found = at_work.visit("county").get("/board/list?after=abc")

    assert found.status == 422
    assert "从第一页重新翻起" in found.text


def test_a_list_of_a_step_says_that_closed_cases_may_be_in_it(at_work):
    with at_work.system.uow() as uow:
        for case in uow.session.query(Case):
            case.closed_at, case.outcome = at_work.clock.now(), "oral_agreement"
        uow.commit()
    visitor = at_work.visit("county")
    address = "/board/list{}?step=grid_level:grid_accept"

    page = visitor.get(address.format(""))
    file = visitor.client.get(address.format(".csv")).get_data().decode("utf-8-sig")

    assert "<h1>停在“接单”</h1>" in page.html
    assert "共 2 件" in page.text
    assert "已经办结" in page.text
    assert "还没有办结的纠纷" not in page.text
    said = {row[0]: row[1:] for row in csv.reader(io.StringIO(file)) if row}
    assert said["数目"] == ["停在“接单”"]
    assert "已经办结" in said["怎么算"][0]
    assert "浏阳市停在“接单”的纠纷" in said


def test_filters_are_chips_that_can_be_taken_off(at_work):
    page = at_work.visit("county").get("/board/list?number=late&kind=land&role=grid_leader")

    assert "类型：山林土地承包" in page.text
    assert "等谁办：微网格长" in page.text
    assert any("kind=" not in link for link in page.links("/board/list"))
    assert "共 1 件" in page.text


def test_from_a_role_to_its_units_and_persons(at_work):
    visitor = at_work.visit("county")
    board = visitor.get("/board")

    units = visitor.get(_link(board, "/board/waiting?unit=", "微网格长"))
    persons = visitor.get(
        next(link for link in units.links("/board/waiting") if "at=" in link).replace("&amp;", "&")
    )

    assert "青桥党支部第9微网格" in units.text
    assert "徐满爷" in persons.text or "还没有人认领" in persons.text
    for page in (units, persons):
        for address, count in numbers(page):
            assert f"共 {count} 件" in visitor.get(address).text


def test_asked_for_a_unit_where_nothing_waits_it_shows_those_where_something_does(at_work):
    village = unit_id(at_work, "village")

    page = at_work.visit("county").get(f"/board/waiting?role=grid_leader&at={village}")

    assert "南岳村没有在等微网格长办的纠纷。下面是有的单位" in page.text
    assert "青桥党支部第9微网格" in page.text
    assert "没有等着办的事" not in page.text


def test_a_person_s_page_leads_back_to_the_board_one_came_from(at_work):
    visitor, grid = at_work.visit("county"), unit_id(at_work, "grid")

    (address,) = visitor.get(f"/board?unit={grid}").links("/board/people/")
    page = visitor.get(address.replace("&amp;", "&"))

    assert f'<a class="back" href="/board?unit={grid}">' in page.html


def test_a_person_s_page_has_no_rate_and_no_rank(at_work):
    page = at_work.visit("town").get(f"/board/people/{at_work.people['grid']}")

    assert page.status == 200
    assert "徐满爷" in page.text
    assert "%" not in page.text
    assert "不排名次" in page.text


def test_a_person_of_another_area_is_not_found(served):
    address = f"/board/people/{served.people['county']}"

    found = served.visit("town").get(address)

    assert (found.status, "没有找到这位工作人员" in found.text) == (404, True)
    assert "沈启明" not in found.text
    assert "沈启明" in served.visit("county").get(address).text


def test_a_long_list_goes_on_page_by_page(served):
    for number in range(56):
        served.visit("grid").report(title=f"第{number}起", submission=f"r{number}")
    visitor, seen, address = served.visit("county"), [], "/board/list?number=open&sort=new"

    while address:
        page = visitor.get(address)
        seen += re.findall(r'name="case" value="(\d+)"', page.html)
        following = re.search(r'href="([^"]+)" rel="next"', page.html)
        address = following and following.group(1).replace("&amp;", "&")

    assert len(seen) == len(set(seen)) == 56


def test_what_may_be_acted_on_is_ticked_and_sent_to_the_acts(at_work):
    page = at_work.visit("town").get("/board/list?number=open")

    assert page.html.count('name="case"') == 3
    assert 'form="bulk"' in page.html
    assert '<form class="bulk" id="bulk"' in page.html


def test_taking_off_is_offered_only_where_something_is_listed(at_work):
    town = at_work.visit("town")
    person = f"/board/people/{at_work.people['grid']}"
    with at_work.system.uow() as uow:
        uow.session.execute(update(WorkItem).values(person_id=at_work.people["grid"]))
        uow.commit()
    assert [">摘牌<" in town.get(page).html for page in ("/board/list?number=open", person)] == [False, False]

    with at_work.system.uow() as uow:
        listed = {"unit_id": unit_id(at_work, "county"), "listed_at": at_work.clock.now()}
        uow.session.add(Listing(case_id=1, title="接单期限", **listed))
        uow.commit()

    assert [">摘牌<" in town.get(page).html for page in ("/board/list?number=open", person)] == [True, True]
    assert ">挂牌<" in town.get("/board/list?number=open").html


def _link(page, beginning, words):
    found = re.search(rf'href="({re.escape(beginning)}[^"]*)"[^>]*>{words}<', page.html)
    assert found, words
    return found.group(1).replace("&amp;", "&")


def test_a_late_dispute_whose_next_date_is_provisional_shows_that_date_with_its_mark(at_work):
    with at_work.system.uow() as uow:
        late = uow.session.query(WorkItem).filter(WorkItem.due_at < at_work.clock.now()).first()
        stopped = {"state": "stopped", "ended_at": at_work.clock.now(), "wake_at": None}
        uow.session.query(Clock).filter(Clock.case_id == late.case_id).update(stopped)
        due = at_work.clock.now() + timedelta(days=200)
        uow.session.add(a_limit(late.case_id, due, at_work.clock.now()))
        uow.commit()
    visitor = at_work.visit("county")

    page = visitor.get("/board/list?number=provisional")
    file = visitor.client.get("/board/list.csv?number=provisional").get_data().decode("utf-8-sig")

    assert "共 1 件" in page.text
    assert re.search(r"已逾期.*下一个期限 还剩 \d+ 天.*暂定", page.text)
    heads, line = [row for row in csv.reader(io.StringIO(file)) if "下一个期限暂定" in row or "是" in row][
        -2:
    ]
    assert dict(zip(heads, line, strict=True))["下一个期限暂定"] == "是"
    assert dict(zip(heads, line, strict=True))["下一个期限"] == f"{due - timedelta(days=1):%Y-%m-%d}"


def test_a_step_of_oversight_names_the_late_work_it_is_about(at_work):
    at_work.later(days=4)
    tick(at_work.system.uow, at=at_work.clock.now())
    visitor = at_work.visit("county")

    page = visitor.get("/board/list?number=late")
    file = visitor.client.get("/board/list.csv?number=late").get_data().decode("utf-8-sig")

    assert re.search(r"微网格长 徐满爷 ：说明逾期原因（接单[^）]*） 逾期", page.text)
    assert "说明逾期原因 " not in page.text
    assert "说明逾期原因（接单" in file
    visitor.post("/display", {"language": "en"})
    assert "（" not in visitor.get("/board/list?number=late").text


def a_limit(case_id, due, at):
    """Return a limit of a case of which nobody knows yet when it ends for certain."""
    return Clock(
        case_id=case_id, policy="village.case", title="办结期限", scope="case", family="later", amount="30",
        unit="day", anchor="opened", counted_from=at, state="running", started_at=at, due_at=due,
        due_on=(due - timedelta(days=1)).date(), reminders=[], wake_at=due, provisional=True,
    )  # fmt: skip
