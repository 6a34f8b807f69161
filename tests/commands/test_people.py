"""Staff on the command line: added, appointed, away, gone; a whole table or nothing."""

import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine, text

from web.cli import cli

HEADER = "login,name,role,unit_code,from\n"


@pytest.fixture
def staffed(county):
    """The county with a director and two mediators of the village."""
    for login, name, role in (
        ("liguohua", "李国华", "village_director"),
        ("wangxiulan", "王秀兰", "村级调解员"),
        ("chenyouliang", "陈友良", "village_mediator"),
    ):
        code, said = county("people", "add", login, name, "--role", role, "--unit", "V", "--no-password")
        assert code == 0, said
    return county


def rows(database, query):
    with create_engine(f"sqlite:///{database}").connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def test_a_person_is_added_with_a_post_and_a_password_asked_twice(county, database):
    typed = "yuquan-5178\nyuquan-5178\n"
    arguments = ["people", "add", "LiGuohua", "李国华", "--role", "village_director", "--unit", "V"]

    added = CliRunner().invoke(cli, [*arguments, "--from", "2026-01-01"], input=typed)

    assert added.exit_code == 0, added.output
    assert "yuquan" not in added.output
    assert rows(database, "SELECT login, password_hash IS NOT NULL FROM persons") == [("liguohua", 1)]
    assert rows(database, "SELECT role, from_on FROM posts") == [("village_director", "2026-01-01")]


def test_without_a_password_one_is_given_later(staffed, database):
    assert rows(database, "SELECT password_hash FROM persons WHERE login='liguohua'") == [(None,)]

    given = CliRunner().invoke(cli, ["people", "password", "liguohua"], input="yuquan-5178\nyuquan-5178\n")

    assert given.exit_code == 0, given.output
    assert rows(database, "SELECT password_hash IS NOT NULL FROM persons WHERE login='liguohua'") == [(1,)]


def test_a_telephone_is_written_down_and_cleared(staffed, database):
    phone = "SELECT phone FROM persons WHERE login='liguohua'"

    assert staffed("people", "phone", "liguohua", "138 0000 0001")[0] == 0
    assert rows(database, phone) == [("138 0000 0001",)]
    assert "电话号码不对" in staffed("people", "phone", "liguohua", "老李")[1]
    assert staffed("people", "phone", "liguohua")[0] == 0
    assert rows(database, phone) == [(None,)]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("add", "liguohua", "别人", "--no-password"), "已有人使用"),
        (("add", "x y", "某人", "--no-password"), "登录名由"),
        (("add", "new", "某人", "--role", "village_director", "--no-password"), "--role and --unit together"),
        (("add", "new", "某人", "--role", "king", "--unit", "V", "--no-password"), "there is no role king"),
        (("add", "new", "某人", "--role", "town_director", "--unit", "V", "--no-password"), "不能设在"),
        (("add", "new", "某人", "--role", "town_director", "--unit", "X", "--no-password"), "代码为X的单位"),
        (("appoint", "nobody", "village_mediator", "V"), "登录名为nobody"),
        (("appoint", "liguohua", "village_director", "V"), "已经担任"),
        (("end", "liguohua", "village_mediator", "V"), "is not in post"),
        (("absence", "liguohua", "liguohua", "2030-01-01", "2030-01-02"), "不能由本人代理自己"),
        (("absence", "liguohua", "wangxiulan", "2030-01-02", "2030-01-01"), "结束日期不能早于开始日期"),
        (("absence", "liguohua", "wangxiulan", "2020-01-01", "2020-01-02"), "已经过去"),
        (("back", "liguohua"), "is not away"),
        (("leave", "nobody"), "登录名为nobody"),
        (("vacancies", "X"), "代码为X的单位"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value),
)
def test_a_mistake_is_one_sentence_and_changes_nothing(staffed, database, arguments, says):
    before = rows(database, "SELECT * FROM persons"), rows(database, "SELECT * FROM posts")

    code, said = staffed("people", *arguments)

    assert code != 0
    assert says in said
    assert len(said.strip().splitlines()) == 1
    assert before == (rows(database, "SELECT * FROM persons"), rows(database, "SELECT * FROM posts"))


def test_a_weak_password_adds_nobody(county, database):
    arguments = ["people", "add", "liguohua", "李国华"]

    refused = CliRunner().invoke(cli, arguments, input="12345\n12345\n")

    assert refused.exit_code != 0
    assert rows(database, "SELECT * FROM persons") == []


def test_a_post_begins_and_ends(staffed, database):
    begun = staffed("people", "appoint", "liguohua", "村级调解员", "V", "--from", "2026-01-01")
    ended = staffed("people", "end", "liguohua", "village_mediator", "V", "--on", "2026-03-31")

    assert begun == (0, "liguohua is village_mediator at V from 2026-01-01\n")
    assert ended == (0, "liguohua is village_mediator at V until 2026-03-31\n")
    dates = "SELECT from_on, to_on FROM posts WHERE role='village_mediator' AND person_id=1"
    assert rows(database, dates) == [("2026-01-01", "2026-03-31")]


def test_a_substitute_stands_in_until_the_other_is_back(staffed, database):
    away = staffed("people", "absence", "wangxiulan", "chenyouliang", "2030-01-01", "2030-01-09")
    back = staffed("people", "back", "wangxiulan")

    assert away == (0, "chenyouliang stands in for wangxiulan from 2030-01-01 to 2030-01-09\n")
    assert back == (0, "wangxiulan is back; 陈友良 no longer stands in\n")
    assert rows(database, "SELECT * FROM absences") == []


def test_who_leaves_holds_no_post(staffed, database):
    assert staffed("people", "leave", "liguohua") == (0, "liguohua has left\n")

    assert rows(database, "SELECT is_active FROM persons WHERE login='liguohua'") == [(0,)]
    assert rows(database, "SELECT count(*) FROM posts WHERE to_on IS NULL") == [(2,)]


def test_vacant_posts_are_listed_by_unit(staffed):
    code, said = staffed("people", "vacancies", "V")

    assert code == 0
    assert "G9 官渡镇南岳村青桥党支部第9微网格 微网格长" in said
    assert "调委会主任" not in said
    assert staffed("people", "vacancies", "V", "--most", "1")[1].endswith("and more than these 1\n")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table_comes_in_once(county, database, tmp_path, encoding):
    table = tmp_path / "staff.csv"
    table.write_text(
        HEADER + "xumanye,徐满爷,grid_leader,G9,2026-01-01\n\nluo,罗长根,党支部书记,B1,\n"
        "luo,罗长根,branch_secretary,B2,\n",
        encoding,
    )

    first, again = county("people", "import", str(table)), county("people", "import", str(table))

    assert first == (0, "新增2人，任职3项，0行没有变化。\n")
    assert again == (0, "新增0人，任职0项，3行没有变化。\n")
    assert rows(database, "SELECT count(*) FROM persons WHERE password_hash IS NULL") == [(2,)]


def test_every_bad_row_is_named_by_its_line_and_nothing_comes_in(county, database, tmp_path):
    table = tmp_path / "staff.csv"
    table.write_text(
        HEADER + "good,好人,grid_leader,G9,\n"
        "king,某人,king,G9,\n"
        "where,某人,grid_leader,X,\n"
        "when,某人,grid_leader,G9,2026-02-30\n"
        "level,某人,town_director,G9,\n"
        "short,某人\n"
        "good,别人,grid_leader,G9,\n"
        "？,某人,grid_leader,G9,\n",
        "utf-8",
    )

    code, said = county("people", "import", str(table))

    assert code == 1
    named = [line.split(":")[1] for line in said.splitlines() if line.startswith("staff.csv:")]
    assert named == ["3", "4", "5", "6", "7", "8", "9"]
    assert "没有“king”这个职务" in said
    assert "7 bad rows in staff.csv; nothing was imported" in said
    assert rows(database, "SELECT * FROM persons") == []


@pytest.mark.parametrize("content", [b"", b"name,login\n", b"PK\x03\x04\xff\xff\x00\x81"])
def test_what_is_no_such_table_is_refused(county, tmp_path, content):
    table = tmp_path / "staff.csv"
    table.write_bytes(content)

    code, said = county("people", "import", str(table))

    assert code == 1
    assert "staff.csv:1: " in said
