"""Importing tables of units: all rows or none, any order, again without effect."""

from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mediation.kernel.actor import SYSTEM
from mediation.kernel.clock import SHANGHAI
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.units import queries
from mediation.units.importing import BadRows, Imported, Sheet, import_units, parse
from mediation.units.model import Unit
from mediation.units.numbering import Village, number_branches_and_grids, share

AT = datetime(2026, 9, 1, 9, 0, tzinfo=SHANGHAI)
COUNTY = (Path(__file__).parents[2] / "workflows" / "liuyang" / "units.csv").read_bytes()


def bring(uow: UnitOfWork, data: bytes | str) -> Imported:
    sheet = parse(data.encode() if isinstance(data, str) else data)
    done = import_units(uow, rows=sheet, by=SYSTEM, at=AT)
    uow.commit()
    return done


def table(*rows: str) -> str:
    return "code,name,parent_code,level,households\n" + "\n".join(rows)


def test_imports_the_county_with_paths_and_full_names(uow: UnitOfWork, session: Session) -> None:
    done = bring(uow, COUNTY)

    nanyue = queries.by_code(session, "430181104219")
    assert (done.created, done.updated, done.unchanged) == (359, 0, 0)
    assert nanyue.full_name == "官渡镇南岳村"
    assert [each.code for each in queries.lineage(session, nanyue.id)] == [
        "430181",
        "430181104",
        "430181104219",
    ]
    assert nanyue.path == "".join(f"/{each.id}" for each in queries.lineage(session, nanyue.id)) + "/"


def test_importing_the_same_table_again_changes_nothing(uow: UnitOfWork) -> None:
    bring(uow, COUNTY)

    again = bring(uow, COUNTY)

    assert (again.created, again.updated, again.unchanged) == (0, 0, 359)
    assert str(again) == "新增0个单位，更新0个，359个没有变化。"


def test_one_bad_row_keeps_all_rows_out(uow: UnitOfWork, session: Session) -> None:
    with pytest.raises(BadRows) as refused:
        bring(uow, table("430181,浏阳市,,county,", "T1,官渡镇,999,town,", "T2,,430181,town,", "1,2"))

    assert [str(problem).partition(":")[0] for problem in refused.value.problems] == ["3", "4", "5"]
    assert refused.value.sentence() == (
        "有3行不能导入，一行也没有导入。第3行：上级代码999在文件和系统中都没有。"
    )
    assert session.scalar(select(func.count()).select_from(Unit)) == 0


def test_a_changed_name_reaches_the_full_names_of_all_below(uow: UnitOfWork, session: Session) -> None:
    bring(uow, COUNTY)
    bring(uow, table("B1,青桥党支部,430181104219,branch,"))

    done = bring(uow, table("430181104219,南嶽村,430181104,village,"))

    assert (done.created, done.updated) == (0, 1)
    assert queries.by_code(session, "B1").full_name == "官渡镇南嶽村青桥党支部"


def test_updates_households_and_keeps_them_where_the_cell_is_empty(uow: UnitOfWork, session: Session) -> None:
    bring(uow, table("430181,浏阳市,,county,", "G1,第1微网格,430181,grid,12"))

    bring(uow, table("G1,第1微网格,430181,grid,14"))
    bring(uow, table("G1,一号微网格,430181,grid,"))

    grid = queries.by_code(session, "G1")
    assert (grid.households, grid.name) == (14, "一号微网格")


def test_warns_of_unusual_households_without_refusing(uow: UnitOfWork) -> None:
    done = bring(uow, table("430181,浏阳市,,county,", "G1,第1微网格,430181,grid,28"))

    assert str(done).endswith("请留意：1个微网格的户数不在10至15户之间。")


def test_refuses_a_full_name_that_does_not_fit(uow: UnitOfWork) -> None:
    bring(uow, table("430181,浏阳市,,county,"))
    long = "长" * 80

    with pytest.raises(BadRows, match="第5行"):
        bring(
            uow,
            table(
                f"T,{long},430181,town,",
                f"V,{long},T,village,",
                "B,青桥党支部,V,branch,",
                f"G,{long},B,grid,",
            ),
        )


def test_progress_adds_up_to_every_row(uow: UnitOfWork) -> None:
    moved: list[int] = []
    sheet = parse(COUNTY)

    import_units(uow, rows=sheet, progress=moved.append, by=SYSTEM, at=AT)

    assert sum(moved) == len(sheet)


def test_numbers_a_towns_branches_and_grids_below_its_villages(uow: UnitOfWork, session: Session) -> None:
    bring(uow, COUNTY)
    town = queries.by_code(session, "430181104")
    codes = [each.code for each in queries.children(session, town.id).items]
    villages = [
        Village(code, grids, ["青桥党支部"] if code == "430181104219" else [])
        for code, grids in zip(codes, share(389, len(codes)), strict=True)
    ]

    rows = Sheet(rows=tuple(number_branches_and_grids(villages)))
    done = import_units(uow, rows=rows, by=SYSTEM, at=AT)

    below = queries.count_below(session, town)
    ninth = queries.by_code(session, "4301811042190109")
    assert (below["grid"], below["village"]) == (389, 7)
    assert done.created == below["grid"] + below["branch"]
    assert ninth.full_name == "官渡镇南岳村青桥党支部第9微网格"
    assert list(number_branches_and_grids(villages)) == list(rows)
