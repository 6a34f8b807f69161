"""Whose a notice is, and which are unread: conditions and statements, nothing fetched."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, exists, func, select, union_all

from mediation.cases.model import Appointment
from mediation.clocks.model import Clock
from mediation.notifications.audiences import SOON
from mediation.notifications.model import Notice, NoticeRead
from mediation.people.queries import Identity

# County default. Only the latest of each addressee are asked whether they are unread: counting them
# stays cheap after years, and whoever comes into a post does not begin with thousands.
LATEST = 300
CONTENT = ("case_id", "kind", "at", "sentence")
"""What makes notices one: a fact told to a person and to the post they hold is read once."""


def addresses(person_ids: Iterable[Any], posts: Iterable[tuple[Any, Any]]) -> list[ColumnElement[bool]]:
    """Return one condition for each addressee that somebody is: each finds its own index."""
    return [
        *(Notice.person_id == person_id for person_id in person_ids),
        *(and_(Notice.unit_id == unit_id, Notice.role == role) for unit_id, role in posts),
    ]


def addresses_of(identity: Identity) -> list[ColumnElement[bool]]:
    """Return one condition for each addressee ``identity`` is."""
    return addresses(sorted(identity.person_ids), posts_of(identity))


def posts_of(identity: Identity) -> list[tuple[int, str]]:
    """Return the posts somebody reads for, each once."""
    return sorted({(post.unit_id, post.role) for post in identity.posts})


def unread_rows(found: Sequence[ColumnElement[bool]], person_id: Any) -> Select[Any]:
    """Return id and content of what ``person_id`` has not read among the latest of these addressees.

    Whoever was recused from a case no longer hears of it, whatever the post. A warning of a day asks
    nothing more of anybody once its time limit has ended.
    """
    latest = latest_of(found, LATEST).subquery()
    read = exists().where(NoticeRead.notice_id == latest.c.id, NoticeRead.person_id == person_id)
    over = and_(latest.c.kind.in_(sorted(SOON)), exists().where(has_ended(latest.c.params)))
    kept_from = is_kept_from(latest.c.case_id, person_id)
    return select(latest.c.id, *(latest.c[name] for name in CONTENT)).where(~read, ~kept_from, ~over)


def each_once(rows: Select[Any]) -> Select[tuple[int]]:
    """Return one id for each content among ``rows``: its first, so that pages may go on from it."""
    every = rows.subquery()
    return select(func.min(every.c.id).label("id")).group_by(*(every.c[name] for name in CONTENT))


def latest_of(
    found: Sequence[ColumnElement[bool]], size: int, also: ColumnElement[bool] | None = None
) -> Select[Any]:
    """Return the latest notices of each addressee, ``size`` each."""
    parts: list[FromClause] = []
    for address in found:
        query = select(Notice.id, Notice.case_id, Notice.kind, Notice.at, Notice.sentence, Notice.params)
        query = query.where(address) if also is None else query.where(address, also)
        parts.append(query.order_by(Notice.id.desc()).limit(size).subquery())
    every = union_all(*(select(part) for part in parts)).subquery()
    return select(every)


def has_ended(params: Any) -> ColumnElement[bool]:
    """Return the condition that the time limit a notice names has ended: done, called off, or no more."""
    return and_(Clock.id == params["clock_id"].as_integer(), Clock.state == "stopped")


def is_kept_from(case_id: Any, person_id: Any) -> ColumnElement[bool]:
    """Return the condition that ``person_id`` was recused from the case."""
    return exists().where(
        Appointment.case_id == case_id,
        Appointment.person_id == person_id,
        Appointment.recused_at.is_not(None),
    )
