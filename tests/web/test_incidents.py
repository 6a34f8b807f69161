"""运行情况: what failed by itself is seen, tried again, and never lost."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from mediation.casework.model import ParkedStep, WorkItem
from mediation.casework.steps import all_steps
from mediation.clocks.model import Clock
from mediation.heartbeats.model import Heartbeat
from mediation.kernel.actor import SYSTEM
from mediation.notifications.model import Channel
from mediation.people.operations import add_person
from mediation.units.model import Unit
from tests.factories.people import a_post
from tests.web.stage import MONDAY, PASSWORD

WHAT = "除数是零"


@pytest.fixture
def keeper(served):
    """Whoever keeps the system running."""
    with served.system.uow() as uow:
        person = add_person(uow, login="keeper", name="高明", password=PASSWORD, by=SYSTEM, at=MONDAY)
        top = uow.session.scalars(select(Unit).where(Unit.level == "county")).one()
        a_post(uow.session, person=person, role="administrator", unit=top)
        uow.commit()
        served.people["keeper"] = person.id
    return served.visit("keeper")


@pytest.fixture
def broken():
    """Let risk assessment fail as long as the set has something in it."""
    steps, real, on = all_steps(), all_steps()["intake.assess_risk"], {"broken"}

    def _assess(act):
        if on:
            raise ZeroDivisionError(WHAT)
        return real(act)

    steps["intake.assess_risk"] = _assess
    yield on
    steps["intake.assess_risk"] = real


def parked(served):
    with served.session() as session:
        return session.scalars(select(ParkedStep)).one()


def a_parked_clock(served):
    """Report a dispute and let its clock have failed."""
    served.visit("grid").report()
    with served.system.uow() as uow:
        item = uow.session.scalars(select(WorkItem).where(WorkItem.clock_id.is_not(None))).first()
        clock = uow.session.get_one(Clock, item.clock_id)
        clock.failures, clock.failed_at, clock.failure = 2, MONDAY, "ValueError: 表里没有"
        clock.wake_at = MONDAY + timedelta(days=9)
        uow.commit()
        return clock.id


def beat(served, job, **given):
    with served.system.uow() as uow:
        known = {
            "started_at": MONDAY,
            "begun_at": MONDAY,
            "seen_at": MONDAY,
            "every_seconds": 20,
            "figures": {},
        }
        uow.add(Heartbeat(scheduler="host 1", job=job, **{**known, **given}))
        uow.commit()


def test_a_report_whose_step_breaks_is_kept_and_the_administrator_lets_it_go_on(served, keeper, broken):
    case = served.visit("grid").report().location

    shown = served.visit("grid").get(case)
    assert "系统没有自动办成，已报系统管理员重新办理。您填的内容都在" in shown.text
    page = keeper.get("/incidents")
    assert WHAT in page.text
    assert "没有自动办成的步骤" in page.text

    again = keeper.post(f"/incidents/steps/{parked(served).id}/retry")
    assert again.location == "/incidents"
    assert "还是没有办成" in keeper.get("/incidents").text
    assert "试了2次" in keeper.get("/incidents").text

    broken.clear()
    keeper.post(f"/incidents/steps/{parked(served).id}/retry")
    assert "已经办成" in keeper.get("/incidents").text
    assert "系统没有自动办成，已报" not in served.visit("grid").get(case).text
    assert "重新办理“" in served.visit("grid").get(f"{case}/happened").text


def test_what_was_mended_before_is_said(served, keeper, broken):
    served.visit("grid").report()
    broken.clear()
    keeper.post(f"/incidents/steps/{parked(served).id}/retry")

    again = keeper.post(f"/incidents/steps/{parked(served).id}/retry")

    assert again.status == 409
    assert "已经处理过了" in again.text


def test_a_parked_deadline_is_fired_now(served, keeper):
    clock_id = a_parked_clock(served)
    page = keeper.get("/incidents")
    assert "到期没有触发的期限" in page.text
    assert "试了2次" in page.text

    served.later(days=3)
    keeper = served.visit("keeper")
    keeper.post(f"/incidents/clocks/{clock_id}/retry")

    with served.session() as session:
        clock = session.get_one(Clock, clock_id)
        assert (clock.failures, clock.failure) == (0, None)
    assert "到期没有触发的期限" not in keeper.get("/incidents").text
    assert keeper.post(f"/incidents/clocks/{clock_id}/retry").status == 409


def test_a_supervisor_sees_what_stands_in_the_units_below_and_cannot_try(served, keeper, broken):
    served.visit("grid").report()
    parked_id = parked(served).id

    page = served.visit("town").get("/incidents")

    assert "您所管单位的案件" in page.text
    assert "再试一次" not in page.text
    assert WHAT not in page.text
    assert served.visit("town").post(f"/incidents/steps/{parked_id}/retry").status == 403


@pytest.mark.parametrize("login", ["grid", "village", "auditor"])
def test_others_have_no_business_there(served, broken, login):
    served.visit("grid").report()

    page = served.visit(login).get("/incidents")
    tried = served.visit(login).post(f"/incidents/steps/{parked(served).id}/retry")

    assert (page.status, tried.status) == (403, 403)
    assert "没有“维护系统运行”或“督办工作”的权限" in page.text
    assert parked(served).failures == 1


def test_all_is_well(served, keeper):
    beat(served, "sweep")

    page = keeper.get("/incidents")

    assert "都在正常运行" in page.text
    assert "期限计时" in page.text


def test_a_dead_scheduler_and_a_time_nobody_believes_are_said_and_confirmed(served, keeper):
    beat(served, "sweep", held_since=MONDAY - timedelta(days=1), jump_seconds=86400)

    page = keeper.get("/incidents")
    assert "往前跳了" in page.text
    assert "时间正确，接着运行" in page.text
    assert "时间正确，接着运行" not in served.visit("county").get("/incidents").text

    keeper.post("/incidents/time/confirm")
    assert "已确认时间正确" in keeper.get("/incidents").text
    served.later(minutes=10)
    assert "没有动静" in keeper.get("/incidents").text


def test_a_job_that_fails_is_not_all_well(served, keeper):
    beat(served, "sweep", failures=1, failure="ValueError: x", ended_at=MONDAY)

    page = keeper.get("/incidents")

    assert "1项需要留意" in page.text
    assert "都在正常运行" not in page.text


def test_a_dead_scheduler_whose_job_another_does_folds_away_and_machines_are_said_in_words(served, keeper):
    with served.system.uow() as uow:
        for name, seen in (("vm 16281 22040056", MONDAY - timedelta(hours=1)), ("east 7 22040056", MONDAY)):
            known = {"job": "sweep", "every_seconds": 20, "figures": {}, "ended_at": seen, "begun_at": seen}
            uow.add(Heartbeat(scheduler=name, started_at=MONDAY, seen_at=seen, **known))
        uow.commit()

    page = keeper.get("/incidents")

    assert "都在正常运行" in page.text
    assert "east，9月14日 10:00启动" in page.text
    assert "vm" not in page.text
    assert "22040056" not in page.text


def test_what_was_not_sent_stands_there_in_numbers(served, keeper):
    assert "没有停用的通知方式，也没有发不出去的消息" in keeper.get("/incidents").text
    with served.system.uow() as uow:
        whose = {"person_id": served.people["grid"], "kind": "email", "address": "xu@example.cn"}
        uow.add(Channel(**whose, state="dead", made_at=MONDAY, dead_at=MONDAY))
        uow.commit()

    page = keeper.get("/incidents")

    assert "没有发出0条，不能确定0条，停用的通知方式1个" in page.text
    assert page.links("/channels/health")


def test_jobs_are_counted_however_many_machines_run_them(served, keeper):
    with served.system.uow() as uow:
        for name in ("east 7 22040056", "west 8 22040056", "east once"):
            known = {"job": "sweep", "every_seconds": 20, "figures": {}, "ended_at": MONDAY}
            uow.add(Heartbeat(scheduler=name, started_at=MONDAY, seen_at=MONDAY, begun_at=MONDAY, **known))
        uow.commit()

    assert "1项都正常" in keeper.get("/incidents").text
