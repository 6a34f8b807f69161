"""Notices in the app: the bell, the list, what is read."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, event, select

from mediation.casework.model import WorkItem
from mediation.clocks.operations import stop
from mediation.kernel.actor import SYSTEM
from mediation.notifications.model import Notice, NoticeRead
from mediation.notifications.queries import NoticeView
from mediation.people.model import Absence
from mediation.units.model import Unit
from tests.web.stage import MONDAY


def put(served, who=None, count=1, *, role=None, unit="village", **changes):
    """Put notices into the outbox, one a minute."""
    ids = []
    with served.system.uow() as uow:
        unit_id = _unit(uow.session, unit) if role else None
        for number in range(count):
            row = Notice(
                **{
                    "person_id": served.people[who] if who else None,
                    "role": role,
                    "unit_id": unit_id,
                    "kind": "Unknown",
                    "params": {},
                    "sentence": f"第{number + 1}件事",
                    "at": MONDAY + timedelta(minutes=number),
                    "urgent": False,
                    **changes,
                }
            )
            uow.add(row)
            uow.session.flush()
            ids.append(row.id)
        uow.commit()
    return ids


def _unit(session, level):
    return session.scalars(select(Unit.id).where(Unit.level == level)).first()


def test_shows_unread_ones_first_then_those_read(served):
    first, second = put(served, "mediator", 2)
    visitor = served.visit("mediator")

    done = visitor.post(f"/notices/{second}/read")
    page = visitor.get("/notices")

    assert (done.status, done.location) == (303, "/notices")
    assert page.text.index("第1件事") < page.text.index("以前的通知") < page.text.index("第2件事")
    assert first


def test_the_bell_counts_what_is_unread_on_every_page(served):
    put(served, "mediator", 3)

    for path in ("/inbox", "/cases", "/account", "/nowhere"):
        html = served.visit("mediator").get(path).html
        assert ">3</b>" in html.partition('id="bell"')[2].partition("</a>")[0], path
    assert (
        "<b"
        not in served.visit("mediator2").get("/inbox").html.partition('id="bell"')[2].partition("</a>")[0]
    )


def test_the_bell_stops_counting_at_99(served):
    put(served, "mediator", 120)

    assert ">99+</b>" in served.visit("mediator").get("/inbox").html


def test_the_bell_costs_one_statement(served):
    put(served, "mediator", 3)
    seen: list[str] = []
    event.listen(served.system.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))

    served.visit("mediator").get("/account/channels")

    assert len([said for said in seen if "notice_reads" in said]) == 1


def test_sending_a_form_asks_nothing_of_the_bell(served):
    put(served, "mediator")
    visitor = served.visit("mediator")
    visitor.get("/inbox")
    seen: list[str] = []
    event.listen(served.system.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))

    done = visitor.post("/account/preferences", {"after_task": "next"})

    assert done.status == 303
    assert [said for said in seen if "notice" in said] == []


def test_a_notice_to_a_post_reaches_the_substitute(served):
    put(served, role="village_director")
    away = Absence(
        person_id=served.people["village"],
        substitute_id=served.people["mediator"],
        from_on=MONDAY.date(),
        to_on=MONDAY.date(),
    )
    with served.system.uow() as uow:
        uow.add(away)
        uow.commit()

    assert "第1件事" in served.visit("village").get("/notices").text
    assert "第1件事" in served.visit("mediator").get("/notices").text
    assert "第1件事" not in served.visit("mediator2").get("/notices").text


def test_pages_by_key_and_the_same_address_shows_the_same(served):
    put(served, "mediator", 65)
    visitor = served.visit("mediator")

    first = visitor.get("/notices")
    (following,) = first.links("/notices?after=")
    second = visitor.get(following)
    third = visitor.get(second.links("/notices?after=")[0])

    assert ("第65件事" in first.text, "第36件事" in first.text, "第35件事" in first.text) == (
        True,
        True,
        False,
    )
    assert ("第35件事" in second.text, "第5件事" in second.text) == (True, False)
    assert "第1件事" in third.text
    assert visitor.get(following).text == second.text


def test_earlier_ones_are_paged_too(served):
    put(served, "mediator", 40)
    visitor = served.visit("mediator")
    visitor.post("/notices/read", {"up_to": "99999"})

    first = visitor.get("/notices")
    (following,) = first.links("/notices?after=")

    assert "第40件事" in first.text
    assert "第11件事" in first.text
    assert "第10件事" in visitor.get(following).text


def test_marks_all_read_that_the_page_showed_but_none_that_came_in_between(served):
    shown = put(served, "mediator", 2)
    later = put(served, "mediator", 1, sentence="刚来的事")
    visitor = served.visit("mediator")

    page = visitor.post("/notices/read", {"up_to": str(shown[-1])})
    with served.session() as session:
        read = set(session.scalars(select(NoticeRead.notice_id)))

    assert page.status == 303
    assert read == set(shown)
    assert later[0] not in read


def test_opening_one_marks_it_read_and_leads_to_the_case(served):
    served.visit("grid").report()
    (notice_id,) = put(served, "grid", case_id=1)
    visitor = served.visit("grid")

    done = visitor.post(f"/notices/{notice_id}/open")

    assert (done.status, done.location) == (303, "/cases/1")
    assert "以前的通知" in visitor.get("/notices").text


def test_one_about_a_task_leads_to_the_task(served):
    (notice_id,) = put(served, "grid", params={"item_id": 7})

    assert served.visit("grid").post(f"/notices/{notice_id}/open").location == "/work/7"


def test_one_fact_told_twice_to_the_same_person_is_read_once(served):
    same = {"case_id": None, "sentence": "同一件事", "at": MONDAY}
    (first,) = put(served, "village", **same)
    put(served, role="village_director", **same)
    visitor = served.visit("village")

    visitor.post(f"/notices/{first}/read")

    assert ">1</b>" not in visitor.get("/inbox").html.partition('id="bell"')[2].partition("</a>")[0]


@pytest.mark.parametrize("act", ["open", "read"])
def test_nobody_reads_another_s(served, act):
    (notice_id,) = put(served, "mediator")

    page = served.visit("mediator2").post(f"/notices/{notice_id}/{act}")

    with served.session() as session:
        assert session.scalars(select(NoticeRead)).all() == []
    assert page.status == 404


@pytest.mark.parametrize("after", ["x", "u1x", "r-1", "u" + "9" * 30])
def test_a_cut_address_gets_a_page_that_helps(served, after):
    page = served.visit("mediator").get("/notices", query_string={"after": after})

    assert page.status == 422
    assert "网址中的翻页位置不完整，请从第一页重新翻起。" in page.text


def test_says_so_where_there_is_nothing(served):
    assert "没有通知" in served.visit("mediator").get("/notices").text


def test_english_readers_read_english(served):
    put(served, "mediator", kind="RiskRaised", params={"by": "王秀兰", "reason": "x"}, sentence="升为红色")
    visitor = served.visit("mediator")
    visitor.post("/display", {"language": "en"})

    assert "升为红色" not in visitor.get("/notices").text


def test_the_bell_rings_for_an_open_page_without_keeping_the_visit_alive(served):
    put(served, "mediator")
    visitor = served.visit("mediator")
    served.later(minutes=20)

    rung = visitor.get("/notices/bell", headers={"HX-Request": "true"})
    served.later(minutes=15)
    over = visitor.get("/notices/bell", headers={"HX-Request": "true"})
    page = visitor.get("/inbox")

    assert (rung.status, ">1</b>" in rung.html) == (200, True)
    assert "Set-Cookie" not in rung.answer.headers
    assert (over.status, over.html) == (286, "")
    assert (page.status, (page.location or "").split("?")[0]) == (303, "/sign-in")


def test_the_bell_tells_nobody_who_is_not_signed_in(served):
    assert served.visit().get("/notices/bell").status == 286


def test_only_danger_and_lateness_are_marked_as_urgent():
    told = NoticeView(1, 1, "1", "WorkHandedOver", {}, "转给您办理。", MONDAY, urgent=True)

    assert not told.is_marked
    assert replace(told, kind="RedCardGiven").is_marked


def test_what_asks_for_work_leads_to_it_until_it_is_over(served):
    visitor = served.visit("grid")
    visitor.report()
    with served.session() as session:
        item = session.scalars(select(WorkItem).where(WorkItem.state == "open")).one()
    about = {"clock_id": item.clock_id, "title": "网格接单期限", "due": "2026-09-15T17:10:00+08:00"}
    (told,) = put(served, "grid", kind="ClockAlert", params=about, case_id=item.case_id, sentence="请办完")
    assert visitor.get("/notices").text.count("未读") == 2

    opened = visitor.post(f"/notices/{told}/open")
    with served.system.uow() as uow:
        uow.session.execute(delete(NoticeRead))
        stop(uow, clock_id=item.clock_id, reason="办结", by=SYSTEM, at=served.clock.now())
        uow.commit()
    page = visitor.get("/notices")

    assert (opened.status, opened.location) == (303, f"/work/{item.id}")
    assert "已了结" in page.text
    assert "未读" not in page.text
