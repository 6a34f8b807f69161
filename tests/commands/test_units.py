"""Units on the command line: created, renamed, moved, merged, retired, their households."""

import pytest
from sqlalchemy import create_engine, text


def named(database, code):
    with create_engine(f"sqlite:///{database}").connect() as connection:
        query = text("SELECT full_name, households, retired_at IS NOT NULL FROM units WHERE code = :code")
        return connection.execute(query, {"code": code}).one_or_none()


def test_a_unit_is_created_below_another(county, database):
    code, said = county(
        "units", "create", "G10", "第10微网格", "微网格", "--parent", "B1", "--households", "14"
    )

    assert (code, said) == (0, "G10 官渡镇南岳村青桥党支部第10微网格: created\n")
    assert named(database, "G10") == ("官渡镇南岳村青桥党支部第10微网格", 14, 0)


def test_an_unusual_number_of_households_is_taken_with_a_note(county, database):
    code, said = county("units", "households", "G9", "22")

    assert code == 0
    assert "note: usually 10 to 15 households" in said
    assert named(database, "G9")[1] == 22


def test_a_new_name_goes_down_the_tree(county, database):
    assert county("units", "rename", "V", "南岳社区") == (0, "V is 官渡镇南岳社区\n")
    assert named(database, "G9")[0] == "官渡镇南岳社区青桥党支部第9微网格"


def test_a_unit_is_moved_with_all_below_it(county, database):
    assert county("units", "move", "G9", "B2") == (0, "G9 is 官渡镇南岳村观音党支部第9微网格\n")


def test_a_retired_unit_stays_readable_and_its_posts_end(county, database):
    county("people", "add", "xumanye", "徐满爷", "--role", "grid_leader", "--unit", "G9", "--no-password")

    code, _ = county("units", "retire", "G9")

    assert code == 0
    assert named(database, "G9")[2] == 1
    with create_engine(f"sqlite:///{database}").connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM posts WHERE to_on IS NULL")).scalar() == 0


def test_a_unit_is_merged_into_another_and_all_below_it_goes_there(county, database):
    code, said = county("units", "merge", "B1", "B2", "--yes")

    assert (code, said) == (0, "B1 官渡镇南岳村青桥党支部 is part of B2 官渡镇南岳村观音党支部\n")
    assert named(database, "B1") == ("官渡镇南岳村青桥党支部", None, 1)
    assert named(database, "G9")[0] == "官渡镇南岳村观音党支部第9微网格"


def test_a_merger_nobody_agreed_to_does_not_happen(county, database):
    code, _ = county("units", "merge", "B1", "B2")

    assert code != 0
    assert named(database, "B1")[2] == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("create", "G9", "第9微网格", "grid", "--parent", "B1"), "代码G9已用于"),
        (("create", "N", "某网格", "grid"), "必须有上级单位"),
        (("create", "N", "某村", "village", "--parent", "G9"), "不能设在"),
        (("create", "N", "某国", "kingdom", "--parent", "V"), "there is no level kingdom"),
        (("create", "N", "某网格", "grid", "--parent", "B1", "--households", "31"), "超过上限30户"),
        (("rename", "X", "某村"), "代码为X的单位"),
        (("rename", "V", " "), "单位名称须填写"),
        (("move", "V", "G9"), "不能划到自己"),
        (("move", "G9", "B1"), "本来就在"),
        (("retire", "V"), "之下还有2个单位"),
        (("merge", "B1", "B1", "--yes"), "不能并入自己"),
        (("merge", "B1", "V", "--yes"), "只能并入同一级的单位"),
        (("households", "G9", "many"), "many"),
        (("households", "G9", "31"), "超过上限30户"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value),
)
def test_a_mistake_is_one_sentence(county, arguments, says):
    code, said = county("units", *arguments)

    assert code != 0
    assert says in said
    assert len(said.strip().splitlines()) == 1
