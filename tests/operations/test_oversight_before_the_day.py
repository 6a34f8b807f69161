"""The chain before the day: warned once, told further where it matters, called off when the day moves."""

from datetime import date

import pytest
from sqlalchemy import Engine, func, select, update

from mediation.cases.model import Case
from mediation.casework.interruptions import raise_risk
from mediation.casework.model import ProcessInstance, WorkItem
from mediation.clocks import operations as clocks
from mediation.clocks.model import Clock
from mediation.clocks.operations import Consented
from mediation.clocks.operations.settling import tell_move
from mediation.kernel.actor import SYSTEM
from mediation.notifications.model import Notice
from mediation.oversight import queries
from tests.factories.county import County, moment

LATE = "village_accept"


@pytest.fixture
def county(engine: Engine) -> County:
    return County(engine, at="2026-06-16 08:00")


@pytest.fixture
def case_id(county: County) -> int:
    """A noise dispute that reached the village on 16 June; 3 working days end on the 22nd."""
    return county.report(unit_id=county.units["village"], title="吴甲与郑乙噪声纠纷")


def cards(county: County, case_id: int) -> list[tuple[str, bool]]:
    with county.session() as session:
        return [(card.kind, card.is_open) for card in queries.cards_of_case(session, case_id)]


def chains(county: County, case_id: int) -> list[bool]:
    """Return of each 督办 ever begun whether it is over."""
    with county.session() as session:
        begun = (ProcessInstance.case_id == case_id, ProcessInstance.process == "oversight")
        query = select(ProcessInstance.finished_at).where(*begun).order_by(ProcessInstance.id)
        return [each is not None for each in session.scalars(query)]


def mediation_clock(county: County, case_id: int) -> Clock:
    with county.session() as session:
        mine = (Clock.case_id == case_id, Clock.policy == "village.mediation")
        return session.scalars(select(Clock).where(*mine)).one()


def accepted(county: County, case_id: int) -> None:
    county.do(case_id, LATE, {"decision": "accept"})
    county.do(case_id, "village_appoint", {"mediators": [county.logins["village_mediator"]]})
    county.do(case_id, "village_rights", {"told_on": date(2026, 6, 16), "all_told": True})


def test_one_chain_begins_at_the_yellow_card_and_goes_on_to_the_red(county: County, case_id: int) -> None:
    county.go_to("2026-06-18 08:00")
    assert (cards(county, case_id), chains(county, case_id)) == ([("yellow", True)], [False])
    county.go_to("2026-06-22 23:59")
    assert len(chains(county, case_id)) == 1

    county.go_to("2026-06-23 00:00")

    assert cards(county, case_id) == [("yellow", False), ("red", True)]
    assert chains(county, case_id) == [False]


def test_work_done_after_the_warning_ends_the_chain_without_a_mark(county: County, case_id: int) -> None:
    county.go_to("2026-06-18 09:00")

    county.do(case_id, LATE, {"decision": "accept"}, at="2026-06-22 17:00")
    county.go_to("2026-06-23 09:00")

    assert chains(county, case_id)[0]
    assert cards(county, case_id)[0] == ("yellow", False)
    assert county.said(case_id, "RedCardGiven") == county.said(case_id, "OversightClosed") == []
    with county.session() as session:
        assert queries.lateness_of(session, county.logins["village_director"]) == 0


def test_an_ordinary_limit_of_a_case_that_is_not_red_is_told_to_nobody_else(
    county: County, case_id: int
) -> None:
    county.go_to("2026-06-18 09:00")

    assert county.said(case_id, "RiskSoonLate") == county.said(case_id, "LimitSoonOver") == []


def test_of_a_red_case_the_head_of_the_town_hears_before_the_day(county: County, case_id: int) -> None:
    with county.system.uow() as uow:
        uow.session.execute(update(Case).where(Case.id == case_id).values(risk="red"))
        uow.commit()

    county.go_to("2026-06-18 09:00")

    (line,) = county.said(case_id, "RiskSoonLate")
    assert line == "红色案件的“村级受理期限”将于6月22日到期，已提请官渡镇乡镇主要领导乡镇主要领导甲关注。"
    with county.session() as session:
        (notice,) = session.scalars(select(Notice).where(Notice.kind == "RiskSoonLate"))
        assert (notice.person_id, notice.urgent) == (county.logins["town_leader"], True)


def test_of_a_statutory_limit_whoever_answers_for_the_level_hears_before_the_day(
    county: County, case_id: int
) -> None:
    accepted(county, case_id)
    assert mediation_clock(county, case_id).due_on == date(2026, 7, 16)

    county.go_to("2026-07-15 09:00")

    (line,) = county.said(case_id, "LimitSoonOver")
    assert (
        line
        == "“村级调解期限”有法律法规依据，7月16日届满，已提请官渡镇南岳村调委会主任调委会主任甲督促办结。"
    )
    with county.session() as session:
        (notice,) = session.scalars(select(Notice).where(Notice.kind == "LimitSoonOver"))
        assert notice.person_id == county.logins["village_director"]


def test_reminders_of_before_stay_beside_the_yellow_card(county: County, case_id: int) -> None:
    accepted(county, case_id)

    given = [(label, at[:10]) for label, at in mediation_clock(county, case_id).reminders]

    assert given == [("remind", "2026-07-01"), ("remind", "2026-07-11"), ("yellow", "2026-07-15")]


def test_a_day_put_off_takes_the_warning_back_and_warns_anew(county: County, case_id: int) -> None:
    accepted(county, case_id)
    county.go_to("2026-07-15 09:00")
    with county.system.uow() as uow:
        clock = mediation_clock(county, case_id)
        agreed = [Consented(party_id=each, given_on=date(2026, 7, 15)) for each in county.parties(case_id)]
        clocks.extend(
            uow,
            clock_id=clock.id,
            amount=10,
            unit="calendar_day",
            consents=agreed,
            reason="等丈量",
            at=county.at,
            by=SYSTEM,
        )
        uow.commit()
    assert (cards(county, case_id), chains(county, case_id)) == ([("yellow", False)], [True])
    assert mediation_clock(county, case_id).due_on == date(2026, 7, 27)

    county.go_to("2026-07-24 09:00")

    assert cards(county, case_id) == [("yellow", False), ("yellow", True)]
    assert chains(county, case_id) == [True, False]
    assert county.said(case_id, "RedCardGiven") == []


def test_a_pause_takes_the_warning_back(county: County, case_id: int) -> None:
    accepted(county, case_id)
    county.go_to("2026-07-15 09:00")

    with county.system.uow() as uow:
        clock = mediation_clock(county, case_id)
        clocks.pause(uow, clock_id=clock.id, evidence="鉴定委托书", at=county.at, by=SYSTEM)
        uow.commit()

    assert (cards(county, case_id), chains(county, case_id)) == ([("yellow", False)], [True])
    assert mediation_clock(county, case_id).chain_since is None


def test_a_warning_stays_while_its_day_does(county: County, case_id: int) -> None:
    county.go_to("2026-06-18 09:00")

    with county.system.uow() as uow:
        clock = uow.get(Clock, county.item(case_id, LATE).clock_id)
        tell_move(uow, clock, at=county.at, by=SYSTEM)
        uow.commit()

    assert (cards(county, case_id), chains(county, case_id)) == ([("yellow", True)], [False])


def test_what_was_thought_late_and_is_not_counts_for_nobody(county: County, case_id: int) -> None:
    county.go_to("2026-06-23 09:00")
    with county.system.uow() as uow:
        clock = uow.get(Clock, county.item(case_id, LATE).clock_id)
        clock.state, clock.reached_at = "running", None
        clock.due_on, clock.due_at = date(2026, 6, 24), moment("2026-06-25 00:00")
        clock.wake_at, clock.wake_kind = clock.due_at, "due"
        tell_move(uow, clock, at=county.at, by=SYSTEM)
        uow.commit()

    with county.session() as session:
        (red,) = queries.cards_of_case(session, case_id)
        assert queries.lateness_of(session, county.logins["village_director"]) == 0
    assert (red.is_void, red.is_open, red.due_on) == (True, False, date(2026, 6, 22))
    assert chains(county, case_id) == [True]
    assert "explain_lateness" not in county.open(case_id)
    assert county.said(case_id, "OversightClosed") == []
    assert county.said(case_id, "CardsVoided") == [
        "“村级受理期限”的期限重新计算，原来发给官渡镇南岳村调委会主任调委会主任甲的红牌作废，不记逾期。"
    ]

    county.go_to("2026-06-25 00:00")

    with county.session() as session:
        kinds = [(card.kind, card.is_void) for card in queries.cards_of_case(session, case_id)]
    assert kinds == [("red", True), ("red", False)]
    assert chains(county, case_id) == [True, False]


def test_passing_the_task_on_after_the_warning_resets_nothing(county: County, case_id: int) -> None:
    county.go_to("2026-06-18 09:00")
    item = county.item(case_id, LATE)
    with county.system.uow() as uow:
        uow.session.execute(
            update(WorkItem).where(WorkItem.id == item.id).values(person_id=county.logins["village_mediator"])
        )
        uow.commit()

    county.go_to("2026-06-23 00:00")

    with county.session() as session:
        yellow, red = queries.cards_of_case(session, case_id)
    assert (yellow.person_id, red.person_id) == (
        county.logins["village_director"],
        county.logins["village_mediator"],
    )
    assert red.due_on == yellow.due_on == date(2026, 6, 22)
    assert chains(county, case_id) == [False]


def test_a_case_that_turns_red_after_the_warning_still_goes_one_way(county: County, case_id: int) -> None:
    county.go_to("2026-06-18 09:00")
    with county.system.uow() as uow:
        by = county.who("village_director").actor_for("village_director", county.units["village"])
        raise_risk(uow, case_id=case_id, trigger="weapon", reason="有人持铁锹上门", by=by, at=county.at)
        uow.commit()

    county.go_to("2026-06-23 09:00")

    with county.session() as session:
        twice = (
            select(ProcessInstance.subject_id)
            .where(ProcessInstance.process == "oversight")
            .group_by(ProcessInstance.subject_id)
            .having(func.count() > 1)
        )
        assert session.scalars(twice).all() == []


def test_hours_run_out_without_a_warning_and_begin_at_the_red_card(county: County) -> None:
    case_id = county.report()
    assert county.open(case_id) == ["grid_accept"]

    county.go_to("2026-06-17 08:00")

    assert cards(county, case_id) == [("red", True)]
    assert chains(county, case_id) == [False]
