"""A visit that ended in between loses nothing: the form is carried through the door, to its writer alone."""

import re

import pytest

from mediation.people.model import Person
from tests.web.stage import PASSWORD, Page

FETCH = {"X-Requested-With": "fetch"}
TYPED = "两家说好了，自己修水管"
WITHDRAW = {
    "draft-key": "act:1:withdraw",
    "draft-title": "登记申请人撤回",
    "draft-path": "/cases/1/withdraw",
    "draft-seen": "0",
    "reason": TYPED,
}
FORM = "/cases/1/withdraw"


@pytest.fixture
def writer(served):
    """The grid's leader with the form open."""
    visitor = served.visit("grid")
    visitor.report()
    return visitor


def hidden(page, name):
    """Value of a hidden field."""
    return re.search(rf'name="{name}" value="([^"]*)"', page.html)[1]


def sign_in(visitor, login, **fields):
    return visitor.post("/sign-in", {"login": login, "password": PASSWORD, **fields})


def carried_by(visitor, **fields):
    """Send the form too late; return the door with the sealed form in it."""
    return visitor.post(FORM, {**WITHDRAW, **fields})


def test_a_form_sent_too_late_is_carried_through_the_door_and_is_a_draft_of_its_writer(served, writer):
    served.later(hours=1)
    door = carried_by(writer)

    entered = sign_in(writer, "grid", carried=hidden(door, "carried"))
    page = writer.get(entered.location)

    assert door.status == 401
    assert "您填的“登记申请人撤回”没有丢。" in door.text
    assert TYPED not in door.html
    assert (entered.status, entered.location) == (303, FORM)
    assert TYPED in page.text
    assert "已存为草稿，还没有提交。" in page.text


def test_a_wrong_password_in_between_loses_nothing(served, writer):
    served.later(hours=1)
    door = carried_by(writer)

    wrong = writer.post(
        "/sign-in", {"login": "grid", "password": "wrong-2026", "carried": hidden(door, "carried")}
    )
    entered = sign_in(writer, "grid", carried=hidden(wrong, "carried"))

    assert wrong.status == 422
    assert TYPED in writer.get(entered.location).text


def test_somebody_else_who_signs_in_gets_nothing_of_it_and_is_told(served, writer):
    served.later(hours=1)
    door = carried_by(writer)

    entered = sign_in(writer, "village", carried=hidden(door, "carried"))
    page = writer.get(entered.location)

    assert entered.location == "/inbox"
    assert "这台设备上有徐满爷没有提交的内容，已存进本人的草稿，没有给您看。" in page.text
    assert TYPED not in writer.get(FORM).text
    assert TYPED in served.visit("grid").get(FORM).text


def test_after_twelve_hours_it_is_given_up_and_said_so(served, writer):
    served.later(hours=1)
    door = carried_by(writer)
    served.later(hours=12, seconds=1)

    entered = sign_in(writer, "grid", carried=hidden(door, "carried"))

    assert entered.location == "/inbox"
    assert "已经过期，没有带过来" in writer.get("/inbox").text


def test_what_was_changed_on_the_way_is_not_taken(served, writer):
    entered = sign_in(writer, "grid", carried="gAAAAABrubbish")

    assert entered.location == "/inbox"
    assert writer.get("/drafts").links("/drafts/") == []


def test_a_newer_draft_from_another_device_is_kept_beside_it(served, writer):
    served.visit("grid").post("/drafts", {**WITHDRAW, "reason": "手机上写的"}, headers=FETCH)
    served.later(hours=1)
    door = carried_by(writer)

    entered = sign_in(writer, "grid", carried=hidden(door, "carried"))

    assert entered.location.startswith("/drafts/")
    assert TYPED in writer.get(entered.location).text
    assert "手机上写的" in writer.get(FORM).text


def test_a_page_says_for_whom_it_was_drawn_so_that_signing_out_elsewhere_loses_nothing(served, writer):
    stamp = hidden(writer.get(FORM), "draft-for")
    stranger = served.visit()

    door = carried_by(stranger, **{"draft-for": stamp})
    entered = sign_in(stranger, "grid", carried=hidden(door, "carried"))

    assert TYPED in stranger.get(entered.location).text


def test_who_never_was_here_is_only_shown_the_door(served, writer):
    for fields in ({}, {"draft-for": "MQ.forged"}):
        door = carried_by(served.visit(), **fields)

        assert (door.status, door.location.split("?")[0]) == (303, "/sign-in")


def test_passwords_are_carried_nowhere(served, writer):
    served.later(hours=1)

    door = writer.post("/account/password", {"old": PASSWORD, "new": "yuquan-5178", "again": "yuquan-5178"})

    assert door.status == 303


def test_a_form_without_a_draft_of_its_own_is_kept_to_be_copied(served, writer):
    served.later(hours=1)
    door = writer.post("/account/absences", {"from_on": "2026-09-15", "to_on": "2026-09-18"})

    entered = sign_in(writer, "grid", carried=hidden(door, "carried"))

    assert entered.location.startswith("/drafts/")
    assert "2026-09-18" in writer.get(entered.location).text


def test_a_button_pressed_too_late_leads_back_to_its_page(served, writer):
    served.later(hours=1)

    door = writer.post("/inbox/1/claim", headers={"Referer": "http://localhost/work/1"})

    assert (door.status, door.location) == (303, "/sign-in?next=/work/1")


def test_a_changed_password_carries_the_form_too(served, writer):
    with served.system.uow() as uow:
        uow.get(Person, served.people["grid"]).session_mark += 1
        uow.commit()

    door = carried_by(writer)

    assert door.status == 401
    assert "没有丢" in door.text


def test_a_script_is_told_and_its_page_stays(served, writer):
    served.later(hours=1)

    saved = writer.post("/drafts", WITHDRAW, headers=FETCH).answer
    part = writer.get("/cases/1/happened", headers={"HX-Request": "true"}).answer

    assert (saved.status_code, part.status_code) == (401, 401)
    assert "登录已过期" in saved.get_json()["said"]


class TestTheSmallDoor:
    def knock(self, visitor, stamp, login="grid", password=PASSWORD):
        fields = {"login": login, "password": password, "draft-for": stamp}
        return visitor.post("/sign-in/again", fields, headers=FETCH).answer

    def test_lets_the_pages_own_person_go_on(self, served, writer):
        stamp = hidden(writer.get(FORM), "draft-for")
        served.later(hours=1)

        door, answer = writer.get("/sign-in/again"), self.knock(writer, stamp)

        assert 'action="/sign-in/again"' in door.html
        assert answer.status_code == 200
        assert answer.get_json()["csrf"]
        assert writer.get("/inbox").status == 200

    def test_keeps_everybody_else_out(self, served, writer):
        stamp = hidden(writer.get(FORM), "draft-for")
        served.later(hours=1)

        other = self.knock(writer, stamp, login="village")
        wrong = self.knock(writer, stamp, password="wrong-2026")
        forged = self.knock(writer, "MQ.forged")

        assert [answer.status_code for answer in (other, wrong, forged)] == [403, 422, 403]
        assert "另一个人" in other.get_json()["said"]
        assert writer.get("/inbox").status == 303


class TestTheGuardAgainstForgery:
    @pytest.fixture(autouse=True)
    def _guarded(self, served, writer):
        """The writer's page is open; then the writer signs in again in another window."""
        self.stamp = hidden(writer.get(FORM), "draft-for")
        served.app.config["WTF_CSRF_ENABLED"] = True

    def test_a_form_older_than_the_visit_becomes_a_draft_of_the_same_person(self, served, writer):
        sent = writer.post(FORM, {**WITHDRAW, "draft-for": self.stamp, "csrf_token": "of the visit before"})

        assert (sent.status, sent.location) == (303, FORM)
        assert TYPED in writer.get(FORM).text

    def test_without_the_stamp_it_is_refused_and_nothing_is_kept(self, served, writer):
        sent = writer.post(FORM, WITHDRAW)

        assert sent.status == 400
        assert writer.get("/drafts").links("/drafts/") == []

    def test_with_anothers_stamp_it_goes_to_that_one(self, served, writer):
        sent = served.visit("village").post(FORM, {**WITHDRAW, "draft-for": self.stamp})

        assert sent.status == 400
        assert "已存进本人的草稿" in sent.text
        assert TYPED in served.visit("grid").get(FORM).text
        assert served.visit("village").get("/drafts").links("/drafts/") == []

    def test_a_script_is_told_and_gets_a_new_guard(self, served, writer):
        answer = writer.post("/drafts", {**WITHDRAW, "draft-for": self.stamp}, headers=FETCH).answer

        assert (answer.status_code, answer.mimetype) == (400, "application/json")

    def test_signing_in_too_late_keeps_what_is_carried(self, served, writer):
        served.later(hours=1)
        door = carried_by(writer)

        late = sign_in(writer, "grid", carried=hidden(door, "carried"), csrf_token="stale")
        entered = sign_in(
            writer, "grid", carried=hidden(late, "carried"), csrf_token=hidden(late, "csrf_token")
        )

        assert late.status == 400
        assert TYPED in writer.get(entered.location).text


def test_a_page_that_answered_a_form_knows_where_it_opens_anew(served, writer):
    def posted(page: Page):
        return re.search(r'data-posted="([^"]*)"', page.html)

    act = writer.post(FORM, {"reason": ""})
    account = writer.post("/account/password", {}, headers={"Referer": "http://localhost/account"})

    assert posted(act)[1] == FORM
    assert posted(account)[1] == "/account"
    assert posted(writer.get(FORM)) is None
