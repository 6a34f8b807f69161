"""A limit of mediation stands still for an appraisal, until it is over."""

import re
from datetime import date

from tests.web.clock_stage import agreed, beside, choice, clock_of


def commission(served, on="2026-09-14"):
    return {"clock_id": choice(served), "evidence": "浏鉴委〔2026〕3号", "dated_on": on}


def test_a_commission_of_tomorrow_pauses_nothing_and_leaves_no_line(served, mediated):
    visitor = served.visit("village")

    page = visitor.post(f"{mediated}/pause", commission(served, on="2026-09-15"))

    assert page.status == 422
    assert "文书的日期在今天之后" in beside(page, "dated_on")
    assert clock_of(served).state == "running"
    assert "未被准许" not in visitor.get(mediated).text


def test_what_is_paused_already_says_since_when_and_leads_to_resuming(served, mediated):
    visitor, sent = served.visit("village"), commission(served)
    visitor.post(f"{mediated}/pause", sent)

    page, again = visitor.get(f"{mediated}/pause"), visitor.post(f"{mediated}/pause", sent)

    for each in (page, again):
        assert "村级调解期限从9月14日 10:00起已经暂停，不用再办。" in each.text
        assert f"{mediated}/resume" in each.links(mediated)
        assert "暂停计算</button>" not in each.html
    assert (page.status, again.status) == (200, 422)
    assert "未被准许" not in visitor.get(mediated).text


def test_what_runs_is_not_resumed_and_the_page_says_so(served, mediated):
    page = served.visit("village").get(f"{mediated}/resume")

    assert "本案没有暂停的调解期限，不用恢复。" in page.text
    assert "恢复计算</button>" not in page.html


def test_an_appraisal_pauses_the_limit_until_it_is_over(served, mediated):
    visitor = served.visit("village")

    done = visitor.post(f"{mediated}/pause", commission(served))
    paused = visitor.get(mediated)
    served.later(days=7)
    visitor = served.visit("village")
    value = re.search(r'name="clock_id" value="([^"]+)"', visitor.get(f"{mediated}/resume").html)[1]
    opinion = {"clock_id": value, "evidence": "湘鉴〔2026〕5号", "dated_on": "2026-09-21"}
    again = visitor.post(f"{mediated}/resume", opinion)
    resumed = visitor.get(mediated).text

    assert (done.status, again.status) == (303, 303)
    assert "因鉴定" in paused.text
    assert f"{mediated}/resume" in paused.links(mediated)
    assert f"{mediated}/pause" not in paused.links(mediated)
    assert "村级调解期限已恢复计算，到10月20日（周二）为止。" in resumed
    assert "凭据：浏鉴委〔2026〕3号，2026年9月14日。" in visitor.get(f"{mediated}/clocks").text
    # Six days are left out: 15 to 20 September. The 14th, on which it began, never counted.
    assert clock_of(served).due_on == date(2026, 10, 20)


def test_a_paused_limit_is_not_extended(served, mediated):
    visitor = served.visit("village")
    visitor.post(f"{mediated}/pause", commission(served))

    page = visitor.post(f"{mediated}/extend", agreed(served, clock_id=f"{clock_of(served).id}."))

    assert "请先恢复计算，再办延长" in beside(page, "clock_id")
