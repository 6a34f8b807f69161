"""Doing a task: allowed, refused, invalid, raced, sent twice."""

import re

import pytest
from sqlalchemy import select

from mediation.casework.model import WorkItem
from mediation.clocks import operations as clocks
from mediation.clocks.sweep import tick
from mediation.kernel.actor import SYSTEM


@pytest.fixture
def order(served):
    """Address of the first task of a reported case: the micro-grid accepts it."""
    visitor = served.visit("grid")
    visitor.report()
    return visitor.get("/inbox").links("/work/")[0]


def test_shows_the_form_the_case_and_what_comes_next(served, order):
    page = served.visit("grid").get(order)

    assert "接不接单" in page.text
    assert "李甲" in page.text
    assert "办完之后" in page.text
    assert "上门劝和" in page.text


def test_completing_goes_back_to_the_inbox_with_the_next_task_in_it(served, order):
    visitor = served.visit("grid")

    page = visitor.post(order, {"decision": "accept", "submission": "one"})
    inbox = visitor.get(page.location)

    assert (page.status, page.location) == (303, "/inbox")
    assert "“接单”已办结。" in inbox.text
    assert "上门劝和" in inbox.text


def test_says_what_comes_next_by_when_and_whose_it_is(served, order):
    visitor = served.visit("grid")

    own = visitor.get(visitor.post(order, {"decision": "accept"}).location)
    talk = own.links("/work/")[0]
    up = {"talked_on": "2026-09-14", "decision": "up", "reason": "赔多少谈不拢"}
    theirs = visitor.get(visitor.post(talk, up).location)

    assert "接下来请您办“上门劝和”，还剩3个工作日，9月17日（周四）止。" in own.text.replace(" ", "")
    assert f'<a href="{talk}">上门劝和</a>' in own.html
    assert "接下来由官渡镇南岳村青桥党支部书记罗长根办“支部接手”" in theirs.text.replace(" ", "")


def test_nothing_was_done_on_a_day_to_come(served, order):
    visitor = served.visit("grid")
    talk = visitor.get(visitor.post(order, {"decision": "accept"}).location).links("/work/")[0]

    page = visitor.post(talk, {"talked_on": "2026-09-15", "decision": "settled"})

    assert page.status == 422
    assert 'href="#field-talked_on"' in page.html
    assert "2026-09-15还没有到。请填实际办理的那一天，最晚是今天。" in page.text.replace(" ", "")


def test_says_what_is_missing_and_keeps_the_token(served, order):
    page = served.visit("grid").post(order, {"submission": "one"})

    assert page.status == 422
    assert re.search(r"请选择接不接单", page.text)
    assert 'name="submission" value="one"' in page.html


def test_sent_twice_by_a_shaky_connection_it_counts_once(served, order):
    visitor = served.visit("grid")
    visitor.post(order, {"decision": "accept", "submission": "one"})

    again = visitor.post(order, {"decision": "accept", "submission": "one"})

    assert (again.status, again.location) == (303, "/cases/1")


def test_the_second_to_do_it_reads_who_was_first_and_when(served, order):
    visitor = served.visit("grid")
    visitor.post(order, {"decision": "accept", "submission": "one"})

    second = visitor.post(order, {"decision": "report_up", "submission": "two"})

    assert second.status == 409
    assert "徐满爷已于09月14日10:00办结“接单”" in second.text.replace(" ", "")
    assert "/cases/1" in second.links("/cases/")


def test_a_done_task_leads_to_its_case_and_says_so(served, order):
    visitor = served.visit("grid")
    visitor.post(order, {"decision": "accept", "submission": "one"})

    page = visitor.get(order)

    assert (page.status, page.location) == (302, "/cases/1")
    assert "“接单”已由徐满爷于9月14日 10:00办结。" in visitor.get(page.location).text


def test_somebody_without_the_post_is_refused_and_the_ledger_says_so(served, order):
    page = served.visit("village").post(order, {"decision": "accept"})
    case = served.visit("village").get("/cases/1")

    assert page.status == 403
    assert "接单" in page.text
    assert "接单" in case.text
    assert "李国华" in case.text


def test_somebody_above_sees_who_has_it_but_no_form(served, order):
    page = served.visit("village").get(order)

    assert page.status == 200
    assert f'action="{order}"' not in page.html
    assert "这件事由徐满爷办理，您可以看，不用办。" in page.text


def test_nobody_learns_of_a_task_in_a_case_they_may_not_see(served, order):
    visitor = served.visit("elsewhere")

    assert visitor.get(order).status == 404
    assert visitor.post(order, {"decision": "accept"}).status == 404


def test_a_task_put_back_waits_for_the_unit(served, order, colleague):
    visitor = served.visit("grid")
    item = order.rsplit("/", 1)[-1]
    assert f"{order}/release" in visitor.get(order).links(order)

    released = visitor.post(f"{order}/release", {"reason": ""})
    waiting = visitor.get("/inbox?box=unit")
    claimed = visitor.post(f"/inbox/{item}/claim")

    assert released.location == "/inbox"
    assert order in waiting.links("/work/")
    assert claimed.location == order


def test_nobody_puts_back_what_no_colleague_could_take(served, order):
    page = served.visit("grid").get(order)
    tried = served.visit("grid").post(f"{order}/release", {"reason": ""})

    assert "我办不了，退回本单位待领" not in page.text
    assert tried.status == 422
    assert "除您以外没有别人能认领，退回后就没有人办了" in tried.text


def test_late_work_is_put_back_with_a_reason(served, order, colleague):
    served.later(days=2)
    visitor = served.visit("grid")

    unsaid = visitor.post(f"{order}/release", {"reason": ""})
    said = visitor.post(f"{order}/release", {"reason": "住院了"})

    assert unsaid.status == 422
    assert 'href="#field-reason"' in unsaid.html
    assert said.status == 303
    case = re.search(r"/cases/\d+", visitor.get(order).html)
    assert "退回本单位待领，期限不变。理由：住院了。" in visitor.get(case.group()).text


def test_why_it_was_late_is_not_offered_to_be_put_back(served, order, colleague):
    served.later(days=7)
    tick(served.system.uow, at=served.clock.now())
    with served.session() as session:
        explaining = select(WorkItem.id).where(WorkItem.step == "oversight.explain")
        item_id = session.scalars(explaining).one()

    page = served.visit("grid").get(f"/work/{item_id}")
    tried = served.visit("grid").post(f"/work/{item_id}/release", {"reason": "忙不过来"})

    assert f'action="/work/{item_id}"' in page.html
    assert "我办不了" not in page.text
    assert "要由本人亲自办理，不能退回、转办、委派、会签" in tried.text


def test_a_task_whose_limit_stands_still_says_since_when(served, order):
    with served.system.uow() as uow:
        task = uow.session.scalars(select(WorkItem)).one()
        clocks.pause(uow, clock_id=task.clock_id, by=SYSTEM, at=served.clock.now())
        uow.commit()
    visitor = served.visit("grid")

    for page in (visitor.get("/inbox"), visitor.get("/cases/1"), visitor.get(order)):
        assert "期限暂停中，自9月14日（周一）起" in page.text


def test_a_late_task_says_so_in_words(served, order):
    served.later(days=2)

    page = served.visit("grid").get("/inbox?box=late")

    assert order in page.links("/work/")
    assert "已逾期" in page.text
    assert "9月15日 10:00到期" in page.text


def test_what_one_did_stays_to_look_back_at(served, order):
    visitor = served.visit("grid")
    visitor.post(order, {"decision": "accept", "submission": "one"})

    page = visitor.get("/inbox?box=done")

    assert "接单" in page.text
    assert "9月14日 10:00办结" in page.text


LIST = "box=mine&sort=risk"


def accept_all(visitor, times):
    """Report further disputes and return the addresses of the tasks to accept them, the first due first."""
    for number in range(times):
        visitor.report(submission=f"more-{number}", title=f"第{number}件纠纷", name_0=f"朱{number}")
    return visitor.get("/inbox").links("/work/")


def test_goes_back_to_the_very_list_it_was_opened_from(served, order):
    visitor = served.visit("grid")

    opened = visitor.get(order, headers={"Referer": f"http://localhost/inbox?{LIST}"})
    done = visitor.post(order, {"decision": "accept", "list": "sort=risk"})

    assert opened.links("/inbox?") == ["/inbox?sort=risk"]
    assert 'name="list" value="sort=risk"' in opened.html
    assert done.location == "/inbox?sort=risk"


def test_a_list_from_elsewhere_is_not_carried(served, order):
    page = served.visit("grid").get(order, headers={"Referer": "http://evil.example/inbox?box=late"})

    assert 'name="list" value=""' in page.html


def test_goes_on_to_the_most_urgent_task_of_the_list_where_the_person_chose_so(served, order):
    visitor = served.visit("grid")
    first, second, third = accept_all(visitor, 2)
    visitor.post("/account/preferences", {"after_task": "next", "shortcuts": "yes"})

    done = visitor.post(second, {"decision": "report_up", "note": "跨网格", "list": ""})
    told = visitor.get(done.location)
    last = visitor.post(third, {"decision": "report_up", "note": "跨网格", "list": ""})

    assert done.location == first
    assert re.search(r"“接单”（浏调〔2026〕000002号 .+?）已办结。", told.text)
    assert re.search(r"现在打开的是“接单”（浏调〔2026〕000001号 .+?）。", told.text)
    assert last.location == first


def test_after_the_last_one_there_is_only_the_list_to_go_back_to(served, order):
    visitor = served.visit("grid")
    visitor.post("/account/preferences", {"after_task": "next", "shortcuts": "yes"})

    done = visitor.post(order, {"decision": "report_up", "note": "跨网格", "list": ""})

    assert done.location == "/inbox"


def test_a_cut_page_key_is_refused_in_a_sentence(served):
    page = served.visit("grid").get("/inbox?after=rubbish")

    assert page.status == 422
    assert "翻页位置不完整" in page.text
