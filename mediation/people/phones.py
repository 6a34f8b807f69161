"""The telephone by which somebody is told from a party of the same name. An administrator keeps it."""

import re
from datetime import datetime

from mediation.kernel.actor import Actor
from mediation.kernel.errors import Refused
from mediation.kernel.text import N_
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.people.events import PhoneSet
from mediation.people.model import Person

NUMBER = re.compile(r"\+?\d[\d -]{5,17}\d")


class NotANumber(Refused):
    message = N_("电话号码不对，请填写手机号或带区号的座机号。")


def set_phone(uow: UnitOfWork, *, person_id: int, phone: str, by: Actor, at: datetime) -> None:
    """Write down somebody's telephone; "" for none.

    Nobody sets their own: it decides whether they may work on the case of a namesake (county default).

    :raises NotANumber:
    """
    person = uow.get(Person, person_id, what="这位工作人员")
    number = phone.strip()
    if number and not NUMBER.fullmatch(number):
        raise NotANumber()
    person.phone = number or None
    uow.record(PhoneSet(person_id=person_id, by=by, at=at))
