"""The one text that says why a clock ends when it does."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pytest

from mediation.clocks.calendar import WorkCalendar
from mediation.clocks.due import due
from mediation.clocks.explaining import Known, as_data, as_text, explain
from mediation.clocks.explaining.ending import paused_days
from mediation.clocks.model import Clock, ClockEntry
from mediation.clocks.operations.settling import changes_of, settle
from mediation.clocks.rules import Day
from tests.factories.clocks import moment

SIGNING = {1: "申请人甲", 2: "被申请人甲"}
CALENDAR = WorkCalendar()


def a_clock(start: str, amount: str = "3", unit: str = "working_day", **given: Any) -> Clock:
    begun = moment(start)
    known: dict[str, Any] = {
        "title": "村级受理期限",
        "policy": "village.accept",
        "scope": "item",
        "basis": "县级默认",
        "mark": "D",
        "anchor": "opened",
        "alerts": "",
        "state": "running",
    }
    return Clock(
        case_id=1, amount=amount, unit=unit, counted_from=begun, started_at=begun, **{**known, **given}
    )


def entry(kind: str, at: str, **given: Any) -> ClockEntry:
    known = {"by_post": "官渡镇南岳村调委会主任", "reason": "", "evidence": "", "consents": []}
    return ClockEntry(clock_id=1, kind=kind, at=moment(at), **{**known, **given})


def told(
    clock: Clock,
    *entries: ClockEntry,
    calendar: WorkCalendar = CALENDAR,
    at: datetime | None = None,
    gone: bool = False,
    signing: dict[int, str] | None = None,
) -> str:
    changes = changes_of(entries)
    if clock.state == "running":
        settle(clock, changes, calendar, after=clock.started_at)
    known = Known(
        clock=clock,
        entries=entries,
        counted=due(clock.counted_from, clock.exact_amount, clock.unit, changes, calendar),
        signing=SIGNING if signing is None else signing,
        mask=lambda text: text.replace("李甲", "申请人甲"),
        gone=gone,
        at=at,
    )
    return as_text([explain(known)])


def consent(party_id: int, form: str = "written") -> dict[str, Any]:
    return {"party_id": party_id, "given_on": "2026-09-21", "form": form, "evidence": "同意书，案卷第12页"}


def extended(*consents: dict[str, Any]) -> Sequence[ClockEntry]:
    given = {"amount": "2", "unit": "working_day", "reason": "还要再谈一次", "consents": list(consents)}
    return [entry("extended", "2026-09-21 10:00", due_on=date(2026, 9, 24), **given)]


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


PROMISE = {
    "amount": "0",
    "unit": "calendar_day",
    "anchor": "next_promise_due_on",
    "title": "履行到期日",
    "policy": "performance.promise",
    "basis": "人民调解法第31条：当事人应当按照约定履行，调委会监督",
    "mark": "L",
}


@pytest.mark.parametrize(
    ("basis", "said"),
    [
        ("县级默认", "本县规定"),
        ("人民调解法第26条规定应当告知；期限为县级默认", "人民调解法第26条规定应当告知；期限由本县规定"),
    ],
)
def test_what_older_tables_called_a_default_is_the_countys_own_rule(basis: str, said: str) -> None:
    assert f"依据：{said}。" in told(a_clock("2026-09-10 09:00", basis=basis))


def test_an_agreed_day_that_is_closed_moves_to_the_next_working_day_by_the_civil_code() -> None:
    assert told(a_clock("2026-10-03 00:00", **PROMISE)).splitlines() == [
        "“履行到期日”：定在10月3日（周六），到10月8日（周四）为止。",
        "  从什么时候算起",
        "    - 约定履行的日期是2026年10月3日（周六），就以这一天为期。",
        "  按什么规定",
        "    - 依据：人民调解法第31条：当事人应当按照约定履行，调委会监督。",
        "    - 这条依据已与法律法规原文核对。",
        "  到哪一天为止",
        "    - 本来到10月3日（周六），当天是国庆节，"
        "顺延到之后第一个工作日10月8日（周四）（民法典第二百零三条）。",
        "    - 所以最后一天是10月8日（周四），当天办完就不算逾期，10月9日（周五）零点起算逾期。",
    ]


def test_an_agreed_day_that_is_worked_stays_and_nothing_is_counted() -> None:
    text = told(a_clock("2026-09-20 00:00", **PROMISE))

    assert text.startswith("“履行到期日”：到9月20日（周日）为止。")
    assert "0日" not in text.replace("20日", "")
    assert "不算，从第二天算起" not in text
    assert "第二百零三条" not in text


def test_an_agreed_day_of_a_year_not_published_yet_is_provisional() -> None:
    text = told(a_clock("2027-10-02 00:00", **PROMISE))

    assert text.startswith("“履行到期日”：定在10月2日（周六），暂定到")


def test_an_agreed_day_closed_for_several_reasons_says_each() -> None:
    closed = WorkCalendar({date(2026, 9, 18): Day(date(2026, 9, 18), works=False, name="防汛停工")})

    text = told(a_clock("2026-09-18 00:00", **PROMISE), calendar=closed)

    assert (
        "本来到9月18日（周五），这天起接连是防汛停工、休息日，顺延到之后第一个工作日9月20日（周日）" in text
    )


def test_an_agreed_moment_is_not_counted_either() -> None:
    given = {"amount": "0", "unit": "hour", "anchor": "cooling_off_until", "title": "签字前考虑期"}

    text = told(a_clock("2026-09-20 10:00", **given))

    assert "冷静期结束的时间是2026年9月20日（周日）10:00，就以这一刻为期。" in text
    assert "0小时" not in text


def test_holidays_are_said_as_one_span_and_weekends_beside_them() -> None:
    text = told(a_clock("2026-09-28 09:00", "6"))

    assert "10月1日（周四）至10月7日（周三）国庆节放假，不算。" in text
    assert text.count("放假") == 1


def test_many_weekends_are_counted_instead_of_listed() -> None:
    text = told(a_clock("2026-03-02 09:00", "30"))

    assert "之间的周末共" in text
    assert text.count("是周末，不算") == 0


def test_a_day_the_county_closed_is_said_with_its_reason() -> None:
    closed = WorkCalendar({date(2026, 9, 21): Day(date(2026, 9, 21), works=False, name="暴雨停工")})

    text = told(a_clock("2026-09-18 09:00"), calendar=closed)

    assert "9月21日（周一）休息（暴雨停工），不算。" in text
    assert "到9月23日（周三）为止" in text


def test_a_month_says_that_rest_days_count_and_why_it_rolls_on() -> None:
    text = told(a_clock("2026-09-01 09:00", "1", "month"))

    assert "按月连着算，中间的周末和节假日也算。" in text
    assert (
        "本来到10月1日（周四），当天是国庆节，顺延到之后第一个工作日10月8日（周四）（民法典第二百零三条）。"
        in text
    )


@pytest.mark.parametrize(
    ("start", "amount", "said"),
    [
        ("2027-01-31 09:00", "1", "2027年2月没有31日，算到当月最后一天，即28日（民法典第二百零二条）。"),
        ("2028-01-31 09:00", "1", "2028年2月没有31日，算到当月最后一天，即29日（民法典第二百零二条）。"),
        ("2028-02-29 09:00", "12", "2029年2月没有29日，算到当月最后一天，即28日（民法典第二百零二条）。"),
    ],
)
def test_a_short_february_is_explained_in_leap_years_and_others(start: str, amount: str, said: str) -> None:
    assert said in told(a_clock(start, amount, "month"))


def test_a_leap_day_counts_like_any_other() -> None:
    clock = a_clock("2028-02-28 09:00", "2", "calendar_day")

    text = told(clock)

    assert clock.due_on == date(2028, 3, 1)
    assert "当月最后一天" not in text


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("1986-05-03 12:00", "1986-05-04 13:00", "夏令时开始，钟拨快了一小时"),
        ("1986-09-13 12:00", "1986-09-14 11:00", "夏令时结束，钟拨慢了一小时"),
    ],
)
def test_twenty_four_hours_are_that_many_also_where_summer_time_begins_or_ends(
    start: str, end: str, said: str
) -> None:
    clock = a_clock(start, "24", "hour")

    text = told(clock)

    assert clock.due_at == moment(end)
    assert said in text


def test_days_of_summer_time_are_whole_days() -> None:
    clock = a_clock("1988-04-15 09:00", "3", "calendar_day")

    text = told(clock)

    assert "夏令时" not in text
    assert "暂定" not in text
    assert clock.due_on == date(1988, 4, 18)
    assert clock.due_at == moment("1988-04-19 00:00")


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


@pytest.mark.parametrize("second", [(), (consent(2, "oral"),)])
def test_an_extension_that_one_party_did_not_sign_says_so(second: tuple[dict[str, Any], ...]) -> None:
    text = told(a_clock("2026-09-18 20:15"), *extended(consent(1), *second))

    assert "请核对：案卷里没有被申请人甲书面同意这次延长的记录。" in text


def test_an_uncertain_year_is_named() -> None:
    text = told(a_clock("2026-12-30 09:00", "5"))

    assert "“村级受理期限”：5个工作日，暂定到2027年1月" in text
    assert "2027年的放假安排还没有公布，这个日期是暂定的" in text


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


def test_a_day_that_is_counted_from_bears_no_time() -> None:
    assert "从2026年9月18日（周五）起算。" in told(a_clock("2026-09-18 00:00", anchor=""))
    assert "2026年9月18日（周五）00:00" in told(a_clock("2026-09-18 00:00", "24", "hour"))


def test_the_sweeps_moment_is_said_as_what_it_is() -> None:
    reached = entry("reached", "2026-09-23 08:16")

    assert "9月23日（周三）08:16，期限已过，系统登记逾期。" in told(a_clock("2026-09-18 20:15"), reached)
    of_oversight = a_clock("2026-09-18 20:15", policy="oversight.explain")
    assert "08:16，督办环节的时间已到。" in told(of_oversight, reached)
