"""Whether a message out of the house finds somebody."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from mediation.notifications.model import Channel
from mediation.people.model import Absence


def finds_one_of(session: Session, person_ids: Collection[int], on: date) -> bool:
    """Say whether one of several people, or who stands in for them on a day, has a way out that works.

    Where nobody in the county has set one up, people open the system every day: then everybody counts
    as found (county default).
    """
    works = Channel.state == "on"
    stands_in = select(Absence.substitute_id).where(
        Absence.person_id.in_(person_ids), Absence.from_on <= on, Absence.to_on >= on
    )
    theirs = or_(Channel.person_id.in_(person_ids), Channel.person_id.in_(stands_in))
    found, is_used = session.execute(select(exists().where(works, theirs), exists().where(works))).one()
    return bool(found) or not is_used
