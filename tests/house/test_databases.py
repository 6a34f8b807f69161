"""The databases of the tests themselves."""

from psycopg import _queries
from psycopg.adapt import Transformer
from sqlalchemy import select

from mediation.kernel.database import open_engine
from mediation.units.model import Unit
from tests.factories import a_ladder


def test_one_test_leaves_rows_behind(uow, session):
    a_ladder(session)

    uow.commit()

    assert session.scalars(select(Unit)).all()


def test_the_next_test_starts_empty(session):
    assert not session.scalars(select(Unit)).all()


def test_a_second_unit_of_work_sees_what_the_first_committed(uow, session, open_uow):
    a_ladder(session)
    uow.commit()

    with open_uow() as second:
        assert len(second.session.scalars(select(Unit)).all()) == 5


def test_psycopg_keeps_statements_with_many_parameters():
    open_engine("postgresql://nobody@127.0.0.1:1/none").dispose()
    asked = "INSERT INTO t VALUES (" + ", ".join(["%s"] * 130) + ")"
    _queries._query2pg.cache_clear()

    for _ in range(2):
        _queries.PostgresQuery(Transformer()).convert(asked, [1] * 130)

    assert _queries._query2pg.cache_info().hits == 1
