"""The one text that says why a clock ends when it does."""

import re
from datetime import date
from typing import Any

import pytest

from mediation.clocks.due import due
from mediation.clocks.explaining import Known, as_data, explain
from mediation.clocks.explaining.ending import paused_days
from mediation.clocks.operations.settling import changes_of, settle
from tests.factories.clocks import moment
from tests.rules.explaining_stage import CALENDAR, a_clock, consent, entry, extended, told


def test_a_whole_explanation_reads_like_this() -> None:
    assert told(a_clock("2026-09-18 20:15")).splitlines() == [
        "“村级受理期限”：3个工作日，到9月22日（周二）为止。",
        "  从什么时候算起",
        "    - 从这项工作开始的时间起算：2026年9月18日（周五）20:15。",
        "    - 起算的当天不算，从第二天算起（民法典第二百零一条）。",
        "  按什么规定",
        "    - 期限是3个工作日。",
        "    - 依据：本县规定。",
        "    - 国家没有统一规定，由本县确定。",
        "  哪些日子不算",
        "    - 9月19日（周六）是周末，不算。",
        "    - 9月20日（周日）国庆节调休上班，照算一个工作日。",
        "  到哪一天为止",
        "    - 所以最后一天是9月22日（周二），当天办完就不算逾期，9月23日（周三）零点起算逾期。",
    ]


@pytest.mark.parametrize(
    ("basis", "said"),
    [
        ("县级默认", "本县规定"),
        ("人民调解法第26条规定应当告知；期限为县级默认", "人民调解法第26条规定应当告知；期限由本县规定"),
    ],
)
def test_what_older_tables_called_a_default_is_the_countys_own_rule(basis: str, said: str) -> None:
    assert f"依据：{said}。" in told(a_clock("2026-09-10 09:00", basis=basis))


def test_a_pause_is_said_with_reason_evidence_and_what_it_leaves_out() -> None:
    text = told(
        a_clock("2026-09-14 09:00", "5"),
        entry("paused", "2026-09-15 10:00", reason="鉴定", evidence="李甲的鉴定委托书3号"),
        entry("resumed", "2026-09-18 10:00", evidence="鉴定意见书5号", due_on=date(2026, 9, 24)),
    )

    assert (
        "9月15日（周二）10:00，官渡镇南岳村调委会主任因鉴定暂停计算，凭据：申请人甲的鉴定委托书3号。" in text
    )
    assert "恢复计算，凭据：鉴定意见书5号。暂停的3天不计入，到9月24日（周四）为止。" in text
    assert "9月15日（周二）至9月17日（周四）暂停计算，共3天，不算。" in text


def test_a_pause_without_end_says_since_when_and_that_there_is_no_last_day() -> None:
    clock = a_clock("2026-09-14 09:00", "5")
    paused = entry("paused", "2026-09-15 10:00", reason="鉴定")
    settle(clock, changes_of([paused]), CALENDAR, after=clock.started_at)

    text = told(clock, paused, at=moment("2026-12-01 08:00"))

    assert paused_days(clock, moment("2026-12-01 08:00")) == 77
    assert text.startswith("“村级受理期限”：5个工作日，正在暂停，还没有届满日。")
    assert "从9月15日（周二）10:00起暂停，到今天已经77天，还没有恢复，所以没有届满日。" in text
    assert "凭据：没有写明" in text
    assert "所以最后一天" not in text


def test_an_extension_says_who_agreed_when_and_where_the_paper_is() -> None:
    text = told(a_clock("2026-09-18 20:15"), *extended(consent(1), consent(2)))

    assert "办理延长2个工作日，改为到9月24日（周四）为止。理由：还要再谈一次。" in text
    assert "申请人甲于9月21日（周一）书面同意这次延长，凭据：同意书，案卷第12页。" in text
    assert "被申请人甲于9月21日（周一）书面同意" in text
    assert "请核对" not in text


def test_an_extension_nobody_asked_a_reason_for_is_not_said_to_lack_one() -> None:
    (made,) = extended(consent(1), consent(2))
    made.reason = ""

    text = told(a_clock("2026-09-18 20:15"), made)

    assert "办理延长2个工作日，改为到9月24日（周四）为止。\n" in text
    assert "理由" not in text


def test_what_happened_is_told_in_the_order_in_which_it_happened() -> None:
    text = told(
        a_clock("2026-09-14 09:00", "5"),
        entry("reminded", "2026-09-15 08:00"),
        entry("reminded", "2026-09-16 08:00"),
        entry("paused", "2026-09-16 10:00", reason="鉴定", evidence="鉴定委托书3号"),
        entry("resumed", "2026-09-18 10:00", evidence="鉴定意见书5号", due_on=date(2026, 9, 23)),
        entry("reminded", "2026-09-22 08:00"),
        entry("reached", "2026-09-24 00:00"),
    )

    (happened,) = re.findall(r"  中间发生过什么\n((?:    - .*\n)+)", text)
    assert [line[6:].split("，")[0] for line in happened.splitlines()] == [
        "已经提醒过：9月15日（周二）08:00、9月16日（周三）08:00。",
        "9月16日（周三）10:00",
        "9月18日（周五）10:00",
        "已经提醒过：9月22日（周二）08:00。",
        "9月24日（周四）00:00",
    ]


@pytest.mark.parametrize("second", [(), (consent(2, "oral"),)])
def test_an_extension_that_one_party_did_not_sign_says_so(second: tuple[dict[str, Any], ...]) -> None:
    text = told(a_clock("2026-09-18 20:15"), *extended(consent(1), *second))

    assert "请核对：案卷里没有被申请人甲书面同意这次延长的记录。" in text


def test_a_rule_that_is_gone_from_the_table_is_said_to_be() -> None:
    assert "现在用的期限表里已经没有这条规定。这个期限按开始时的规定计算，不受影响" in told(
        a_clock("2026-09-18 20:15"), gone=True
    )


def test_a_clock_that_was_stopped_late_says_that_its_lateness_stays() -> None:
    clock = a_clock("2026-09-18 20:15")
    text = told(clock)
    clock.state, clock.ended_at, clock.end_reason = "stopped", moment("2026-09-24 10:00"), "已办结"
    clock.reached_at = moment("2026-09-23 00:00")

    text = told(clock, entry("reminded", "2026-09-21 08:00"), entry("reached", "2026-09-23 00:00"))

    assert "已经提醒过：9月21日（周一）08:00。" in text
    assert "9月24日（周四）10:00停止计算：已办结。" in text
    assert "停止之前已经逾期，逾期的记录保留。" in text


def test_an_entry_nobody_knows_how_to_say_does_not_hide_the_rest() -> None:
    text = told(a_clock("2026-09-18 20:15"), entry("moved", "2026-09-19 10:00", reason="县里更正"))

    assert "9月19日（周六）10:00，县里更正。" in text


def test_the_same_can_be_read_as_data() -> None:
    clock = a_clock("2026-09-18 20:15")
    settle(clock, (), CALENDAR, after=clock.started_at)
    counted = due(clock.counted_from, clock.exact_amount, clock.unit, (), CALENDAR)

    data = as_data(explain(Known(clock, (), counted, {}, str)))

    assert data["summary"] == "“村级受理期限”：3个工作日，到9月22日（周二）为止。"
    assert [part["about"] for part in data["parts"]] == [
        *("从什么时候算起", "按什么规定", "哪些日子不算", "到哪一天为止")
    ]


def test_the_sweeps_moment_is_said_as_what_it_is() -> None:
    reached = entry("reached", "2026-09-23 08:16")

    assert "9月23日（周三）08:16，期限已过，系统登记逾期。" in told(a_clock("2026-09-18 20:15"), reached)
    of_oversight = a_clock("2026-09-18 20:15", policy="oversight.explain")
    assert "08:16，督办环节的时间已到。" in told(of_oversight, reached)


def test_a_step_of_supervision_comes_and_is_never_late() -> None:
    step = a_clock("2026-09-18 20:15", policy="oversight.county", title="升至县级挂牌")

    text = told(step)
    assert "所以9月23日（周三）零点到时，那时逾期的工作还没有办完的，进入县级挂牌。" in text
    assert "不算逾期" not in text

    step.state, step.ended_at, step.end_reason = "stopped", moment("2026-09-24 10:00"), "已办结"
    step.reached_at = moment("2026-09-23 00:00")
    text = told(step)
    assert "停止之前到时，已进入县级挂牌。" in text
    assert "停止之前已经逾期" not in text
