"""The notice of a year's holidays: read from a file or a paste, refused in sentences, and then certain."""

from datetime import date
from io import BytesIO

import pytest

from tests.web.calendar_stage import FLOOD, NOTICE, PUBLISH, confirm, days


def sent(served, table, name="notice.csv", pasted=""):
    """Send a file for the yearly notice."""
    form = {**PUBLISH, "table": pasted, "file": (BytesIO(table), name)}
    return served.visit("county").post("/calendar/preview", form, content_type="multipart/form-data")


def test_the_notice_of_a_year_is_taken_from_a_file_of_a_chinese_machine(served):
    file = (BytesIO(NOTICE.encode("gb18030")), "notice.csv")

    page = served.visit("county").post(
        "/calendar/preview", {**PUBLISH, "table": "", "file": file}, content_type="multipart/form-data"
    )

    assert page.status == 200
    assert "元旦调休上班" in page.text
    assert "表里没有让这些法定节日休息" in page.text
    assert "清明节" in page.text


def test_a_published_year_is_certain(served):
    assert confirm(served, PUBLISH).status == 303

    page = served.visit("grid").get("/calendar?year=2027")

    assert "暂定" not in page.text
    assert "依据：国办发明电〔2026〕7号" in page.text


def test_every_row_that_cannot_be_used_is_named_and_nothing_is_entered(served):
    rows = (
        "2027-01-01,休,元旦",
        "2026-10-01,休,国庆节",
        "2027-02-30,休,春节",
        "2027-01-04,班,调休",
        "2027-05-01,假期,x",
    )
    table = "\n".join(rows)

    page = served.visit("county").post("/calendar/preview", {**PUBLISH, "table": table})

    assert page.status == 422
    assert "第2行：2026-10-01不在2027年" in page.text
    assert "第3行：“2027-02-30”不是日期" in page.text
    assert "第4行：2027年1月4日（周一）本来就上班" in page.text
    assert "第5行：“假期”看不懂" in page.text
    assert page.html.count("2027-02-30") >= 2
    assert days(served) == {}


def test_of_many_bad_rows_the_first_are_named(served):
    page = sent(served, "乱写,班,调休\n".encode() * 20_000)

    assert "这份表有20000处要改" in page.text
    assert "第50行" in page.text
    assert "第51行" not in page.text
    assert "还有19950处没有列出" in page.text


def test_the_county_takes_an_edit_back_and_what_the_notice_says_holds_again(served):
    confirm(served, PUBLISH)
    snow = {**FLOOD, "first": "2027-01-02", "last": "2027-01-02", "reason": "冰雪"}
    confirm(served, snow, seen=1)
    assert days(served)[date(2027, 1, 2)] == (False, "disaster")

    done = confirm(served, {"act": "forget", "first": "2027-01-02", "last": "2027-01-02"}, seen=2)

    assert done.status == 303
    assert days(served)[date(2027, 1, 2)] == (True, "makeup")


def test_a_notice_that_leaves_statutory_holidays_out_is_entered_only_with_a_tick(served):
    unticked = {key: value for key, value in PUBLISH.items() if key != "despite"}
    look = served.visit("county").post("/calendar/preview", unticked)

    refused = confirm(served, unticked)

    assert "已经核对，这些法定节日照常上班" in look.text
    assert refused.status == 422
    assert "还没有写入。确实要这些法定节日上班的，请先勾选" in refused.text
    assert days(served) == {}
    assert confirm(served, PUBLISH).status == 303


@pytest.mark.parametrize(
    ("table", "says"),
    [
        (b"PK\x03\x04 a workbook", "这是Excel文件，请另存为CSV"),
        (b"\xd0\xcf\x11\xe0 an old one", "这是Excel文件，请另存为CSV"),
        (b"%PDF-1.4", "这个文件不是文本表格"),
        (b"", "表里没有一行日期"),
    ],
)
def test_a_file_that_is_no_table_is_said_in_a_sentence(served, table, says):
    page = sent(served, table, "days.xlsx")

    assert page.status == 422
    assert says in page.text


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ("2027-01-01|休|元旦\n2027-01-02|班|元旦调休上班\n", "表里的2行都不是三列。请用逗号隔开"),
        ("名称,日期,班休\n元旦,2027-01-01,休\n春节,2027-02-06,休\n", "表里的2行列的次序不对。三列要依次是"),
        ("日期,名称,班休\n2027-01-01,元旦,休\n", "第2行：三列的次序不对"),
        ("2027-01-01,ﾐﾝ,x\n2027-01-02,ﾐﾝ,x\n", "请另存为“CSV UTF-8”再上传"),
        (b"2027-01-01,\xff\xfe\xff,\xff\x81", "这个文件里的汉字读出来是乱码"),
    ],
)
def test_what_is_wrong_with_the_whole_table_is_said_once(served, table, says):
    page = sent(served, table if isinstance(table, bytes) else table.encode())

    assert page.status == 422
    assert says in page.text
    assert "不是日期" not in page.text


def test_a_file_with_semicolons_is_read(served):
    page = sent(served, NOTICE.replace(",", ";").encode())

    assert page.status == 200
    assert "元旦调休上班" in page.text


def test_bad_rows_are_told_in_english_with_the_year(served):
    visitor = served.visit("county")
    visitor.post("/display", {"language": "en"})
    twice = "2027-10-01,休,国庆节\n2027-10-01,休,国庆节\n"

    page = visitor.post("/calendar/preview", {**PUBLISH, "table": twice})

    assert "Fri 1 Oct 2027" in page.text


def test_a_file_and_a_table_pasted_in_are_not_taken_together(served):
    page = sent(served, NOTICE.encode(), pasted=NOTICE)

    assert page.status == 422
    assert "既选了文件“notice.csv”，又粘贴了表格" in page.text


def test_without_a_file_or_a_table_both_are_asked_for(served):
    page = served.visit("county").post("/calendar/preview", {**PUBLISH, "table": " "})

    assert page.status == 422
    assert "请选一个CSV文件，或者把表格粘贴进来" in page.text
