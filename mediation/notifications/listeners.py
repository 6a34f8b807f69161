"""What people should hear of that is about no case."""

from mediation.kernel.clock import local
from mediation.kernel.sentences import say_day
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.notifications.model import Notice
from mediation.people.events import AbsenceSet
from mediation.people.model import Person

STANDS_IN = "{name}{first}至{last}外出，这几天的事由您代办。"


def on_absence_set(uow: UnitOfWork, fact: AbsenceSet) -> None:
    """Tell the substitute for whom and on which days they stand in (county default)."""
    if fact.substitute_id == fact.by.person_id:
        return
    year = local(fact.at).year
    first, last = (say_day(day, year=year) for day in (fact.from_on, fact.to_on))
    name = uow.get(Person, fact.person_id).name
    uow.add(
        Notice(
            person_id=fact.substitute_id,
            kind=type(fact).__name__,
            params={"absence_id": fact.absence_id},
            sentence=STANDS_IN.format(name=name, first=first, last=last),
            at=fact.at,
        )
    )
