"""Who may see which dispute: role × unit subtree × membership (DOMAIN 9)."""

from collections.abc import Callable

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select, true
from sqlalchemy.orm import Session

from mediation.cases.model import Appointment, Attempt, Case, Receipt
from mediation.cases.queries.naming import masked
from mediation.parties.queries import Standing, Viewer, parties
from mediation.people.identity import Identity
from mediation.units.model import Unit

GUARDIANS = frozenset(
    {
        "town_police",
        "women_federation",
        "civil_affairs",
        "village_director",
        "town_director",
        "town_leader",
    }
)
"""Roles that protect (county default): a case of violence is closed to everybody else below the county."""

Way = Callable[[Identity], ColumnElement[bool]]
_ways: dict[str, Way] = {}


def also_by(name: str, way: Way) -> None:
    """Let a room above open another way to see a case, such as holding work on it."""
    _ways[name] = way


def visible_to(identity: Identity) -> ColumnElement[bool]:
    """Return the condition on :class:`Case` under which ``identity`` may see it.

    Whoever was recused has lost access, whatever the post. A case of violence is closed to all but
    its own people, those who protect, and the county.
    """
    ways = ways_to_see(identity)
    if ways is None:
        return not_recused(identity)
    return and_(not_recused(identity), or_(*ways))


def not_recused(identity: Identity) -> ColumnElement[bool]:
    """Return the condition that ``identity`` was not recused from the case."""
    return ~exists().where(
        Appointment.case_id == Case.id,
        Appointment.person_id == identity.person_id,
        Appointment.recused_at.is_not(None),
    )


def ways_to_see(identity: Identity) -> tuple[ColumnElement[bool], ...] | None:
    """Return the conditions any one of which lets ``identity`` see a case; None: all cases are seen.

    Each alone is found through an index, so that a list of everything somebody may see need not
    look at every case of the county.
    """
    if identity.may("see_all"):
        return None
    by_post = (*_at_unit(identity), *_below(identity), *_called_in(identity))
    if not any(post.role in GUARDIANS for post in identity.posts):
        by_post = tuple(and_(way, ~is_violent()) for way in by_post)
    return (*_named(identity), *(way(identity) for way in _ways.values()), *by_post)


def is_violent() -> ColumnElement[bool]:
    """Return the condition that the case is one of violence."""
    return func.coalesce(Case.traits["violence"].as_boolean(), false())


def _named(identity: Identity) -> tuple[ColumnElement[bool], ...]:
    """Handler, reporter or appointed, oneself or somebody stood in for."""
    persons = identity.person_ids
    appointed = exists().where(
        Appointment.case_id == Case.id,
        Appointment.person_id.in_(persons),
        Appointment.recused_at.is_(None),
    )
    return Case.handler_id.in_(persons), Case.reported_by.in_(persons), appointed


def _at_unit(identity: Identity) -> tuple[ColumnElement[bool], ...]:
    """In a mediating post at a unit that holds it, has held it, or was sent it.

    A department, the police or a federation sees what lies on its desk, not all its town mediates.
    """
    units = {post.unit_id for post in identity.posts if "see_unit" in post.permissions}
    if not units:
        return ()
    tried = exists().where(Attempt.case_id == Case.id, Attempt.unit_id.in_(units))
    sent = exists().where(Receipt.case_id == Case.id, Receipt.to_unit_id.in_(units))
    return Case.held_by_id.in_(units), tried, sent


def _below(identity: Identity) -> tuple[ColumnElement[bool], ...]:
    """In the subtree of a post that may see it."""
    return _placed_below(identity.paths_with("see_subtree"))


def _called_in(identity: Identity) -> tuple[ColumnElement[bool], ...]:
    """A red case concerns every post above its place; a dispatched one its department."""
    acting = [post for post in identity.posts if "act_on_case" in post.permissions]
    above = tuple(post.unit_path for post in acting)
    departments = tuple(post.unit_path for post in acting if post.role == "town_department")
    dispatched = func.coalesce(Case.traits["department"].as_string(), "") != ""
    return (
        *(and_(Case.risk == "red", way) for way in _placed_below(above)),
        *(and_(dispatched, way) for way in _placed_below(departments)),
    )


def _placed_below(paths: tuple[str, ...]) -> tuple[ColumnElement[bool], ...]:
    if not paths:
        return ()
    inside = or_(*(Unit.path.startswith(path, autoescape=True) for path in paths))
    return (Case.unit_id.in_(select(Unit.id).where(inside)),)


def may_see(session: Session, identity: Identity, case: Case) -> bool:
    """Return whether ``identity`` may see ``case``."""
    found = session.scalar(select(true()).where(Case.id == case.id, visible_to(identity)))
    return bool(found)


def knows_names(identity: Identity) -> ColumnElement[bool]:
    """Return the condition under which ``identity`` reads names in a case it may see; as :func:`viewer` says.

    Who may not read them may not find a case by them either.
    """
    own = or_(Case.handler_id.in_(identity.person_ids), Case.reported_by.in_(identity.person_ids))
    if not identity.may("act_on_case"):
        return own
    if any(post.role in GUARDIANS for post in identity.posts):
        return true()
    return or_(own, ~is_violent())


def viewer(identity: Identity, case: Case) -> Viewer:
    """Return how somebody who may see ``case`` stands to its parties.

    Who may only look (an auditor) sees aliases; who works on cases sees names. Under violence only
    those who protect and those whose case it is see names; the county follows it by aliases.
    """
    violent = bool(case.traits.get("violence"))
    own = not identity.person_ids.isdisjoint({case.reported_by, case.handler_id})
    guards = any(post.role in GUARDIANS for post in identity.posts)
    member = own or (identity.may("act_on_case") and (guards or not violent))
    return Viewer(standing=Standing.MEMBER if member else Standing.OUTSIDE, addresses_sealed=violent)


def shown_text(session: Session, identity: Identity, case: Case, text: str) -> str:
    """Return a text of a case that may be opened: who only looks reads no names, not even in a title."""
    looker = viewer(identity, case)
    if looker.standing is not Standing.OUTSIDE:
        return text
    return masked(text, parties(session, case.id), looker)
