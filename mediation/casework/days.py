"""Days that tell of what has happened: they cannot lie ahead."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from mediation.casework import answers as read
from mediation.kernel.errors import Refused
from mediation.kernel.text import N_

# Days of agreements, visits and reviews are checked where it is known between which days they lie.
HAPPENED = ("told_on", "talked_on", "called_on", "issued_on", "decided_on")


class NotYetHappened(Refused):
    """Nothing can be recorded as done on a day to come."""

    message = N_("{day}还没有到。请填实际办理的那一天，最晚是今天。")
    is_slip = True


def check_happened(answers: Mapping[str, Any], *, today: date) -> None:
    """Refuse a day to come in a field that tells of something done (county default).

    :raises NotYetHappened: naming the field
    """
    for name in HAPPENED:
        told = read.day(answers, name)
        if told is not None and told > today:
            raise NotYetHappened(day=told, fields={name: NotYetHappened.message})
