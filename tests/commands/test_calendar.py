"""The work calendar on the command line: a local day off, next year's holidays, what is parked."""

from datetime import date

import pytest

from mediation.clocks.calendar import published
from mediation.kernel.database import open_engine
from tests.factories.county import County
from tests.operations.recount_stage import change, flood, reported
from web.cli import main

KEYS = {
    "MEDIATION_DATA_KEYS": "c2l4dGVlbmNvdW50aWVzMzJieXRlc29mdGVzdHM1Njc=",
    "SECRET_KEY": "a key for tests only",
}


@pytest.fixture
def run(monkeypatch, capsys, tmp_path):
    """Run a command on an initialised database; returns its code and all that it said."""
    for name, value in {**KEYS, "DATABASE_URL": f"sqlite:///{tmp_path / 'calendar.db'}"}.items():
        monkeypatch.setenv(name, value)

    def _run(*arguments):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        printed = capsys.readouterr()
        return ended.value.code, printed.out + printed.err

    assert _run("init")[0] == 0
    return _run


def test_shows_the_holidays_and_make_up_days_of_a_year(run):
    code, said = run("calendar", "show", "2026")

    assert code == 0
    assert "2026-09-20 班 国庆节调休上班" in said
    assert "2026-06-19 休 端午" in said
    assert "provisional" not in said


def test_a_local_day_off_is_kept_until_it_is_taken_back(run):
    assert run("calendar", "set", "2026-09-21", "rest", "--reason", "防汛停工")[0] == 0
    assert "2026-09-21 休 防汛停工" in run("calendar", "show", "2026")[1]

    assert run("calendar", "forget", "2026-09-21")[0] == 0
    assert "2026-09-21" not in run("calendar", "show", "2026")[1]


def test_next_year_is_provisional_until_it_is_entered(run, tmp_path):
    days = tmp_path / "days.csv"
    days.write_text("day,works,name\n2027-01-01,rests,元旦\n2027-01-02,班,元旦调休上班\n", encoding="utf-8")
    assert published(date(2027, 1, 2)).provisional
    assert "provisional" in run("calendar", "show", "2027")[1]

    publish = ("calendar", "publish", "2027", str(days), "--source", "国办发明电〔2026〕7号")
    code, refused = run(*publish)
    assert code == 1
    assert "statutory holidays are not in days.csv; nothing was entered" in refused
    assert "provisional" in run("calendar", "show", "2027")[1]

    code, said = run(*publish, "--incomplete")

    assert code == 0
    assert "2 days; 0 clocks are touched, 0 of them move" in said
    assert "not in days.csv: 2027-04-05 清明节" in said
    shown = run("calendar", "show", "2027")[1]
    assert "2027-01-02 班 元旦调休上班" in shown
    assert "provisional" not in shown


def test_a_preview_says_what_would_move_and_changes_nothing(run, tmp_path):
    days = tmp_path / "days.csv"
    days.write_text("2027-01-01,rest,元旦\n", encoding="utf-8")

    code, said = run("calendar", "publish", "2027", str(days), "--source", "x", "--preview")

    assert code == 0
    assert "1 day; 0 clocks are touched, 0 of them move\nnothing was changed\n" in said
    assert "not in days.csv: 2027-04-05 清明节" in said
    assert "provisional" in run("calendar", "show", "2027")[1]


@pytest.mark.parametrize("table", [b"PK\x03\x04 a workbook", b"\x89PNG\r\n\x00\x00", b"%PDF-1.4"])
def test_a_file_that_is_no_table_is_refused_in_a_sentence(run, tmp_path, table):
    days = tmp_path / "days.xlsx"
    days.write_bytes(table)

    code, said = run("calendar", "publish", "2027", str(days), "--source", "x")

    assert code == 1
    assert said == "mediation: days.xlsx is no table of text (CSV); save it as CSV and give that\n"


def test_of_many_bad_rows_the_first_are_named(run, tmp_path):
    days = tmp_path / "days.csv"
    days.write_text("nonsense,work,x\n" * 30, encoding="utf-8")

    _, said = run("calendar", "publish", "2027", str(days), "--source", "x")

    assert said.count("days.csv:") == 20
    assert "and 10 more\nmediation: 30 bad rows in days.csv; nothing was entered\n" in said


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("2027-13-01,rests,元旦", "days.csv:2: “2027-13-01”不是日期"),
        ("2027-01-01,maybe,元旦", "days.csv:2: “maybe”看不懂"),
        ("2027-01-01,rests", "days.csv:2: 要有三列"),
        ("2028-01-01,rests,元旦", "days.csv:2: 2028-01-01不在2027年"),
        ("2027-01-01,rests,", "days.csv:2: 2027年1月1日（周五）没有写名称"),
        ("2027-05-01,rests,劳动节", "days.csv:2: 2027年5月1日（周六）在第1行已经写过"),
        ("2027-05-04,班,调休上班", "days.csv:2: 2027年5月4日（周二）本来就上班"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_entered(run, tmp_path, row, says):
    days = tmp_path / "days.csv"
    days.write_text(f"2027-05-01,rests,劳动节\n{row}\n", encoding="utf-8")

    code, said = run("calendar", "publish", "2027", str(days), "--source", "x")

    assert code != 0
    assert says in said
    assert "provisional" in run("calendar", "show", "2027")[1]


def test_an_edit_needs_its_reason(run):
    code, said = run("calendar", "set", "2026-09-21", "rest", "--reason", " ")

    assert code != 0
    assert "理由" in said


def test_a_change_is_listed_and_taken_back_by_its_number(run):
    run(
        "calendar", "set", "2026-09-21", "rest", "--until", "2026-09-22", "--reason", "防汛停工", "--disaster"
    )

    assert "系统 2026-09-21 to 2026-09-22 rest 防汛停工: 0 moved" in run("calendar", "changes")[1]
    assert "change 2 is made" in run("calendar", "undo", "1")[1]
    assert "2026-09-22" not in run("calendar", "show", "2026")[1]
    assert run("calendar", "undo", "1")[0] != 0


def test_counting_to_the_end_says_when_there_is_nothing(run):
    assert run("calendar", "recount") == (0, "0 clocks counted anew, 0 moved, 0 no longer late\n")


def test_says_when_no_deadline_is_parked(run):
    assert run("clock", "parked") == (0, "no deadline is parked\n")


def test_a_calendar_nobody_changed_says_so(run):
    assert run("calendar", "changes") == (0, "the calendar was never changed\n")


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (("calendar", "undo", "12"), "there is no change 12; see: mediation calendar changes"),
        (("calendar", "recount", "--change", "12"), "there is no change 12; see: mediation calendar changes"),
        (("clock", "retry", "4711"), "there is no deadline 4711; see: mediation clock parked"),
        (("incidents", "retry", "12"), "there is no parked step 12; see: mediation incidents list"),
    ],
)
def test_what_there_is_not_is_named(run, command, says):
    assert run(*command) == (1, f"mediation: {says}\n")


def test_a_group_without_a_command_shows_its_help(run):
    code, said = run("incidents")

    assert code == 0
    assert said.startswith("Usage: mediation incidents")


def test_usage_calls_a_day_a_day(run):
    said = run("calendar", "set", "--help")[1]

    assert "[OPTIONS] DAY work|rest" in said
    assert "%Y" not in said


def test_the_unicode_text_of_excel_is_read(run, tmp_path):
    days = tmp_path / "days.txt"
    days.write_bytes("2027-01-01\t休\t元旦\n".encode("utf-16"))

    code, said = run("calendar", "publish", "2027", str(days), "--source", "x", "--preview")

    assert code == 0
    assert "1 day; 0 clocks are touched" in said


def test_a_change_says_which_days_and_what_took_it_back(run):
    run("calendar", "set", "2026-09-21", "rest", "--until", "2026-09-22", "--reason", "防汛停工")
    run("calendar", "undo", "1")

    undoing, undone = run("calendar", "changes")[1].splitlines()

    assert "2026-09-21 to 2026-09-22 rest 防汛停工: 0 moved, undone by 2" in undone
    assert undoing.endswith("2026-09-21 to 2026-09-22 work 撤销：防汛停工: 0 moved, undoes 1")


def test_nothing_is_changed_while_an_earlier_change_is_counted(run, tmp_path):
    county = County(open_engine(f"sqlite:///{tmp_path / 'calendar.db'}"), at="2026-09-18 10:00")
    reported(county, 1)
    change(county, flood(date(2026, 9, 21)))
    another = ("calendar", "set", "2026-09-22", "rest", "--reason", "防汛停工")

    refused = [run(*another), run(*another, "--preview"), run("calendar", "undo", "1")]

    assert {code for code, _ in refused} == {1}
    assert all("change 1 is still being counted anew (0 of " in said for _, said in refused)
    assert all("count it to the end: mediation calendar recount" in said for _, said in refused)
    assert "2026-09-22" not in run("calendar", "show", "2026")[1]


def test_days_that_rest_anyway_are_not_changed(run):
    code, said = run("calendar", "set", "2026-09-19", "rest", "--reason", "防汛停工")

    assert (code, said) == (1, "mediation: 所选的日子本来就是休息日，不需要改。请核对日期。\n")
