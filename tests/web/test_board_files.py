"""The tables of the board as files, each with its filters."""

import csv
import io
from datetime import date
from urllib.parse import unquote

import pytest
from openpyxl import load_workbook

from mediation.cases.model import Case


@pytest.mark.parametrize("file", ["xlsx", "csv"])
def test_a_list_goes_into_a_file_with_its_filters(at_work, file):
    answer = at_work.visit("county").client.get(f"/board/list.{file}?number=late&kind=land")

    rows = _rows(answer, file)

    said = dict(row[:2] for row in rows[:6] if len(row) > 1)
    assert said["类型"] == "山林土地承包"
    assert said["辖区"] == "浏阳市"
    assert "过了期限" in said["怎么算"]
    assert [row[1] for row in rows if row and str(row[0]).startswith("浏调")] == ["田埂移位"]


@pytest.mark.parametrize("number", ["late", "closed_late"])
def test_a_list_says_what_is_late_and_by_how_many_days(at_work, number):
    if number == "closed_late":
        with at_work.system.uow() as uow:
            case = uow.get(Case, 1)
            case.closed_at, case.outcome = case.reported_at, "oral_agreement"
            uow.commit()

    rows = _rows(at_work.visit("county").client.get(f"/board/list.csv?number={number}"), "csv")

    head = next(row for row in rows if row and row[0] == "编号")
    line = dict(zip(head, rows[-1], strict=True))
    days = (at_work.clock.now().date() - date.fromisoformat(line["期限"])).days
    assert line["逾期"] == "是"
    assert line["逾期天数"] == str(days)
    assert f"（{line['期限']}到期）" in line["逾期的是"]


@pytest.mark.parametrize("file", ["xlsx", "csv"])
@pytest.mark.parametrize(
    ("table", "title", "lines"),
    [
        ("numbers", "总表", [["在办", "3"], ["逾期", "3"]]),
        ("units", "下级单位", [["官渡镇", "3", "3", "0"]]),
        ("kind", "类型", [["邻里", "1", "1", "0"], ["合同", "1", "1", "0"], ["山林土地承包", "1", "1", "0"]]),
        ("source", "来源", [["主动排查", "2", "2", "0"], ["申请", "1", "1", "0"]]),
        (
            "level",
            "层级",
            [["微网格", "2", "2", "0"], ["党支部", "1", "1", "0"], ["县（市）", "0", "0", "0"]],
        ),
        ("risk", "风险", [["黄色（网格处置）", "3", "3", "0"]]),
        ("role", "等谁办", [["微网格长", "2", "2", "0"], ["党支部书记", "1", "1", "0"]]),
    ],
)
def test_each_table_goes_into_a_file(at_work, table, title, lines, file):
    rows = _rows(at_work.visit("county").client.get(f"/board/tables/{table}.{file}"), file)

    assert rows[0] == [f"浏阳市督办看板：{title}"]
    assert ["辖区", "浏阳市"] in rows
    for line in lines:
        (row,) = [row[row.index(line[0]) :] for row in rows[7:] if line[0] in row[:2]]
        assert [str(cell) for cell in row[: len(line)]] == line


@pytest.mark.parametrize(
    ("address", "lines"),
    [
        ("/board/trend.csv", [["2026年8月", "0", "0", "0"], ["2026年9月", "3", "0", "0"]]),
        (
            "/board/waiting.csv?role=grid_leader",
            [
                ["单位", "在办", "逾期", "本周到期"],
                ["官渡镇南岳村青桥党支部第9微网格", "2", "2", "0"],
            ],
        ),
    ],
)
def test_the_trend_and_who_is_waited_for_go_into_files(at_work, address, lines):
    rows = _rows(at_work.visit("county").client.get(address), "csv")

    assert ["辖区", "浏阳市"] in rows
    assert rows[-2:] == lines


@pytest.mark.parametrize(
    "address", ["/board/tables/nonsense.csv", "/board/tables/kind.pdf", "/board/list.exe"]
)
def test_there_is_no_other_file(served, address):
    assert served.visit("county").get(address).status == 404


def _rows(answer, file):
    assert answer.status_code == 200
    data = answer.get_data()
    if file == "csv":
        return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    return [
        [cell for cell in row if cell is not None] for row in load_workbook(io.BytesIO(data)).active.values
    ]


def test_a_file_of_whom_is_waited_for_is_named_after_the_post(at_work):
    answer = at_work.visit("county").client.get("/board/waiting.csv?role=grid_leader")

    told = answer.headers["Content-Disposition"]
    assert "filename=board-waiting-grid-leader-20260920.csv;" in told
    assert "在等微网格长办" in unquote(told)
    assert "2026年9月20日" in answer.get_data().decode("utf-8-sig")


def test_a_post_in_a_file_says_no_word_twice(at_work):
    text = at_work.visit("county").client.get("/board/list.csv").get_data().decode("utf-8-sig")

    assert "第9微网格长 " in text
    assert "微网格微网格长" not in text
    assert "党支部党支部书记" not in text
