"""Returns as files: Excel and Word, whole and fit to go outside."""

from io import BytesIO

import pytest
from docx import Document
from openpyxl import load_workbook

from tests.web.return_stage import here_of, settle_in_august


@pytest.fixture
def told(served):
    return settle_in_august(served)


def _file(served, name: str) -> bytes:
    return served.visit("town").client.get(f"{here_of(served)}/{name}").data


def test_excel_holds_figures_breakdowns_and_definitions_as_sheets(told):
    book = load_workbook(BytesIO(_file(told, "file.xlsx")))

    assert book.sheetnames == ["数字", "按类型", "按来源", "按层级", "更正", "口径"]
    figures = {row[0].value: row[2].value for row in book["数字"].iter_rows() if len(row) > 2}
    assert figures["受理"] == 8
    assert figures["成功率"] == 0.875
    assert any("人民调解法" in str(row[2].value) for row in book["口径"].iter_rows() if len(row) > 2)


def test_excel_holds_all_that_can_be_reckoned_with_as_numbers_and_says_what_was_compared(told):
    sheet = load_workbook(BytesIO(_file(told, "file.xlsx")))["数字"]

    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    heads = next(row for row in rows if row[0] == "指标")
    lines = {row[0]: dict(zip(heads, row, strict=True)) for row in rows[rows.index(heads) + 1 :]}
    assert (lines["受理"]["上期"], lines["受理"]["比上期"], lines["受理"]["去年同期"]) == (0, 8, 0)
    assert (lines["成功率"]["本期分子"], lines["成功率"]["本期分母"]) == (7, 8)
    assert lines["受理"]["比上期 %"] is None
    assert [
        "上期和去年同期",
        "2026年7月：现算。2025年8月：现算。",
    ] in [[row[0], str(row[1])[:22]] for row in rows]


def test_excel_says_who_took_it_and_of_each_kind_what_its_rate_is_made_of(told):
    book = load_workbook(BytesIO(_file(told, "file.xlsx")))

    assert ["导出人", "周德明"] in [[cell.value for cell in row][:2] for row in book["数字"].iter_rows()]
    rows = [[cell.value for cell in row] for row in book["按类型"].iter_rows()]
    heads = next(row for row in rows if row[0] == "类型")
    land = dict(zip(heads, next(row for row in rows if row[0] == "山林土地承包"), strict=True))
    assert (land["成功率"], land["成功率分子"], land["成功率分母"]) == (1, 6, 6)
    assert all(not isinstance(value, str) for key, value in land.items() if key != "类型")


def test_what_goes_outside_does_not_say_who_took_it(told):
    book = load_workbook(BytesIO(_file(told, "file.xlsx?version=outside")))
    names = [row[0].value for row in book["数字"].iter_rows()]

    assert "导出时间" in names
    assert "导出人" not in names


def test_excel_for_outside_leaves_out_corrections_and_small_numbers(told):
    book = load_workbook(BytesIO(_file(told, "file.xlsx?version=outside")))

    assert "更正" not in book.sheetnames
    kinds = [cell.value for row in book["按类型"].iter_rows() for cell in row]
    assert "*" in kinds
    assert not {1, 2, 3, 4} & set(kinds)


def test_word_is_made_out_as_an_office_prints_it(told):
    document = Document(BytesIO(_file(told, "file.docx")))
    text = "\n".join(each.text for each in document.paragraphs)

    assert document.paragraphs[0].text == "官渡镇矛盾纠纷调解月报表（2026年8月）"
    assert "填报单位：官渡镇" in text
    assert "审核人：" in text
    assert "上期和去年同期：2026年7月：现算。" in text
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert rows[0][:3] == ["指标", "单位", "本期"]
    assert ["受理", "件", "8"] in [row[:3] for row in rows]


def test_no_other_kind_of_file_is_given(told):
    assert told.visit("town").get(here_of(told) + "/file.pdf").status == 404
