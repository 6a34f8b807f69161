"""Who reads a case without working on it: those copied in (抄送), and whether one follows it oneself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.orm import Session, aliased

from mediation.inbox.model import Follow
from mediation.people.identity import Identity
from mediation.people.model import Person


@dataclass(frozen=True)
class CopyView:
    """Somebody copied in.

    :ivar may_withdraw: the viewer copied them in
    """

    person_id: int
    name: str
    by_name: str
    note: str
    since: datetime
    may_withdraw: bool


@dataclass(frozen=True)
class Following:
    """Who follows one case, as one viewer may know: who was copied in, and whether they follow themselves.

    :ivar is_mine: the viewer follows it, of their own will or copied in
    """

    copies: Sequence[CopyView]
    is_mine: bool


def following(session: Session, case_id: int, identity: Identity) -> Following:
    """Return who was copied into a case and whether ``identity`` follows it, in one statement."""
    found = session.execute(_rows(), {"case_id": case_id, "me": identity.person_id}).tuples().all()
    copies = tuple(
        CopyView(row.person_id, name, by_name, row.note, row.since, row.by_id in identity.person_ids)
        for row, name, by_name in found
        if row.how == "copied"
    )
    return Following(copies, any(row.person_id == identity.person_id for row, *_ in found))


@cache
def _rows() -> Select[Any]:
    """Built once: every opening of a case asks it."""
    reader, sender = aliased(Person), aliased(Person)
    known = or_(Follow.how == "copied", Follow.person_id == bindparam("me"))
    return (
        select(Follow, reader.name, sender.name)
        .join(reader, reader.id == Follow.person_id)
        .join(sender, sender.id == Follow.by_id)
        .where(Follow.case_id == bindparam("case_id"), known)
        .order_by(Follow.since, Follow.person_id)
    )
