"""The databases of the tests themselves."""

from sqlalchemy import select

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
