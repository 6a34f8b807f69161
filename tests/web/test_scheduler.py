"""The scheduler sweeps at once, and never runs into itself."""

from datetime import UTC, date, datetime, timedelta

from mediation.bootstrap import build
from mediation.clocks.edits import setting
from mediation.clocks.operations import change_calendar
from mediation.drafts import operations as drafts
from mediation.drafts.queries import mine
from mediation.kernel.actor import SYSTEM
from mediation.kernel.clock import SetClock
from mediation.notifications.delivery import Outside
from mediation.search.queries import find
from tests.factories.county import County
from tests.house.source import ROOT
from tests.operations.delivery_stage import Remembering
from web.scheduler import count_anew, read_on, schedule, sweep, tidy
from web.sending.job import send
from web.waking import wake

NOW = datetime(2026, 9, 22, 1, 0, tzinfo=UTC)


def test_the_first_sweep_comes_at_once_and_missed_ones_are_not_repeated(engine):
    system = build(engine, ROOT / "workflows" / "liuyang")

    job, *_ = schedule(system, blocking=False, every=7, clock=SetClock(NOW)).get_jobs()

    assert job.next_run_time == NOW
    assert job.trigger.interval == timedelta(seconds=7)
    assert (job.coalesce, job.max_instances, job.misfire_grace_time) == (True, 1, None)


def test_a_sweep_of_an_empty_county_does_nothing(engine):
    system = build(engine, ROOT / "workflows" / "liuyang")

    assert sweep(system, SetClock(NOW)) == {"fired": 0, "alerts": 0, "failed": 0}


def test_notices_are_sent_beside_the_sweep_where_there_is_a_way_out(engine):
    system = build(engine, ROOT / "workflows" / "liuyang")
    ways = Outside(senders={"email": Remembering()})

    jobs = schedule(system, blocking=False, clock=SetClock(NOW), outside=ways).get_jobs()
    without = schedule(system, blocking=False, clock=SetClock(NOW), outside=Outside()).get_jobs()

    assert {each.id: each.trigger.interval.seconds for each in jobs} == {
        **{each.id: each.trigger.interval.seconds for each in without},
        "send": 15,
    }
    assert {each.id for each in without} >= {"sweep", "search", "tidy"}


def test_a_pass_over_an_empty_county_sends_nothing(engine):
    system = build(engine, ROOT / "workflows" / "liuyang")

    done = send(system, Outside(senders={"email": Remembering()}), SetClock(NOW))

    assert (done.shared, done.sent) == (0, 0)


def test_search_reads_on_beside_the_sweep(engine):
    county = County(engine)
    case_id = county.report(story="去年加盖二楼。")

    read_on(county.system)

    with county.session() as session:
        found = find(session, identity=county.who("village_director"), typed="加盖二楼")
    assert [hit.case_id for hit in found.items] == [case_id]


def test_drafts_untouched_for_long_are_thrown_away(engine):
    county = County(engine)
    who = county.who("grid_leader")
    with county.system.uow() as uow:
        drafts.save(
            uow,
            key="report",
            title="报纠纷",
            path="/report",
            answers={"title": ["漏水"]},
            seen=0,
            by=who,
            at=county.at,
        )
        uow.commit()

    def left(days):
        tidy(county.system, SetClock(county.at + timedelta(days=days)))
        with county.session() as session:
            return len(mine(session, identity=who).items)

    assert [left(179), left(180)] == [1, 0]


def test_jobs_that_would_sleep_for_a_day_because_the_clock_went_back_are_woken(engine):
    system = build(engine, ROOT / "workflows" / "liuyang")
    scheduler = schedule(system, blocking=False, clock=SetClock(NOW))
    yesterday = NOW - timedelta(days=1)

    assert wake(scheduler, now=NOW) == []
    woken = wake(scheduler, now=yesterday)

    assert "sweep" in woken
    assert {job.next_run_time for job in scheduler.get_jobs() if job.id in woken} == {yesterday}


def test_what_a_change_of_the_calendar_touches_is_counted_beside_the_sweep(engine):
    county = County(engine, at="2026-09-14 10:00")
    county.report(unit_id=county.units["village"])
    day = date(2026, 9, 16)
    edit = setting(first=day, last=day, works=False, kind="disaster", reason="防汛停工")
    with county.system.uow() as uow:
        change_calendar(uow, edit=edit, by=SYSTEM, at=county.at)
        uow.commit()

    assert "recount" in {job.id for job in schedule(county.system, blocking=False).get_jobs()}
    assert count_anew(county.system, SetClock(county.at))["moved"] > 0
    assert count_anew(county.system, SetClock(county.at))["counted"] == 0
