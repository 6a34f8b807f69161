"""More time for mediation by everybody's written consent, and a pause for an appraisal."""

import re
from datetime import date

import pytest
from sqlalchemy import select

from mediation.cases.model import Attempt
from mediation.clocks import operations as clocks
from mediation.clocks.model import Clock, ClockEntry
from mediation.kernel.actor import SYSTEM
from mediation.parties.model import Party

EVIDENCE = "延长期限同意书，案卷第12页"


@pytest.fixture
def case(served):
    """Address of a case in mediation at the village until 14 October."""
    address = served.visit("grid").report().location
    case_id = int(address.rsplit("/", 1)[1])
    now = served.clock.now()
    with served.system.uow() as uow:
        attempt_id = uow.session.scalar(select(Attempt.id).where(Attempt.case_id == case_id))
        facts = {"accepted_at": now}.get
        clocks.start(
            uow,
            case_id=case_id,
            policy="village.mediation",
            facts=facts,
            attempt_id=attempt_id,
            by=SYSTEM,
            at=now,
        )
        uow.commit()
    return address


def clock_of(served):
    with served.session() as session:
        return session.scalars(select(Clock).where(Clock.policy == "village.mediation")).one()


def parties_of(served):
    with served.session() as session:
        return list(session.scalars(select(Party.id).order_by(Party.id)))


def agreed(served, *, by=None, on="2026-09-14", **changes):
    sent = {"clock_id": choice(served), "amount": "10", "unit": "working_day"}
    for party_id in parties_of(served) if by is None else by:
        sent |= {
            f"agrees_{party_id}": "true",
            f"given_on_{party_id}": on,
            f"evidence_{party_id}": EVIDENCE,
        }
    return sent | changes


def choice(served):
    clock = clock_of(served)
    return f"{clock.id}.{clock.due_on}"


def beside(page, field):
    """The sentence beside a field, whatever tags hold it."""
    return page.html.split(f'id="field-{field}-error"')[1].split("</p>")[0]


def test_the_form_offers_the_limit_of_mediation_and_asks_for_each_consent(served, case):
    page = served.visit("village").get(f"{case}/extend")

    assert "村级调解期限（到10月14日（周三）为止）" in page.text
    assert "网格接单期限" not in page.text
    assert "李甲已书面同意延长" in page.text
    assert "李乙已书面同意延长" in page.text


def test_everybodys_written_consent_extends_the_limit_and_is_told(served, case):
    visitor = served.visit("village")

    done = visitor.post(f"{case}/extend", agreed(served))
    after = visitor.get(case)

    assert (done.status, done.location) == (303, case)
    assert clock_of(served).due_on == date(2026, 10, 28)
    assert "经各方当事人（2方）书面同意" in after.text
    assert "延长10个工作日，到10月28日" in after.text
    assert "已登记延长，村级调解期限改为到10月28日（周三）为止。" in after.text
    with served.session() as session:
        kept = session.scalars(select(ClockEntry.consents).where(ClockEntry.kind == "extended")).one()
    assert [(each["given_on"], each["evidence"]) for each in kept] == [("2026-09-14", EVIDENCE)] * 2


def test_a_town_that_is_closed_finds_its_limits_on_the_board_and_extends_them(served, case):
    """What the guide for supervisors says of a flood in one town, whose days the calendar does not know."""
    town = served.visit("town")
    (listed,) = (each for each in town.get("/board/list?number=open").links("/cases/") if each == case)

    (form,) = town.get(listed).links(f"{case}/extend")
    done = town.post(form, agreed(served))

    assert done.status == 303
    assert clock_of(served).due_on == date(2026, 10, 28)


def test_sent_twice_it_extends_once(served, case):
    visitor, sent = served.visit("village"), agreed(served)

    first, again = visitor.post(f"{case}/extend", sent), visitor.post(f"{case}/extend", sent)

    assert (first.status, again.status) == (303, 422)
    assert clock_of(served).due_on == date(2026, 10, 28)


def test_one_consent_missing_is_said_beside_that_party(served, case):
    one, other = parties_of(served)

    page = served.visit("village").post(f"{case}/extend", agreed(served, by=[one]))
    lines = served.visit("village").get(case).text

    assert page.status == 422
    assert "还缺：李乙" in beside(page, f"agrees_{other}")
    assert f'id="field-agrees_{one}-error"' not in page.html
    assert clock_of(served).due_on == date(2026, 10, 14)
    assert "未被准许" not in lines


def test_a_tick_needs_its_day_and_its_paper(served, case):
    one, _ = parties_of(served)

    page = served.visit("village").post(
        f"{case}/extend", agreed(served, **{f"given_on_{one}": "", f"evidence_{one}": ""})
    )

    assert "请填写李甲同意的日期。" in beside(page, f"given_on_{one}")
    assert "请填写李甲的同意书在哪里。" in beside(page, f"evidence_{one}")


def test_a_consent_of_tomorrow_is_refused_beside_its_day(served, case):
    one, _ = parties_of(served)

    page = served.visit("village").post(f"{case}/extend", agreed(served, **{f"given_on_{one}": "2026-09-15"}))

    assert "李甲的同意日期在今天之后" in beside(page, f"given_on_{one}")
    assert "未被准许" not in served.visit("village").get(case).text


def test_the_sentence_names_the_parties_as_the_form_does(served, case):
    page = served.visit("village").post(f"{case}/extend", agreed(served, by=[]))

    for party_id, name in zip(parties_of(served), ("李甲", "李乙"), strict=True):
        said = beside(page, f"agrees_{party_id}")
        assert name in said
        assert "申请人" not in said


LOOK = {"look": "yes"}


def test_a_look_says_the_new_end_and_registers_nothing(served, case):
    visitor = served.visit("village")

    page = visitor.post(f"{case}/extend", agreed(served, by=[], **LOOK))

    assert page.status == 200
    assert "村级调解期限将由10月14日（周三）改为到10月28日（周三）为止。现在还没有登记。" in page.text
    assert 'value="10"' in page.html
    assert clock_of(served).due_on == date(2026, 10, 14)
    assert visitor.post(f"{case}/extend", agreed(served)).status == 303
    assert clock_of(served).due_on == date(2026, 10, 28)


def test_a_look_asks_for_the_amount_alone(served, case):
    page = served.visit("village").post(f"{case}/extend", agreed(served, by=[], amount="", **LOOK))

    assert page.status == 422
    assert "请填写延长多少。" in beside(page, "amount")
    assert "field-agrees" not in "".join(re.findall(r'id="field-[^"]*-error"', page.html))


def test_a_look_at_what_has_run_out_leaves_no_line(served, case):
    sent = agreed(served, **LOOK)
    served.later(days=31)
    visitor = served.visit("village")

    page = visitor.post(f"{case}/extend", sent)

    assert "届满之后不能暂停，也不能延长" in beside(page, "clock_id")
    assert "未被准许" not in visitor.get(case).text


def test_after_the_last_day_nothing_is_extended(served, case):
    sent = agreed(served)
    served.later(days=31)
    visitor = served.visit("village")

    page = visitor.post(f"{case}/extend", sent)

    assert page.status == 422
    assert "届满之后不能暂停，也不能延长" in beside(page, "clock_id")
    assert "届满之后不能暂停" in visitor.get(case).text


@pytest.mark.parametrize("amount", ["0", "-1", "1.5", "9999", "十"])
def test_an_amount_that_is_none_is_refused(served, case, amount):
    page = served.visit("village").post(f"{case}/extend", agreed(served, amount=amount))

    assert page.status == 422
    assert "延长多少" in beside(page, "amount")


def test_no_limit_but_mediations_may_be_extended(served, case):
    with served.session() as session:
        other = session.scalars(select(Clock).where(Clock.policy != "village.mediation")).first()

    page = served.visit("village").post(
        f"{case}/extend", agreed(served, clock_id=f"{other.id}.{other.due_on}")
    )

    assert "请从列出的选项中选择" in beside(page, "clock_id")


def commission(served, on="2026-09-14"):
    return {"clock_id": choice(served), "evidence": "浏鉴委〔2026〕3号", "dated_on": on}


def test_a_commission_of_tomorrow_pauses_nothing_and_leaves_no_line(served, case):
    visitor = served.visit("village")

    page = visitor.post(f"{case}/pause", commission(served, on="2026-09-15"))

    assert page.status == 422
    assert "文书的日期在今天之后" in beside(page, "dated_on")
    assert clock_of(served).state == "running"
    assert "未被准许" not in visitor.get(case).text


def test_what_is_paused_already_says_since_when_and_leads_to_resuming(served, case):
    visitor, sent = served.visit("village"), commission(served)
    visitor.post(f"{case}/pause", sent)

    page, again = visitor.get(f"{case}/pause"), visitor.post(f"{case}/pause", sent)

    for each in (page, again):
        assert "村级调解期限从9月14日 10:00起已经暂停，不用再办。" in each.text
        assert f"{case}/resume" in each.links(case)
        assert "暂停计算</button>" not in each.html
    assert (page.status, again.status) == (200, 422)
    assert "未被准许" not in visitor.get(case).text


def test_what_runs_is_not_resumed_and_the_page_says_so(served, case):
    page = served.visit("village").get(f"{case}/resume")

    assert "本案没有暂停的调解期限，不用恢复。" in page.text
    assert "恢复计算</button>" not in page.html


def test_an_appraisal_pauses_the_limit_until_it_is_over(served, case):
    visitor = served.visit("village")

    done = visitor.post(f"{case}/pause", commission(served))
    paused = visitor.get(case)
    served.later(days=7)
    visitor = served.visit("village")
    value = re.search(r'name="clock_id" value="([^"]+)"', visitor.get(f"{case}/resume").html)[1]
    opinion = {"clock_id": value, "evidence": "湘鉴〔2026〕5号", "dated_on": "2026-09-21"}
    again = visitor.post(f"{case}/resume", opinion)
    resumed = visitor.get(case).text

    assert (done.status, again.status) == (303, 303)
    assert "因鉴定" in paused.text
    assert f"{case}/resume" in paused.links(case)
    assert f"{case}/pause" not in paused.links(case)
    assert "村级调解期限已恢复计算，到10月20日（周二）为止。" in resumed
    assert "凭据：浏鉴委〔2026〕3号，2026年9月14日。" in visitor.get(f"{case}/clocks").text
    # Six days are left out: 15 to 20 September. The 14th, on which it began, never counted.
    assert clock_of(served).due_on == date(2026, 10, 20)


def test_a_paused_limit_is_not_extended(served, case):
    visitor = served.visit("village")
    visitor.post(f"{case}/pause", commission(served))

    page = visitor.post(f"{case}/extend", agreed(served, clock_id=f"{clock_of(served).id}."))

    assert "请先恢复计算，再办延长" in beside(page, "clock_id")


def test_without_a_limit_of_mediation_nothing_is_offered(served):
    case = served.visit("grid").report().location
    visitor = served.visit("village")

    assert f"{case}/extend" not in visitor.get(case).links(case)
    assert "本案目前没有可以延长的调解期限。" in visitor.get(f"{case}/extend").text
    assert "本案目前没有可以暂停的调解期限。" in visitor.get(f"{case}/pause").text


def test_who_only_looks_is_not_let_in(served, case):
    assert served.visit("auditor").get(f"{case}/extend").status == 403
    assert served.visit("elsewhere").post(f"{case}/extend", agreed(served)).status == 404
