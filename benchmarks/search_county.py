"""Ten years of a county for the benchmark of search: 160,000 cases, each with a ledger as people write it.

Lines, titles, names and places are made once by the tokeniser of the system; the database then
deals them out to the cases with INSERT … SELECT, as ten years of work would have left them.
"""

from random import Random
from typing import Any

from sqlalchemy import Connection, text

from mediation.kernel.columns import keyed_hash, seal
from mediation.parties.queries import NamedParty
from mediation.parties.rules import normal_name
from mediation.search.rules.units import tokens
from mediation.search.tables import POSTGRESQL
from mediation.search.words import TITLE, name_tokens
from tests.factories.county import County
from web.demo.names import MEN, SURNAMES, WOMEN

CASES, LINES, KNOWN_LINES = 160_000, 14, 4_000
TOWNS, VILLAGES, GRIDS = 32, 10, 3

WHO = (
    "村级调解员",
    "镇矛调中心主任",
    "微网格长",
    "党支部书记",
    "调委会主任",
    "司法所工作人员",
    "当事人亲属",
    "邻居",
)
DID = (
    "上门走访",
    "召集双方座谈",
    "查看现场",
    "电话联系",
    "核对证件",
    "宣读权利义务",
    "组织屋场会",
    "登记反馈",
    "调解",
)
WHAT = (
    *(
        "屋檐滴水",
        "宅基地界址",
        "田埂移位",
        "灌溉放水",
        "山林边界",
        "赡养老人",
        "彩礼返还",
        "拖欠工资",
        "借款利息",
    ),
    *(
        "犬只伤人",
        "除草剂飘药",
        "养鸡场排水",
        "噪音扰民",
        "过道堆物",
        "共墙拆除",
        "修路集资",
        "水井电费",
        "祖坟迁移",
    ),
    *(
        "三轮车剐蹭",
        "诊所输液",
        "种子发芽",
        "塔基占地",
        "围墙采光",
        "工程尾款",
        "租金拖欠",
        "油茶采摘",
        "鱼塘死鱼",
    ),
)
SAID = (
    "双方情绪平稳",
    "一方不愿退让",
    "同意各让一步",
    "要求书面道歉",
    "提出重新丈量",
    "愿意分期给付",
    "约定三日内答复",
    "请老党员作证",
)
RARE = "鸬鹚獭貉鳜鲮鹧鸪蟛蜞薜荔葛藟蕨薇荸荠茭菱柽椴楝槭"
PLACES = (
    "老水井旁",
    "村口桥头",
    "祠堂后面",
    "晒谷坪",
    "水圳分水口",
    "油茶林边",
    "村小门口",
    "农资店",
    "桥头诊所",
    "大丘",
)

_TEMPORARY = "CREATE TEMP TABLE {} (id integer PRIMARY KEY, said text, words text, sealed bytea, key text)"
_UNITS = """
    INSERT INTO units (code, name, level, parent_id, path, full_name)
    SELECT :mark || p.id || '-' || n, n || :name, :level, p.id, '', p.full_name || n || :name
    FROM units AS p CROSS JOIN generate_series(1, :count) AS n WHERE p.level = :above
"""
_PATHS = """
    UPDATE units SET path = p.path || units.id || '/' FROM units AS p
    WHERE p.id = units.parent_id AND units.path = ''
"""
_CASES = """
    INSERT INTO cases (id, number, title, story, place, place_key, kind, difficulty, risk, source,
        people_count, traits, origin_unit_id, unit_id, held_by_id, level, may_mediate, reported_at,
        closed_at, outcome, returns, row_version)
    SELECT n, '浏调〔' || 2016 + n / 16000 || '〕' || lpad((n % 16000)::text, 6, '0') || '号', t.said,
        l.said, p.said, p.said,
        (ARRAY['neighbour', 'housing', 'family', 'land', 'damages', 'contract', 'labour'])[1 + n % 7],
        'ordinary', (ARRAY['yellow', 'orange', 'yellow', 'yellow'])[1 + n % 4], 'patrol', 2,
        CASE WHEN n % 200 = 0 THEN '{"violence": true}' ELSE '{}' END::jsonb,
        g.id, g.id, g.id, 'grid', true, at, CASE WHEN n % 10 > 0 THEN at END,
        CASE WHEN n % 10 > 0 THEN 'oral_agreement' END, 0, 1
    FROM generate_series(1, :cases) AS n
    JOIN (SELECT id, row_number() OVER () - 1 AS turn, count(*) OVER () AS grids FROM units
        WHERE level = 'grid') AS g ON g.turn = (n * 7919::bigint) % g.grids
    JOIN titles AS t ON t.id = n % :titles
    JOIN lines AS l ON l.id = (n * 31::bigint) % :lines
    JOIN places AS p ON p.id = n % :places
    CROSS JOIN LATERAL (SELECT CAST(:at AS timestamptz) - (:cases - n) * interval '30 minutes' AS at) AS m
"""
_PARTIES = """
    INSERT INTO parties (case_id, side, name, name_key, is_minor, is_organisation, alias)
    SELECT c.id, s.side, n.sealed, n.key, false, false, s.alias
    FROM cases AS c
    CROSS JOIN (VALUES (0, 'applicant', '申请人甲'), (1, 'respondent', '被申请人乙')) AS s (turn, side, alias)
    JOIN names AS n ON n.id = (c.id * 2 + s.turn) * 104729::bigint % :names
"""
_ATTEMPTS = """
    INSERT INTO attempts (case_id, seq, level, unit_id, opened_at, missed_notices)
    SELECT id, 1, 'grid', unit_id, reported_at, 0 FROM cases
"""
_APPOINTMENTS = """
    INSERT INTO appointments (case_id, attempt_id, person_id, duty, appointed_at)
    SELECT case_id, id, :mediator, 'mediator', opened_at FROM attempts
"""
_RECEIPTS = """
    INSERT INTO receipts (case_id, direction, from_unit_id, to_unit_id, reason, dossier, sent_at)
    SELECT id, 'back', unit_id, unit_id, '反馈', '{}', reported_at FROM cases
"""
_DEALT = """
    FROM cases AS c CROSS JOIN generate_series(1, :each) AS s
    JOIN lines AS l ON l.id = (c.id * 31::bigint + s * s * 977) % :lines
"""
_LEDGER = (
    """
    INSERT INTO ledger_lines (case_id, seq, at, by_text, post, kind, params, sentence, prev_hash, hash)
    SELECT c.id, s, c.reported_at + s * interval '1 day', '王秀兰', '调解员', 'WorkDone', '{}', l.said, '', ''
    """
    + _DEALT
)
_WORDS = (
    """
    INSERT INTO search_texts (case_id, words, upto_seq)
    SELECT c.id, (
        '6d4f8c03 w' || substr(c.number, 4, 4) || ' w' || c.id % 16000 || ' w' || c.id % 16000 || '53f7 '
        || min(t.words) || ' ' || min(p.words) || ' ' || min(n.words) || ' ' || min(m.words) || ' '
        || min(f.words) || ' ' || string_agg(l.words, ' '))::tsvector, :each
    """
    + _DEALT
    + """
    JOIN titles AS t ON t.id = c.id % :titles
    JOIN lines AS f ON f.id = (c.id * 31::bigint) % :lines
    JOIN places AS p ON p.id = c.id % :places
    JOIN names AS n ON n.id = (c.id * 2) * 104729::bigint % :names
    JOIN names AS m ON m.id = (c.id * 2 + 1) * 104729::bigint % :names
    GROUP BY c.id
    """
)


def fill(county: County) -> dict[str, list[str]]:
    """Fill the county; return lines, titles, names and places to ask for."""
    made = _made(Random(160_000))
    sizes = {name: len(rows) for name, rows in made.items()}
    given: dict[str, Any] = {**sizes, "cases": CASES, "each": LINES, "at": county.at}
    given["mediator"] = county.logins["village_mediator"]
    with county.system.engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text("SET LOCAL maintenance_work_mem = '512MB'"))
        connection.execute(text("SET LOCAL work_mem = '256MB'"))
        _keep(connection, made)
        settle(connection)
        connection.execute(text("DROP INDEX search_index"))
        for statement in (_CASES, _PARTIES, _ATTEMPTS, _APPOINTMENTS, _RECEIPTS, _LEDGER, _WORDS):
            connection.execute(text(statement), given)
        connection.exec_driver_sql(POSTGRESQL[0])
        connection.execute(text("SELECT setval('cases_id_seq', (SELECT max(id) FROM cases))"))
    with county.system.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))
    return {name: [row["said"] for row in rows] for name, rows in made.items()}


def _made(random: Random) -> dict[str, list[dict[str, Any]]]:
    """Return all there is to deal out, with its words."""
    lines = [_line(random, number) for number in range(KNOWN_LINES)]
    titles = [f"{what}纠纷第{number}起" for number in range(30) for what in WHAT]
    names = [surname + given for surname in SURNAMES for given in (*MEN, *WOMEN)]
    places = [f"{number}组{place}" for number in range(1, 41) for place in PLACES]
    return {
        "lines": [{"said": said, "words": " ".join(tokens([said]))} for said in lines],
        "titles": [{"said": said, "words": " ".join(tokens([said], mark=TITLE))} for said in titles],
        "names": [_name(name) for name in names],
        "places": [{"said": said, "words": " ".join(tokens([said]))} for said in places],
    }


def _line(random: Random, number: int) -> str:
    rare = RARE[number % len(RARE)] + RARE[number * 7 % len(RARE)]
    return (
        f"官渡镇南岳村{random.choice(WHO)}{random.choice(SURNAMES)}{random.choice(MEN)}于{1 + number % 12}月"
        f"{1 + number % 28}日{random.choice(DID)}，就{random.choice(WHAT)}一事{random.choice(SAID)}，"
        f"{random.choice(SAID)}，{rare}一带由{random.choice(WHO)}{random.choice(DID)}，记录在案。"
    )


def _name(name: str) -> dict[str, Any]:
    party = NamedParty(name=name, nickname=None, alias="", is_minor=False)
    key = keyed_hash(normal_name(name))
    return {"said": name, "words": " ".join(name_tokens(party)), "sealed": seal(name), "key": key}


def _keep(connection: Connection, made: dict[str, list[dict[str, Any]]]) -> None:
    for name, rows in made.items():
        connection.execute(text(_TEMPORARY.format(name)))
        connection.execute(
            text(f"INSERT INTO {name} VALUES (:id, :said, :words, :sealed, :key)"),
            [{"sealed": None, "key": None, **row, "id": number} for number, row in enumerate(rows)],
        )


def settle(connection: Connection) -> None:
    """Add towns, villages, branches and grids beside those the county has staff in."""
    for mark, name, level, above, count in (
        ("T", "号镇", "town", "county", TOWNS - 1),
        ("V", "号村", "village", "town", VILLAGES),
        ("B", "支部", "branch", "village", 1),
        ("G", "微网格", "grid", "branch", GRIDS),
    ):
        given = {"mark": mark, "name": name, "level": level, "above": above, "count": count}
        connection.execute(text(_UNITS), given)
        connection.execute(text(_PATHS))
