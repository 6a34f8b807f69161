"""Terms and promises as people write them."""

from datetime import date
from decimal import Decimal

import pytest

from mediation.agreements.rules.terms import (
    BadAmount,
    BadCoolingOff,
    BadPromises,
    NoTerms,
    check_cooling_off,
    check_terms,
    parse_promises,
    to_fen,
    yuan,
)

PARTIES = {"李甲": {1}, "申请人": {1}, "李乙": {2}, "被申请人": {2}}
TODAY = date(2026, 9, 21)


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("1200", 120_000),
        ("1,200.5", 120_050),
        ("1 200.50元", 120_050),
        ("￥0.01", 1),
        (800, 80_000),
        (Decimal("19.99"), 1_999),
        ("", None),
        (None, None),
    ],
)
def test_reads_money_as_people_type_it(typed, fen):
    assert to_fen(typed) == fen


@pytest.mark.parametrize("typed", ["-5", "1.234", "很多", "1e9", "1.2.3", "NaN"])
def test_refuses_what_is_no_amount(typed):
    with pytest.raises(BadAmount) as refused:
        to_fen(typed)
    assert typed in refused.value.sentence()


def test_never_takes_a_float_for_money():
    with pytest.raises(TypeError):
        to_fen(1.5)


@pytest.mark.parametrize(("fen", "said"), [(80_000, "800元"), (120_050, "1,200.50元"), (1, "0.01元")])
def test_says_money_as_people_read_it(fen, said):
    assert yuan(fen) == said


def test_reads_one_promise_a_line_with_and_without_money():
    lines = parse_promises(
        "李乙|修好水管|2026-09-25|800\n\n被申请人｜道歉｜2026年9月22日\n", parties=PARTIES, not_before=TODAY
    )

    assert [(each.line, each.party_id, each.due_on, each.amount_fen) for each in lines] == [
        (1, 2, date(2026, 9, 25), 80_000),
        (3, 2, date(2026, 9, 22), None),
    ]


def test_a_promise_may_fall_due_on_the_day_itself():
    (line,) = parse_promises("李乙|当场赔|2026-09-21|800|"[:-1], parties=PARTIES, not_before=TODAY)

    assert line.due_on == TODAY


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("李乙 修水管", "竖线"),
        ("李乙|修水管|2026-09-25|1|2", "竖线"),
        ("王五|修水管|2026-09-25", "不是本案当事人"),
        ("李乙||2026-09-25", "做什么"),
        ("李乙|修水管|下周", "不是日期"),
        ("李乙|修水管|2026-02-30", "不是日期"),
        ("李乙|修水管|2026-09-20", "已经过去"),
        ("李乙|修水管|2026-09-25|八百", "金额"),
        ("李乙|修水管|2026-09-25|0", "空着"),
    ],
)
def test_names_the_wrong_line_beside_the_field(line, why):
    with pytest.raises(BadPromises) as refused:
        parse_promises(f"李乙|道歉|2026-09-22\n{line}", parties=PARTIES, not_before=TODAY)

    beside = refused.value.fields["promises"]
    assert beside.startswith("第2行：")
    assert why in beside


def test_names_every_wrong_line_at_once():
    with pytest.raises(BadPromises) as refused:
        parse_promises("甲\n乙", parties=PARTIES, not_before=TODAY)

    assert refused.value.params["count"] == 2
    assert "第1行" in refused.value.fields["promises"]
    assert "第2行" in refused.value.fields["promises"]


def test_asks_for_the_alias_where_two_parties_share_a_name():
    with pytest.raises(BadPromises) as refused:
        parse_promises("李甲|道歉|2026-09-22", parties={"李甲": {1, 2}}, not_before=TODAY)

    assert "同名" in refused.value.fields["promises"]


@pytest.mark.parametrize("hours", [0, 24, 72])
def test_cooling_off_is_up_to_72_hours(hours):
    check_cooling_off(hours, most=72)


@pytest.mark.parametrize("hours", [-1, 73])
def test_refuses_a_longer_cooling_off(hours):
    with pytest.raises(BadCoolingOff) as refused:
        check_cooling_off(hours, most=72)
    assert "cooling_off_hours" in refused.value.fields


def test_refuses_an_agreement_that_says_nothing():
    with pytest.raises(NoTerms):
        check_terms("  \n")
