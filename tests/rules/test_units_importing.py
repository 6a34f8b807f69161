"""Reading and checking tables of units: every bad row is named, in words that help."""

from pathlib import Path

import pytest

from mediation.kernel.locality import Locality, read_locality
from mediation.units.importing import Sheet, parse
from mediation.units.importing.checking import Known, Plan, make_plan

ROOT = Path(__file__).parent.parent.parent
HEAD = "code,name,parent_code,level,households\n"
COUNTY = {"430181": Known(1, "浏阳市", "county", "", "浏阳市", None, False)}


@pytest.fixture(scope="module")
def place() -> Locality:
    return read_locality(ROOT / "tests" / "factories" / "locality.yaml")


def table(*rows: str) -> Sheet:
    return parse((HEAD + "\n".join(rows)).encode())


def plan(place: Locality, *rows: str, known: dict[str, Known] | None = None) -> Plan:
    sheet = table(*rows)
    assert not sheet.problems
    return make_plan(sheet, COUNTY if known is None else known, place)


def said(place: Locality, *rows: str, known: dict[str, Known] | None = None) -> list[str]:
    return [str(problem) for problem in plan(place, *rows, known=known).problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_reads_what_spreadsheets_save(encoding: str) -> None:
    sheet = parse((HEAD + "430181104,官渡镇,430181,town,\r\n").encode(encoding))

    assert [row.name for row in sheet] == ["官渡镇"]
    assert not sheet.problems


def test_reads_chinese_column_titles_in_any_order_and_leaves_others_aside() -> None:
    sheet = parse("备注,名称,代码,层级,上级代码\n老,官渡镇,430181104,乡镇,430181\n".encode())

    row = sheet.rows[0]

    assert (row.code, row.name, row.level, row.parent_code) == ("430181104", "官渡镇", "乡镇", "430181")


def test_says_which_column_is_missing() -> None:
    sheet = parse("code,name\n1,甲\n".encode())

    assert [problem.params["column"] for problem in sheet.problems] == ["parent_code", "level"]
    assert "缺少“level”列" in sheet.problems[1].sentence


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "empty_file"),
        (b"\n\n", "empty_file"),
        ("code,name".encode("utf-16"), "wrong_encoding"),
        (b"PK\x03\x04\x14\x00", "not_text"),
        (b"code,code,name,parent_code,level\n", "column_twice"),
    ],
)
def test_says_why_a_file_cannot_be_read(data: bytes, kind: str) -> None:
    assert [problem.kind for problem in parse(data).problems] == [kind]


def test_names_the_damaged_line_of_a_utf8_file() -> None:
    good = [f"{number},第{number}微网格,1,grid,12" for number in range(1, 6)]
    lines = (HEAD + "\n".join(good)).encode().splitlines()
    lines[3] = lines[3].replace("微".encode(), b"\xff\xfe")

    sheet = parse(b"\n".join(lines))

    assert [(problem.line, problem.kind) for problem in sheet.problems] == [(4, "unreadable")]


def test_names_rows_of_the_wrong_width_and_broken_quotes_and_reads_the_others() -> None:
    sheet = table("1,甲,2", "3,乙,430181,town,", '4,"丙"丁,430181,town,', "5,戊,430181,town,")

    assert [(problem.line, problem.kind) for problem in sheet.problems] == [(2, "wrong_width"), (4, "broken")]
    assert [row.code for row in sheet] == ["3", "5"]


def test_counts_lines_over_quoted_line_breaks_and_blank_lines() -> None:
    sheet = table('1,"甲\n乙",430181,town,', "", "2,丙,430181,town,")

    assert [(row.code, row.line) for row in sheet] == [("1", 2), ("2", 5)]


def test_names_every_bad_row_and_every_fault_of_it(place: Locality) -> None:
    found = said(
        place,
        ",官渡镇,430181,town,",
        "430181104,,430181,town,",
        "430181104,官渡镇,430181,town,",
        "a b,甲,430181,town,",
        "105,张坊镇,430181,hamlet,",
        "106,,999,,",
        "107,文家市镇,999,town,",
        "108,大瑶镇,,town,",
        "430999,长沙市,430181,county,",
    )

    assert found == [
        "2: 没有填代码（code）。",
        "3: 没有填名称（name）。",
        "4: 代码430181104与第3行重复。",
        "5: 代码“a b”不对：只能由数字、字母和短横线组成，不超过40位。",
        "6: 没有“hamlet”这个层级，可用的有："
        + "、".join(f"{level.title}（{level.key}）" for level in place.levels.values())
        + "。",
        "7: 没有填名称（name）。",
        "7: 没有填层级（level）。",
        "8: 上级代码999在文件和系统中都没有。",
        "9: 乡镇“大瑶镇”没有填上级代码（parent_code）。",
        "10: 市级是最高一级，不能有上级。",
    ]


def test_refuses_a_level_that_is_not_below_its_parents(place: Locality) -> None:
    found = said(place, "V1,南岳村,430181,village,", "T1,官渡镇,V1,town,", "V2,竹山村,V1,village,")

    assert [line.partition(":")[0] for line in found] == ["3", "4"]
    assert found[0] == "3: 乡镇“官渡镇”不能设在村（社区）“南岳村”之下，上级须高一级或更高。"


def test_a_bad_parent_row_is_named_once_and_not_again_for_each_child(place: Locality) -> None:
    found = said(place, "T1,官渡镇,430181,hamlet,", "V1,南岳村,T1,village,", "V2,竹山村,T1,village,")

    assert [line.partition(":")[0] for line in found] == ["2"]


@pytest.mark.parametrize(
    ("households", "kinds", "unusual"),
    [
        ("", [], 0),
        ("9", [], 1),
        ("10", [], 0),
        ("15", [], 0),
        ("16", [], 1),
        ("30", [], 1),
        ("31", ["too_many_households"], 0),
        ("-1", ["bad_households"], 0),
        ("十三", ["bad_households"], 0),
        ("12.5", ["bad_households"], 0),
        ("٣", ["bad_households"], 0),
    ],
)
def test_warns_outside_ten_to_fifteen_households_and_refuses_above_thirty(
    place: Locality, households: str, kinds: list[str], unusual: int
) -> None:
    made = plan(place, f"G1,第9微网格,430181,grid,{households}")

    assert [problem.kind for problem in made.problems] == kinds
    assert made.unusual == unusual


def test_household_limits_hold_for_the_lowest_level_alone(place: Locality) -> None:
    assert plan(place, "V1,南岳村,430181,village,560").problems == []


def test_takes_rows_in_any_order_and_adds_higher_levels_first(place: Locality) -> None:
    made = plan(place, "G1,第1微网格,V1,grid,", "V1,南岳村,T1,村(社区),", "T1,官渡镇,430181,town,")

    assert [row.code for row in made.fresh] == ["T1", "V1", "G1"]
    assert made.problems == []


def test_sorts_rows_into_new_changed_and_unchanged(place: Locality) -> None:
    known = COUNTY | {
        "T1": Known(2, "官渡镇", "town", "430181", "官渡镇", None, False),
        "T2": Known(3, "张坊镇", "town", "430181", "张坊镇", 12, False),
    }

    made = plan(
        place, "T1,官渡镇,430181,town,", "T2,张坊乡,430181,town,", "T3,大瑶镇,430181,town,", known=known
    )

    assert (made.unchanged, [row.code for row in made.changed], [row.code for row in made.fresh]) == (
        1,
        ["T2"],
        ["T3"],
    )


def test_refuses_to_move_relevel_or_revive_units_by_import(place: Locality) -> None:
    known = COUNTY | {
        "T1": Known(2, "官渡镇", "town", "430181", "官渡镇", None, False),
        "V1": Known(3, "南岳村", "village", "430181", "南岳村", None, False),
        "T9": Known(4, "撤并镇", "town", "430181", "撤并镇", None, True),
    }

    made = plan(
        place,
        "V1,南岳村,T1,village,",
        "T1,官渡镇,430181,village,",
        "T9,撤并镇,430181,town,",
        "V8,新村,T9,village,",
        known=known,
    )

    assert [problem.kind for problem in made.problems] == [
        "other_parent",
        "other_level",
        "retired",
        "retired_parent",
    ]


def test_the_county_s_own_table_holds(place: Locality) -> None:
    sheet = parse((ROOT / "workflows" / "liuyang" / "units.csv").read_bytes())

    made = make_plan(sheet, {}, place)

    assert made.problems == []
    assert len(made.fresh) == 1 + 32 + 326
