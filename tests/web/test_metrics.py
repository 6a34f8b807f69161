"""Figures for monitoring: right, without any case in them, and not for everybody."""

from datetime import timedelta

import pytest

from mediation.clocks.sweep import tick
from mediation.heartbeats import operations as heartbeats
from mediation.heartbeats.operations import Job
from mediation.kernel.unit_of_work import transact
from mediation.notifications.model import Notice


def read(page) -> dict[str, float]:
    lines = [line.rpartition(" ") for line in page.html.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in lines}


@pytest.fixture
def figures(served):
    """What /metrics says now."""
    return lambda: read(served.visit().get("/metrics"))


def test_counts_what_is_open_late_and_due(served, figures):
    served.visit("grid").report()
    at_first = figures()
    served.later(days=9)

    late = figures()

    assert (at_first["mediation_open_tasks"], at_first["mediation_late_tasks"]) == (1, 0)
    assert (late["mediation_open_tasks"], late["mediation_late_tasks"]) == (1, 1)
    assert late["mediation_due_clocks"] >= 1
    assert late["mediation_tick_lag_seconds"] > 3600


def test_a_sweep_takes_the_lag_away(served, figures):
    served.visit("grid").report()
    served.later(days=9)

    tick(served.system.uow, at=served.clock.now())

    assert (figures()["mediation_due_clocks"], figures()["mediation_tick_lag_seconds"]) == (0, 0)


def test_tells_how_old_the_signs_of_life_are(served, figures):
    assert figures()["mediation_jobs_missed"] == 1
    at = served.clock.now()
    job = Job("east 17", "sweep", timedelta(seconds=20), at)
    transact(served.system.uow, lambda uow: heartbeats.begin(uow, job=job, at=at))
    served.later(seconds=90)

    assert figures()['mediation_heartbeat_age_seconds{job="sweep"}'] == 90
    assert figures()["mediation_jobs_missed"] == 0
    served.later(minutes=5)
    assert figures()["mediation_jobs_missed"] == 1


def test_what_waits_to_be_told_is_counted_with_its_age(served, figures):
    with served.session() as session:
        told = {"kind": "RiskRaised", "params": {}, "sentence": "风险调为红色。", "at": served.clock.now()}
        session.add(Notice(person_id=served.people["village"], **told))
        session.commit()
    served.later(hours=2)

    found = figures()

    assert found["mediation_outbox_waiting"] == 1
    assert found["mediation_outbox_age_seconds"] == 7200


def test_requests_are_counted_by_route_and_never_by_case(served, figures):
    served.visit("grid").report()
    served.visit("grid").get("/cases/1")
    served.visit().get("/no/such/page")
    served.visit().client.open("/inbox", method="MADE-UP-BY-SOMEBODY")

    found = figures()

    counted = 'mediation_http_requests_total{method="GET",route="/cases/<int:case_id>",status="200"}'
    assert found[counted] == 1
    assert found['mediation_http_requests_total{method="GET",route="none",status="404"}'] == 1
    assert found['mediation_http_request_seconds_count{route="/cases/<int:case_id>"}'] == 1
    assert not any("/cases/1" in name or "MADE-UP" in name for name in found)


def test_only_this_machine_may_read_where_there_is_no_token(served):
    visit = served.visit()

    assert visit.get("/metrics").status == 200
    assert visit.get("/metrics", environ_overrides={"REMOTE_ADDR": "10.0.0.7"}).status == 404
    assert visit.get("/metrics", base_url="https://tiaojie.example.cn").status == 404


def test_with_a_token_only_who_knows_it_may_read(served):
    served.app.config["METRICS_TOKEN"] = "for the watcher"
    visit = served.visit()

    def status(header):
        return visit.get("/metrics", headers={"Authorization": header}).status

    assert status("Bearer for the watcher") == 200
    assert [status(each) for each in ("Bearer another", "Basic for the watcher", "Bearer", "")] == [404] * 4


def test_costs_two_statements(served, figures, said):
    figures()
    said.clear()

    figures()

    assert len([each for each in said if each.startswith("SELECT")]) <= 2


@pytest.fixture
def said(served):
    """The statements that were executed."""
    from sqlalchemy import event

    found: list[str] = []

    @event.listens_for(served.system.engine, "before_cursor_execute")
    def _note(connection, cursor, statement, *rest):
        found.append(statement)

    yield found
    event.remove(served.system.engine, "before_cursor_execute", _note)
