"""What the text of a clock says of days: agreed on, of rest, of leap years and summer time, uncertain."""

from datetime import date

import pytest

from mediation.clocks.calendar import WorkCalendar
from mediation.clocks.rules import Day
from tests.factories.clocks import moment
from tests.rules.explaining_stage import a_clock, told

PROMISE = {
    "amount": "0",
    "unit": "calendar_day",
    "anchor": "next_promise_due_on",
    "title": "履行到期日",
    "policy": "performance.promise",
    "basis": "人民调解法第31条：当事人应当按照约定履行，调委会监督",
    "mark": "L",
}


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


def test_an_uncertain_year_is_named() -> None:
    text = told(a_clock("2026-12-30 09:00", "5"))

    assert "“村级受理期限”：5个工作日，暂定到2027年1月" in text
    assert "2027年的放假安排还没有公布，这个日期是暂定的" in text


def test_where_every_day_counts_an_uncertain_date_says_why_holidays_matter() -> None:
    text = told(a_clock("2026-12-10 09:00", "30", "calendar_day"))

    assert "中间的周末和节假日也算。" in text
    assert "最后一天遇到休息日，要顺延到之后第一个工作日（民法典第二百零三条），而2027年的放假安排" in text


def test_a_day_that_is_counted_from_bears_no_time() -> None:
    assert "从2026年9月18日（周五）起算。" in told(a_clock("2026-09-18 00:00", anchor=""))
    assert "2026年9月18日（周五）00:00" in told(a_clock("2026-09-18 00:00", "24", "hour"))
