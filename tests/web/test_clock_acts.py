"""More time for mediation by everybody's written consent."""

import re
from datetime import date

import pytest
from sqlalchemy import select

from mediation.clocks.model import Clock, ClockEntry
from tests.web.clock_stage import EVIDENCE, agreed, beside, clock_of, parties_of


def test_the_form_offers_the_limit_of_mediation_and_asks_for_each_consent(served, mediated):
    page = served.visit("village").get(f"{mediated}/extend")

    assert "村级调解期限（到10月14日（周三）为止）" in page.text
    assert "网格接单期限" not in page.text
    assert "李甲已书面同意延长" in page.text
    assert "李乙已书面同意延长" in page.text


def test_everybodys_written_consent_extends_the_limit_and_is_told(served, mediated):
    visitor = served.visit("village")

    done = visitor.post(f"{mediated}/extend", agreed(served))
    after = visitor.get(mediated)

    assert (done.status, done.location) == (303, mediated)
    assert clock_of(served).due_on == date(2026, 10, 28)
    assert "经各方当事人（2方）书面同意" in after.text
    assert "延长10个工作日，到10月28日" in after.text
    assert "已登记延长，村级调解期限改为到10月28日（周三）为止。" in after.text
    with served.session() as session:
        kept = session.scalars(select(ClockEntry.consents).where(ClockEntry.kind == "extended")).one()
    assert [(each["given_on"], each["evidence"]) for each in kept] == [("2026-09-14", EVIDENCE)] * 2


def test_a_town_that_is_closed_finds_its_limits_on_the_board_and_extends_them(served, mediated):
    """What the guide for supervisors says of a flood in one town, whose days the calendar does not know."""
    town = served.visit("town")
    (listed,) = (each for each in town.get("/board/list?number=open").links("/cases/") if each == mediated)

    (form,) = town.get(listed).links(f"{mediated}/extend")
    done = town.post(form, agreed(served))

    assert done.status == 303
    assert clock_of(served).due_on == date(2026, 10, 28)


def test_sent_twice_it_extends_once(served, mediated):
    visitor, sent = served.visit("village"), agreed(served)

    first, again = visitor.post(f"{mediated}/extend", sent), visitor.post(f"{mediated}/extend", sent)

    assert (first.status, again.status) == (303, 422)
    assert clock_of(served).due_on == date(2026, 10, 28)


def test_one_consent_missing_is_said_beside_that_party(served, mediated):
    one, other = parties_of(served)

    page = served.visit("village").post(f"{mediated}/extend", agreed(served, by=[one]))
    lines = served.visit("village").get(mediated).text

    assert page.status == 422
    assert "还缺：李乙" in beside(page, f"agrees_{other}")
    assert f'id="field-agrees_{one}-error"' not in page.html
    assert clock_of(served).due_on == date(2026, 10, 14)
    assert "未被准许" not in lines


def test_a_tick_needs_its_day_and_its_paper(served, mediated):
    one, _ = parties_of(served)

    page = served.visit("village").post(
        f"{mediated}/extend", agreed(served, **{f"given_on_{one}": "", f"evidence_{one}": ""})
    )

    assert "请填写李甲同意的日期。" in beside(page, f"given_on_{one}")
    assert "请填写李甲的同意书在哪里。" in beside(page, f"evidence_{one}")


def test_a_consent_of_tomorrow_is_refused_beside_its_day(served, mediated):
    one, _ = parties_of(served)
    late = agreed(served, **{f"given_on_{one}": "2026-09-15"})

    page = served.visit("village").post(f"{mediated}/extend", late)

    assert "李甲的同意日期在今天之后" in beside(page, f"given_on_{one}")
    assert "未被准许" not in served.visit("village").get(mediated).text


def test_the_sentence_names_the_parties_as_the_form_does(served, mediated):
    page = served.visit("village").post(f"{mediated}/extend", agreed(served, by=[]))

    for party_id, name in zip(parties_of(served), ("李甲", "李乙"), strict=True):
        said = beside(page, f"agrees_{party_id}")
        assert name in said
        assert "申请人" not in said


LOOK = {"look": "yes"}


def test_a_look_says_the_new_end_and_registers_nothing(served, mediated):
    visitor = served.visit("village")

    page = visitor.post(f"{mediated}/extend", agreed(served, by=[], **LOOK))

    assert page.status == 200
    assert "村级调解期限将由10月14日（周三）改为到10月28日（周三）为止。现在还没有登记。" in page.text
    assert 'value="10"' in page.html
    assert clock_of(served).due_on == date(2026, 10, 14)
    assert visitor.post(f"{mediated}/extend", agreed(served)).status == 303
    assert clock_of(served).due_on == date(2026, 10, 28)


def test_a_look_asks_for_the_amount_alone(served, mediated):
    page = served.visit("village").post(f"{mediated}/extend", agreed(served, by=[], amount="", **LOOK))

    assert page.status == 422
    assert "请填写延长多少。" in beside(page, "amount")
    assert "field-agrees" not in "".join(re.findall(r'id="field-[^"]*-error"', page.html))


def test_a_look_at_what_has_run_out_leaves_no_line(served, mediated):
    sent = agreed(served, **LOOK)
    served.later(days=31)
    visitor = served.visit("village")

    page = visitor.post(f"{mediated}/extend", sent)

    assert "届满之后不能暂停，也不能延长" in beside(page, "clock_id")
    assert "未被准许" not in visitor.get(mediated).text


def test_after_the_last_day_nothing_is_extended(served, mediated):
    sent = agreed(served)
    served.later(days=31)
    visitor = served.visit("village")

    page = visitor.post(f"{mediated}/extend", sent)

    assert page.status == 422
    assert "届满之后不能暂停，也不能延长" in beside(page, "clock_id")
    assert "届满之后不能暂停" in visitor.get(mediated).text


@pytest.mark.parametrize("amount", ["0", "-1", "1.5", "9999", "十"])
def test_an_amount_that_is_none_is_refused(served, mediated, amount):
    page = served.visit("village").post(f"{mediated}/extend", agreed(served, amount=amount))

    assert page.status == 422
    assert "延长多少" in beside(page, "amount")


def test_no_limit_but_mediations_may_be_extended(served, mediated):
    with served.session() as session:
        other = session.scalars(select(Clock).where(Clock.policy != "village.mediation")).first()

    page = served.visit("village").post(
        f"{mediated}/extend", agreed(served, clock_id=f"{other.id}.{other.due_on}")
    )

    assert "请从列出的选项中选择" in beside(page, "clock_id")


def test_without_a_limit_of_mediation_nothing_is_offered(served):
    case = served.visit("grid").report().location
    visitor = served.visit("village")

    assert f"{case}/extend" not in visitor.get(case).links(case)
    assert "本案目前没有可以延长的调解期限。" in visitor.get(f"{case}/extend").text
    assert "本案目前没有可以暂停的调解期限。" in visitor.get(f"{case}/pause").text


def test_who_only_looks_is_not_let_in(served, mediated):
    assert served.visit("auditor").get(f"{mediated}/extend").status == 403
    assert served.visit("elsewhere").post(f"{mediated}/extend", agreed(served)).status == 404
