"""A year of a county for the benchmark of the heat map: 16,000 cases with 25 tasks and a full trail each."""

from typing import Any

from sqlalchemy import Connection, text

from mediation.engine.definition import Definition
from mediation.processes.queries import current, definition
from tests.factories.county import County

CASES, TASKS, DAYS = 16_000, 25, 365
# The process that is asked for has more than a third of all tasks: more than any has in truth.
MAIN, MAIN_TASKS = "village_level", 9

_CASES = """
    INSERT INTO cases (id, number, title, story, place, kind, difficulty, risk, source, people_count, traits,
        origin_unit_id, unit_id, held_by_id, level, may_mediate, reported_at, closed_at, outcome, returns,
        row_version)
    SELECT n, '浏调〔2026〕' || lpad(n::text, 6, '0') || '号', '漏水纠纷', '', '',
        (ARRAY['neighbour', 'housing', 'family', 'land', 'damages', 'contract', 'labour'])[1 + n % 7],
        'ordinary', (ARRAY['yellow', 'orange', 'yellow', 'red'])[1 + n % 4],
        (ARRAY['patrol', 'group_order', 'hotline'])[1 + n % 3], 2, '{}', g.id, g.id, g.id, 'grid', true, at,
        CASE WHEN n % 8 > 0 THEN at + interval '40 days' END,
        CASE WHEN n % 8 > 0 THEN 'oral_agreement' END, 0, 1
    FROM generate_series(1, :cases) AS n
    JOIN (SELECT id, row_number() OVER () - 1 AS turn, count(*) OVER () AS grids FROM units
        WHERE level = 'grid') AS g ON g.turn = (n * 7919::bigint) % g.grids
    CROSS JOIN LATERAL (SELECT CAST(:at AS timestamptz) - (:cases - n) * :days * interval '1 day' / :cases
        AS at) AS m
"""
_INSTANCES = """
    INSERT INTO process_instances (id, case_id, process, digest, state, timers, trail, started_at,
        finished_at, row_version)
    SELECT id, id, 'dispute', :digest, decode(repeat(md5(id::text), 60), 'hex'), 0, t.trail, reported_at,
        closed_at, 1
    FROM cases CROSS JOIN LATERAL (
        SELECT jsonb_object_agg(key, 1 + (id + turn) % 3 / 2) AS trail
        FROM unnest(CAST(:flows AS text[])) WITH ORDINALITY AS f (key, turn)
        WHERE (id * 31 + turn * 17) % 3 = 0
    ) AS t
"""
_TASKS = """
    INSERT INTO work_items (case_id, instance_id, task_ref, process, element, label, label_en, role, unit_id,
        task_level, due_at, sort_at, provisional, late, state, opened_at, closed_at, closed_post, kind,
        row_version)
    SELECT c.id, c.id, s::text, CASE WHEN s <= :main THEN :process ELSE 'rest' END,
        (CAST(:elements AS text[]))[1 + s % cardinality(CAST(:elements AS text[]))], '一步', '',
        (ARRAY['village_mediator', 'village_director'])[1 + s % 2], c.unit_id, 'village',
        m.opened + interval '5 days', m.opened + interval '5 days', false, false,
        CASE WHEN c.closed_at IS NULL AND s = 1 THEN 'open' ELSE 'done' END, m.opened,
        CASE WHEN c.closed_at IS NULL AND s = 1 THEN NULL ELSE
            m.opened + (power(random(), 4) * 300 + 0.5) * interval '1 hour' END,
        CASE WHEN c.closed_at IS NULL AND s = 1 THEN NULL ELSE '调解员' END, c.kind, 1
    FROM generate_series(1, :tasks) AS s CROSS JOIN cases AS c
    CROSS JOIN LATERAL (SELECT c.reported_at + s * interval '1 day' AS opened) AS m
"""


def fill(county: County) -> None:
    """Fill the county with a year of work, in the order in which it would have come."""
    with county.session() as session:
        digest = current(session).digest
        drawn = definition(session, digest)
    given: dict[str, Any] = {
        "cases": CASES,
        "tasks": TASKS,
        "days": DAYS,
        "at": county.at,
        "digest": digest,
        "process": MAIN,
        "main": MAIN_TASKS,
        "flows": _flows(drawn),
        "elements": _elements(drawn),
    }
    with county.system.engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for statement in (_CASES, _INSTANCES, _TASKS):
            _run(connection, statement, given)
    with county.system.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))


def _run(connection: Connection, statement: str, given: dict[str, Any]) -> None:
    connection.execute(
        text(statement), {name: value for name, value in given.items() if f":{name}" in statement}
    )


def _flows(drawn: Definition) -> list[str]:
    """Return the flows a case may take that climbs from the grid to the village."""
    gone = ("dispute", "grid_level", "branch_level", MAIN, "signing", "performance", "rating_and_archive")
    return [f"{flow.process}/{flow.id}" for flow in drawn.flows if flow.process in gone]


def _elements(drawn: Definition) -> list[str]:
    elements = drawn.diagram(MAIN).elements.values()
    return [element.id for element in elements if element.kind == "user_task"]
