"""A pause that does not end: since when is kept, and it is told again and again until it ends."""

from datetime import date

import pytest
from sqlalchemy import Engine, select

from mediation.cases.model import Attempt, Case
from mediation.clocks import operations as clocks
from mediation.clocks.model import Clock
from mediation.clocks.queries import for_case
from mediation.kernel.actor import SYSTEM
from mediation.ledger.queries import lines
from mediation.notifications.model import Notice
from tests.factories.county import County, moment

TOLD = "“调解期限”因鉴定从9月3日起暂停，已经{days}天还没有恢复计算，请经办人催办，办完及时恢复。"


def case_of(county: County) -> int:
    """Return the one case there is: ids go on from test to test."""
    with county.session() as session:
        return session.scalars(select(Case.id)).one()


@pytest.fixture
def county(engine: Engine) -> County:
    """A county with a case in mediation at the village, paused for an appraisal on 3 September."""
    county = County(engine, at="2026-09-01 09:00")
    case_id = county.report(unit_id=county.units["village"])
    county.do(case_id, "village_accept", {"decision": "accept"})
    with county.system.uow() as uow:
        clock = clock_of(uow.session)
        by = county.who("village_mediator").speaker()
        clocks.pause(uow, clock=clock, evidence="鉴定委托书3号", by=by, at=moment("2026-09-03 10:00"))
        uow.commit()
    return county


def clock_of(session) -> Clock:
    return session.scalars(select(Clock).where(Clock.policy == "village.mediation")).one()


def look(county: County, at: str) -> int:
    with county.system.uow() as uow:
        told = clocks.look_after_pauses(uow, at=moment(at))
        uow.commit()
        return told


def told(county: County) -> list[str]:
    with county.session() as session:
        found = lines(session, case_of(county), size=200).items
    return [line.sentence for line in found if line.kind == "PauseLasts"]


def resume(county: County, at: str) -> None:
    with county.system.uow() as uow:
        clocks.resume(uow, clock=clock_of(uow.session), evidence="鉴定意见书5号", by=SYSTEM, at=moment(at))
        uow.commit()


def test_since_when_it_stands_still_is_kept_until_it_goes_on(county: County) -> None:
    with county.session() as session:
        assert clock_of(session).paused_at == moment("2026-09-03 10:00")
        (view,) = (
            each
            for each in for_case(session, case_of(county), moment("2026-09-20 09:00"))
            if each.policy == "village.mediation"
        )
    assert (view.state, view.paused_days, view.until) == ("paused", 17, "暂停中，尚无届满日")

    resume(county, "2026-09-21 09:00")

    with county.session() as session:
        clock = clock_of(session)
        assert (clock.paused_at, clock.pause_told_on) == (None, None)


def test_nobody_is_told_before_thirty_days(county: County) -> None:
    assert look(county, "2026-10-03 09:59") == 0
    assert told(county) == []


def test_it_is_told_to_handler_and_lead_and_again_after_thirty_days_more(county: County) -> None:
    assert look(county, "2026-10-03 10:00") == 1
    assert look(county, "2026-10-03 11:00") == 0
    assert look(county, "2026-11-01 10:00") == 0
    assert look(county, "2026-11-02 10:00") == 1

    assert [line.partition("已经")[2].partition("天")[0] for line in told(county)] == ["30", "60"]
    with county.session() as session:
        assert clock_of(session).pause_told_on == date(2026, 11, 2)
        kinds = session.scalars(select(Notice.kind).where(Notice.kind == "PauseLasts")).all()
        assert len(kinds) >= 2


def test_one_that_was_resumed_is_told_no_more(county: County) -> None:
    look(county, "2026-10-03 10:00")
    resume(county, "2026-10-08 09:00")

    assert look(county, "2026-12-01 10:00") == 0


def test_one_of_a_try_that_is_over_is_told_no_more(county: County) -> None:
    with county.system.uow() as uow:
        attempt = uow.session.scalars(select(Attempt)).one()
        clocks.stop_attempt(uow, attempt_id=attempt.id, reason="ended", by=SYSTEM, at=county.at)
        uow.commit()

    assert look(county, "2026-12-01 10:00") == 0


def test_the_county_sets_after_how_many_days(county: County) -> None:
    county.system.locality.settings["pause_told_after_days"] = 10
    try:
        assert look(county, "2026-09-13 09:00") == 0
        assert look(county, "2026-09-13 10:00") == 1
    finally:
        del county.system.locality.settings["pause_told_after_days"]
