"""督办: each number opens the list behind it, within one's own area, and goes into a file with filters."""

import csv
import io
import re

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from mediation.cases.model import Case
from mediation.units.model import Unit


@pytest.fixture
def at_work(served):
    """A county at work: three disputes, one late for days, one handed up to the village."""
    served.visit("grid").report()
    served.visit("grid").report(title="田埂移位", kind="land", submission="second")
    served.visit("branch").report(title="借款不还", kind="contract", source="application", submission="third")
    served.later(days=6)
    return served


def unit_id(served, level):
    with served.session() as session:
        return session.scalars(select(Unit.id).where(Unit.level == level).order_by(Unit.id)).first()


def numbers(page):
    """Every number of the page with the address it leads to."""
    links = re.findall(
        r'<a class="(?:cell|board-figure)[^"]*" href="(/board/list[^"]*)"[^>]*>(.*?)</a>', page.html
    )
    return [
        (address.replace("&amp;", "&"), int(re.search(r"[\d,]+(?=</b>|$)", words)[0].replace(",", "")))
        for address, words in links
    ]


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


@pytest.mark.parametrize("login", ["grid", "village", "auditor"])
def test_who_does_not_supervise_is_refused(served, login):
    for address in ("/board", "/board/list", "/board/list.csv", "/board/waiting", "/board/people/1"):
        assert served.visit(login).get(address).status == 403
    assert 'href="/board"' not in served.visit(login).get("/inbox").html


def test_who_supervises_has_a_door_to_the_board(served):
    assert 'data-door="board"' in served.visit("town").get("/inbox").html


def test_a_unit_outside_one_s_area_is_refused_with_how_to_go_on(served):
    found = served.visit("town").get(f"/board?unit={unit_id(served, 'county')}")

    assert found.status == 403
    assert "从您自己的辖区往下看" in found.text


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
    assert "逾期" in page.html.split("<tbody>")[1]


def test_cases_on_a_person_s_page_are_ticked_and_sent_to_the_acts(at_work):
    page = at_work.visit("town").get(f"/board/people/{at_work.people['grid']}")

    assert 'form="bulk"' in page.html
    assert '<form class="bulk" id="bulk"' in page.html


def test_a_page_one_may_not_see_says_so(served):
    assert "您不能查看这一页" in served.visit("grid").get("/board").text


def test_a_cut_page_key_is_refused_in_words(at_work):
    found = at_work.visit("county").get("/board/list?after=abc")

    assert found.status == 422
    assert "从第一页重新翻起" in found.text


def test_filters_are_chips_that_can_be_taken_off(at_work):
    page = at_work.visit("county").get("/board/list?number=late&kind=land&role=grid_leader")

    assert "类型：山林土地承包" in page.text
    assert "等谁办：微网格长" in page.text
    assert any("kind=" not in link for link in page.links("/board/list"))
    assert "共 1 件" in page.text


@pytest.mark.parametrize("file", ["xlsx", "csv"])
def test_a_list_goes_into_a_file_with_its_filters(at_work, file):
    answer = at_work.visit("county").client.get(f"/board/list.{file}?number=late&kind=land")

    rows = _rows(answer, file)

    said = dict(row[:2] for row in rows[:6] if len(row) > 1)
    assert said["类型"] == "山林土地承包"
    assert said["辖区"] == "浏阳市"
    assert "过了期限" in said["怎么算"]
    assert [row[1] for row in rows if row and str(row[0]).startswith("浏调")] == ["田埂移位"]


@pytest.mark.parametrize("file", ["xlsx", "csv"])
@pytest.mark.parametrize("table", ["numbers", "units", "kind", "source", "level", "risk", "role"])
def test_each_table_goes_into_a_file(at_work, table, file):
    rows = _rows(at_work.visit("county").client.get(f"/board/tables/{table}.{file}"), file)

    flat = [str(cell) for row in rows for cell in row]
    assert "浏阳市" in flat
    assert any(cell.isdigit() and int(cell) for cell in flat)


@pytest.mark.parametrize("address", ["/board/trend.csv", "/board/waiting.csv?role=grid_leader"])
def test_the_trend_and_who_is_waited_for_go_into_files(at_work, address):
    rows = _rows(at_work.visit("county").client.get(address), "csv")

    assert ["辖区", "浏阳市"] in rows
    assert len(rows) > 7


@pytest.mark.parametrize(
    "address", ["/board/tables/nonsense.csv", "/board/tables/kind.pdf", "/board/list.exe"]
)
def test_there_is_no_other_file(served, address):
    assert served.visit("county").get(address).status == 404


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


def test_a_person_s_page_has_no_rate_and_no_rank(at_work):
    page = at_work.visit("town").get(f"/board/people/{at_work.people['grid']}")

    assert page.status == 200
    assert "徐满爷" in page.text
    assert "%" not in page.text
    assert "不排名次" in page.text


def test_a_person_of_another_area_is_not_found(served):
    assert served.visit("town").get(f"/board/people/{served.people['county']}").status == 404


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


def _link(page, beginning, words):
    found = re.search(rf'href="({re.escape(beginning)}[^"]*)"[^>]*>{words}<', page.html)
    assert found, words
    return found.group(1).replace("&amp;", "&")


def _rows(answer, file):
    assert answer.status_code == 200
    data = answer.get_data()
    if file == "csv":
        return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    return [
        [cell for cell in row if cell is not None] for row in load_workbook(io.BytesIO(data)).active.values
    ]
