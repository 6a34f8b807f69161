"""Returns as pages: their list, their figures, who may look."""

from html import unescape
from io import BytesIO

import pytest
from docx import Document
from openpyxl import load_workbook
from sqlalchemy import select

from mediation.units.model import Unit
from tests.factories import a_case, a_unit
from tests.operations.statistics_stage import moment
from tests.web.return_stage import here_of, settle_in_august, unit_of
from web.returns.lines import difference


@pytest.fixture
def told(served):
    return settle_in_august(served)


def _report(served, at):
    with served.session() as session:
        grid = session.scalars(select(Unit).where(Unit.name == "第9微网格")).one()
        a_case(session, unit=grid, number="浏调〔2022〕090001号", reported_at=at)
        session.commit()


def _next(page) -> str:
    return unescape(page.html.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0])


def test_lists_months_and_quarters_with_their_state(told):
    town = told.visit("town")

    months, quarters = town.get("/returns"), town.get("/returns?kind=quarter")

    assert "2026年9月 未结束" in months.text
    assert "2026年7月 没有数据" in months.text
    assert "2026年8月 待上报" in months.text
    assert "2026年第三季度 未结束" in quarters.text


@pytest.mark.parametrize(
    ("kind", "first", "last"),
    [("month", "2025年8月", "2024年8月"), ("quarter", "2024年第二季度", "2022年第二季度")],
)
def test_earlier_returns_are_a_page_further(told, kind, first, last):
    _report(told, moment(5, 3).replace(year=2022))
    town = told.visit("town")
    latest = town.get(f"/returns?kind={kind}")

    earlier = town.get(_next(latest))

    assert f"{first} 待上报" in earlier.text
    assert f"{last} 待上报" in earlier.text
    assert first not in latest.text
    assert "回到最近" in earlier.text
    assert town.get("/returns?until=nonsense").status == 404


def test_nothing_is_awaited_of_a_unit_before_its_first_dispute(told):
    _report(told, moment(5, 3))

    months = told.visit("town").get("/returns").text
    county = told.visit("county").get(f"/returns?unit={unit_of(told, 'county')}").text

    for text in (months, county):
        assert "2026年5月 待上报 2026年4月 没有数据" in text
    empty = told.visit("town").get("/returns?until=2003-05")
    assert "待上报" not in empty.text
    assert "2003年5月 没有数据" in empty.text
    assert 'rel="next"' not in empty.html


@pytest.mark.parametrize("key", ["1999-01", "2003-Q2"])
def test_a_period_before_the_first_dispute_says_since_when_there_is_something(told, key):
    _report(told, moment(5, 3))

    page = told.visit("town").get(here_of(told, key=key))

    assert page.status == 200
    assert "没有数据：官渡镇在本系统里最早的一件纠纷是5月3日（周日）登记的" in page.text
    assert "看最早有数据的一期：2026年" in page.text
    for nothing in ("待上报", "本期", "公开版", "导出"):
        assert nothing not in page.text


def test_a_unit_without_any_dispute_is_told_so(told):
    with told.session() as session:
        a_unit(session, level="town", name="大瑶镇", parent=session.get_one(Unit, unit_of(told, "county")))
        session.commit()
        there = session.scalars(select(Unit.id).where(Unit.name == "大瑶镇")).one()

    page = told.visit("county").get(f"/returns/{there}/2026-08")

    assert "还没有登记过纠纷" in page.text
    assert page.links(f"/returns/{there}/2026-08/submit")


def test_what_did_not_change_is_called_so_in_counts_and_rates_alike(told):
    with told.app.test_request_context():
        same = difference("accepted", {"accepted": 30}, {"accepted": 30})
        nearly = {"settled": 9_999, "failed": 10_001}
        rate = difference("success_rate", nearly, {"settled": 10_000, "failed": 10_000})

    assert (same.text, rate.text) == ("持平", "持平")


def test_a_rate_of_few_is_told_from_one_of_none(told):
    with told.app.test_request_context():
        few = difference("success_rate", {"settled": 18, "failed": 1}, {"settled": 20, "failed": 1})
        none = difference("success_rate", {"settled": 18, "failed": 1}, {})

    assert (few.text, few.value) == ("基数小", None)
    assert (none.text, none.value) == ("—", None)


SIGNS = (
    "率的增减以百分点计。上期（去年同期）不到20的，增减不算百分比；两期的分母有一个不到20的，率的增减写作“基数小”。"
    "分母是0、没有率可比的，写作“—”。"
)


def test_page_excel_and_word_explain_the_same_signs(told):
    town, here = told.visit("town"), here_of(told)

    book = load_workbook(BytesIO(town.client.get(f"{here}/file.xlsx").data))["数字"]
    document = Document(BytesIO(town.client.get(f"{here}/file.docx").data))

    assert SIGNS in town.get(here).text
    assert any(SIGNS in str(row[1].value) for row in book.iter_rows())
    assert any(SIGNS in each.text for each in document.paragraphs)


def test_a_month_too_small_to_go_outside_leads_to_its_quarter(told):
    town, here = told.visit("town"), here_of(told)

    page = town.get(f"{here}?version=outside")

    assert "建议用季报" in page.text
    assert page.links(here_of(told, key="2026-Q3")) == [here_of(told, key="2026-Q3") + "?version=outside"]
    assert "这个季度还没有结束，10月1日" in page.text
    assert "建议用季报" not in town.get(here).text
    assert "建议用季报" not in town.get(here_of(told, key="2026-Q3") + "?version=outside").text


def test_shows_every_figure_with_its_definition_and_rates_with_what_they_are_made_of(told):
    page = told.visit("town").get(here_of(told))

    assert page.status == 200
    assert "87.5% 7/8" in page.text
    assert "7,000" in page.text
    assert "没有评价的不算满意" in page.text
    assert "人民调解法第33条" in page.text
    assert "山林土地承包" in page.text


@pytest.mark.parametrize("address", ["/returns/1/2026-08", "/board"])
def test_the_return_and_the_board_say_where_their_words_differ(told, address):
    page = told.visit("county").get(address)

    assert "登记和受理、新增逾期和超期有什么不同" in page.text
    assert "有一级第一次接手，才在接手那一天算一件" in page.text
    assert "结案前得过红牌" in page.text


def test_shows_a_dash_where_there_is_nothing_to_divide_by(told):
    assert "满意率" in (text := told.visit("town").get(here_of(told)).text)
    assert "依据：本县规定 — — — — —" in text


def test_an_empty_period_and_a_running_one_say_so(told):
    town = told.visit("town")

    assert town.get(here_of(told, key="2025-01")).status == 200
    running = town.get(here_of(told, key="2026-09"))
    assert "这一期还没有结束" in running.text
    assert "10月1日（周四）起可以上报" in running.text
    assert "核对并上报" not in running.text


def test_what_goes_outside_says_no_small_number(told):
    page = told.visit("town").get(here_of(told) + "?version=outside")

    assert "<5" in page.text.replace("&lt;", "<")
    assert "7/8" not in page.text
    assert "比上期" not in page.text
    assert "不要同时公开" in page.text


def test_only_those_who_supervise_the_unit_open_its_return(told):
    others, above = told.visit("mediator").get(here_of(told)), told.visit("town").get(here_of(told, "county"))

    assert (others.status, above.status) == (403, 403)
    assert "没有“督办工作”或“审计”" in others.text
    assert "浏阳市不在您督办或审计的辖区内" in above.text
    for login, level, unit in (("town", "village", "官渡镇南岳村"), ("county", "town", "官渡镇")):
        assert f"<h1>{unit} 2026年8月</h1>" in told.visit(login).get(here_of(told, level)).html
    assert told.visit("town").get(here_of(told, key="2026-13")).status == 404


def test_speaks_english(told):
    town = told.visit("town")
    with town.client.session_transaction() as visit:
        visit["language"] = "en"

    page = town.get(here_of(told))

    assert "Aug 2026" in page.text
    assert "87.5% 7/8" in page.text


def test_a_period_that_has_not_begun_has_no_return(told):
    page = told.visit("town").get(here_of(told, key="2027-12"))

    assert page.status == 404
    assert "2027年12月还没有开始" in page.text


@pytest.mark.parametrize("address", ["/returns", "/rates", "/badges"])
def test_what_is_no_unit_is_not_taken_for_ones_own(told, address):
    assert told.visit("town").get(f"{address}?unit=zz").status == 404


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/returns?kind=week", "可以选的有：月报、季报"),
        ("/returns/1/nonsense", "“nonsense”不是一个报告期"),
        ("/returns/1/2026-13", "月份写成2026-08"),
        ("/returns/1/2026-08?version=secret", "可以选的有：内部版、公开版"),
        ("/returns/1/2026-08/file.xlsx?version=secret", "没有“secret”这一项"),
        ("/returns/1/nonsense/submit", "从“统计报表”里选一期"),
    ],
)
def test_what_is_none_in_an_address_is_refused_with_how_to_go_on(told, address, sentence):
    page = told.visit("county").get(address)

    assert page.status == 404
    assert sentence in page.text
