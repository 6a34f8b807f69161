"""Rates with numerator and denominator, 三零 of villages and grids, on pages of their own and of the unit."""

import csv
import re
from html import unescape
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from mediation.cases.model import Rating
from mediation.statistics.queries.badges import PAGE
from mediation.units.model import Unit
from tests.factories import a_case, a_party, a_unit, an_attempt
from tests.operations.statistics_stage import moment


@pytest.fixture
def told(served):
    """Two disputes of the last quarter in the ninth grid, one from the petition office; none in the tenth."""
    with served.session() as session:
        grid = session.scalars(select(Unit).where(Unit.name == "第9微网格")).one()
        settled = a_case(
            session, unit=grid, number="浏调〔2026〕090001号", source="petition", reported_at=moment(5, 3),
            outcome="oral_agreement", closed_at=moment(8, 20),
        )  # fmt: skip
        failed = a_case(
            session, unit=grid, number="浏调〔2026〕090002号", reported_at=moment(8, 17), outcome="failed",
            closed_at=moment(8, 30),
        )  # fmt: skip
        for case in (settled, failed):
            an_attempt(session, case=case, accepted_at=case.reported_at)
        party = a_party(session, case=settled)
        session.add(Rating(case_id=settled.id, party_id=party.id, score=5, rated_on=moment(8, 25).date()))
        session.commit()
    return served


def _unit(served, name: str) -> int:
    with served.session() as session:
        return session.scalars(select(Unit.id).where(Unit.name == name)).one()


def test_shows_each_rate_with_numerator_and_denominator_for_the_unit_and_those_below(told):
    page = told.visit("town").get("/rates?window=30")

    assert "合计 100.0% 1/1 100.0% 2/2 50.0% 1/2 — 100.0% 1/1" in page.text
    assert "南岳村 100.0% 1/1" in page.text
    assert "不排名次，不算到个人" in page.text


@pytest.mark.parametrize(
    ("window", "days", "finished"),
    [
        ("30", "8月16日（周日）至9月14日（周一）", "100.0% 1/1"),
        ("90", "6月17日（周三）至9月14日（周一）", "100.0% 1/1"),
        ("365", "2025年9月15日（周一）至9月14日（周一）", "100.0% 2/2"),
        ("month", "2026年8月", "100.0% 1/1"),
        ("quarter", "2026年第二季度", "0.0% 0/1"),
        ("year", "1月1日（周四）至9月14日（周一）", "100.0% 2/2"),
        ("", "6月17日（周三）至9月14日（周一）", "100.0% 1/1"),
    ],
)
def test_every_window_says_its_days_and_counts_what_fell_into_them(told, window, days, finished):
    page = told.visit("county").get(f"/rates?window={window}")

    assert page.status == 200
    assert f"浏阳市统计 {days} 导出" in page.text
    assert f"合计 {finished} " in page.text


@pytest.mark.parametrize("file", ["", "/file.xlsx"])
def test_a_window_there_is_none_of_is_refused_with_those_there_are(told, file):
    page = told.visit("county").get(f"/rates{file}?window=nonsense")

    assert page.status == 404
    assert "没有“nonsense”这一项" in page.text
    assert "可以选的有：近30天、近90天" in page.text


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/badges?quarter=nonsense", "“nonsense”不是一个季度"),
        ("/badges?quarter=2026-08", "季度写成2026-Q3"),
        ("/badges?quarter=2027-Q1", "2027年第一季度还没有开始"),
        ("/badges?level=town", "可以选的有：村（社区）、微网格"),
        ("/badges/1/2026-08", "“2026-08”不是一个季度"),
        ("/badges/1/2027-Q1", "还没有开始"),
    ],
)
def test_a_quarter_or_level_that_is_none_is_refused_with_how_to_go_on(told, address, sentence):
    page = told.visit("county").get(address)

    assert page.status == 404
    assert sentence in page.text


def test_an_old_quarter_opens_as_well(told):
    assert "2019年第四季度" in told.visit("county").get("/badges?quarter=2019-Q4").text


def test_rates_say_that_they_count_as_things_are_now(told):
    town = told.visit("town")

    text = town.client.get("/rates/file.csv").data.decode("utf-8-sig")

    assert re.search(r"按9月14日 \d\d:\d\d的数据现算，.*不是已上报报表里定下的数", town.get("/rates").text)
    assert re.search(r"数字,.?按2026年9月14日 \d\d:\d\d的数据现算", text)


def test_units_stand_in_order_of_code_whatever_their_rates(told):
    with told.session() as session:
        town = session.scalars(select(Unit).where(Unit.level == "town")).one()
        a_unit(session, level="village", name="甲村", parent=town, code="Z9")
        a_unit(session, level="village", name="乙村", parent=town, code="A1")
        session.commit()

    text = told.visit("town").get("/rates?window=30").text

    assert text.index("乙村") < text.index("南岳村") < text.index("甲村")


def test_what_a_unit_no_longer_in_use_did_is_counted_beside_the_others(told):
    with told.session() as session:
        session.scalars(select(Unit).where(Unit.name == "南岳村")).one().retired_at = moment(9, 1)
        session.commit()

    assert "本级和已停用的单位 100.0% 1/1" in told.visit("town").get("/rates?window=30").text


def test_rates_are_for_those_who_supervise_and_only_of_their_units(told):
    others = told.visit("mediator").get("/rates")
    above = told.visit("town").get(f"/rates?unit={_unit(told, '浏阳市')}")

    assert (others.status, above.status) == (403, 403)
    assert "没有“督办工作”或“审计”" in others.text
    assert "浏阳市不在您督办或审计的辖区内" in above.text


def test_rates_can_be_taken_along(told):
    book = load_workbook(BytesIO(told.visit("town").client.get("/rates/file.xlsx?window=30").data))
    cells = [cell.value for row in book.active.iter_rows() for cell in row]

    assert 0.5 in cells
    assert "导出人" in cells
    assert told.visit("town").get("/rates/file.csv").status == 200


def test_what_a_rate_is_made_of_stands_in_two_columns_which_no_program_reads_as_a_date(told):
    text = told.visit("town").client.get("/rates/file.csv?window=30").data.decode("utf-8-sig")

    rows = list(csv.reader(StringIO(text)))
    heads = next(row for row in rows if "办结率分子" in row)
    whole = dict(zip(heads, next(row for row in rows if row and row[0] == "合计"), strict=True))
    assert heads[:4] == ["单位", "办结率", "办结率分子", "办结率分母"]
    assert whole["办结率分母"].isdecimal()
    assert not re.search(r"^\d+/\d+$", text.replace(",", "\n"), re.MULTILINE)


def test_a_village_keeps_a_badge_nothing_broke(told):
    page = told.visit("town").get("/badges?quarter=2026-Q2")

    assert "村（社区）共1个：三项都保住的0个，有一项或几项没保住的1个。" in page.text
    assert "零上访：没有保住 零事故 零案" in page.text
    grids = told.visit("town").get("/badges?quarter=2026-Q2&level=grid")
    assert "微网格共2个：三项都保住的1个" in grids.text


def test_a_running_quarter_is_told_as_such(told):
    page = told.visit("town").get("/badges?quarter=2026-Q3")

    assert "截至今天，9月14日（周一）。这个季度还没有结束" in page.text
    assert "截至今天" not in told.visit("town").get("/badges?quarter=2026-Q2").text


def test_only_those_that_lost_a_badge_are_shown_where_asked_for(told):
    town = told.visit("town")

    lost = town.get("/badges?quarter=2026-Q2&level=grid&only=lost")
    none = town.get("/badges?quarter=2025-Q2&level=grid&only=lost")

    assert "第9微网格" in lost.text
    assert "第10微网格" not in lost.text
    assert "没有丢掉三零的单位" in none.text
    assert "微网格共2个，三项全部保住。" in none.text
    assert town.get("/badges?only=nonsense").status == 404


def test_a_county_is_looked_at_town_by_town(told):
    with told.session() as session:
        county = session.scalars(select(Unit).where(Unit.level == "county")).one()
        other = a_unit(session, level="town", name="大瑶镇", parent=county)
        a_unit(session, level="village", name="芙蓉村", parent=other)
        session.commit()
        here = f"/badges?unit={other.id}&quarter=2026-Q2"

    whole, part = told.visit("county").get("/badges?quarter=2026-Q2"), told.visit("county").get(here)

    assert "村（社区）共2个" in whole.text
    assert whole.html.index(">官渡镇</option>") < whole.html.index(">大瑶镇</option>")
    assert "村（社区）共1个" in part.text
    assert "南岳村" not in part.text
    assert told.visit("town").get(here).status == 403


def test_every_village_is_reached_page_by_page(told):
    with told.session() as session:
        town = session.scalars(select(Unit).where(Unit.level == "town")).one()
        for number in range(PAGE):
            a_unit(session, level="village", name=f"第{number:02d}村", parent=town, code=f"Z{number:02d}")
        session.commit()

    first = told.visit("town").get("/badges?quarter=2026-Q2")
    second = told.visit("town").get(
        unescape(first.html.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0])
    )
    back = told.visit("town").get(
        unescape(second.html.split('rel="prev"')[0].rsplit('href="', 1)[1].split('"')[0])
    )
    beyond = told.visit("town").get("/badges?quarter=2026-Q2&after=zzz")

    assert "第1–30个，共31个" in first.text
    assert "第28村" in first.text
    assert "第29村" not in first.text
    assert "第29村" in second.text
    assert "第31–31个，共31个" in second.text
    assert "回到第一页" in second.text
    assert "第1–30个，共31个" in back.text
    assert "后面没有了" in beyond.text
    assert "回到第一页" in beyond.text


def test_badges_can_be_taken_along_with_what_they_were_chosen_by(told):
    town = told.visit("town")

    book = load_workbook(
        BytesIO(town.client.get("/badges/file.xlsx?quarter=2026-Q2&only=lost&level=grid").data)
    )
    text = town.client.get("/badges/file.csv?quarter=2026-Q3&level=grid").data.decode("utf-8-sig")

    cells = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert ["看哪些", "没有保住的"] in [row[:2] for row in cells]
    assert ["哪一级", "微网格"] in [row[:2] for row in cells]
    assert cells[-1][1:] == ["官渡镇南岳村青桥党支部第9微网格", "没有保住", 1, "保住", 0, "保住", 0]
    assert "季度,2026年第三季度（截至今天，季度还没有结束）" in text
    assert "第10微网格,保住,0" in text
    assert told.visit("mediator").get("/badges/file.csv").status == 403
    assert town.get("/badges/file.pdf").status == 404


def test_shows_what_broke_a_badge_to_those_who_supervise(told):
    here = f"/badges/{_unit(told, '第9微网格')}/2026-Q2"

    page = told.visit("town").get(here)

    assert "浏调〔2026〕090001号 零上访：信访 信访" in page.text
    assert page.links("/cases/")
    assert told.visit("mediator").get(here).status == 403
    assert "三项都保住了" in told.visit("town").get(f"/badges/{_unit(told, '第10微网格')}/2026-Q2").text


def test_a_dispute_that_may_not_be_opened_stays_a_number(told):
    with told.session() as session:
        village = session.scalars(select(Unit).where(Unit.name == "第10微网格")).one()
        a_case(
            session, unit=village, number="浏调〔2026〕090003号", reported_at=moment(5, 5),
            traits={"violence": True},
        )  # fmt: skip
        session.commit()

    page = told.visit("county").get(f"/badges/{_unit(told, '第10微网格')}/2026-Q2")

    assert "浏调〔2026〕090003号" in page.text


def test_the_page_of_a_unit_shows_its_badges_of_the_last_quarter(told):
    ninth, tenth = (
        told.visit("mediator").get(f"/units/{_unit(told, name)}") for name in ("第9微网格", "第10微网格")
    )

    assert "三零 2026年第二季度 零上访：没有保住" in ninth.text
    assert "看是哪些纠纷" not in ninth.text
    assert "三零 2026年第二季度 零上访 零事故 零案" in tenth.text
    assert "三零" not in told.visit("mediator").get(f"/units/{_unit(told, '官渡镇')}").text
