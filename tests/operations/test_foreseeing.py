"""What an extension would come to, before anybody confirms it."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from mediation.cases.model import Case
from mediation.clocks import foreseeing
from mediation.clocks import operations as clocks
from mediation.clocks.model import Clock
from mediation.clocks.operations import Consented, refusals
from mediation.kernel.actor import SYSTEM
from mediation.kernel.errors import NotFound
from mediation.kernel.unit_of_work import UnitOfWork
from tests.factories import a_case, a_ladder, a_party
from tests.factories.clocks import a_clock, a_policy, moment

MEDICAL = a_policy("county.mediation", "30", "working_day", title="医疗纠纷调解期限", scope="case")


@pytest.fixture
def case(session: Session) -> Case:
    return a_case(session, unit=a_ladder(session)["village"], kind="medical")


@pytest.fixture
def clock(uow: UnitOfWork, case: Case) -> Clock:
    made = a_clock(uow, case=case, policy=MEDICAL, at=moment("2026-06-01 09:00"))
    uow.commit()
    return made


def test_what_an_extension_would_come_to_is_foreseen_and_nothing_is_written(
    uow: UnitOfWork, session: Session, case: Case, clock: Clock
) -> None:
    party, at = a_party(session, case=case), moment("2026-06-24 10:00")
    clocks.pause(uow, clock=clock, at=moment("2026-06-08 10:00"), by=SYSTEM)
    clocks.resume(uow, clock=clock, at=at, by=SYSTEM)
    uow.commit()

    seen = foreseeing.extended(session, clock_id=clock.id, amount=10, unit="working_day", at=at)
    assert (seen.was_on, clock.due_on) == (date(2026, 7, 29), date(2026, 7, 29))
    consents = [Consented(party.id, at.date())]
    clocks.extend(uow, clock=clock, amount=10, unit="working_day", consents=consents, at=at, by=SYSTEM)

    assert (seen.due_on, seen.provisional) == (clock.due_on, clock.provisional)


def test_nothing_is_foreseen_of_what_cannot_be_extended(uow: UnitOfWork, clock: Clock) -> None:
    at = moment("2026-06-09 10:00")
    clocks.pause(uow, clock=clock, at=moment("2026-06-08 10:00"), by=SYSTEM)
    with pytest.raises(refusals.PausedCannotExtend):
        foreseeing.extended(uow.session, clock_id=clock.id, amount=1, unit="month", at=at)
    with pytest.raises(NotFound):
        foreseeing.extended(uow.session, clock_id=4711, amount=1, unit="month", at=at)
