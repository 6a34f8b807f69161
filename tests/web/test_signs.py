"""The strip that says that nothing keeps the clock: for administrators on every page."""

from datetime import timedelta

import pytest

from mediation.heartbeats import operations as heartbeats
from mediation.heartbeats.operations import Job
from mediation.kernel.unit_of_work import transact
from mediation.notifications.delivery import Outside
from mediation.people.model import Person
from mediation.units.model import Unit
from tests.factories.people import a_post
from tests.operations.delivery_stage import Remembering
from web.scheduler import schedule
from web.signs import JOBS

EVERY = timedelta(seconds=20)


@pytest.fixture
def administrator(served):
    """An administrator looking at the inbox."""
    with served.session() as session:
        unit = session.query(Unit).filter(Unit.level == "county").one()
        a_post(session, person=session.get(Person, served.people["auditor"]), role="administrator", unit=unit)
        session.commit()
    return served.visit("auditor")


def sign(served, act, **given):
    job = Job("east 17", "sweep", EVERY, served.clock.now())
    transact(served.system.uow, lambda uow: act(uow, job=job, at=served.clock.now(), **given))


def strip(page) -> str:
    return page.html.partition("data-missed=")[2].partition("</div>")[0]


def test_an_administrator_reads_that_no_scheduler_was_ever_started(administrator):
    assert "“期限计时”没有在运行" in strip(administrator.get("/inbox"))


def test_nobody_else_is_bothered_with_it(served):
    assert strip(served.visit("village").get("/inbox")) == ""


def test_supervisors_read_it_on_the_board(served):
    assert "“期限计时”没有在运行" in strip(served.visit("county").get("/board"))


def test_five_minutes_without_a_sign_are_on_the_page_and_a_sign_takes_it_away(served, administrator):
    sign(served, heartbeats.begin)
    assert strip(administrator.get("/inbox")) == ""

    served.later(minutes=5, seconds=1)
    assert "“期限计时”从9月14日 10:00起没有动静" in strip(administrator.get("/inbox"))

    sign(served, heartbeats.go_on)
    assert strip(administrator.get("/inbox")) == ""


@pytest.mark.usefixtures("administrator")
def test_a_clock_that_jumped_is_said_with_how_far(served):
    since = served.clock.now()
    served.later(days=1)
    sign(served, heartbeats.hold, since=since, jump=timedelta(days=1), told=False)

    told = strip(served.visit("auditor").get("/inbox"))

    assert "服务器的时间往前跳了 1 天" in told
    assert "自9月14日 10:00起暂停" in told


def test_it_speaks_english_too(served, administrator):
    administrator.post("/display", {"language": "en"})

    assert "Deadline clock" in strip(administrator.get("/inbox"))


def test_every_job_of_the_scheduler_has_a_chinese_name(served):
    ways = Outside(senders={"email": Remembering()})

    jobs = schedule(served.system, blocking=False, clock=served.clock, outside=ways).get_jobs()

    assert {each.id for each in jobs} == JOBS.keys()
