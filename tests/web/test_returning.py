"""Sending back and taking back in the browser: allowed, refused, invalid, raced."""

import pytest
from sqlalchemy import select

from mediation.casework.model import WorkItem
from mediation.casework.operations import complete
from mediation.kernel.clock import day_of
from mediation.people.queries import identity

WHY = {"to": "village_appoint", "reason": "李甲说调解员和李乙是表亲"}


class Walk:
    """A dispute that a test walks from desk to desk."""

    def __init__(self, served):
        self.served = served
        served.visit("grid").report()

    def do(self, element, login, answers):
        """Complete the open task of an element."""
        item_id, now = self.item(element), self.served.clock.now()
        with self.served.system.uow() as uow:
            who = identity(
                uow.session, self.served.people[login], day_of(now), locality=self.served.system.locality
            )
            complete(uow, item_id=item_id, answers=answers, by=who, at=now)
            uow.commit()
        return item_id

    def item(self, element):
        """Return the id of the newest task of an element."""
        with self.served.session() as session:
            query = select(WorkItem.id).where(WorkItem.element == element).order_by(WorkItem.id.desc())
            return session.scalars(query.limit(1)).one()

    def open(self):
        """Return the elements of the open tasks."""
        with self.served.session() as session:
            return list(session.scalars(select(WorkItem.element).where(WorkItem.state == "open")))

    def to_rights(self):
        """Go to 告知权利义务, named for the mediator."""
        self.do("grid_accept", "grid", {"decision": "report_up"})
        self.do("branch_accept", "branch", {"decision": "report_up"})
        self.do("village_accept", "village", {"decision": "accept"})
        self.do("village_appoint", "village", {"mediators": [self.served.people["mediator"]]})


@pytest.fixture
def walk(served):
    made = Walk(served)
    made.to_rights()
    return made


@pytest.fixture
def address(walk):
    return f"/work/{walk.item('village_rights')}/send-back"


def test_shows_the_steps_with_who_did_them_and_when(served, address):
    page = served.visit("mediator").get(address)

    assert page.status == 200
    assert "指定调解员（李国华 9月14日 10:00办）" in page.text
    assert "受理审查" not in page.text
    assert "签过的字要重新签" in page.text
    assert "各项期限照常计算" in page.text


def test_sends_it_back(served, walk, address):
    visitor = served.visit("mediator")

    page = visitor.post(address, WHY)

    assert (page.status, page.location) == (303, "/inbox")
    assert "已退回到“指定调解员”，期限照常计算。" in visitor.get(page.location).text
    assert walk.open() == ["village_appoint"]


def test_the_one_who_gets_it_reads_why_and_finds_the_old_answers(served, walk, address):
    served.visit("mediator").post(address, WHY)

    page = served.visit("village").get(f"/work/{walk.item('village_appoint')}")

    assert "王秀兰于9月14日 10:00退回，请重新办理" in page.text
    assert "原来写的内容已经填好" in page.text
    assert f'value="{served.people["mediator"]}" checked' in page.html


def test_the_case_tells_it_without_names(served, address):
    served.visit("mediator").post(address, WHY)

    page = served.visit("village").get("/cases/1")

    assert "没有办“告知权利义务”，退回到“指定调解员”" in page.html
    assert "李甲说调解员" not in page.html


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"to": "village_appoint"}, "为什么退回"),
        ({"reason": "说不清楚"}, "退回到哪一步"),
        ({"to": "village_accept", "reason": "说不清楚"}, "退回到哪一步"),
    ],
)
def test_says_what_is_missing_and_sends_nothing(served, walk, address, sent, said):
    page = served.visit("mediator").post(address, sent)

    assert page.status == 422
    assert "还不能提交" in page.text
    assert said in page.text
    assert walk.open() == ["village_rights"]


def test_others_cannot_send_it_back(served, walk, address):
    page = served.visit("mediator2").post(address, WHY)

    assert page.status == 403
    assert walk.open() == ["village_rights"]


def test_who_may_not_know_of_the_case_learns_nothing(served, address):
    assert served.visit("elsewhere").get(address).status == 404
    assert served.visit("elsewhere").post(address, WHY).status == 404


def test_a_task_with_nothing_behind_it_says_so(served, walk):
    walk.do("village_rights", "mediator", {"all_told": True})

    page = served.visit("mediator").get(f"/work/{walk.item('village_inquire')}/send-back")

    assert "前面没有可以退回的环节" in page.text
    assert "<form" not in page.html[page.html.find("<main") :]


def test_the_slower_of_two_learns_who_was_faster(served, walk, address):
    form = served.visit("mediator").get(address)
    walk.do("village_rights", "mediator", {"all_told": True})

    page = served.visit("mediator").post(address, WHY)

    assert form.status == 200
    assert page.status == 409
    assert "王秀兰已于09月14日10:00办结“告知权利义务”" in page.html
    assert walk.open() == ["village_inquire"]


def test_a_past_task_leads_to_its_case(served, walk, address):
    served.visit("mediator").post(address, WHY)

    page = served.visit("mediator").get(address)

    assert (page.status, page.location) == (302, "/cases/1")


@pytest.fixture
def done(walk):
    return f"/work/{walk.item('village_appoint')}/take-back"


def test_the_case_offers_to_take_back_what_one_did_last(served, done):
    assert served.visit("village").get("/cases/1").links(done) == [done]
    assert served.visit("mediator").get("/cases/1").links("/work/4/take-back") == []


def test_takes_it_back_and_opens_it_again(served, walk, done):
    visitor = served.visit("village")
    asked = visitor.get(done)

    page = visitor.post(done, {"reason": "选错了人"})

    assert "撤回以后，这一步作废，由您重新办" in asked.text
    assert (page.status, page.location) == (303, f"/work/{walk.item('village_appoint')}")
    again = visitor.get(page.location)
    assert "已撤回，请重新办理。期限照常计算。" in again.text
    assert "撤回后重新办理。理由：选错了人" in again.text
    assert walk.open() == ["village_appoint"]


def test_taking_back_needs_a_reason(served, walk, done):
    page = served.visit("village").post(done, {"reason": ""})

    assert page.status == 422
    assert walk.open() == ["village_rights"]


def test_only_whoever_did_it_takes_it_back(served, walk, done):
    page = served.visit("mediator").post(done, {"reason": "选错了人"})

    assert page.status == 403
    assert "李国华" in page.html
    assert walk.open() == ["village_rights"]


def test_once_somebody_went_on_it_says_what_happened(served, walk, done):
    walk.do("village_rights", "mediator", {"all_told": True})

    page = served.visit("village").post(done, {"reason": "选错了人"})

    assert page.status == 409
    assert "不能撤回了：09月14日10:00" in page.html
    assert walk.open() == ["village_inquire"]


def test_what_the_law_lets_happen_once_stays(served, walk):
    walk.do("village_rights", "mediator", {"all_told": True})

    page = served.visit("mediator").post(
        f"/work/{walk.item('village_rights')}/take-back", {"reason": "填错了"}
    )

    assert page.status == 422
    assert "办结即生效，不能撤回" in page.text
