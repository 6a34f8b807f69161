"""One's own account: a new password, an absence with who stands in."""

import re
from datetime import date

import pytest
from sqlalchemy import select

from mediation.people.model import Absence
from tests.web.stage import PASSWORD

NEW = "yuquan-5178"
AWAY = {"from_on": "2026-09-15", "to_on": "2026-09-18"}


def absences(served):
    with served.session() as session:
        return session.scalars(select(Absence)).all()


def test_a_new_password_opens_the_door_and_the_old_one_no_longer(served):
    done = served.visit("grid").post("/account/password", {"old": PASSWORD, "new": NEW, "again": NEW})

    assert (done.status, done.location) == (303, "/account")
    assert served.visit().post("/sign-in", {"login": "grid", "password": NEW}).status == 303
    assert served.visit().post("/sign-in", {"login": "grid", "password": PASSWORD}).status == 422


@pytest.mark.parametrize(
    ("given", "field", "says"),
    [
        ({"old": "wrong-2026"}, "old", "原密码不对。"),
        ({"new": "short", "again": "short"}, "new", "密码至少8位"),
        ({"again": "other-5178"}, "again", "两次输入的新密码不一致。"),
        ({"old": ""}, "old", "请填写原密码。"),
    ],
)
def test_says_beside_the_field_what_is_wrong_with_a_password(served, given, field, says):
    page = served.visit("grid").post(
        "/account/password", {"old": PASSWORD, "new": NEW, "again": NEW, **given}
    )

    assert page.status == 422
    assert says in page.html.split(f'id="field-{field}-error"')[1].split("</p>")[0]
    assert NEW not in page.html
    assert PASSWORD not in page.html
    assert served.visit().post("/sign-in", {"login": "grid", "password": PASSWORD}).status == 303


def test_a_password_is_kept_as_typed(served):
    spaced = " yuquan 5178 "

    served.visit("grid").post("/account/password", {"old": PASSWORD, "new": spaced, "again": spaced})

    assert served.visit().post("/sign-in", {"login": "grid", "password": spaced}).status == 303


def test_colleagues_of_the_own_unit_are_offered_to_stand_in(served):
    page = served.visit("mediator").get("/account")

    assert "陈友良（官渡镇南岳村村级调解员）" in page.text
    assert "李国华" in page.text
    assert "王秀兰（" not in page.text
    assert "周德明" not in page.text


def test_who_is_alone_in_a_unit_is_offered_those_of_the_one_above(served):
    page = served.visit("grid").get("/account")

    assert "罗长根" in page.text
    assert "李国华" not in page.text


def test_a_substitute_acts_while_the_other_is_away(served):
    gone = {"substitute_id": served.people["mediator2"], **AWAY}

    done = served.visit("mediator").post("/account/absences", gone)
    mine, theirs = served.visit("mediator").get("/account"), served.visit("mediator2").get("/account")
    served.later(days=2)
    during = served.visit("mediator2").get("/account")

    assert (done.status, done.location) == (303, "/account")
    assert "由陈友良代理" in mine.text
    assert "您代理" in theirs.text
    assert "代王秀兰" in during.html
    assert "代王秀兰" not in theirs.html


@pytest.mark.parametrize(
    ("given", "field", "says"),
    [
        ({"to_on": "2026-09-14"}, "to_on", "结束日期不能早于开始日期。"),
        ({"from_on": "2026-09-01", "to_on": "2026-09-13"}, "to_on", "已经过去"),
        ({"substitute_id": ""}, "substitute_id", "请选择由谁代理。"),
        ({"to_on": ""}, "to_on", "请填写外出最后一天。"),
    ],
)
def test_says_beside_the_field_what_is_wrong_with_an_absence(served, given, field, says):
    sent = {"substitute_id": served.people["mediator2"], **AWAY, **given}

    page = served.visit("mediator").post("/account/absences", sent)

    assert page.status == 422
    assert says in page.html.split(f'id="field-{field}-error"')[1].split("</p>")[0]
    assert absences(served) == []


def test_nobody_from_elsewhere_stands_in(served):
    page = served.visit("mediator").post(
        "/account/absences", {"substitute_id": served.people["elsewhere"], **AWAY}
    )

    assert page.status == 422
    assert absences(served) == []


def test_the_same_absence_sent_twice_is_there_once(served):
    gone = {"substitute_id": served.people["mediator2"], **AWAY}
    visitor = served.visit("mediator")

    first, second = visitor.post("/account/absences", gone), visitor.post("/account/absences", gone)

    assert (first.status, second.status) == (303, 422)
    assert "王秀兰在这段时间已登记外出，由陈友良代理。" in second.text
    assert len(absences(served)) == 1


def test_one_who_is_back_early_has_their_work_again(served):
    visitor = served.visit("mediator")
    visitor.post("/account/absences", {"substitute_id": served.people["mediator2"], **AWAY})
    served.later(days=3)
    visitor = served.visit("mediator")

    done = visitor.post(f"/account/absences/{absences(served)[0].id}/end")

    assert done.status == 303
    assert absences(served)[0].to_on == date(2026, 9, 16)
    assert "代王秀兰" not in served.visit("mediator2").get("/account").html


def test_an_absence_that_has_not_begun_is_called_off(served):
    visitor = served.visit("mediator")
    visitor.post("/account/absences", {"substitute_id": served.people["mediator2"], **AWAY})

    visitor.post(f"/account/absences/{absences(served)[0].id}/end")

    assert absences(served) == []


def test_nobody_ends_anothers_absence(served):
    served.visit("mediator").post("/account/absences", {"substitute_id": served.people["mediator2"], **AWAY})
    absence = absences(served)[0]

    assert served.visit("mediator2").post(f"/account/absences/{absence.id}/end").status == 404
    assert served.visit("grid").post(f"/account/absences/{absence.id}/end").status == 404
    assert len(absences(served)) == 1


def test_the_name_menu_leads_here(served):
    assert "/account" in served.visit("auditor").get("/inbox").links("/account")


def test_a_new_password_ends_the_visits_on_other_devices_and_not_this_one(served):
    here, elsewhere = served.visit("grid"), served.visit("grid")
    assert elsewhere.get("/inbox").status == 200

    here.post("/account/password", {"old": PASSWORD, "new": NEW, "again": NEW})

    assert here.get("/inbox").status == 200
    assert elsewhere.get("/inbox").status == 303


def test_how_pages_are_shown_goes_along_to_another_device(served):
    served.visit("grid").post("/account/preferences", {"large": "yes", "after_task": "next"})

    page = served.visit("grid").get("/account")

    assert 'class="is-large"' in page.html
    assert re.search(r'value="next" checked', page.html)
    assert not re.search(r'name="shortcuts" value="yes" checked', page.html)
    assert "data-keys" not in page.html


def test_the_switch_in_the_frame_keeps_large_type_with_the_person_too(served):
    served.visit("grid").post("/display", {"large": "yes"})
    other = served.visit("grid")
    was_large = 'class="is-large"' in other.get("/inbox").html

    other.post("/display", {"large": ""})

    assert was_large
    assert 'class="is-large"' not in served.visit("grid").get("/inbox").html


def test_large_type_works_before_anybody_signed_in(served):
    visitor = served.visit()

    visitor.post("/display", {"large": "yes"})

    assert 'class="is-large"' in visitor.get("/sign-in").html


def test_what_nobody_offered_is_refused(served):
    page = served.visit("grid").post("/account/preferences", {"after_task": "holiday"})

    assert page.status == 422
    assert "没有这样的选项" in page.text


def test_the_keys_are_told_on_a_page_and_on_a_sheet(served):
    visitor = served.visit("grid")

    page, sheet = visitor.get("/keys"), visitor.get("/keys", headers={"X-Requested-With": "fetch"})

    assert "下一行" in page.text
    assert sheet.html.startswith("<dialog")
