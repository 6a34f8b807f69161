"""Tables as files: the filters stand inside, text stays text, nothing runs in the reader's spreadsheet."""

import csv as plain
from datetime import UTC, date, datetime
from urllib.parse import quote

import pytest
from openpyxl import load_workbook

from web import exporting

FILTERS = (("范围", "浏阳市"), ("口径", "在办"))
COLUMNS = ("案号", "件数", "到期")
ROWS = (
    ("浏调〔2026〕1号", 3, date(2026, 9, 22)),
    ("=HYPERLINK(1)", -4, datetime(2026, 9, 22, 1, tzinfo=UTC)),
)


@pytest.fixture(autouse=True)
def _request(served):
    with served.app.test_request_context():
        yield


def lines(rows=ROWS, columns=COLUMNS):
    with exporting.csv("在办矛盾纠纷", FILTERS, columns, rows) as file:
        return list(plain.reader(file.read().decode("utf-8-sig").splitlines()))


def sheet(rows=ROWS, title="在办矛盾纠纷"):
    with exporting.excel(title, FILTERS, COLUMNS, rows) as file:
        return list(load_workbook(file).active.iter_rows())


def test_csv_says_what_it_was_chosen_by_before_the_rows():
    assert lines()[:6] == [
        ["在办矛盾纠纷"],
        ["范围", "浏阳市"],
        ["口径", "在办"],
        [],
        ["案号", "件数", "到期"],
        ["浏调〔2026〕1号", "3", "2026-09-22"],
    ]


def test_excel_says_what_it_was_chosen_by_before_the_rows():
    rows = [[cell.value for cell in row] for row in sheet()]

    assert rows[0][0] == "在办矛盾纠纷"
    assert rows[1][:2] == ["范围", "浏阳市"]
    assert rows[4] == list(COLUMNS)
    assert rows[5][:2] == ["浏调〔2026〕1号", 3]


def test_moments_are_in_the_county_s_time_in_both():
    assert lines()[6][2] == "2026-09-22 09:00"
    assert sheet()[6][2].value.isoformat() == "2026-09-22T09:00:00"


@pytest.mark.parametrize("text", ["=1+1", "+86 138", "-甲", "@SUM(A1)", "\t=1", "  =1", "＝1+1"])
def test_text_that_looks_like_a_formula_stays_text(text):
    assert lines([(text, 1, None)])[5][0].startswith("'")

    cell = sheet([(text, 1, None)])[5][0]
    assert cell.data_type == "s"
    assert cell.quotePrefix
    assert cell.value == text


def test_a_number_below_nought_stays_a_number():
    assert lines()[6][1] == "-4"
    assert sheet()[6][1].value == -4


def test_characters_a_sheet_cannot_hold_are_left_out():
    assert sheet([("甲\x00\x0b乙", 1, None)], title="甲/乙[1]：" + "长" * 40)[5][0].value == "甲乙"
    assert lines([("甲\x00乙", 1, None)])[5][0] == "甲乙"


def test_a_file_ends_with_saying_that_rows_were_cut_off(monkeypatch):
    monkeypatch.setattr(exporting, "MOST_ROWS", 2)

    found = lines(("甲", n, None) for n in range(5))

    assert len(found) == 5 + 2 + 1
    assert "只列前 2 行" in found[-1][0]


def test_a_download_is_named_after_its_title_and_the_day():
    answer = exporting.download("csv", "看板 在办/超期", FILTERS, COLUMNS, ROWS)

    assert answer.get_data().startswith(b"\xef\xbb\xbf")
    assert answer.headers["Content-Disposition"].endswith(
        "filename=20260914.csv; filename*=UTF-8''" + quote("看板-在办-超期-20260914.csv")
    )
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_there_is_no_other_kind_of_file(served):
    from werkzeug.exceptions import NotFound

    with pytest.raises(NotFound):
        exporting.download("pdf", "看板", FILTERS, COLUMNS, ROWS)
