"""Ten years of a county for the benchmark of the board: 160,000 cases, 20,000 of them open.

32,000 micro-grids; tasks, limits, cards, 督办单 and listings as they lie when a tenth of it all is late.
"""

from typing import Any

from sqlalchemy import Connection, text

from mediation.kernel.columns import seal
from tests.factories.county import County

CASES, OPEN, PAST_TASKS = 160_000, 20_000, 8
TOWNS, VILLAGES, BRANCHES, GRIDS = 32, 10, 4, 25

_UNITS = """
    INSERT INTO units (code, name, level, parent_id, path, full_name)
    SELECT :mark || p.id || '-' || lpad(n::text, 3, '0'), n || :name, :level, p.id, '',
        p.full_name || n || :name
    FROM units AS p CROSS JOIN generate_series(1, :count) AS n WHERE p.level = :above
"""
_PATHS = """
    UPDATE units SET path = p.path || units.id || '/' FROM units AS p
    WHERE p.id = units.parent_id AND units.path = ''
"""
_PEOPLE = """
    INSERT INTO persons (login, name, failed_sign_ins, language, is_active, is_appointed_mediator)
    SELECT 'unit-' || id, '人员' || id, 0, 'zh', true, false FROM units
"""
_HOLDERS = """
    CREATE TEMP TABLE holders AS
    SELECT g.turn, g.id AS grid, c.level, c.id AS unit, p.id AS person,
        CASE c.level WHEN 'grid' THEN 'grid_leader' WHEN 'branch' THEN 'branch_secretary'
            WHEN 'village' THEN 'village_mediator' WHEN 'town' THEN 'town_mediator'
            ELSE 'county_mediator' END AS role
    FROM (SELECT id, path, row_number() OVER (ORDER BY md5(id::text)) - 1 AS turn FROM units
        WHERE level = 'grid') AS g
    CROSS JOIN LATERAL regexp_split_to_table(trim(BOTH '/' FROM g.path), '/') AS above
    JOIN units AS c ON c.id = above::bigint JOIN persons AS p ON p.login = 'unit-' || c.id
"""
_CASES = """
    INSERT INTO cases (id, number, title, story, place, kind, difficulty, risk, source, people_count, traits,
        origin_unit_id, unit_id, held_by_id, level, may_mediate, handler_id, reported_at, closed_at, outcome,
        returns, row_version)
    SELECT n, '浏调〔' || 2016 + n / 16000 || '〕' || lpad((n % 16000)::text, 6, '0') || '号',
        '第' || n || '起漏水纠纷', repeat('楼上改装水管后漏水，楼下墙面起泡。', 8), '三组老屋',
        (ARRAY['neighbour', 'housing', 'family', 'land', 'damages', 'contract', 'labour', 'property',
            'other'])[1 + n % 9],
        'ordinary', (ARRAY['yellow', 'yellow', 'orange', 'yellow', 'yellow', 'red', 'yellow'])[1 + n % 7],
        (ARRAY['patrol', 'application', 'group_order', 'hotline', 'petition', 'police'])[1 + n % 6], 2,
        CASE WHEN n % 200 = 0 THEN '{"violence": true}' ELSE '{}' END::jsonb,
        h.grid, h.grid, h.unit, h.level, true, h.person, at, closed,
        CASE WHEN closed IS NOT NULL THEN 'oral_agreement' END, 0, 1
    FROM generate_series(1, :cases) AS n
    JOIN holders AS h ON h.turn = (n * 7919::bigint) % :grids AND h.level =
        (ARRAY['grid', 'village', 'town', 'grid', 'village', 'branch', 'village', 'town', 'village',
            'county'])[1 + (n / 7) % 10]
    CROSS JOIN LATERAL (SELECT CAST(:at AS timestamptz) - (:cases - n) * interval '33 minutes' AS at) AS r
    CROSS JOIN LATERAL (SELECT CASE WHEN n <= :cases - :open * 6 / 5 OR n % 6 = 0
        THEN least(at + (5 + n % 50) * interval '1 day', :at) END AS closed) AS c
"""
_PARTIES = """
    INSERT INTO parties (case_id, side, name, name_key, is_minor, is_organisation, alias)
    SELECT id, 'applicant', :sealed, 'key', false, false, '申请人甲' FROM cases WHERE id % 200 = 0
"""
_ATTEMPTS = """
    INSERT INTO attempts (id, case_id, seq, level, unit_id, opened_at, missed_notices, result, closed_at)
    SELECT id, id, 1, level, held_by_id, reported_at, 0, CASE WHEN closed_at IS NOT NULL THEN 'settled' END,
        closed_at FROM cases
"""
# One limit of the case, one of the attempt, and one of a task for every second case.
_CLOCKS = """
    INSERT INTO clocks (id, case_id, attempt_id, policy, title, scope, family, scope_key, amount, unit,
        alerts, chain, basis, mark, failures, anchor, counted_from, state, started_at, due_on, due_at,
        provisional, reminders, wake_at, wake_kind, reached_at, ended_at, paused_at, row_version)
    SELECT c.id * 4 + s, c.id, c.id, 'village.accept', '受理期限',
        (ARRAY['case', 'attempt', 'item'])[s], 'family', '', '3', 'working_day', '', '', '', '', 0, 'opened',
        c.reported_at, state, c.reported_at,
        CASE WHEN state <> 'paused' THEN (due AT TIME ZONE 'Asia/Shanghai')::date - 1 END,
        CASE WHEN state <> 'paused' THEN due END, c.id % 50 = 0, '[]',
        CASE WHEN state = 'running' THEN due END, CASE WHEN state = 'running' THEN 'due' END,
        CASE WHEN state = 'reached' THEN due END, CASE WHEN state = 'stopped' THEN c.closed_at END,
        CASE WHEN state = 'paused' THEN CAST(:at AS timestamptz) - (c.id % 60) * interval '1 day' END, 1
    FROM cases AS c CROSS JOIN generate_series(1, 3) AS s
    CROSS JOIN LATERAL (SELECT date_trunc('day', CAST(:at AS timestamptz) AT TIME ZONE 'Asia/Shanghai')
        AT TIME ZONE 'Asia/Shanghai' + ((c.id + s * 13) % 60 - 3) * interval '1 day' AS due) AS d
    CROSS JOIN LATERAL (SELECT CASE WHEN c.closed_at IS NOT NULL THEN 'stopped'
        WHEN (c.id + s) % 40 = 0 THEN 'paused' WHEN due <= :at THEN 'reached' ELSE 'running' END
        AS state) AS t
"""
_INSTANCES = """
    INSERT INTO process_instances (id, case_id, process, digest, state, timers, started_at, row_version)
    SELECT id, id, 'dispute', 'digest', ''::bytea, 0, reported_at, 1 FROM cases
"""
_ITEMS = """
    INSERT INTO work_items (case_id, instance_id, task_ref, process, element, label, label_en, role, unit_id,
        person_id, clock_id, due_at, due_on, sort_at, provisional, late, state, opened_at, closed_at,
        closed_post, kind, row_version)
    SELECT c.id, c.id, s::text, 'village_level', 'accept', '受理审查', 'Decide on acceptance', h.role,
        c.held_by_id, CASE WHEN c.id % 4 > 0 THEN h.person END, k.id,
        k.due_at, k.due_on, coalesce(k.due_at, '9999-01-01'), coalesce(k.provisional, false),
        coalesce(k.state = 'reached', false),
        CASE WHEN is_open THEN 'open' ELSE 'done' END, c.reported_at,
        CASE WHEN is_open THEN NULL ELSE c.reported_at + interval '1 day' END,
        CASE WHEN is_open THEN NULL ELSE '调解员' END, c.kind, 1
    FROM generate_series(1, :past + 2) AS s CROSS JOIN cases AS c
    CROSS JOIN LATERAL (SELECT s > :past AND c.closed_at IS NULL AND (s = :past + 1 OR c.id % 4 = 0)
        AS is_open) AS o
    JOIN holders AS h ON h.turn = (c.id * 7919::bigint) % :grids AND h.level = c.level
    LEFT JOIN clocks AS k ON is_open AND k.id = c.id * 4 + 3
    WHERE is_open OR s <= :past
"""
_CARDS = """
    INSERT INTO oversight_cards (kind, case_id, clock_id, title, label, role, unit_id, person_id, holder,
        due_on, since, given_at, explanation, explained_at, closed_at)
    SELECT t.kind, c.id, k.id, '受理期限', '受理审查', h.role, c.held_by_id, h.person, '调解员', k.due_on,
        since, since,
        CASE WHEN c.id % 3 = 0 THEN '人手不够' END, CASE WHEN c.id % 3 = 0 THEN since END,
        c.closed_at
    FROM cases AS c JOIN clocks AS k ON k.id = c.id * 4 + 3
    JOIN holders AS h ON h.turn = (c.id * 7919::bigint) % :grids AND h.level = c.level
    CROSS JOIN (VALUES ('yellow'), ('red')) AS t (kind)
    CROSS JOIN LATERAL (SELECT least(c.reported_at + interval '5 days', :at) AS since) AS s
    WHERE CASE WHEN c.closed_at IS NOT NULL THEN c.id % (CASE t.kind WHEN 'red' THEN 12 ELSE 3 END) = 0
        WHEN t.kind = 'red' THEN k.state = 'reached' ELSE c.id % 5 = 0 END
"""
_INSTRUCTIONS = """
    INSERT INTO oversight_instructions (case_id, clock_id, unit_id, owner, finish_by, instruction, given_post,
        given_at, state, answer, answered_at, closed_at)
    SELECT case_id, clock_id, unit_id, '镇长', CAST(:at AS date) + id % 9 - 4, '限期办结', '督查专员',
        given_at,
        CASE WHEN closed_at IS NULL THEN 'open' ELSE 'closed' END,
        CASE WHEN closed_at IS NOT NULL THEN '已办结' END, closed_at, closed_at
    FROM oversight_cards WHERE kind = 'red' AND id % 3 = 0
"""
_LISTINGS = """
    INSERT INTO oversight_listings (case_id, clock_id, unit_id, title, listed_at, closed_at, close_reason)
    SELECT case_id, clock_id, :county, '受理期限', given_at, closed_at,
        CASE WHEN closed_at IS NOT NULL THEN '已办结' END
    FROM oversight_cards WHERE kind = 'red' AND id % 6 = 0
"""
_UNREACHED = """
    INSERT INTO oversight_unreached (case_id, clock_id, role, unit_id, post, taken_by, found_at)
    SELECT case_id, clock_id, 'town_leader', unit_id, '镇主要领导', '', given_at
    FROM oversight_cards WHERE kind = 'red' AND id % 20 = 0
"""


def fill(county: County) -> None:
    """Fill the county, in the order in which ten years would have left it."""
    given: dict[str, Any] = {"cases": CASES, "open": OPEN, "past": PAST_TASKS, "at": county.at}
    with county.system.engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text("SET LOCAL work_mem = '256MB'"))
        _settle(connection)
        for statement in (_PEOPLE, _HOLDERS):
            connection.execute(text(statement))
        given["grids"] = connection.scalar(text("SELECT count(*) FROM units WHERE level = 'grid'"))
        given |= {"sealed": seal("陈甲"), "county": county.units["county"]}
        connection.execute(text("CREATE INDEX ON holders (turn, level)"))
        connection.execute(text("ANALYZE holders"))
        for statement in (_CASES, _PARTIES, _ATTEMPTS, _CLOCKS, _INSTANCES, _ITEMS, _CARDS):
            connection.execute(text(statement), given)
        for statement in (_INSTRUCTIONS, _LISTINGS, _UNREACHED):
            connection.execute(text(statement), given)
        connection.execute(text("DROP TABLE holders"))
    with county.system.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))


def _settle(connection: Connection) -> None:
    """Add towns, villages, branches and grids beside those the county has staff in."""
    for mark, name, level, above, count in (
        ("T", "号镇", "town", "county", TOWNS - 1),
        ("V", "号村", "village", "town", VILLAGES),
        ("B", "支部", "branch", "village", BRANCHES),
        ("G", "微网格", "grid", "branch", GRIDS),
    ):
        given = {"mark": mark, "name": name, "level": level, "above": above, "count": count}
        connection.execute(text(_UNITS), given)
        connection.execute(text(_PATHS))
