"""Who reads a notice on a day: the same people whose page shows it, substitutes too."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from mediation.cases.model import Appointment
from mediation.kernel.errors import NotFound
from mediation.kernel.locality import Locality
from mediation.notifications.model import Channel, Notice
from mediation.notifications.queries.notices import is_addressed
from mediation.people.model import Absence, Post
from mediation.people.queries import Identity, identity
from mediation.people.queries.posts import held_on


def readers(
    session: Session, notices: Sequence[Notice], on: date, *, locality: Locality
) -> dict[int, frozenset[int]]:
    """Return for each notice the ids of those with a channel who read it."""
    known = identities(session, _candidates(session, notices, on), on, locality=locality)
    away = _recused(session, known, {notice.case_id for notice in notices})
    return {
        notice.id: frozenset(
            who.person_id
            for who in known.values()
            if is_addressed(who, notice) and (notice.case_id, who.person_id) not in away
        )
        for notice in notices
    }


def identities(
    session: Session, person_ids: Iterable[int], on: date, *, locality: Locality
) -> dict[int, Identity]:
    """Return who these persons are on that day; those who left are missing."""
    found = {}
    for person_id in sorted(set(person_ids)):
        try:
            found[person_id] = identity(session, person_id, on, locality=locality)
        except NotFound:
            continue
    return found


def _candidates(session: Session, notices: Sequence[Notice], on: date) -> set[int]:
    """Return those named, those in the posts, and whoever stands in for them, if they have a channel."""
    found = {notice.person_id for notice in notices if notice.person_id is not None}
    posts = {(notice.unit_id, notice.role) for notice in notices if notice.role is not None}
    if posts:
        there = tuple_(Post.unit_id, Post.role).in_(sorted(posts))
        found.update(session.scalars(select(Post.person_id).where(there, held_on(Post, on))))
    newly = found
    while newly:
        away = select(Absence.substitute_id).where(
            Absence.person_id.in_(newly), Absence.from_on <= on, Absence.to_on >= on
        )
        newly = set(session.scalars(away)) - found
        found |= newly
    return set(session.scalars(select(Channel.person_id).where(Channel.person_id.in_(found)).distinct()))


def _recused(
    session: Session, person_ids: Iterable[int], case_ids: Iterable[int | None]
) -> set[tuple[int | None, int]]:
    query = select(Appointment.case_id, Appointment.person_id).where(
        Appointment.case_id.in_([each for each in case_ids if each is not None]),
        Appointment.person_id.in_(list(person_ids)),
        Appointment.recused_at.is_not(None),
    )
    return set(session.execute(query).tuples())
