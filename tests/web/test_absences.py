"""Who is away and what is vacant: for leads and supervisors, and what they put down for others."""

from datetime import date

import pytest
from sqlalchemy import select

from mediation.people.model import Absence, Person

AWAY = {"from_on": "2026-09-14", "to_on": "2026-09-18", "reason": "住院"}


def absences(served):
    with served.session() as session:
        return session.scalars(select(Absence).order_by(Absence.id)).all()


def put_down(served, by, away, substitute, **changes):
    given = {"substitute_id": served.people[substitute], **AWAY, **changes}
    return served.visit(by).post(f"/absences/of/{served.people[away]}", given)


def test_a_lead_puts_down_an_absence_for_somebody_ill(served):
    visitor = served.visit("village")
    found = visitor.get("/absences?name=王秀").links("/absences/of/")
    done = put_down(served, "village", "mediator", "mediator2")

    assert found == [f"/absences/of/{served.people['mediator']}"]
    assert (done.status, done.location) == (303, "/absences")
    page = visitor.get("/absences")
    assert "王秀兰 官渡镇南岳村村级调解员 外出中" in page.text
    assert "由陈友良代理" in page.text
    assert "住院" in page.text
    assert "代王秀兰" in served.visit("mediator2").get("/account").html


def test_the_substitute_in_turn_is_named(served):
    put_down(served, "village", "mediator", "mediator2")
    put_down(served, "village", "mediator2", "recorder")

    page = served.visit("village").get("/absences")

    assert "陈友良也外出，现由刘佳慧接着代理" in page.text


def test_a_ring_is_refused_beside_the_field(served):
    put_down(served, "village", "mediator", "mediator2")
    page = put_down(served, "village", "mediator2", "mediator")

    assert page.status == 422
    beside = page.html.split('id="field-substitute_id-error"')[1].split("</p>")[0]
    assert "陈友良 → 王秀兰 → 陈友良" in beside
    assert len(absences(served)) == 1


def test_the_same_sent_twice_is_there_once(served):
    first = put_down(served, "village", "mediator", "mediator2")
    second = put_down(served, "village", "mediator", "mediator2")

    assert (first.status, second.status) == (303, 422)
    assert len(absences(served)) == 1


def test_somebody_back_early_has_their_work_again(served):
    put_down(served, "village", "mediator", "mediator2")
    served.later(days=2)

    done = served.visit("village").post(f"/absences/{absences(served)[0].id}/end")

    assert done.status == 303
    assert absences(served)[0].to_on == date(2026, 9, 15)


@pytest.mark.parametrize("login", ["mediator", "recorder", "police", "auditor"])
def test_who_leads_nobody_reads_where_to_put_down_their_own(served, login):
    page = served.visit(login).get("/absences")

    assert page.status == 403
    assert "我的账号" in page.text
    assert put_down(served, login, "mediator2", "recorder").status in (403, 404)
    assert absences(served) == []


def test_nobody_decides_about_people_of_elsewhere(served):
    assert put_down(served, "branch", "mediator", "mediator2").status == 404
    put_down(served, "village", "mediator", "mediator2")

    assert served.visit("branch").post(f"/absences/{absences(served)[0].id}/end").status == 403
    assert "王秀兰" not in served.visit("branch").get("/absences").text


def test_vacant_posts_below_are_named(served):
    page = served.visit("county").get("/absences")

    assert "官渡镇乡镇调解员" in page.text


def test_a_substitute_who_left_is_marked(served):
    put_down(served, "village", "mediator", "mediator2")
    with served.system.uow() as uow:
        uow.get(Person, served.people["mediator2"]).is_active = False
        uow.commit()

    assert "代理人已离任，请另选" in served.visit("village").get("/absences").text


def test_pages_follow_one_another(served, monkeypatch):
    from web.pages import absences as page_of

    monkeypatch.setattr(page_of, "SIZE", 1)
    put_down(served, "village", "mediator", "recorder")
    put_down(served, "village", "mediator2", "recorder")
    visitor = served.visit("village")

    first = visitor.get("/absences")
    second = visitor.get(first.links("/absences?away=")[0])
    vacant = visitor.get(served.visit("county").get("/absences").links("/absences?vacant=")[0])

    assert "王秀兰" in first.text
    assert "陈友良" not in first.text
    assert "陈友良" in second.text
    assert vacant.status == 200
    assert visitor.get("/absences?away=nonsense").status == 422
