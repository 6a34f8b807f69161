"""A pause that does not end: since when is kept, and it is told again and again until it ends."""

from datetime import date

import pytest
from sqlalchemy import Engine, select

from mediation.cases.model import Attempt
from mediation.clocks import operations as clocks
from mediation.clocks.model import ClockEntry
from mediation.clocks.operations.refusals import PaperNotYetWritten
from mediation.clocks.queries import for_case
from mediation.kernel.actor import SYSTEM
from mediation.notifications.model import Notice
from tests.factories.county import moment
from tests.operations.limit_stage import LIMIT, Mediated

TOLD = "“村级调解期限”因鉴定从9月3日起暂停，已经{days}天还没有恢复计算，请经办人催办，办完及时恢复。"


@pytest.fixture
def county(engine: Engine) -> Mediated:
    """A county with a case in mediation at the village, paused for an appraisal on 3 September."""
    county = Mediated(engine)
    with county.system.uow() as uow:
        clock = county.limit(uow.session)
        by = county.who("village_mediator").speaker()
        clocks.pause(uow, clock=clock, evidence="鉴定委托书3号", by=by, at=moment("2026-09-03 10:00"))
        uow.commit()
    return county


def look(county: Mediated, at: str) -> int:
    with county.system.uow() as uow:
        told = clocks.look_after_pauses(uow, at=moment(at))
        uow.commit()
        return told


def resume(county: Mediated, at: str) -> None:
    with county.system.uow() as uow:
        clocks.resume(
            uow, clock=county.limit(uow.session), evidence="鉴定意见书5号", by=SYSTEM, at=moment(at)
        )
        uow.commit()


def test_a_paper_s_day_is_kept_with_it_and_cannot_lie_ahead(county: Mediated) -> None:
    at = moment("2026-09-21 09:00")
    with county.system.uow() as uow:
        dated = {"clock": county.limit(uow.session), "evidence": "鉴定意见书5号", "by": SYSTEM, "at": at}
        with pytest.raises(PaperNotYetWritten):
            clocks.resume(uow, **dated, dated_on=date(2026, 9, 22))
        clocks.resume(uow, **dated, dated_on=date(2026, 9, 21))
        uow.commit()

    with county.session() as session:
        kept = session.scalars(select(ClockEntry.evidence).where(ClockEntry.kind == "resumed")).one()
    assert kept == "鉴定意见书5号，2026年9月21日"


def test_since_when_it_stands_still_is_kept_until_it_goes_on(county: Mediated) -> None:
    with county.session() as session:
        assert county.limit(session).paused_at == moment("2026-09-03 10:00")
        (view,) = (
            each
            for each in for_case(session, county.case_id, moment("2026-09-20 09:00"))
            if each.policy == LIMIT
        )
    assert (view.state, view.paused_days, view.until) == ("paused", 17, "暂停中，尚无届满日")

    resume(county, "2026-09-21 09:00")

    with county.session() as session:
        clock = county.limit(session)
        assert (clock.paused_at, clock.pause_told_on) == (None, None)


def test_nobody_is_told_before_thirty_days(county: Mediated) -> None:
    assert look(county, "2026-10-03 09:59") == 0
    assert county.said(county.case_id, "PauseLasts") == []


def test_it_is_told_to_handler_and_lead_and_again_after_thirty_days_more(county: Mediated) -> None:
    assert look(county, "2026-10-03 10:00") == 1
    assert look(county, "2026-10-03 11:00") == 0
    assert look(county, "2026-11-01 10:00") == 0
    assert look(county, "2026-11-02 10:00") == 1

    said = county.said(county.case_id, "PauseLasts")
    assert said == [TOLD.format(days=30), TOLD.format(days=60)]
    with county.session() as session:
        assert county.limit(session).pause_told_on == date(2026, 11, 2)
        told = session.scalars(select(Notice).where(Notice.kind == "PauseLasts")).all()
    assert sorted((notice.role, notice.params["days"]) for notice in told) == [
        ("village_director", 30),
        ("village_director", 60),
        ("village_mediator", 30),
        ("village_mediator", 60),
    ]


def test_one_that_was_resumed_is_told_no_more(county: Mediated) -> None:
    look(county, "2026-10-03 10:00")
    resume(county, "2026-10-08 09:00")

    assert look(county, "2026-12-01 10:00") == 0


def test_one_of_a_try_that_is_over_is_told_no_more(county: Mediated) -> None:
    with county.system.uow() as uow:
        attempt = uow.session.scalars(select(Attempt)).one()
        clocks.stop_attempt(uow, attempt_id=attempt.id, reason="ended", by=SYSTEM, at=county.at)
        uow.commit()

    assert look(county, "2026-12-01 10:00") == 0


def test_the_county_sets_after_how_many_days(county: Mediated) -> None:
    county.system.locality.settings["pause_told_after_days"] = 10
    try:
        assert look(county, "2026-09-13 09:00") == 0
        assert look(county, "2026-09-13 10:00") == 1
    finally:
        del county.system.locality.settings["pause_told_after_days"]
