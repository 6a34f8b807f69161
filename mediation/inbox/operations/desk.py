"""What every move of a task begins with: the task locked, whose hand moves it, words fit for the ledger."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from mediation.cases.model import Attempt, Case
from mediation.cases.queries.visibility import GUARDIANS, may_see
from mediation.casework import bars
from mediation.casework.access import require_desk
from mediation.casework.model import WorkItem, WorkMove
from mediation.casework.operations import load_item
from mediation.casework.refusals import (
    AskedForAWord,
    NoPost,
    NotTheMediator,
    RecusedFromIt,
    TaskClaimed,
    TaskGone,
    TaskTaken,
)
from mediation.inbox import refusals
from mediation.inbox.hands import PERSONAL, post_above
from mediation.kernel.actor import Actor
from mediation.kernel.clock import day_of, local
from mediation.kernel.errors import NotFound
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.parties.queries import mask_names, parties
from mediation.people.identity import Identity
from mediation.people.model import Person
from mediation.people.queries import identity
from mediation.units.queries import unit as unit_view


@dataclass(frozen=True)
class Task:
    """An open task, locked with its case."""

    item: WorkItem
    case: Case
    attempt: Attempt | None


def open_task(uow: UnitOfWork, item_id: int, by: Identity | None) -> Task:
    """Load an open task.

    :raises TaskTaken: it is done; says by whom and when
    :raises TaskGone: it fell away
    """
    item, _, case, attempt = load_item(uow, item_id=item_id, by=by)
    if item.state == "open":
        return Task(item, case, attempt)
    assert item.closed_at is not None
    when = f"{local(item.closed_at):%m月%d日%H:%M}"
    if item.state == "cancelled":
        raise TaskGone(label=item.label, when=when, who="")
    raise TaskTaken(label=item.label, when=when, who=name_of(uow, item.closed_by))


def require_hand(uow: UnitOfWork, task: Task, by: Identity) -> Actor:
    """Return the actor that may pass the task on: its holder, or whoever leads or supervises above.

    :raises NoPost: or another refusal of ``require_desk``: it is neither
    """
    try:
        return require_desk(uow.session, uow.locality, task.item, by)
    except (NoPost, TaskClaimed, NotTheMediator):
        post = post_above(by, unit_view(uow.session, task.item.unit_id).path)
        if post is None or not may_see(uow.session, by, task.case):
            raise
        return by.actor(post)


def check_keeps(uow: UnitOfWork, task: Task, by: Identity) -> None:
    """Let nobody act who must keep away from the case.

    :raises RecusedFromIt:
    :raises PartyToIt:
    """
    bars.of_task(uow.session, task.item, by).check()


def check_movable(uow: UnitOfWork, item: WorkItem) -> None:
    """Let only whose task it is move it, and nobody what is to be done in person.

    :raises AskedForAWord: a question to a co-signer is answered, not moved
    :raises Personal:
    :raises DelegatedHere: it is with a delegate
    """
    if item.parent_id is not None:
        raise AskedForAWord()
    if item.step in PERSONAL:
        raise refusals.Personal(label=item.label)
    if item.delegated_by_id is not None:
        raise refusals.DelegatedHere(label=item.label, owner=name_of(uow, item.delegated_by_id))


def receiver_of(uow: UnitOfWork, person_id: int, at: datetime) -> Identity:
    """Return who is to receive something, as of today.

    :raises NotInService: they left, or hold no post
    """
    try:
        found = identity(uow.session, person_id, day_of(at), locality=uow.locality)
    except NotFound:
        raise refusals.NotInService() from None
    if not found.posts:
        raise refusals.NotInService()
    return found


def check_free(uow: UnitOfWork, case: Case, *person_ids: int | None) -> None:
    """Let nobody receive anything who must keep away from the case.

    :raises ReceiverRecused:
    :raises ReceiverIsParty:
    """
    barred = bars.of_case(uow.session, case.id, {each for each in person_ids if each is not None})
    for person_id, why in barred.items():
        refusal = refusals.ReceiverRecused if why is RecusedFromIt else refusals.ReceiverIsParty
        raise refusal(name=name_of(uow, person_id))


def check_another(uow: UnitOfWork, by: Identity, person_id: int) -> None:
    """Let nobody pass work to themselves, nor to whom they stand in for: it would come back to them.

    :raises NotToOneself:
    :raises StoodInForByOneself:
    """
    if person_id == by.person_id:
        raise refusals.NotToOneself()
    if person_id in by.person_ids:
        raise refusals.StoodInForByOneself(name=name_of(uow, person_id))


def check_may_know(case: Case, who: Identity) -> None:
    """Let a case of violence be known only to those who protect (county default).

    :raises ClosedToThem:
    """
    if case.traits.get("violence") and not any(post.role in GUARDIANS for post in who.posts):
        raise refusals.ClosedToThem(name=who.name)


def settle_moves(uow: UnitOfWork, item: WorkItem, at: datetime) -> None:
    """Note that the task moves on: whoever was handed it has acted, whoever it was delegated to need not."""
    for kind, outcome in (("handed_over", "done"), ("delegated", "dropped")):
        uow.session.execute(
            update(WorkMove)
            .where(WorkMove.item_id == item.id, WorkMove.kind == kind, WorkMove.outcome.is_(None))
            .values(outcome=outcome, answered_at=at)
        )


def last_move(uow: UnitOfWork, item: WorkItem, kind: str) -> WorkMove | None:
    """Return the latest move of that kind."""
    query = select(WorkMove).where(WorkMove.item_id == item.id, WorkMove.kind == kind)
    return uow.session.scalars(query.order_by(WorkMove.id.desc()).limit(1)).first()


def need(text: str, what: str) -> str:
    """Return the words, trimmed.

    :raises ReasonNeeded: there are none
    """
    if not text.strip():
        raise refusals.ReasonNeeded(what=what, fields={"reason": refusals.ReasonNeeded.message})
    return text.strip()


def fit(uow: UnitOfWork, case: Case, text: str) -> str:
    """Return words fit for the ledger: parties go by their aliases, no full stop twice."""
    said = text.strip().rstrip("。.")
    return mask_names(said, parties(uow.session, case.id)) if said else ""


def name_of(uow: UnitOfWork, person_id: int | None) -> str:
    """Return somebody's name; the system's where it was nobody."""
    return uow.session.get_one(Person, person_id).name if person_id else "系统"


def moment_of(at: datetime) -> str:
    """Return a moment as refusals say it."""
    return f"{local(at):%m月%d日%H:%M}"
