"""Whether the system is ready, for load balancers; which part is wrong where it is not."""

import os

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import text

from mediation.kernel.columns import use_data_keys
from mediation.kernel.database import open_engine, writing
from mediation.kernel.migrations import newest, upgrade
from tests import databases
from web.readiness import look


@pytest.fixture
def migrated(served):
    """The app over a county whose schema says which revision it is."""
    with writing(served.system.engine).begin() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        connection.execute(text("INSERT INTO alembic_version VALUES (:newest)"), {"newest": newest()})
    return served


def test_a_process_that_is_up_says_so_without_reading_anything(served):
    served.system.engine.dispose()

    assert served.visit().get("/api/health/live").answer.json == {"ok": True}


def test_a_system_with_everything_is_ready(migrated):
    page = migrated.visit().get("/api/health/ready")

    assert page.status == 200
    assert page.answer.json == {
        "ok": True,
        "parts": dict.fromkeys(("database", "schema", "keys", "processes", "assets"), "ok"),
    }


def test_an_old_schema_is_not_ready(served):
    page = served.visit().get("/api/health/ready")

    assert page.status == 503
    assert page.answer.json["parts"]["schema"] == "not the newest; run: mediation init"


def test_without_processes_it_is_not_ready():
    with databases.bare("sqlite") as engine:
        upgrade(engine)

        assert look(engine) == {"processes": "none published; run: mediation process publish"}


def test_keys_that_are_not_those_of_the_database_are_not_ready(migrated):
    migrated.visit("grid").report()
    use_data_keys(Fernet.generate_key().decode())
    try:
        page = migrated.visit().get("/api/health/ready")
    finally:
        use_data_keys(os.environ["MEDIATION_DATA_KEYS"])

    assert page.status == 503
    assert page.answer.json["parts"]["keys"].startswith("not those of this database")


def test_without_built_pages_it_is_not_ready(migrated, tmp_path):
    migrated.app.config.update(ASSETS_NEEDED=True, ASSETS_BUILT={}, ASSETS=tmp_path)

    page = migrated.visit().get("/api/health/ready")

    assert (page.status, page.answer.json["parts"]["assets"]) == (503, "not built")


def test_a_page_that_names_a_file_that_is_gone_is_not_ready(migrated, tmp_path):
    (tmp_path / "manifest.json").write_text('{"app.css": "app-GONE.css"}')
    migrated.app.config.update(ASSETS_NEEDED=True, ASSETS=tmp_path, ASSETS_READ=None)

    page = migrated.visit().get("/api/health/ready")

    assert page.status == 503
    assert page.answer.json["parts"]["assets"] == "missing: app-GONE.css; build the front-end again"


def test_a_database_that_does_not_answer_tells_nothing_of_itself():
    engine = open_engine("postgresql://nobody:hidden@127.0.0.1:1/none", connect_args={"connect_timeout": 1})

    assert look(engine) == {"database": "does not answer"}


def test_an_address_for_programs_that_there_is_not_is_answered_as_json(served):
    page = served.visit().get("/api/nothing")

    assert (page.status, page.answer.mimetype) == (404, "application/json")
    assert page.answer.json == {"ok": False, "error": "not found"}
    assert served.visit("grid").get("/nothing").answer.mimetype == "text/html"
