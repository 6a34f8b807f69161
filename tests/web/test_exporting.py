"""Tables as files: the filters stand inside, text stays text, nothing runs in the reader's spreadsheet."""

import csv as plain
from datetime import UTC, date, datetime
from decimal import Decimal
from urllib.parse import quote

import pytest
from openpyxl import load_workbook

from web import exporting, spreadsheets

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


def book(rows=ROWS, title="在办矛盾纠纷", filters=FILTERS):
    with exporting.excel(title, filters, COLUMNS, rows) as file:
        return load_workbook(file)


def sheet(rows=ROWS, title="在办矛盾纠纷"):
    return list(book(rows, title).active.iter_rows())


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
    answer = exporting.download("csv", "看板 在办/超期", FILTERS, COLUMNS, ROWS, plain="cases-paused_long")

    assert answer.get_data().startswith(b"\xef\xbb\xbf")
    assert answer.headers["Content-Disposition"].endswith(
        "filename=cases-paused-long-20260914.csv; filename*=UTF-8''" + quote("看板-在办-超期-20260914.csv")
    )
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_there_is_no_other_kind_of_file(served):
    from werkzeug.exceptions import NotFound

    with pytest.raises(NotFound):
        exporting.download("pdf", "看板", FILTERS, COLUMNS, ROWS, plain="board")


def test_columns_are_as_wide_as_what_stands_in_them_and_long_text_wraps():
    long = "过了期限还没有办的事项，" * 10
    found = book([("浏调〔2026〕000012号（并案处理）", 3, None), (long, 12, None)]).active

    widths = {name: found.column_dimensions[name].width for name in "ABC"}
    assert widths["A"] == spreadsheets.WIDEST
    assert spreadsheets.NARROWEST <= widths["B"] < 12
    assert found["A7"].alignment.wrap_text
    assert not found["A6"].alignment.wrap_text
    assert {cell.alignment.vertical for cell in found[7] if cell.value} == {"top"}


def test_the_heads_stay_and_filter_the_rows_alone(monkeypatch):
    monkeypatch.setattr(exporting, "MOST_ROWS", 2)

    found = book(("甲", n, None) for n in range(5)).active

    assert found.freeze_panes == "A6"
    assert found.auto_filter.ref == "A5:C7"


def test_a_long_filter_has_the_room_of_all_columns():
    found = book(filters=(("怎么算", "在办纠纷中，有待办事项过了期限还没有办的。" * 4),)).active

    assert [str(each) for each in found.merged_cells.ranges] == ["B2:C2"]
    assert found["B2"].alignment.wrap_text
    assert found.row_dimensions[2].height > 2 * spreadsheets.LINE


def test_a_share_is_a_number_that_reads_as_a_percentage():
    rows = [("甲", exporting.Percent(0.25), exporting.Percent(Decimal("0.857"), places=1))]

    _name, whole, tenths = sheet(rows)[5]
    assert (whole.value, whole.number_format, whole.data_type) == (0.25, "0%", "n")
    assert (tenths.value, tenths.number_format) == (0.857, "0.0%")
    assert lines(rows)[5] == ["甲", "25%", "85.7%"]


def test_a_workbook_says_whose_it_is_and_of_when():
    told = book().properties

    assert (told.title, told.creator) == ("在办矛盾纠纷", "浏阳市矛盾纠纷多元化解")
    assert f"{told.created:%Y-%m-%d %H:%M}" == "2026-09-14 02:00"


def test_a_file_says_when_it_was_taken_with_the_year():
    text = exporting.download("csv", "看板", (), COLUMNS, (), plain="board").get_data().decode("utf-8-sig")

    assert "导出时间,2026年9月14日 10:00" in text
