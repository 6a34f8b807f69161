"""Who may see, add and remove attachments: those who work on the case, nobody who only looks."""

from sqlalchemy.orm import Session

from mediation.attachments.refusals import NotYourCase, NotYoursToRemove
from mediation.cases.model import Case
from mediation.cases.queries import CaseView, may_see, viewer
from mediation.kernel.actor import Actor
from mediation.kernel.errors import NotFound
from mediation.kernel.locality import Locality
from mediation.parties.queries import Standing
from mediation.people.identity import Identity, PostView
from mediation.units.queries import unit


def is_member(session: Session, identity: Identity, case: Case) -> bool:
    """Say whether ``identity`` works on ``case``; who was recused does not (DOMAIN 9)."""
    return viewer(identity, case).standing is Standing.MEMBER and may_see(session, identity, case)


def member_case(session: Session, identity: Identity, case_id: int, *, lock: bool = False) -> Case:
    """Return the case, to somebody who works on it.

    :raises NotFound: there is none, or it may not be known of
    :raises NotYourCase: it may be looked at, no more
    """
    case = session.get(Case, case_id, with_for_update=lock or None)
    if case is None or not may_see(session, identity, case):
        raise NotFound(what="这个案件")
    if not is_member(session, identity, case):
        raise NotYourCase()
    return case


def is_lead(locality: Locality, identity: Identity, case: Case | CaseView) -> bool:
    """Say whether ``identity`` answers for the level that holds ``case`` now."""
    level = locality.levels.get(case.level)
    return bool(level and level.lead and identity.post_for(level.lead, case.held_by_id))


def may_remove(locality: Locality, identity: Identity, case: Case | CaseView, *, by_id: int) -> bool:
    """Say whether an attachment of ``by_id`` may be removed: by them until the case is closed, or by the
    lead; never from an archived dossier (county default)."""
    if case.archived_at is not None:
        return False
    return (by_id == identity.person_id and case.closed_at is None) or is_lead(locality, identity, case)


def require_removal(locality: Locality, identity: Identity, case: Case, *, by_id: int) -> None:
    """Check :func:`may_remove`.

    :raises NotYoursToRemove:
    """
    if not may_remove(locality, identity, case, by_id=by_id):
        raise NotYoursToRemove()


def speaker(session: Session, identity: Identity, case: Case) -> Actor:
    """Return ``identity`` in the post nearest to the case's place, one's own before one stood in for."""
    place = unit(session, case.unit_id).path

    def distance(post: PostView) -> tuple[bool, bool, int]:
        near = place.startswith(post.unit_path) or post.unit_path.startswith(place)
        return (not near, post.standing_in_for is not None, -len(post.unit_path))

    posts = sorted(identity.posts, key=distance)
    return identity.actor(posts[0]) if posts else identity.speaker()
