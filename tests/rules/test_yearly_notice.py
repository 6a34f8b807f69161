"""Reading the yearly notice of holidays: what is taken for a row, and what is wrong with one."""

from codecs import BOM_UTF16_BE
from datetime import date

import pytest

from mediation.clocks.yearly import BadNotice, by_law, left_out, read_notice

NEW_YEAR, MAKE_UP = date(2027, 1, 1), date(2027, 1, 2)


@pytest.mark.parametrize(
    "table",
    [
        "2027-01-01,休,元旦\n2027-01-02,班,元旦调休上班",
        "日期,班或休,名称\n2027年1月1日,放假,元旦\n\n2027/1/2,调休上班,元旦调休上班,,\n",
        "\ufeffday,works,name\n2027-01-01,rest,元旦\n2027-01-02,work,元旦调休上班",
        "2027-01-01\t休\t元旦\n2027-01-02\t班\t元旦调休上班",
        "2027-01-01，休，元旦\n2027-01-02，班，元旦调休上班",
        "2027-01-01,休,元旦\n2027-01-02,班,元旦调休上班".encode("gb18030"),
        "2027-01-01,休,元旦\n2027-01-02,班,元旦调休上班".encode("utf-8-sig"),
        "2027-01-01\t休\t元旦\n2027-01-02\t班\t元旦调休上班".encode("utf-16"),
        BOM_UTF16_BE + "2027-01-01\t休\t元旦\n2027-01-02\t班\t元旦调休上班".encode("utf-16-be"),
    ],
)
def test_every_way_in_which_people_write_it_is_read_alike(table: bytes | str) -> None:
    first, second = read_notice(table, year=2027)

    assert (first.on, first.works, first.name, first.kind) == (NEW_YEAR, False, "元旦", "holiday")
    assert (second.on, second.works, second.name, second.kind) == (
        MAKE_UP,
        True,
        "元旦调休上班",
        "makeup",
    )


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("2027-02-30,休,春节", "不是日期"),
        ("2026-10-01,休,国庆节", "不在2027年"),
        ("2027-05-01,也许,劳动节", "看不懂"),
        ("2027-05-01,休,", "没有写名称"),
        ("2027-05-01,休", "要有三列"),
        ("2027-05-01,休,劳动节,多出来", "要有三列"),
        ("2027-01-01,休,元旦", "在第1行已经写过"),
        ("2027-01-04,班,调休", "本来就上班"),
        (f"2027-05-01,休,{'长' * 61}", "最多60个字"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_with_what_is_wrong(row: str, says: str) -> None:
    with pytest.raises(BadNotice) as bad:
        read_notice(f"2027-01-01,休,元旦\n{row}\n2027-13-01,休,x", year=2027)

    assert [problem.line for problem in bad.value.problems] == [2, 3]
    assert says in str(bad.value.problems[0])


@pytest.mark.parametrize("table", ["", "\n\n", "日期,班休,名称\n"])
def test_an_empty_table_is_no_notice(table: str) -> None:
    with pytest.raises(BadNotice, match="1处"):
        read_notice(table, year=2027)


def test_statutory_days_that_the_notice_leaves_out_are_named() -> None:
    names = [name for _on, name in left_out(read_notice("2027-01-01,休,元旦", year=2027), year=2027)]

    assert "元旦" not in names
    assert {"清明节", "端午节", "国庆节"} <= set(names)


def test_a_table_of_another_year_is_said_once() -> None:
    rows = "\n".join(f"2026-10-{day:02},休,国庆节" for day in range(1, 8))

    with pytest.raises(BadNotice) as bad:
        read_notice(f"日期,班休,名称\n{rows}", year=2027)

    assert [str(each) for each in bad.value.problems] == [
        "表里的7天都不在2027年，例如2026-10-01。请核对选的是哪一年"
    ]


def test_only_what_the_law_itself_names_is_statutory() -> None:
    named = [name for year in (2026, 2027) for name in by_law(year).values()]

    assert named.count("春节") == 6
    assert not [name for name in named if "补假" in name or "休息日" in name]
