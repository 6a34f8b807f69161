"""How somebody wants pages to be goes with them from device to device."""

from contextlib import nullcontext
from datetime import date, datetime

import pytest
from sqlalchemy.orm import Session

from mediation.kernel.clock import SHANGHAI
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.people.model import Person
from mediation.people.preferences import BadPreference, Preferences, TooQuiet, check_hours, prefer, read
from mediation.people.queries import identity
from tests.factories import a_person

AT = datetime(2026, 9, 7, 9, 0, tzinfo=SHANGHAI)


@pytest.fixture
def luo(uow: UnitOfWork, session: Session) -> Person:
    person = a_person(session, name="罗建华")
    uow.commit()
    return person


def test_what_was_never_chosen_is_the_countys_default() -> None:
    assert read({}) == Preferences(large=None, after_task="list", shortcuts=True)


def test_what_cannot_be_read_counts_as_never_chosen() -> None:
    assert read({"large": "yes", "after_task": "home", "shortcuts": 3}) == Preferences()


def test_a_choice_is_kept_and_leaves_the_others(uow: UnitOfWork, luo: Person) -> None:
    prefer(uow, person_id=luo.id, large=True, shortcuts=False)
    uow.commit()
    prefer(uow, person_id=luo.id, after_task="next")
    uow.commit()

    found = identity(uow.session, luo.id, date(2026, 9, 7), locality=uow.locality)

    assert read(found.preferences) == Preferences(large=True, after_task="next", shortcuts=False)


def test_refuses_what_nobody_offered(uow: UnitOfWork, luo: Person) -> None:
    with pytest.raises(BadPreference):
        prefer(uow, person_id=luo.id, after_task="holiday")


@pytest.mark.parametrize(
    ("hours", "fits"),
    [
        ("21:00-07:30", True),
        ("20:00-12:00", True),
        ("20:00-12:01", False),
        ("00:00-16:00", True),
        ("01:00-23:59", False),
    ],
)
def test_quiet_hours_leave_eight_hours_of_a_day(hours: str, fits: bool) -> None:
    with nullcontext() if fits else pytest.raises(TooQuiet):
        check_hours(hours)
