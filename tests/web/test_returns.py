"""Returns as pages and files: whole, fit to go outside, submitted once."""

from datetime import date
from html import unescape
from io import BytesIO

import pytest
from docx import Document
from openpyxl import load_workbook
from sqlalchemy import select

from mediation.agreements.model import Agreement
from mediation.cases.model import Attempt, Case
from mediation.ledger.model import LedgerLine
from mediation.statistics.model import StatisticalReturn
from mediation.units.model import Unit
from tests.factories import a_case, an_attempt
from tests.operations.statistics_stage import moment


@pytest.fixture
def told(served):
    """August: seven disputes settled in writing, one that failed; now is 14 September."""
    with served.session() as session:
        grid = session.scalars(select(Unit).where(Unit.name == "第9微网格")).one()
        for number in range(8):
            case = a_case(
                session,
                unit=grid,
                number=f"浏调〔2026〕09{number:04d}号",
                reported_at=moment(8, 1 + number),
                kind="land" if number < 6 else "family",
                source="patrol",
                outcome="written_agreement" if number < 7 else "failed",
                closed_at=moment(8, 20),
            )
            an_attempt(session, case=case, accepted_at=moment(8, 2 + number))
            if number < 7:
                session.add(_agreement(case.id, served.people["mediator"]))
        session.commit()
    return served


def _agreement(case_id: int, person_id: int) -> Agreement:
    on = date(2026, 8, 20)
    return Agreement(
        case_id=case_id, form="written", state="in_force", terms="各让一步。", reached_on=on, in_force_on=on,
        sealed_on=on, sealed_by=person_id, amount_fen=100_000, recorded_at=moment(8, 20),
    )  # fmt: skip


def _unit(served, level: str) -> int:
    with served.session() as session:
        return session.scalars(select(Unit.id).where(Unit.level == level)).one()


def _here(served, level="town", key="2026-08") -> str:
    return f"/returns/{_unit(served, level)}/{key}"


def _file(served, name: str) -> bytes:
    return served.visit("town").client.get(f"{_here(served)}/{name}").data


def _seen(page) -> str:
    return page.html.split('name="seen" value="')[1].split('"')[0]


def _next(page) -> str:
    return unescape(page.html.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0])


def test_lists_months_and_quarters_with_their_state(told):
    town = told.visit("town")

    months, quarters = town.get("/returns"), town.get("/returns?kind=quarter")

    assert "2026年9月 未结束" in months.text
    assert "2026年8月 待上报" in months.text
    assert "2026年第二季度 待上报" in quarters.text


@pytest.mark.parametrize(
    ("kind", "first", "last"),
    [("month", "2025年8月", "2024年8月"), ("quarter", "2024年第二季度", "2022年第二季度")],
)
def test_earlier_returns_are_a_page_further(told, kind, first, last):
    town = told.visit("town")
    latest = town.get(f"/returns?kind={kind}")

    earlier = town.get(_next(latest))

    assert f"{first} 待上报" in earlier.text
    assert f"{last} 待上报" in earlier.text
    assert first not in latest.text
    assert "回到最近" in earlier.text
    assert town.get("/returns?until=nonsense").status == 404


def test_shows_every_figure_with_its_definition_and_rates_with_what_they_are_made_of(told):
    page = told.visit("town").get(_here(told))

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
    assert "满意率" in (text := told.visit("town").get(_here(told)).text)
    assert "依据：本县规定 — — — — —" in text


def test_an_empty_period_and_a_running_one_say_so(told):
    town = told.visit("town")

    assert town.get(_here(told, key="2025-01")).status == 200
    running = town.get(_here(told, key="2026-09"))
    assert "这一期还没有结束" in running.text
    assert "核对并上报" not in running.text


def test_what_goes_outside_says_no_small_number(told):
    page = told.visit("town").get(_here(told) + "?version=outside")

    assert "<5" in page.text.replace("&lt;", "<")
    assert "7/8" not in page.text
    assert "比上期" not in page.text
    assert "不要同时公开" in page.text


def test_only_those_who_supervise_the_unit_open_its_return(told):
    others, above = told.visit("mediator").get(_here(told)), told.visit("town").get(_here(told, "county"))

    assert (others.status, above.status) == (403, 403)
    assert "没有“督办工作”的权限" in others.text
    assert "浏阳市不在您督办的辖区内" in above.text
    for login, level, unit in (("town", "village", "官渡镇南岳村"), ("county", "town", "官渡镇")):
        assert f"<h1>{unit} 2026年8月</h1>" in told.visit(login).get(_here(told, level)).html
    assert told.visit("town").get(_here(told, key="2026-13")).status == 404


def test_is_submitted_once_after_being_looked_at(told):
    town, here = told.visit("town"), _here(told)
    form = {"checked": "1", "seen": _seen(town.get(f"{here}/submit")), "remark": "八月份汛期，土地纠纷多。"}

    first, again = town.post(f"{here}/submit", form), town.post(f"{here}/submit", form)

    assert (first.status, again.status) == (303, 303)
    with told.session() as session:
        assert len(session.scalars(select(StatisticalReturn)).all()) == 1
    page = town.get(here)
    assert "周德明上报，数字不再变动" in page.text
    assert "与上报时逐字一致" in page.text
    assert "八月份汛期" in page.text
    assert town.get(f"{here}/submit").status == 303
    assert "不能再报" in town.get(here).text


def test_whoever_comes_second_hears_who_was_first(told):
    here = _here(told)
    form = {"seen": _seen(told.visit("town").get(f"{here}/submit")), "checked": "1"}
    told.visit("town").post(f"{here}/submit", form)

    page = told.visit("county").post(f"{here}/submit", form)

    assert page.status == 409
    assert "矛调中心主任" in page.html


def test_what_moved_since_it_was_looked_at_is_not_submitted(told):
    here = _here(told)
    form = {"seen": _seen(told.visit("town").get(f"{here}/submit")), "checked": "1"}
    with told.session() as session:
        session.execute(Case.__table__.update().where(Case.outcome == "failed").values(outcome="refused"))
        session.commit()

    page = told.visit("town").post(f"{here}/submit", form)

    assert page.status == 409
    assert "请重新核对" in page.html


def test_a_running_period_is_refused_with_its_last_day(told):
    page = told.visit("town").post(_here(told, key="2026-09") + "/submit", {"seen": "x", "checked": "1"})

    assert page.status == 422
    assert "9月30日" in page.html


def test_the_next_return_shows_the_correction(told):
    town, here = told.visit("town"), _here(told)
    town.post(f"{here}/submit", {"seen": _seen(town.get(f"{here}/submit")), "checked": "1"})
    with told.session() as session:
        case = session.scalars(select(Case).where(Case.outcome == "failed")).one()
        case.kind = "land"
        late = a_case(session, unit=session.get_one(Unit, case.unit_id), number="浏调〔2026〕091000号")
        session.add(Attempt(case_id=late.id, seq=1, level="grid", unit_id=late.unit_id,
                            opened_at=moment(8, 30), accepted_at=moment(8, 30)))  # fmt: skip
        session.add_all(_line(each.id) for each in (case, late))
        session.commit()
    told.later(days=20)

    page = told.visit("town").get(_here(told, key="2026-09"))

    assert "类别更正 类型 婚姻家庭继承→山林土地承包" in page.text
    assert "补报 受理 0→1" in page.text
    assert "合计 受理 +1" in page.text


def _line(case_id):
    """Whatever changes a dispute writes in its ledger; only there corrections are looked for."""
    return LedgerLine(
        case_id=case_id, seq=901, at=moment(9, 1), by_text="", post="", kind="", params={}, sentence="",
        prev_hash="", hash="",
    )  # fmt: skip


def test_excel_holds_figures_breakdowns_and_definitions_as_sheets(told):
    book = load_workbook(BytesIO(_file(told, "file.xlsx")))

    assert book.sheetnames == ["数字", "按类型", "按来源", "按层级", "更正", "口径"]
    figures = {row[0].value: row[2].value for row in book["数字"].iter_rows() if len(row) > 2}
    assert figures["受理"] == 8
    assert figures["成功率"] == "87.5%（7/8）"
    assert any("人民调解法" in str(row[2].value) for row in book["口径"].iter_rows() if len(row) > 2)


def test_excel_for_outside_leaves_out_corrections_and_small_numbers(told):
    book = load_workbook(BytesIO(_file(told, "file.xlsx?version=outside")))

    assert "更正" not in book.sheetnames
    kinds = [cell.value for row in book["按类型"].iter_rows() for cell in row]
    assert "*" in kinds
    assert not {1, 2, 3, 4} & set(kinds)


def test_word_is_made_out_as_an_office_prints_it(told):
    document = Document(BytesIO(_file(told, "file.docx")))
    text = "\n".join(each.text for each in document.paragraphs)

    assert document.paragraphs[0].text == "官渡镇矛盾纠纷调解月报表（2026年8月）"
    assert "填报单位：官渡镇" in text
    assert "审核人：" in text
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert rows[0][:3] == ["指标", "单位", "本期"]
    assert ["受理", "件", "8"] in [row[:3] for row in rows]


def test_no_other_kind_of_file_is_given(told):
    assert told.visit("town").get(_here(told) + "/file.pdf").status == 404


def test_speaks_english(told):
    town = told.visit("town")
    with town.client.session_transaction() as visit:
        visit["language"] = "en"

    page = town.get(_here(told))

    assert "Aug 2026" in page.text
    assert "87.5% 7/8" in page.text


def test_submitting_shows_what_and_asks_that_it_was_checked(told):
    town, here = told.visit("town"), _here(told)
    page = town.get(f"{here}/submit")

    refused = town.post(f"{here}/submit", {"seen": _seen(page)})

    assert "单位 官渡镇" in page.text
    assert "报告期 2026年8月" in page.text
    assert "上报以后不能撤回" in page.text
    assert refused.status == 422
    assert "勾选“已核对”" in refused.text
    with told.session() as session:
        assert session.scalars(select(StatisticalReturn)).all() == []


def test_submitting_names_what_is_missing_beside_it_and_refuses_nothing(told):
    county, here = told.visit("county"), _here(told, "county")
    with told.session() as session:
        grid = session.scalars(select(Unit).where(Unit.name == "第9微网格")).one()
        a_case(session, unit=grid, number="浏调〔2025〕090001号", reported_at=moment(8, 1).replace(year=2025))
        session.commit()

    page = county.get(f"{here}/submit")
    answer = county.post(f"{here}/submit", {"checked": "1", "seen": _seen(page)})

    assert "以前还有12期没有上报" in page.text
    assert "2026年7月 2026年6月" in page.text
    assert "等12期" in page.text
    assert "下级还有1个单位没有上报这一期： 官渡镇" in page.text
    assert page.links(f"/returns/{_unit(told, 'town')}/2026-08")
    assert answer.status == 303


def test_a_period_that_has_not_begun_has_no_return(told):
    page = told.visit("town").get(_here(told, key="2027-12"))

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
