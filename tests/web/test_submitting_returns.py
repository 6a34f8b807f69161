"""Returns are submitted once, after being looked at; what changed since comes with the next."""

import pytest
from sqlalchemy import select

from mediation.cases.model import Attempt, Case
from mediation.ledger.model import LedgerLine
from mediation.statistics.model import StatisticalReturn
from mediation.units.model import Unit
from tests.factories import a_case
from tests.operations.statistics_stage import moment
from tests.web.return_stage import here_of, seen_on, settle_in_august, unit_of


@pytest.fixture
def told(served):
    return settle_in_august(served)


def test_is_submitted_once_after_being_looked_at(told):
    town, here = told.visit("town"), here_of(told)
    form = {"checked": "1", "seen": seen_on(town.get(f"{here}/submit")), "remark": "八月份汛期，土地纠纷多。"}

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
    here = here_of(told)
    form = {"seen": seen_on(told.visit("town").get(f"{here}/submit")), "checked": "1"}
    told.visit("town").post(f"{here}/submit", form)

    page = told.visit("county").post(f"{here}/submit", form)

    assert page.status == 409
    assert "已经有人上报 这一期报表已由官渡镇矛调中心主任于9月14日10:00上报" in page.text
    assert "数字不再变动" in page.text


def test_what_moved_since_it_was_looked_at_is_not_submitted(told):
    here = here_of(told)
    seen = seen_on(told.visit("town").get(f"{here}/submit"))
    form = {"seen": seen, "checked": "1", "remark": "八月份汛期，土地纠纷多。"}
    with told.session() as session:
        session.execute(Case.__table__.update().where(Case.outcome == "failed").values(outcome="refused"))
        session.commit()

    page = told.visit("town").post(f"{here}/submit", form)

    assert page.status == 409
    assert "数字有变化，没有上报 就在您核对时，案件有了变化" in page.text
    assert page.links(here)
    assert "八月份汛期，土地纠纷多。</textarea>" in page.html
    again = told.visit("town").post(f"{here}/submit", {**form, "seen": seen_on(page)})
    assert (seen_on(page) != seen, again.status) == (True, 303)


def test_a_running_period_is_refused_with_the_day_from_which_it_can_be_submitted(told):
    town, here = told.visit("town"), here_of(told, key="2026-09")

    for form in ({"seen": "x", "checked": "1"}, {"seen": "x"}):
        assert town.post(f"{here}/submit", form).status == 422
    assert "10月1日起可以上报" in town.post(f"{here}/submit", {"seen": "x", "checked": "1"}).text


def test_the_next_return_shows_the_correction(told):
    town, here = told.visit("town"), here_of(told)
    town.post(f"{here}/submit", {"seen": seen_on(town.get(f"{here}/submit")), "checked": "1"})
    with told.session() as session:
        case = session.scalars(select(Case).where(Case.outcome == "failed")).one()
        case.kind = "land"
        late = a_case(session, unit=session.get_one(Unit, case.unit_id), number="浏调〔2026〕091000号")
        session.add(Attempt(case_id=late.id, seq=1, level="grid", unit_id=late.unit_id,
                            opened_at=moment(8, 30), accepted_at=moment(8, 30)))  # fmt: skip
        session.add_all(_line(each.id) for each in (case, late))
        session.commit()
    told.later(days=20)

    page = told.visit("town").get(here_of(told, key="2026-09"))

    assert "类别更正 类型 婚姻家庭继承→山林土地承包" in page.text
    assert "补报 受理 0→1" in page.text
    assert "合计 受理 +1" in page.text


def test_corrections_stand_in_the_order_of_the_return_then_of_the_numbers(told):
    town, here = told.visit("town"), here_of(told)
    town.post(f"{here}/submit", {"seen": seen_on(town.get(f"{here}/submit")), "checked": "1"})
    with told.session() as session:
        first, second, third = session.scalars(
            select(Case).where(Case.number.like("浏调〔2026〕09000_号"), Case.outcome == "written_agreement")
            .order_by(Case.number).limit(3)
        )  # fmt: skip
        first.kind = "family"
        third.closed_at = second.closed_at = None
        third.outcome = second.outcome = None
        grid = session.get_one(Unit, first.unit_id)
        for number in ("浏调〔2026〕091002号", "浏调〔2026〕091001号"):
            late = a_case(session, unit=grid, number=number)
            session.add(Attempt(case_id=late.id, seq=1, level="grid", unit_id=grid.id,
                                opened_at=moment(8, 30), accepted_at=moment(8, 30)))  # fmt: skip
            session.add(_line(late.id))
        session.add_all(_line(each.id) for each in (first, second, third))
        numbers = [each.number for each in (first, second, third)]
        session.commit()
    told.later(days=20)

    text = told.visit("town").get(here_of(told, key="2026-09")).text.split("原报告期")[1]

    stand = ["浏调〔2026〕091001号", "浏调〔2026〕091002号", numbers[1], numbers[2], numbers[0]]
    assert [text.index(each) for each in stand] == sorted(text.index(each) for each in stand)
    assert "办结 1→0、成功 1→0、书面协议 1→0、协议金额 1,000元→0元、未评价 1→0" in text


def _line(case_id):
    """Whatever changes a dispute writes in its ledger; only there corrections are looked for."""
    return LedgerLine(
        case_id=case_id, seq=901, at=moment(9, 1), by_text="", post="", kind="", params={}, sentence="",
        prev_hash="", hash="",
    )  # fmt: skip


def test_submitting_shows_what_and_asks_that_it_was_checked(told):
    town, here = told.visit("town"), here_of(told)
    page = town.get(f"{here}/submit")

    refused = town.post(f"{here}/submit", {"seen": seen_on(page), "remark": "没有勾"})

    assert "单位 官渡镇" in page.text
    assert "报告期 2026年8月" in page.text
    assert "上报以后不能撤回" in page.text
    assert refused.status == 422
    assert "勾选“已核对”" in refused.text
    assert "没有勾</textarea>" in refused.html
    with told.session() as session:
        assert session.scalars(select(StatisticalReturn)).all() == []


def test_submitting_names_what_is_missing_beside_it_and_asks_that_it_is_known(told):
    county, here = told.visit("county"), here_of(told, "county")
    with told.session() as session:
        grid = session.scalars(select(Unit).where(Unit.name == "第9微网格")).one()
        a_case(session, unit=grid, number="浏调〔2025〕090001号", reported_at=moment(8, 1).replace(year=2025))
        session.commit()

    page = county.get(f"{here}/submit")
    form = {"checked": "1", "seen": seen_on(page), "remark": "先报八月"}
    unknown = county.post(f"{here}/submit", form)
    answer = county.post(f"{here}/submit", {**form, "earlier_known": "1"})

    assert "知道：本单位以前还有12期没有上报，先报这一期。" in page.text
    assert unknown.status == 422
    assert "没有上报：本单位以前还有12期没有上报" in unknown.text
    assert "先报八月</textarea>" in unknown.html
    assert "以前还有12期没有上报" in page.text
    assert "2026年7月 2026年6月" in page.text
    assert "等12期" in page.text
    assert "下级还有1个单位没有上报这一期： 官渡镇" in page.text
    assert page.links(f"/returns/{unit_of(told, 'town')}/2026-08")
    assert answer.status == 303
