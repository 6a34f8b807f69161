"""Rates with numerator and denominator, 三零 of villages and grids, on pages of their own and of the unit."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from mediation.cases.model import Rating
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


@pytest.mark.parametrize("window", ["30", "90", "365", "month", "quarter", "year", ""])
def test_every_window_opens(told, window):
    assert told.visit("county").get(f"/rates?window={window}").status == 200


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
    assert told.visit("mediator").get("/rates").status == 403
    assert told.visit("town").get(f"/rates?unit={_unit(told, '浏阳市')}").status == 403


def test_rates_can_be_taken_along(told):
    book = load_workbook(BytesIO(told.visit("town").client.get("/rates/file.xlsx?window=30").data))
    cells = [cell.value for row in book.active.iter_rows() for cell in row]

    assert "50.0%" in cells
    assert "1/2" in cells
    assert told.visit("town").get("/rates/file.csv").status == 200


def test_a_village_keeps_a_badge_nothing_broke(told):
    page = told.visit("town").get("/badges?quarter=2026-Q2")

    assert "村（社区）共1个，三项都保住的0个" in page.text
    assert "零上访：没有保住 零事故 零案" in page.text
    grids = told.visit("town").get("/badges?quarter=2026-Q2&level=grid")
    assert "微网格共2个，三项都保住的1个" in grids.text


def test_a_running_quarter_is_told_as_such(told):
    assert "这个季度还没有结束" in told.visit("town").get("/badges?quarter=2026-Q3").text


def test_shows_what_broke_a_badge_to_those_who_supervise(told):
    here = f"/badges/{_unit(told, '第9微网格')}/2026-Q2"

    page = told.visit("town").get(here)

    assert "浏调〔2026〕090001号 零上访 信访" in page.text
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
