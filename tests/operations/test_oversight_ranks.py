"""Ranks of 督办 that cannot be reached: told further up, shown, never passed over."""

from datetime import date

import pytest
from sqlalchemy import Engine, select

from mediation.kernel.clock import day_of
from mediation.notifications.model import Channel, Notice
from mediation.oversight import queries
from mediation.oversight.queries import UnreachedView
from mediation.people.model import Absence, Person
from mediation.units.model import Unit
from tests.factories import a_person, a_post
from tests.factories.county import County

LATE = "village_accept"
CALLED = "2026-06-26 00:00"


@pytest.fixture
def county(engine: Engine) -> County:
    return County(engine, at="2026-06-16 08:00")


@pytest.fixture
def case_id(county: County) -> int:
    return county.report(unit_id=county.units["village"], title="吴甲与郑乙噪声纠纷")


def channel_of(county: County, login: str, state: str = "on") -> None:
    with county.system.uow() as uow:
        made = {"dead_at": county.at} if state == "dead" else {}
        uow.add(
            Channel(
                person_id=county.logins[login],
                kind="email",
                address=f"{login}@example.org",
                state=state,
                made_at=county.at,
                **made,
            )
        )
        uow.commit()


def unreached(county: County, case_id: int) -> tuple[UnreachedView, ...]:
    with county.session() as session:
        return queries.unreached(session, case_id=case_id, on=day_of(county.at))


def notified(county: County, kind: str) -> set[tuple[int | None, str | None]]:
    with county.session() as session:
        return {
            (each.person_id, each.role) for each in session.scalars(select(Notice).where(Notice.kind == kind))
        }


def leave(county: County, login: str) -> None:
    with county.system.uow() as uow:
        uow.get(Person, county.logins[login]).is_active = False
        uow.commit()


def test_where_nobody_uses_channels_nobody_is_missed(county: County, case_id: int) -> None:
    county.go_to(CALLED)

    assert unreached(county, case_id) == ()


def test_a_leader_without_a_channel_is_reported_up_and_keeps_the_task(county: County, case_id: int) -> None:
    channel_of(county, "county_supervisor")

    county.go_to(CALLED)

    (missed,) = unreached(county, case_id)
    assert (missed.post, missed.taken_by) == ("官渡镇乡镇主要领导", "浏阳市督查专员")
    assert (missed.has_channel, missed.is_over) == (False, False)
    assert county.item(case_id, "town_instruction").role == "town_leader"
    assert county.said(case_id, "RankWithoutChannel") == [
        "督办已报官渡镇乡镇主要领导，该岗位的人没有可用的通知渠道，只能登录后看到；改报浏阳市督查专员。"
    ]
    assert (county.logins["county_supervisor"], None) in notified(county, "RankWithoutChannel")


def test_a_dead_channel_is_none(county: County, case_id: int) -> None:
    channel_of(county, "county_supervisor")
    channel_of(county, "town_leader", state="dead")

    county.go_to(CALLED)

    assert [each.has_channel for each in unreached(county, case_id)] == [False]


def test_whoever_stands_in_is_reached_instead(county: County, case_id: int) -> None:
    channel_of(county, "county_supervisor")
    channel_of(county, "town_director")
    with county.system.uow() as uow:
        uow.add(
            Absence(
                person_id=county.logins["town_leader"],
                substitute_id=county.logins["town_director"],
                from_on=date(2026, 6, 25),
                to_on=date(2026, 6, 30),
            )
        )
        uow.commit()

    county.go_to(CALLED)

    assert unreached(county, case_id) == ()


def test_a_channel_set_up_later_ends_the_mark(county: County, case_id: int) -> None:
    channel_of(county, "county_supervisor")
    county.go_to(CALLED)

    channel_of(county, "town_leader")

    assert [each.is_over for each in unreached(county, case_id)] == [True]


def test_a_vacant_post_is_reported_up_and_its_task_opens_where_somebody_stands_in(
    county: County, case_id: int
) -> None:
    leave(county, "town_leader")

    county.go_to(CALLED)

    (missed,) = unreached(county, case_id)
    assert (missed.post, missed.taken_by, missed.has_channel) == (
        "官渡镇乡镇主要领导",
        "浏阳市督查专员",
        True,
    )
    opened = county.item(case_id, "town_instruction")
    assert (opened.role, opened.diverted_from_role) == ("county_supervisor", "town_leader")
    assert (county.logins["county_supervisor"], None) in notified(county, "RankUnreached")


def test_a_vacancy_that_is_filled_ends_the_mark_and_the_record_stays(county: County, case_id: int) -> None:
    leave(county, "town_leader")
    county.go_to(CALLED)
    assert [each.is_over for each in unreached(county, case_id)] == [False]

    with county.system.uow() as uow:
        new = a_person(uow.session, name="新书记")
        a_post(uow.session, person=new, role="town_leader", unit=uow.get(Unit, county.units["town"]))
        uow.commit()

    (missed,) = unreached(county, case_id)
    assert missed.is_over
    assert len(county.said(case_id, "RankUnreached")) == 1


def test_with_every_rank_vacant_the_chain_goes_on_and_says_so(county: County, case_id: int) -> None:
    for login in ("town_leader", "county_supervisor", "county_director"):
        leave(county, login)

    county.go_to("2026-07-07 00:00")

    assert {each.post for each in unreached(county, case_id)} == {"官渡镇乡镇主要领导", "浏阳市督查专员"}
    assert {each.taken_by for each in unreached(county, case_id)} == {""}
    assert {"town_instruction", "county_interview"} <= set(county.open(case_id))
    with county.session() as session:
        assert len(queries.for_case(session, case_id).listings) == 1


def test_lateness_nobody_explained_is_told_and_shown_until_somebody_does(
    county: County, case_id: int
) -> None:
    county.go_to("2026-06-24 23:59")
    assert county.said(case_id, "LatenessUnexplained") == []
    county.go_to("2026-06-25 00:00")

    with county.session() as session:
        red = queries.cards_of_case(session, case_id)[-1]
    assert (red.kind, red.is_unexplained) == ("red", True)
    assert county.said(case_id, "LatenessUnexplained") == [
        "“村级受理期限”逾期后，官渡镇南岳村调委会主任调委会主任甲到期没有说明原因，已报官渡镇矛调中心主任矛调中心主任甲。"
    ]
    assert county.item(case_id, "explain_lateness").late

    county.do(case_id, "explain_lateness", {"explanation": "值班交接漏看，今日受理。"})

    with county.session() as session:
        assert not queries.cards_of_case(session, case_id)[-1].is_unexplained


def test_an_explanation_in_time_leaves_nothing_to_report(county: County, case_id: int) -> None:
    county.go_to("2026-06-23 09:00")
    county.do(case_id, "explain_lateness", {"explanation": "值班交接漏看，今日受理。"})

    county.go_to("2026-06-25 09:00")

    assert county.said(case_id, "LatenessUnexplained") == []


def test_a_warning_about_a_step_of_supervision_says_which_late_work_it_is_about(
    county: County, case_id: int
) -> None:
    county.go_to(CALLED)
    county.go_to("2026-06-29 23:00")

    (warned,) = [said for said in county.said(case_id, "YellowCardGiven") if "督办单" in said]

    assert warned.startswith("“督办单下达期限（村级受理期限）”将于6月30日到期")
