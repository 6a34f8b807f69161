"""Writing comments on a case, taking one's own back, and changing them."""

from datetime import datetime

from sqlalchemy import select

from mediation.cases.model import Case
from mediation.cases.queries import may_see, viewer
from mediation.comments import rules
from mediation.comments.events import CommentAdded, CommentWithdrawn
from mediation.comments.model import Comment
from mediation.comments.readers import readable_by
from mediation.kernel.clock import day_of
from mediation.kernel.errors import NotFound
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.parties.queries import Standing
from mediation.people.identity import Identity
from mediation.people.model import Person
from mediation.people.queries import identity as identity_of


def add(
    uow: UnitOfWork,
    *,
    case_id: int,
    text: str,
    visibility: str,
    unit_id: int | None = None,
    item_id: int | None = None,
    submission: str | None = None,
    by: Identity,
    at: datetime,
) -> Comment:
    """Write a comment; sent again under the same ``submission`` it is there once.

    :param visibility: case, unit (with ``unit_id``), mediators or self
    :param item_id: the task it was written at
    :raises NotFound: no such case, or it may not be known of
    :raises Refused: empty, too long, not for one to choose, or the case is archived
    """
    case = _case(uow, case_id, by)
    earlier = _sent(uow, submission, by)
    if earlier is not None:
        return earlier
    return _write(
        uow,
        case,
        Comment(
            case_id=case_id,
            item_id=item_id,
            visibility=visibility,
            unit_id=unit_id,
            text=text,
            submission=submission,
            at=at,
        ),
        by,
    )


def withdraw(uow: UnitOfWork, *, comment_id: int, by: Identity, at: datetime) -> None:
    """Take one's own comment back: its place stays, without the text.

    :raises NotYourComment: somebody else wrote it
    :raises CommentGone: it was taken back already
    :raises CaseArchived: the case is read-only
    """
    _take_back(uow, _own(uow, comment_id, by), by, at)


def change(
    uow: UnitOfWork,
    *,
    comment_id: int,
    text: str,
    visibility: str,
    unit_id: int | None = None,
    submission: str | None = None,
    by: Identity,
    at: datetime,
) -> Comment:
    """Take one's own comment back and write another in its stead, for the same or other readers.

    :raises Refused: as :func:`withdraw` and :func:`add`
    """
    earlier = _sent(uow, submission, by)
    if earlier is not None:
        return earlier
    old = _own(uow, comment_id, by)
    _take_back(uow, old, by, at)
    return add(
        uow,
        case_id=old.case_id,
        text=text,
        visibility=visibility,
        unit_id=unit_id,
        item_id=old.item_id,
        submission=submission,
        by=by,
        at=at,
    )


def _case(uow: UnitOfWork, case_id: int, by: Identity) -> Case:
    """Return the case, locked, so that it is not archived meanwhile and a form counts once."""
    case = uow.session.get(Case, case_id, with_for_update={"key_share": True}, populate_existing=True)
    if case is None or not may_see(uow.session, by, case):
        raise NotFound(what="这个案件")
    return case


def _sent(uow: UnitOfWork, submission: str | None, by: Identity) -> Comment | None:
    if not submission:
        return None
    earlier = uow.session.scalar(select(Comment).where(Comment.submission == submission))
    if earlier is not None and earlier.by_id != by.person_id:
        raise rules.SentBySomebodyElse(who="", when="")
    return earlier


def _own(uow: UnitOfWork, comment_id: int, by: Identity) -> Comment:
    comment = uow.session.get(Comment, comment_id)
    if comment is None:
        raise NotFound(what="这条留言")
    _case(uow, comment.case_id, by)
    if comment.by_id != by.person_id:
        raise rules.NotYourComment()
    uow.session.refresh(comment)
    if comment.withdrawn_at is not None:
        raise rules.CommentGone()
    return comment


def _write(uow: UnitOfWork, case: Case, comment: Comment, by: Identity) -> Comment:
    actor = by.actor_with("act_on_case")
    comment.text = rules.check_text(comment.text or "")
    comment.unit_id = rules.check_visibility(
        comment.visibility,
        comment.unit_id,
        units={post.unit_id for post in by.posts},
        is_outside=viewer(by, case).standing is Standing.OUTSIDE,
    )
    _check_open(case, comment)
    standing_in = f"（代{actor.standing_in_for}）" if actor.standing_in_for else ""
    comment.by_id, comment.by_post = by.person_id, f"{actor.post}{standing_in}"
    uow.add(comment)
    uow.session.flush()
    if comment.visibility != "self":
        called = _called(uow, case, comment)
        uow.record(
            CommentAdded(case_id=case.id, comment_id=comment.id, called=called, by=actor, at=comment.at)
        )
    return comment


def _take_back(uow: UnitOfWork, comment: Comment, by: Identity, at: datetime) -> None:
    _check_open(uow.get(Case, comment.case_id), comment)
    comment.text, comment.withdrawn_at = None, at
    if comment.visibility != "self":
        uow.record(CommentWithdrawn(case_id=comment.case_id, comment_id=comment.id, by=by.speaker(), at=at))


def _check_open(case: Case, comment: Comment) -> None:
    if case.archived_at is not None and comment.visibility != "self":
        raise rules.CaseArchived(number=case.number)


def _called(uow: UnitOfWork, case: Case, comment: Comment) -> tuple[int, ...]:
    """Return the colleagues named with @ who see the case and may read this comment."""
    meant = rules.called(comment.text or "")
    names = {name for each in meant for name in each}
    if not names:
        return ()
    rows = uow.session.execute(
        select(Person.name, Person.id).where(Person.name.in_(names), Person.is_active)
    ).tuples()
    known: dict[str, list[int]] = {}
    for name, person_id in rows:
        known.setdefault(name, []).append(person_id)
    wanted = dict.fromkeys(rules.longest_known(each, known) for each in meant)
    found = [person_id for name in wanted if name for person_id in known[name]]
    return tuple(each for each in found if each != comment.by_id and _may_read(uow, case, comment, each))


def _may_read(uow: UnitOfWork, case: Case, comment: Comment, person_id: int) -> bool:
    who = identity_of(uow.session, person_id, day_of(comment.at), locality=uow.locality)
    if not may_see(uow.session, who, case):
        return False
    readable = readable_by(who, case, viewer(who, case), locality=uow.locality)
    return uow.session.scalar(select(Comment.id).where(Comment.id == comment.id, readable)) is not None
