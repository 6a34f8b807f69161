"""抄送 and 关注: who reads a case without working on it."""

from collections.abc import Sequence
from datetime import datetime

from mediation.cases.model import Case
from mediation.cases.queries.visibility import may_see
from mediation.casework import bars
from mediation.inbox import refusals, settings
from mediation.inbox.events import CopiedIn, CopyWithdrawn
from mediation.inbox.model import Follow
from mediation.inbox.operations import desk
from mediation.kernel.database import upsert
from mediation.kernel.errors import NotFound
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.people.identity import Identity


def copy_in(
    uow: UnitOfWork, *, case_id: int, person_ids: Sequence[int], note: str, by: Identity, at: datetime
) -> None:
    """Let people in office read a case; whoever was copied in before stays so, once.

    :raises TooManyCopies: more than one act may copy in (county default: 20)
    :raises NotInService: somebody holds no post today
    :raises ReceiverRecused: or ReceiverIsParty
    :raises ClosedToThem: a case of violence is for those who protect alone
    """
    case = _seen(uow, case_id, by)
    chosen = [each for each in dict.fromkeys(person_ids) if each != by.person_id]
    _check_number(uow, chosen)
    people = [desk.receiver_of(uow, person_id, at) for person_id in chosen]
    desk.check_free(uow, case, *chosen)
    for each in people:
        desk.check_may_know(case, each)
    said = desk.fit(uow, case, note)
    rows = [
        {
            "case_id": case.id,
            "person_id": person_id,
            "how": "copied",
            "by_id": by.person_id,
            "note": said[:200],
            "since": at,
        }
        for person_id in chosen
    ]
    again = upsert(uow.session, Follow)
    taken = {key: again.excluded[key] for key in ("how", "by_id", "note", "since")}
    statement = again.on_conflict_do_update(
        index_elements=["case_id", "person_id"], set_=taken, where=Follow.how == "self"
    )
    uow.session.execute(statement, rows)
    uow.record(
        CopiedIn(
            case_id=case.id,
            to="、".join(each.name for each in people),
            note=said,
            tells=tuple(chosen),
            at=at,
            by=by.actor_with("act_on_case"),
        )
    )


def withdraw_copy(uow: UnitOfWork, *, case_id: int, person_id: int, by: Identity, at: datetime) -> None:
    """Take a copy back: the one copied in no longer sees the case by it.

    :raises CopiedByAnother: neither one's own copy, nor does one answer for the case
    """
    case = _seen(uow, case_id, by)
    row = uow.session.get(Follow, (case_id, person_id))
    if row is None or row.how != "copied":
        raise NotFound(what="这次抄送")
    answers_for = any(post.unit_id == case.held_by_id and post.is_lead for post in by.posts)
    if row.by_id not in by.person_ids and not answers_for:
        raise refusals.CopiedByAnother(who=desk.name_of(uow, row.by_id))
    uow.session.delete(row)
    uow.record(
        CopyWithdrawn(
            case_id=case_id,
            to=desk.name_of(uow, person_id),
            at=at,
            by=by.actor_with("act_on_case"),
        )
    )


def follow(uow: UnitOfWork, *, case_id: int, by: Identity, at: datetime) -> None:
    """Put a case one may see on one's own list; nobody else hears of it."""
    case = _seen(uow, case_id, by)
    row = {
        "case_id": case.id,
        "person_id": by.person_id,
        "how": "self",
        "by_id": by.person_id,
        "note": "",
        "since": at,
    }
    uow.session.execute(upsert(uow.session, Follow).on_conflict_do_nothing(), [row])


def unfollow(uow: UnitOfWork, *, case_id: int, by: Identity) -> None:
    """Take a case off one's own list; a copy that brought it there is given up with it."""
    row = uow.session.get(Follow, (case_id, by.person_id))
    if row is not None:
        uow.session.delete(row)


def _seen(uow: UnitOfWork, case_id: int, by: Identity) -> Case:
    """Return a case one may see and need not keep away from."""
    case = uow.get(Case, case_id, what="这个案件")
    if not may_see(uow.session, by, case):
        raise NotFound(what="这个案件")
    bars.check_person(uow.session, case_id, by.person_id)
    return case


def _check_number(uow: UnitOfWork, chosen: Sequence[int]) -> None:
    most = settings.of(uow.locality).copies_at_most
    if not chosen:
        raise refusals.NobodyToCopy(fields={"person_ids": refusals.NobodyToCopy.message})
    if len(chosen) > most:
        raise refusals.TooManyCopies(
            most=most, count=len(chosen), fields={"person_ids": refusals.TooManyCopies.message}
        )
