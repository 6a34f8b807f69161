"""Cases sent on: handed over, objected to, redirected, and signed for by police and town."""

from datetime import date

import pytest

from mediation.cases.refusals import (
    BadRedirection,
    ObjectionTooLate,
    ReasonNeeded,
    ReceiptNumberNeeded,
    UnknownHandover,
)
from mediation.casework.model import WorkItem
from tests.operations.case_stage import CaseStage, moment, set_case_stage


@pytest.fixture
def stage(uow) -> CaseStage:
    return set_case_stage(uow)


def test_handing_over_ends_the_case_with_the_receipt(stage):
    stage.do("intake.hand_over", to="court", reason="法院已立案", receipt_number="（2026）湘0181诉前调12号")

    assert stage.case.outcome == "transferred_court"
    assert stage.receipts()[-1].number == "（2026）湘0181诉前调12号"
    assert stage.papers() == ["handover"]


def test_refuses_a_handover_without_receipt(stage):
    with pytest.raises(ReceiptNumberNeeded):
        stage.do("intake.hand_over", to="court", reason="法院已立案", receipt_number=" ")


def test_refuses_a_handover_without_reason(stage):
    with pytest.raises(ReasonNeeded):
        stage.do("intake.hand_over", to="court", reason="", receipt_number="12")


def test_refuses_a_handover_to_nobody_knows_whom(stage):
    with pytest.raises(UnknownHandover):
        stage.do("intake.hand_over", to="newspaper", reason="要曝光", receipt_number="12")


def an_item(stage: CaseStage, **changes) -> WorkItem:
    """The department's task, due on 22 June."""
    return WorkItem(**{"due_on": date(2026, 6, 22), "due_at": moment(6, 23, 0), **changes})


def test_a_department_objects_within_its_window(stage):
    stage.at = moment(6, 22, 23)

    stage.do("intake.department_receipt", decision="object", reason="不属城管职责", item=an_item(stage))

    assert "不属城管职责" in stage.told()


def test_refuses_an_objection_after_the_window(stage):
    stage.at = moment(6, 23, 0)

    with pytest.raises(ObjectionTooLate, match="6月22日"):
        stage.do("intake.department_receipt", decision="object", reason="不属城管职责", item=an_item(stage))


def test_refuses_an_objection_without_reason(stage):
    with pytest.raises(ReasonNeeded):
        stage.do("intake.department_receipt", decision="object", reason="", item=None)


def test_a_department_that_settles_it_ends_the_case(stage):
    stage.do("intake.department_handle", decision="settled", result="商户已降低音量")

    assert stage.case.outcome == "transferred_agency"


def test_a_department_that_does_not_settle_it_leaves_it_open(stage):
    stage.do("intake.department_handle", decision="not_settled", result="超出权限")

    assert stage.case.closed_at is None


def test_refuses_a_department_without_result(stage):
    with pytest.raises(ReasonNeeded):
        stage.do("intake.department_handle", decision="settled", result="")


def test_redirecting_moves_place_holder_and_entry(stage):
    village = stage.units["village"]

    stage.do("intake.redirect", unit_code=village.code, reason="噪声发生在该社区")

    assert stage.case.unit_id == stage.case.held_by_id == village.id
    assert stage.case.entry_level == "village"
    assert stage.receipts()[-1].direction == "over"


def test_refuses_to_redirect_to_an_unknown_unit(stage):
    with pytest.raises(BadRedirection, match="没有这个编码"):
        stage.do("intake.redirect", unit_code="999999", reason="分流")


def test_refuses_to_redirect_to_the_county(stage):
    with pytest.raises(BadRedirection, match="以下的单位"):
        stage.do("intake.redirect", unit_code=stage.units["county"].code, reason="分流")


def test_refuses_to_redirect_to_a_retired_unit(stage):
    stage.units["village"].retired_at = moment(1, 1)

    with pytest.raises(BadRedirection, match="已撤销"):
        stage.do("intake.redirect", unit_code=stage.units["village"].code, reason="分流")


def test_refuses_to_redirect_without_reason(stage):
    with pytest.raises(ReasonNeeded):
        stage.do("intake.redirect", unit_code=stage.units["village"].code, reason="")


def test_police_and_town_sign_for_a_red_alert(stage):
    stage.do("red.police_receipt", receipt_number="官渡所2026-88", arrived_note="已到场控制")
    stage.do("red.town_receipt", measures="镇长到场，疏散围观群众")

    assert [hop.number for hop in stage.receipts()] == ["官渡所2026-88", None]
    assert "官渡所2026-88" in stage.told()


def test_refuses_a_police_receipt_without_number(stage):
    with pytest.raises(ReceiptNumberNeeded):
        stage.do("red.police_receipt", receipt_number="", arrived_note="已到场")


def test_refuses_a_town_receipt_without_measures(stage):
    with pytest.raises(ReasonNeeded):
        stage.do("red.town_receipt", measures="")
