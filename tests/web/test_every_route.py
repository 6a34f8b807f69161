"""Every route says who may open it, and nobody comes in without."""

import re

import pytest
from flask import Flask

from web import access

READS = "supervise or audit"
DECLARED = {
    "absences.end": "signed in",
    "absences.index": "signed in",
    "absences.put_down": "signed in",
    "absences.show": "signed in",
    "account.absent": "signed in",
    "account.back": "signed in",
    "account.password": "signed in",
    "account.prefer": "signed in",
    "account.show": "signed in",
    "assets.file": "public",
    "attachments.add": "act_on_case",
    "attachments.index": "signed in",
    "attachments.remove": "act_on_case",
    "attachments.show": "signed in",
    "attachments.small": "signed in",
    "calendar.again": "manage_calendar",
    "calendar.change": "signed in",
    "calendar.confirm": "manage_calendar",
    "calendar.edit": "manage_calendar",
    "calendar.history": "signed in",
    "calendar.index": "signed in",
    "calendar.look": "manage_calendar",
    "calendar.notice": "manage_calendar",
    "calendar.progress": "signed in",
    "heat.index": "signed in",
    "heat.take": "signed in",
    "cases.all_clocks": "signed in",
    "board.index": READS,
    "board.waits": READS,
    "board_files.take": READS,
    "board_files.take_trend": READS,
    "board_files.take_waiting": READS,
    "board_lists.show": READS,
    "board_lists.take": READS,
    "board_people.show": READS,
    "board_acts.do": "supervise",
    "board_acts.results": "supervise",
    "board_acts.show": "supervise",
    "badges.broken": READS,
    "badges.index": READS,
    "badges.take": READS,
    "bulk.do": "act_on_case",
    "cases.happened": "signed in",
    "cases.index": "signed in",
    "cases.paper": "signed in",
    "cases.related": "signed in",
    "cases.show": "signed in",
    "cases.who_sees": "signed in",
    "clock_files.download": "signed in",
    "comments.add": "act_on_case",
    "comments.change": "act_on_case",
    "comments.ask": "act_on_case",
    "comments.edit": "act_on_case",
    "comments.index": "signed in",
    "comments.withdraw": "act_on_case",
    "channel_health.again": "signed in",
    "channel_health.drop": "signed in",
    "channel_health.index": "signed in",
    "channel_health.test": "signed in",
    "channels.add": "signed in",
    "channels.change": "signed in",
    "channels.choose_quiet": "signed in",
    "channels.index": "signed in",
    "channels.new": "signed in",
    "channels.remove": "signed in",
    "channels.test": "signed in",
    "cosigning.answer": "act_on_case",
    "cosigning.show": "act_on_case",
    "diagrams.show": "signed in",
    "diagrams.xml": "signed in",
    "drafts.comment": "act_on_case",
    "drafts.drop": "signed in",
    "drafts.index": "signed in",
    "drafts.save": "signed in",
    "drafts.show": "signed in",
    "drafts.use": "signed in",
    "entrance.again": "public",
    "entrance.display": "public",
    "entrance.enter": "public",
    "entrance.enter_again": "public",
    "entrance.sign_in": "public",
    "entrance.sign_out": "signed in",
    "events.do": "act_on_case",
    "events.show": "act_on_case",
    "following.follow": "signed in",
    "following.unfollow": "signed in",
    "gallery.index": "signed in",
    "health.live": "public",
    "health.ready": "public",
    "health.show": "public",
    "inbox.claim": "act_on_case",
    "inbox.follow_up": "act_on_case",
    "inbox.home": "signed in",
    "inbox.index": "signed in",
    "incidents.confirm_time": "manage_system",
    "incidents.index": "signed in",
    "incidents.retry_clock": "manage_system",
    "incidents.retry_step": "manage_system",
    "instructions.do": "act_on_case",
    "instructions.index": "signed in",
    "instructions.show": "signed in",
    "instructions.take": "signed in",
    "keys.index": "signed in",
    "metrics.show": "public",
    "notices.follow": "signed in",
    "notices.index": "signed in",
    "notices.read": "signed in",
    "notices.read_all": "signed in",
    "notices.ring": "public",
    "passing.do": "act_on_case",
    "passing.show": "act_on_case",
    "passing.take_back": "act_on_case",
    "passing.withdraw_copy": "act_on_case",
    "offline.manifest": "public",
    "offline.notice": "public",
    "offline.token": "public",
    "offline.unsent": "signed in",
    "offline.worker": "public",
    "quick_report.done": "report_case",
    "quick_report.send": "report_case",
    "quick_report.show": "report_case",
    "rates.index": READS,
    "rates.take": READS,
    "report.place": "report_case",
    "report.send": "report_case",
    "report.show": "report_case",
    "saved_lists.delete": "signed in",
    "saved_lists.index": "signed in",
    "saved_lists.rename": "signed in",
    "saved_lists.save": "signed in",
    "saved_lists.share": "signed in",
    "search.index": "signed in",
    "tasks.complete": "act_on_case",
    "returning.choose": "act_on_case",
    "returning.confirm": "act_on_case",
    "returning.send": "act_on_case",
    "returning.take": "act_on_case",
    "returns.confirm": "supervise",
    "returns.index": READS,
    "returns.show": READS,
    "returns.submit": "supervise",
    "returns.take": READS,
    "tasks.show": "signed in",
    "units.index": "signed in",
    "units.show": "signed in",
}


def test_every_route_declares_its_access(served):
    assert {name: str(kind) for name, kind in access.declared(served.app).items()} == DECLARED


def test_an_app_with_a_silent_route_does_not_start():
    app = Flask("silent")
    app.add_url_rule("/secret", view_func=lambda: "open to all", endpoint="secret")

    with pytest.raises(RuntimeError, match=r"do not declare access: .*secret"):
        access.declared(app)


def test_nobody_comes_in_without_signing_in(served):
    visitor = served.visit()

    for rule in served.app.url_map.iter_rules():
        if str(access.declared(served.app)[rule.endpoint]) == "public":
            continue
        path = re.sub(r"<string\(length=64\)[^>]*>", "0" * 64, rule.rule)
        path = re.sub(r"<any\('([^']+)'[^>]*>", r"\1", path)
        path = re.sub(r"<[^>]+>", "1", path)
        for method in (rule.methods or set()) & {"GET", "POST"}:
            answer = visitor.client.open(path, method=method)

            assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (303, "/sign-in"), path


def test_every_answer_forbids_foreign_code_and_framing(served):
    answer = served.visit().get("/sign-in").answer

    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


def test_somebody_without_the_post_reads_what_is_needed(served):
    page = served.visit("auditor").get("/report")
    closer = served.visit("grid").get("/returns")

    assert (page.status, closer.status) == (403, 403)
    assert re.search("您现任的职务没有“登记纠纷”的权限，有这项权限的是微网格长、.*等18个职务。", page.text)
    assert (
        "没有“督办工作”或“审计”的权限，有这项权限的是矛调中心主任、乡镇主要领导、矛调指导中心主任、督查专员、审计员。"
        in closer.text
    )


def test_what_is_not_there_gets_a_page_that_helps(served):
    page = served.visit("grid").get("/nowhere")

    assert page.status == 404
    assert "没有这一页" in page.text
    assert page.links("/inbox") == ["/inbox"]


def test_a_failure_tells_nothing_of_the_inside_and_writes_a_log(served, caplog):
    def breaks():
        raise ZeroDivisionError("inner secret")

    served.app.view_functions["units.index"] = access.public(breaks)

    page = served.visit("grid").get("/units")

    assert page.status == 500
    assert "您的操作没有写入" in page.text
    assert "inner secret" not in page.html
    assert "inner secret" in caplog.text


def test_forms_without_the_guard_are_refused(served):
    served.app.config["WTF_CSRF_ENABLED"] = True

    page = served.visit("grid").post("/report", {"title": "伪造的提交"})

    assert page.status == 400
    assert "这一页放得太久" in page.text


def test_health_is_told_to_programs(served):
    page = served.visit().get("/api/health")

    assert page.status == 200
    assert page.answer.get_json()["ok"] is True
