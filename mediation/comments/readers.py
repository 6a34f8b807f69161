"""Who may read a comment: the one condition of it, for lists, counts and calls alike."""

from typing import Protocol

from sqlalchemy import ColumnElement, and_, exists, false, literal, or_, true

from mediation.cases.model import Appointment
from mediation.comments.model import Comment
from mediation.kernel.locality import Locality
from mediation.parties.likeness import is_like, name_key, phone_key
from mediation.parties.model import Party
from mediation.parties.queries import Standing, Viewer
from mediation.people.identity import Identity


class HeldCase(Protocol):
    """What must be known of a case: who holds and who handles it."""

    @property
    def id(self) -> int: ...
    @property
    def level(self) -> str: ...
    @property
    def held_by_id(self) -> int: ...
    @property
    def handler_id(self) -> int | None: ...


def readable_by(
    identity: Identity, case: HeldCase, looker: Viewer, *, locality: Locality
) -> ColumnElement[bool]:
    """Return the condition on :class:`Comment` under which somebody who sees ``case`` may read it.

    One's own always; who may only look reads what all may read; a private note is not for a substitute.
    """
    own = Comment.by_id == identity.person_id
    here = Comment.case_id == case.id
    if looker.standing is Standing.OUTSIDE:
        return and_(here, or_(own, Comment.visibility == "case"))
    units = {post.unit_id for post in identity.posts}
    of_unit = and_(Comment.visibility == "unit", Comment.unit_id.in_(units)) if units else false()
    apart = and_(Comment.visibility == "mediators", mediates(identity, case, locality=locality))
    return and_(here, or_(own, Comment.visibility == "case", of_unit, apart))


def mediates(identity: Identity, case: HeldCase, *, locality: Locality) -> ColumnElement[bool]:
    """Return whether somebody mediates a case: its handler, a mediator appointed, the lead of its level.

    Nobody who is party to it does, whatever the post: they would read what the other side said apart.
    """
    appointed = exists().where(
        Appointment.case_id == case.id,
        Appointment.person_id.in_(identity.person_ids),
        Appointment.duty == "mediator",
        Appointment.recused_at.is_(None),
    )
    by_post = case.handler_id in identity.person_ids or _answers_for(identity, case, locality)
    return and_(true() if by_post else appointed, ~_is_party(identity, case))


def _is_party(identity: Identity, case: HeldCase) -> ColumnElement[bool]:
    keys = (literal(name_key(identity.name)), literal(phone_key(identity.phone) or ""))
    return exists().where(Party.case_id == case.id, is_like(*keys))


def _answers_for(identity: Identity, case: HeldCase, locality: Locality) -> bool:
    """Say whether a post leads the holding level, or handles there while nobody is appointed."""
    level = locality.level(case.level)
    roles = {level.lead} if case.handler_id else {level.lead, level.handler}
    return any(post.unit_id == case.held_by_id and post.role in roles for post in identity.posts)
