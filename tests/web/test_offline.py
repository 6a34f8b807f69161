"""What the phone's outbox is told, and what the worker and the app manifest say."""

import json

import pytest
from sqlalchemy import func, select

from mediation.cases.model import Case
from tests.web.test_quick_report import SHORT

DATA = {"Accept": "application/json"}


def _send(visitor, path="/report/quick", data=None, **headers):
    sent = SHORT if data is None else data
    return visitor.client.post(
        path, data=sent, headers={**DATA, **headers}, content_type="multipart/form-data"
    )


def test_what_was_taken_is_told_with_its_link(served):
    answer = _send(served.visit("grid"))

    told = answer.get_json()
    assert answer.status_code == 200
    assert told["state"] == "done"
    assert told["link"].startswith("/report/quick/")


def test_the_server_got_it_and_the_phone_did_not_hear(served):
    visitor = served.visit("grid")

    first, again = (_send(visitor).get_json() for _ in range(2))

    assert again == first
    with served.session() as session:
        assert session.scalar(select(func.count()).select_from(Case)) == 1


def test_what_was_refused_is_told_by_field(served):
    answer = _send(served.visit("grid"), data={**SHORT, "name_1": "", "phone_0": "12"})

    told = answer.get_json()
    assert answer.status_code == 422
    assert told["state"] == "refused"
    assert "field-name_1" in told["fields"]
    assert told["sentence"]


def test_a_task_done_by_another_is_a_conflict_with_who_and_when(served):
    grid = served.visit("grid")
    case = grid.get(grid.report().location)
    (work,) = case.links("/work/")
    answers = {"decision": "accept", "submission": "first"}

    first = _send(grid, work, answers).get_json()
    repeated = _send(grid, work, answers).get_json()
    other = _send(grid, work, {**answers, "submission": "second"})

    assert first["state"] == repeated["state"] == "done"
    assert other.status_code == 409
    assert other.get_json()["state"] == "conflict"
    assert "徐满爷" in other.get_json()["sentence"]


def test_without_a_visit_it_is_asked_to_sign_in(served):
    answer = _send(served.visit())

    assert answer.status_code == 401


def test_what_another_person_entered_is_not_taken(served):
    other = str(served.people["village"])

    answer = _send(served.visit("grid"), **{"X-Entered-By": other})

    assert answer.status_code == 409
    assert answer.get_json()["state"] == "other_person"
    with served.session() as session:
        assert session.scalar(select(func.count()).select_from(Case)) == 0


def test_who_is_signed_in_gets_a_fresh_guard(served):
    told = served.visit("grid").client.get("/offline/token").get_json()

    assert told["person"] == str(served.people["grid"])
    assert told["token"]
    assert served.visit().client.get("/offline/token").get_json() == {"person": None, "token": ""}


def test_a_browser_still_gets_pages(served):
    assert "<!doctype html>" in served.visit("grid").post("/report/quick", {"kind": ""}).html


def test_the_manifest_names_the_app_and_its_icons(served):
    answer = served.visit().client.get("/manifest.webmanifest")

    told = json.loads(answer.get_data())
    assert answer.mimetype == "application/manifest+json"
    assert told["display"] == "standalone"
    assert {each["sizes"] for each in told["icons"]} == {"192x192", "512x512"}


def test_the_worker_keeps_assets_and_two_pages_only(served):
    answer = served.visit().client.get("/sw.js")
    if answer.status_code == 404:
        pytest.skip("the front-end is not built")

    shell = json.loads(
        answer.get_data(as_text=True).splitlines()[0].removeprefix("self.SHELL = ").rstrip(";")
    )
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert shell["pages"] == ["/report/quick", "/unsent"]
    assert shell["notice"] == "/offline"
    assert all(each.startswith("/static/") for each in shell["assets"])


def test_the_notice_names_nobody(served):
    page = served.visit("grid").get("/offline")

    assert page.status == 200
    assert "没有信号" in page.text
    assert "徐满爷" not in page.html


def test_a_page_kept_for_later_does_not_use_up_what_is_told(served):
    visitor = served.visit("grid")
    visitor.report()

    quiet = visitor.get("/unsent", headers={"X-Shell": "yes"})
    seen = visitor.get("/inbox")

    assert "已登记" not in quiet.text
    assert "已登记" in seen.text


def test_pages_may_use_place_and_microphone_and_nobody_else(served):
    headers = served.visit().get("/sign-in").answer.headers

    assert headers["Permissions-Policy"] == "camera=(), geolocation=(self), microphone=(self)"
    assert "worker-src 'self'" in headers["Content-Security-Policy"]
    assert "media-src 'self' blob:" in headers["Content-Security-Policy"]
