"""The heat map's page: who may look, what it shows without a script, where its numbers lead, its files."""

import json
import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from mediation.casework.model import WorkItem
from mediation.kernel.actor import SYSTEM
from mediation.people.operations import add_person
from mediation.units.model import Unit
from tests.factories.people import a_post
from tests.web.stage import MONDAY, PASSWORD

LEVEL = "/heat?process=grid_level"


@pytest.fixture
def reported(served):
    served.visit("grid").report()
    return served


def a_designer(served):
    with served.system.uow() as uow:
        person = add_person(uow, login="draws", name="夏子涵", password=PASSWORD, by=SYSTEM, at=MONDAY)
        county = next(unit for unit in uow.session.query(Unit) if unit.parent_id is None)
        a_post(uow.session, person=person, role="process_designer", unit=county)
        uow.commit()
        served.people["draws"] = person.id
    return served.visit("draws")


def drawing(page):
    """Return what the script is given to draw."""
    found = re.search(r"<script type=\"application/json\" data-drawing>(.*?)</script>", page.html, re.S)
    assert found
    return json.loads(found[1])


def finish(served, *hours):
    """Let the first open task have been done so many times, taking so long each."""
    with served.system.uow() as uow:
        model = uow.session.query(WorkItem).filter_by(state="open", element="grid_accept").one()
        for turn, each in enumerate(hours):
            given = {column.key: getattr(model, column.key) for column in WorkItem.__table__.c}
            given |= {"id": None, "task_ref": f"x{turn}", "state": "done", "closed_post": "网格长"}
            opened = model.opened_at - timedelta(days=30)
            given |= {"due_at": opened + timedelta(hours=1), "due_on": opened.date()}
            uow.add(WorkItem(**{**given, "opened_at": opened, "closed_at": opened + timedelta(hours=each)}))
        uow.commit()


def test_a_supervisor_sees_where_cases_stand_and_opens_their_list(reported):
    visitor = reported.visit("town")

    page = visitor.get(LEVEL)

    assert page.status == 200
    assert "接单" in page.text
    assert "1件" in page.text
    (address,) = [link for link in page.links("/board/list") if "grid_accept" in link]
    shown = visitor.get(address.replace("&amp;", "&"))
    assert shown.status == 200
    assert "共 1 件" in shown.text
    assert "停在哪一步：接单" in shown.text


def test_a_call_leads_to_the_diagram_of_what_it_calls_with_the_same_filters(reported):
    page = reported.visit("county").get("/heat?process=dispute&kind=neighbour")

    address = page.links("/heat?process=grid_level")[0]
    assert "kind=neighbour" in address
    assert drawing(page)["links"]["climb_grid"].startswith("/heat?process=grid_level")
    assert drawing(page)["elements"]["climb_grid"]["badge"] == "1"


def test_a_designer_sees_counts_without_lists_of_cases(reported):
    finish(reported, *[5.0] * 20, 200.0)

    page = a_designer(reported).get(LEVEL)

    assert page.status == 200
    assert "1件" in page.text
    assert "20次" not in page.text
    assert "21次" in page.text
    assert page.links("/board/list") == []
    assert page.links("/cases/") == []
    assert "超出最多的" not in page.text


def test_others_are_refused(reported):
    for address in ("/heat", "/heat.csv", "/heat.xlsx"):
        refused = reported.visit("mediator").get(address)
        assert refused.status == 403
        assert "没有“督办工作”或“审计”" in refused.text


def test_a_unit_outside_ones_own_is_refused(reported):
    refused = reported.visit("town").get("/heat?unit=1")

    assert refused.status == 403
    assert "浏阳市不在您督办或审计的辖区内" in refused.text


def test_says_median_ninety_per_cent_late_share_and_outliers(reported):
    finish(reported, *[24.0] * 20, 240.0)

    page = reported.visit("town").get(f"{LEVEL}&colour=median")

    assert "24小时" in page.text
    assert "21/21" in page.text
    assert "用了10.0天" in page.text
    assert drawing(page)["elements"]["grid_accept"]["badge"] == "24小时"
    assert drawing(page)["elements"]["grid_accept"]["late"] == "逾期100%"


def test_the_late_share_is_coloured_in_the_colour_of_lateness(reported):
    finish(reported, 240.0)

    page = reported.visit("town").get(f"{LEVEL}&colour=late")

    assert drawing(page)["late"] is True
    assert drawing(page)["elements"]["grid_accept"]["badge"] == "100%"


def test_the_step_with_the_highest_number_is_named_and_led_to(reported):
    finish(reported, 24.0)

    page = reported.visit("town").get(f"{LEVEL}&colour=median")

    assert "看最高的一步：接单（24小时）" in page.text
    assert page.links("#step-") == ["#step-grid_accept"]
    assert 'id="step-grid_accept"' in page.html


def test_nothing_done_yet_says_so(served):
    page = served.visit("county").get("/heat?process=whistle")

    assert page.status == 200
    assert "这段时间没有可以着色的数" in page.text
    assert "看不出什么算异常" in page.text


def test_the_diagram_is_that_of_the_version_asked_for(reported):
    page = reported.visit("county").get("/heat")
    digest = re.search(r"/processes/([0-9a-f]{64})/dispute.bpmn", page.html)
    assert digest

    narrowed = reported.visit("county").get(f"/heat?version={digest[1][:12]}")

    assert f'<option value="{digest[1][:12]}" selected>' in narrowed.html


def test_the_table_can_be_taken_away_with_its_filters(reported):
    finish(reported, 24.0)
    visitor = reported.visit("county")

    book = load_workbook(BytesIO(visitor.client.get("/heat.xlsx?process=grid_level&kind=neighbour").data))
    text = visitor.client.get("/heat.csv?process=dispute&table=ways").get_data(as_text=True)

    cells = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert ["类型", "邻里"] in [row[:2] for row in cells] or any("邻里" in str(row) for row in cells)
    row = next(row for row in cells if row[1] == "grid_accept")
    assert (row[3], row[5], row[6]) == (1, 1, 24)
    assert {row[5] for row in cells if row[2] in ("系统自动办", "结束")} == {None}
    assert "走向" in text
    assert f"{date(2026, 9, 14)}" in text
    assert visitor.get("/heat.pdf").status == 404
    assert visitor.get("/heat.csv?table=persons").status == 404


def test_a_file_of_no_period_asks_for_the_period_again(reported):
    asked = reported.visit("county").get("/heat.xlsx?process=grid_level&from=2026-02-30&to=2026-03-31")

    assert asked.status == 422
    assert "“2026-02-30”不是一个日期" in asked.text
    assert 'value="2026-02-30"' in asked.html


def test_no_table_names_a_gateway_by_its_id(reported):
    visitor = reported.visit("county")

    ways = visitor.client.get("/heat.csv?process=dispute&table=ways").get_data(as_text=True)

    assert not re.search(r"\b(split|join|confirmation|merge)_\w+", ways)
    assert "分开办：" in ways
    assert "合到一起" in ways


def test_a_gateway_goes_by_a_step_cases_came_from_not_by_one_nobody_went_to(reported):
    ways = reported.visit("county").client.get("/heat.csv?process=dispute&table=ways").get_data(as_text=True)

    assert "查找关联案件 · 先交部门？" in ways
    assert "红色预警 · " not in ways


def test_more_done_than_came_is_explained_beside_the_number(reported):
    finish(reported, 24.0, 24.0)

    assert "2次 含更早开始或退回重办的" in reported.visit("town").get(LEVEL).text


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"from": "2026-09-10", "to": "2026-08-01"}, "from"), ({"from": "2026-09-01", "to": "昨天"}, "to")],
)
def test_a_wrong_period_is_asked_again_with_all_that_was_typed(reported, typed, field):
    query = "&".join(f"{name}={text}" for name, text in typed.items())

    page = reported.visit("county").get(f"{LEVEL}&kind=neighbour&{query}")

    assert page.status == 422
    for text in ('value="grid_level" selected', 'value="neighbour" selected'):
        assert text in page.html
    for name, text in typed.items():
        assert re.search(rf'<input[^>]*name="{name}" value="{text}"', page.html)
    assert f'aria-describedby="heat-{field}-error"' in page.html
    assert f'id="heat-{field}-error"' in page.html


def test_the_map_leads_back_to_the_board_of_its_unit_for_who_has_one(reported):
    assert 'class="back" href="/board?unit=' in reported.visit("town").get("/heat").html
    assert 'href="/board' not in a_designer(reported).get("/heat").html


def test_ways_out_are_told_with_the_step_before_them(reported):
    ways = reported.visit("county").client.get("/heat.csv?process=dispute&table=ways").get_data(as_text=True)

    asked = {line.split(",")[0] for line in ways.splitlines() if "？" in line.split(",")[0]}
    assert asked
    assert "微网格化解 · 结果？" in asked, asked


def test_a_head_says_of_what_its_numbers_speak(reported):
    finish(reported, 24.0)

    page = reported.visit("town").get(LEVEL)

    assert "办了 这段时间办完的" in page.text
    assert "走到 这段时间开始的流程" in page.text
    assert "办完的里逾期" in page.text


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        ("from=2026-09-10&to=2026-08-01", 422, "晚于结束日期"),
        ("from=2026-08-10&to=2026-08-01", 422, "晚于结束日期（2026-08-01）"),
        ("from=2030-02-01&to=2030-01-01", 422, "晚于结束日期（2030-01-01）"),
        ("from=2030-01-01&to=2030-02-01", 422, "开始日期（2030-01-01）还没有到，这段时间还没有数"),
        ("from=2027-01-01", 422, "还没有到"),
        ("from=2026-02-30", 422, "“2026-02-30”不是一个日期"),
        ("to=yesterday", 422, "“yesterday”不是一个日期"),
        ("process=nowhere", 404, "没有找到这个流程"),
        ("unit=zz", 404, "没有找到这个单位"),
        ("unit=999999", 404, "没有找到"),
        ("version=zz", 404, "没有找到这个版本"),
        ("kind=x", 404, "没有找到这个类型"),
    ],
)
def test_what_the_address_says_wrongly_is_told(reported, asked, status, said):
    page = reported.visit("county").get(f"/heat?{asked}")

    assert page.status == status
    assert said in page.text


def test_a_period_that_runs_into_days_to_come_is_counted_to_today_and_says_so(reported):
    page = reported.visit("county").get(f"{LEVEL}&from=2026-09-01&to=2030-01-01")

    assert page.status == 200
    assert "结束日期2030年1月1日（周二）还没有到，数到今天为止" in page.text
    assert "数到今天为止" not in reported.visit("county").get(f"{LEVEL}&to=2026-09-01").text


def test_a_period_over_a_new_year_names_both_years(reported):
    page = reported.visit("county").get(LEVEL)

    assert re.search(r"2025年9月\d+日（周.）至2026年9月\d+日（周.）", page.text)


def test_in_english_processes_and_ways_go_by_their_english_names(reported):
    visitor = reported.visit("town")
    visitor.post("/display", {"language": "en"})

    page = visitor.get(LEVEL)
    ways = visitor.client.get("/heat.csv?process=grid_level&table=ways").get_data(as_text=True)

    assert "<h1>Settling in the micro-grid</h1>" in page.html
    assert "Settling a dispute" in page.html
    assert "微网格化解" not in page.html
    assert ",Report up," in ways
    assert "直接上报" not in ways
