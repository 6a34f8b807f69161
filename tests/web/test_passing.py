"""更多办法: each act's page, allowed, refused, invalid, raced."""

import pytest
from sqlalchemy import select

from mediation.casework.model import WorkItem, WorkMove
from mediation.notifications.model import Notice
from mediation.people.model import Person


@pytest.fixture
def order(served, colleague):
    """Address of a task in 徐满爷's name: accept the order."""
    visitor = served.visit("grid")
    visitor.report()
    address = visitor.get("/inbox?box=unit").links("/work/")[0].split("?")[0]
    visitor.post(address.replace("/work/", "/inbox/") + "/claim")
    return address


def test_the_task_page_offers_what_may_be_done_with_it(served, order):
    page = served.visit("grid").get(order)

    assert "更多办法" in page.text
    assert page.links(order) == [
        f"{order}/{key}" for key in ("release", "hand-over", "delegate", "cosigners", "copy", "recuse")
    ] + [link for link in page.links(order) if link.endswith("/send-back")]


def test_who_only_looks_is_offered_to_nudge_and_to_copy(served, order):
    page = served.visit("village").get(order)

    assert {link.rsplit("/", 1)[1] for link in page.links(order + "/")} == {"hand-over", "copy", "nudge"}


def test_handing_over(served, order, colleague):
    visitor = served.visit("grid")
    form = visitor.get(f"{order}/hand-over")
    assert "张桂英" in form.text
    assert "转给同一岗位的人" in form.text

    page = visitor.post(f"{order}/hand-over", {"to_id": colleague, "reason": "今天下乡"})

    assert (page.status, page.location) == (303, "/inbox")
    assert "已转办，期限不变。" in visitor.get("/inbox").text
    assert "徐满爷 → 张桂英" in served.visit("grid2").get(order).text
    assert "徐满爷 → 张桂英" in visitor.get("/cases/1").text
    assert "等答复" not in visitor.get("/cases/1").text
    assert order in served.visit("grid2").get("/inbox").html


def test_handing_over_asks_to_whom_and_why(served, order):
    page = served.visit("grid").post(f"{order}/hand-over", {})

    assert page.status == 422
    assert 'href="#field-to_id' in page.html
    assert 'href="#field-reason"' in page.html


def test_handing_over_to_somebody_without_the_post_is_refused(served, order):
    page = served.visit("grid").post(
        f"{order}/hand-over", {"to_id": served.people["elsewhere"], "reason": "今天下乡"}
    )

    assert page.status == 422
    with served.session() as session:
        assert session.scalars(select(WorkMove)).all() == []


def test_taking_a_hand_over_back(served, order, colleague):
    visitor = served.visit("grid")
    visitor.post(f"{order}/hand-over", {"to_id": colleague, "reason": "今天下乡"})
    shown = visitor.get(order)
    assert "您已转给张桂英。" in shown.text
    assert f'action="{order}/moves/1/take-back"' in shown.html

    page = visitor.post(f"{order}/moves/1/take-back")

    assert (page.status, page.location) == (303, order)
    assert "已撤回，期限不变。" in visitor.get(order).text


def test_taking_back_what_was_done_meanwhile_says_by_whom(served, order, colleague):
    visitor = served.visit("grid")
    visitor.post(f"{order}/hand-over", {"to_id": colleague, "reason": "今天下乡"})
    served.visit("grid2").post(order, {"decision": "accept"})

    page = visitor.post(f"{order}/moves/1/take-back")

    assert page.status == 409
    assert "张桂英已于09月14日10:00办结“接单”" in page.text.replace(" ", "")


def test_delegating_and_giving_back(served, order, colleague):
    visitor, helper = served.visit("grid"), served.visit("grid2")

    visitor.post(f"{order}/delegate", {"to_id": colleague, "words": "先上门看看"})
    given = helper.get(order)

    assert "徐满爷委派您办这件事" in given.text
    assert "先上门看看" in given.text
    assert 'name="decision"' in given.html
    assert f'action="{order}"' not in given.html
    assert "撤回委派" in visitor.get(order).text
    assert f"{order}/give-back" in given.links(order)
    assert f"{order}/hand-over" not in given.links(order)
    assert helper.post(order, {"decision": "accept"}).status == 403
    assert helper.post(f"{order}/give-back", {"remark": "看过了"}).status == 303
    assert "看过了" in visitor.get(order).text


def test_asking_a_co_signer_and_answering(served, order, colleague):
    visitor, asked = served.visit("grid"), served.visit("village")
    sent = {"to_id": served.people["village"], "question": "接不接", "answer_by": "2026-09-15"}

    page = visitor.post(f"{order}/cosigners", sent)

    assert (page.status, page.location) == (303, order)
    assert "还有 1 位会签人没有答复" in visitor.get(order).text
    assert visitor.post(order, {"decision": "accept"}).status == 422
    row = order_of(served, "会签：接单")
    assert {f"{row}/nudge", f"{row}/drop"} <= set(visitor.get(f"{row}/cosign").links(row))
    with served.session() as session:
        notice = session.scalars(select(Notice.id).where(Notice.kind == "CosignAsked")).one()
    assert asked.post(f"/notices/{notice}/open").location == row
    shown = asked.get(asked.get(row).location)
    assert "想听听您的意见" in shown.text
    assert "接不接" in shown.text
    assert "楼上漏水泡坏天花板" in shown.text
    assert asked.post(f"{row}/cosign", {"answer": "object"}).status == 422
    assert asked.post(f"{row}/cosign", {"answer": "object", "remark": "先看现场"}).status == 303
    assert "会签有异议：先看现场" in visitor.get(order).text
    assert asked.post(f"{row}/cosign", {"answer": "agree"}).status == 409
    assert visitor.post(order, {"decision": "accept"}).status == 303


def order_of(served, label):
    with served.session() as session:
        return f"/work/{session.scalars(select(WorkItem.id).where(WorkItem.label == label)).one()}"


def test_dropping_a_co_signer(served, order):
    visitor = served.visit("grid")
    sent = {"to_id": served.people["village"], "question": "接不接", "answer_by": "2026-09-15"}
    visitor.post(f"{order}/cosigners", sent)
    row = order_of(served, "会签：接单")
    assert f"{row}/drop" in visitor.get(order).links(row)

    page = visitor.post(f"{row}/drop", {"reason": "问过了"})

    assert (page.status, page.location) == (303, order)
    assert visitor.post(order, {"decision": "accept"}).status == 303


def test_an_answer_by_after_the_task_is_due_is_refused_beside_its_field(served, order):
    sent = {"to_id": served.people["village"], "question": "接不接", "answer_by": "2026-09-30"}

    page = served.visit("grid").post(f"{order}/cosigners", sent)

    assert page.status == 422
    assert 'href="#field-answer_by"' in page.html
    assert "也不能晚于这件事的期限（9月15日）" in page.text


def test_copying_somebody_in_and_taking_it_back(served, order):
    assert served.visit("police").get("/cases/1").status == 404

    served.visit("grid").post(f"{order}/copy", {"person_ids": [served.people["police"]], "note": ""})

    assert served.visit("police").get("/cases/1").status == 200
    served.visit("grid").post(f"/cases/1/copies/{served.people['police']}/withdraw")
    assert served.visit("police").get("/cases/1").status == 404


def test_copying_somebody_in_from_the_page_of_the_case(served, order):
    visitor = served.visit("grid")
    police = served.people["police"]

    page = visitor.post("/cases/1/copy", {"person_ids": [police], "note": "请留意"})

    assert (page.status, page.location) == (303, "/cases/1")
    assert f'action="/cases/1/copies/{police}/withdraw"' in visitor.get("/cases/1").html
    assert "请留意" in served.visit("police").get("/cases/1").text
    assert visitor.post("/cases/1/copy", {"person_ids": []}).status == 422


def test_nudging_once_a_day(served, order):
    visitor = served.visit("village")

    assert visitor.post(f"{order}/nudge", {"words": "李乙又来了"}).status == 303
    again = visitor.post(f"{order}/nudge", {"words": ""})

    assert again.status == 422
    assert "您已于09月14日10:00催办过“接单”，24小时内不重复催办" in again.text.replace(" ", "")
    assert "已催 1 次" in visitor.get(order).text


def test_keeping_away(served, order):
    visitor = served.visit("grid")

    page = visitor.post(f"{order}/recuse", {"relation": "申请人是我外甥"})

    assert (page.status, page.location) == (303, "/inbox")
    assert visitor.get(order).status == 404
    assert order in served.visit("grid2").get("/inbox").html


def test_a_party_finds_no_act_but_keeping_away(served, order):
    with served.system.uow() as uow:
        uow.get(Person, served.people["grid"]).name = "李甲"
        uow.commit()

    page = served.visit("grid").get(order)

    assert page.links(f"{order}/") == [f"{order}/recuse"]
    assert served.visit("grid").post(order, {"decision": "accept"}).status == 403


@pytest.mark.parametrize("key", ["hand-over", "delegate", "cosigners", "copy", "nudge", "recuse"])
def test_nobody_learns_of_a_task_in_a_case_they_may_not_see(served, order, key):
    assert served.visit("elsewhere").get(f"{order}/{key}").status == 404
    assert served.visit("elsewhere").post(f"{order}/{key}", {"words": "快点"}).status == 404
