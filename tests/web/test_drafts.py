"""What is typed is kept: saved as one types, offered again, given up knowingly, never shown to others."""

import re

import pytest

FETCH = {"X-Requested-With": "fetch"}
TALK = {"draft-key": "task:1", "draft-title": "接单", "draft-path": "/work/1", "draft-seen": "0"}
REPORT = {"draft-key": "report", "draft-title": "报纠纷", "draft-path": "/report", "draft-seen": "0"}


@pytest.fixture
def order(served):
    """Address of the first task of a reported case: the micro-grid accepts it."""
    visitor = served.visit("grid")
    visitor.report()
    return visitor.get("/inbox").links("/work/")[0]


def type_in(visitor, **fields):
    """Let the script save what stands in the form so far."""
    return visitor.post("/drafts", {**TALK, **fields}, headers=FETCH).answer


def first_task(visitor):
    """Address of the first task in somebody's own name, or else of their unit."""
    boxes = (visitor.get("/inbox"), visitor.get("/inbox?box=unit"))
    return next(link for box in boxes for link in box.links("/work/"))


def drafts_of(visitor):
    return visitor.get("/drafts").links("/drafts/")


def test_what_was_typed_is_offered_again_on_another_device(served, order):
    saved = type_in(served.visit("grid"), decision="accept", note="先去看看")

    page = served.visit("grid").get(order)

    assert saved.get_json() == {"version": 1, "said": "已存草稿 10:00"}
    assert "这是您9月14日 10:00没写完的内容，还没有提交。" in page.text
    assert re.search(r'value="accept" checked', page.html)
    assert 'name="draft-seen" value="1"' in page.html


def test_the_button_saves_without_scripts_and_comes_back(served, order):
    visitor = served.visit("grid")

    page = visitor.post("/drafts", {**TALK, "decision": "accept"})

    assert (page.status, page.location) == (303, "/work/1")
    assert "草稿已存，还没有提交。" in visitor.get(order).text
    assert re.search(r'value="accept" checked', served.visit("grid").get(order).html)


def test_nothing_typed_leaves_no_draft(served, order):
    page = served.visit("grid").post("/drafts", {**TALK, "decision": ""})

    assert page.location == "/work/1"
    assert drafts_of(served.visit("grid")) == []


def test_completing_ends_the_draft_in_the_same_act(served, order):
    visitor = served.visit("grid")
    type_in(visitor, decision="accept")
    served.later(minutes=5)

    visitor.post(order, {**TALK, "draft-seen": "1", "decision": "accept"})

    assert drafts_of(visitor) == []


def test_a_refused_form_keeps_its_draft(served, order):
    visitor = served.visit("grid")
    type_in(visitor, note="先去看看")

    page = visitor.post(order, {**TALK, "draft-seen": "1", "note": "先去看看"})

    assert page.status == 422
    assert 'name="draft-seen" value="1"' in page.html
    assert len(drafts_of(visitor)) == 1


def test_a_save_on_its_way_while_the_form_was_sent_is_no_draft(served, order):
    visitor = served.visit("grid")
    visitor.post(order, {**TALK, "decision": "accept", "submission": "one"})

    late = type_in(visitor, decision="accept", submission="one")

    assert late.get_json()["version"] == 0
    assert drafts_of(visitor) == []


def test_the_later_of_two_devices_is_told_and_may_take_either(served, order):
    phone, desk = served.visit("grid"), served.visit("grid")
    type_in(phone, note="手机上写的")

    refused = type_in(desk, note="电脑上写的")
    kept = type_in(desk, note="电脑上写的", **{"draft-seen": str(refused.get_json()["newer"])})

    assert refused.status_code == 409
    assert refused.get_json()["said"] == "另一处在9月14日 10:00存过更新的内容。"
    assert kept.status_code == 200
    assert "电脑上写的" in desk.get("/drafts/1").text


def test_without_scripts_the_later_of_two_devices_finds_both_versions(served, order):
    type_in(served.visit("grid"), decision="accept")
    desk = served.visit("grid")

    page = desk.post("/drafts", {**TALK, "decision": "report_up"})
    used = desk.post(f"{page.location}/use")

    assert page.location == "/drafts/2"
    assert "两处写过同一份表" in desk.get("/drafts/2").text
    assert used.location == "/work/1"
    assert re.search(r'value="report_up" checked', desk.get(order).html)
    assert "另有一份9月14日 10:00写的" in desk.get(order).text


def test_throwing_away_asks_and_leads_to_the_empty_form(served, order):
    visitor = served.visit("grid")
    type_in(visitor, decision="accept")

    asks = visitor.get(order)
    page = visitor.post("/drafts/1/drop", {"then": "again"})

    assert "删掉后找不回来。" in asks.text
    assert page.location == "/work/1"
    assert "没写完的内容" not in visitor.get(order).text


def test_nobody_sees_uses_or_drops_anothers_draft(served, order):
    type_in(served.visit("grid"), decision="accept")
    other = served.visit("village")

    assert drafts_of(other) == []
    assert "没写完的内容" not in other.get(order).text
    assert other.get("/drafts/1").status == 404
    assert other.post("/drafts/1/drop").status == 404
    assert other.post("/drafts/1/use").status == 404
    assert other.post("/drafts/1/comment", {"text": "x", "visibility": "case"}).status == 404
    assert len(drafts_of(served.visit("grid"))) == 1


def test_there_is_no_draft_of_a_task_one_may_not_know_of(served, order):
    refused = type_in(served.visit("elsewhere"), decision="accept")

    assert refused.status_code == 404
    assert "没有找到" in refused.get_json()["said"]


@pytest.mark.parametrize("key", ["", "Rubbish", "task:1~2", "../etc"])
def test_what_is_no_key_is_kept_by_the_address_and_never_taken_for_another_form(served, order, key):
    saved = type_in(served.visit("grid"), decision="accept", **{"draft-key": key})

    assert saved.status_code == 200
    assert "没写完的内容" not in served.visit("grid").get(order).text


def test_too_much_is_refused_in_a_sentence(served):
    refused = type_in(served.visit("grid"), note="漏" * 90_000)

    assert refused.status_code == 413
    assert refused.get_json()["said"] == "内容太长，草稿存不下。请先提交，或者删短一些。"


def test_a_draft_never_leads_to_another_site(served, order):
    visitor = served.visit("grid")

    page = visitor.post("/drafts", {**REPORT, "title": "漏水", "draft-path": "//evil.example"})

    assert page.location == "/inbox"


class TestATaskSomebodyElseFinished:
    @pytest.fixture
    def task(self, served, order):
        """Address of a task that either village mediator may do."""
        served.visit("grid").post(order, {"decision": "report_up", "note": "跨网格"})
        chosen = [str(served.people["mediator"]), str(served.people["mediator2"])]
        for login, answers in (
            ("branch", {"decision": "report_up", "note": "支部谈不拢"}),
            ("village", {"decision": "accept"}),
            ("village", {"mediators": chosen, "parties_agree": "true"}),
        ):
            done = served.visit(login).post(first_task(served.visit(login)), answers)
            assert done.status == 303, done.text
        found = first_task(served.visit("mediator"))
        served.visit("mediator").post(f"{found}/release", {"reason": ""})
        return found

    def type_and_lose(self, served, task):
        item = task.rpartition("/")[2]
        loser = served.visit("mediator2")
        fields = {**TALK, "draft-key": f"task:{item}", "draft-path": task}
        loser.post("/drafts", {**fields, "note": "朱家说过愿意让半米"}, headers=FETCH)
        served.later(minutes=5)
        page = served.visit("mediator").get(task)
        names = re.findall(r'<(?:input|textarea)[^>]* name="([a-z_]+)"', page.html)
        given = {
            name: "true" if "told" in name and name != "told_on" else "2026-09-14"
            for name in names
            if name not in ("csrf_token", "submission", "list", "note", "refused_party")
        }
        done = served.visit("mediator").post(task, given)
        assert done.status == 303, done.text
        return loser, fields

    def test_opening_it_says_who_and_when_with_what_was_typed(self, served, task):
        loser, _fields = self.type_and_lose(served, task)

        page = loser.get(task)

        assert page.status == 200
        assert "王秀兰已于9月14日 10:05办结这件事。您写的没有提交，都在下面" in page.text
        assert "朱家说过愿意让半米" in page.text
        assert "王秀兰已办结" in loser.get("/drafts").text

    def test_sending_it_then_keeps_what_was_typed(self, served, task):
        loser, fields = self.type_and_lose(served, task)

        page = loser.post(task, {**fields, "draft-seen": "1", "note": "还愿意出一半水管钱"})

        assert page.status == 409
        assert "王秀兰已于09月14日10:05办结" in page.text.replace(" ", "")
        assert "还愿意出一半水管钱" in page.text

    def test_it_is_put_into_the_case_as_a_comment_and_is_gone(self, served, task):
        loser, _fields = self.type_and_lose(served, task)
        draft = drafts_of(loser)[0]

        page = loser.post(f"{draft}/comment", {"text": "愿意让半米", "visibility": "mediators"})

        assert (page.status, page.location) == (303, "/cases/1")
        assert "愿意让半米" in loser.get("/cases/1").text
        assert drafts_of(loser) == []

    def test_an_empty_comment_is_refused_and_the_draft_stays(self, served, task):
        loser, _fields = self.type_and_lose(served, task)
        draft = drafts_of(loser)[0]

        page = loser.post(f"{draft}/comment", {"text": " ", "visibility": "case"})

        assert page.status == 422
        assert "请写下留言内容" in page.text
        assert len(drafts_of(loser)) == 1


def test_the_list_has_pages_and_says_when_it_is_empty(served):
    visitor = served.visit("grid")
    empty = visitor.get("/drafts")
    for number in range(32):
        visitor.post("/drafts", {**REPORT, "draft-key": f"form:{number}", "title": "漏水"})

    first = visitor.get("/drafts")
    onwards = next(link for link in first.links("/drafts") if "after=" in link)
    second = visitor.get(onwards)

    assert "没有草稿" in empty.text
    assert len(first.links("/drafts/")) == 30
    assert len(second.links("/drafts/")) == 2


def test_the_name_menu_leads_to_the_drafts(served):
    assert "/drafts" in served.visit("grid").get("/inbox").links("/drafts")


def test_an_act_on_a_case_has_its_draft_too(served, order):
    visitor = served.visit("grid")
    key = {"draft-key": "act:1:withdraw", "draft-path": "/cases/1/withdraw", "draft-title": "登记申请人撤回"}
    type_in(visitor, reason="两家说好了，自己修", **key)

    page = visitor.get("/cases/1/withdraw")
    done = visitor.post("/cases/1/withdraw", {**key, "draft-seen": "1", "reason": "两家说好了，自己修"})

    assert "两家说好了，自己修" in page.text
    assert done.status == 303
    assert drafts_of(visitor) == []
