"""What is refused: what the rules forbid is in the ledger, a slip in filling in is not."""

import pytest
from sqlalchemy import select

from mediation.ledger.model import LedgerLine
from mediation.parties.model import Party


@pytest.fixture
def order(served):
    """Address of a task in the grid leader's name."""
    visitor = served.visit("grid")
    visitor.report()
    return visitor.get("/inbox").links("/work/")[0].split("?")[0]


def refusals(served):
    with served.session() as session:
        query = select(LedgerLine.sentence).where(LedgerLine.kind == "ActRefused")
        return list(session.scalars(query))


def test_a_blank_reason_leaves_no_line(served, order):
    page = served.visit("grid").post(f"{order}/hand-over", {"to_id": served.people["village"], "reason": ""})

    assert page.status == 422
    assert refusals(served) == []


def test_nudging_once_too_often_leaves_no_line(served, order):
    village = served.visit("village")
    assert village.post(f"{order}/nudge", {}).status == 303

    page = village.post(f"{order}/nudge", {})

    assert (page.status, refusals(served)) == (422, [])


def test_what_the_rules_forbid_is_written(served, order):
    visitor = served.visit("grid")
    visitor.post("/cases/1/withdraw", {"reason": "settled"})

    visitor.post("/cases/1/withdraw", {"reason": "again"})

    assert len(refusals(served)) == 1


def test_a_refusal_names_the_parties_as_the_form_does_and_the_ledger_by_their_aliases(served, order):
    visitor = served.visit("grid")
    talk = visitor.get(visitor.post(order, {"decision": "accept"}).location).links("/work/")[0]
    with served.session() as session:
        one, _ = session.scalars(select(Party.id).order_by(Party.id))

    page = visitor.post(talk, {"talked_on": "2026-09-14", "attended": str(one), "decision": "settled"})

    assert "达成协议需要各方当事人都到场，还缺：李乙。" in page.text
    assert "被申请人乙" in refusals(served)[0]
    assert "李乙" not in refusals(served)[0]
