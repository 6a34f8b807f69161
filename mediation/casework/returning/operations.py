"""Sending a task back to an earlier step, and taking back one's own. Both leave every clock running."""

from datetime import datetime

from sqlalchemy import select

from mediation.cases.model import Attempt, Case
from mediation.casework import running
from mediation.casework.access import require_desk
from mediation.casework.events import WorkCancelled
from mediation.casework.model import ProcessInstance, WorkItem
from mediation.casework.operations import load_item
from mediation.casework.refusals import (
    AskedForAWord,
    OnlyItsOwnerCompletes,
    ReasonMissing,
    TaskGone,
    TaskTaken,
)
from mediation.casework.returning import meanwhile, refusals
from mediation.casework.returning.desk import desk_again, is_touched, said_of
from mediation.casework.returning.events import WorkSentBack, WorkTakenBack
from mediation.casework.returning.law import USER, lawful, may_pass, may_redo
from mediation.casework.returning.moving import Return, enter, falling, find_lateness, go
from mediation.casework.returning.undoing import done_items
from mediation.casework.routing import Desk
from mediation.casework.running import Running
from mediation.engine.instance import Earlier
from mediation.kernel.clock import day_of, local
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.parties.queries import mask_names, parties
from mediation.people.model import Person
from mediation.people.queries import Identity


def send_back(uow: UnitOfWork, *, item_id: int, to: str, reason: str, by: Identity, at: datetime) -> WorkItem:
    """Send an open task back to the earlier step ``to``; return the task that opened there.

    What was done from there on is void. The task sent back is cancelled, and opens again when the case
    comes to it. It stays inside one level: ``Case.returns`` counts only what goes down or back between
    levels (DOMAIN 4).

    :raises ReasonMissing: no reason
    :raises NotAPlace: ``to`` is not among :func:`places`; NowhereToGo where there is none
    :raises OthersAtWork: a branch beside would fall away on which somebody works
    :raises TaskGone: or TaskTaken: it is no longer open; or any refusal of ``require_desk``
    """
    item, row, case, attempt = load_item(uow, item_id=item_id, by=by)
    _check_open(uow, item)
    actor = require_desk(uow.session, uow.locality, item, by)
    _check_ones_own(uow, item)
    reason = _reason(uow, case, reason)
    process = _resume(uow, row, case, attempt, at)
    earlier = _chosen(item, list(lawful(process.engine.earlier(item.task_ref, may_pass))), to)
    undone = done_items(uow.session, row, earlier.undone)
    way = Return(process, row, case, attempt, earlier, undone, falling(uow, row, earlier))
    beside = [each for each in way.falls if each is not item]
    for other in beside:
        if is_touched(uow, case, other, day_of(at)):
            raise refusals.OthersAtWork(label=other.label, who=said_of(uow, other))
    find_lateness(uow, way.falls, at)
    desk = desk_again(uow, case=case, row=row, element=earlier.element, done=way.target, on=day_of(at))
    uow.record(
        WorkSentBack(
            case_id=case.id,
            item_id=item.id,
            label=item.label,
            to=way.target.label,
            holder=said_of(uow, desk),
            role=desk.role,
            unit_id=desk.unit_id,
            person_id=desk.person_id,
            reason=reason,
            at=at,
            by=actor,
        )
    )
    if beside:
        labels = "、".join(each.label for each in beside)
        uow.record(WorkCancelled(case_id=case.id, labels=labels, at=at, by=actor))
    again = go(uow, way, lambda e: e.rewind(item.task_ref, to, may_pass), desk=desk, by=actor, at=at)
    enter(uow, "sent_back", item=item, again=again, reason=reason, by=actor, at=at)
    return again


def take_back(uow: UnitOfWork, *, item_id: int, reason: str, by: Identity, at: datetime) -> WorkItem:
    """Take back what one has done, before anybody acted on it; return the task that opened again.

    :param item_id: the task as it was done
    :raises ReasonMissing: no reason
    :raises NotYourWork: somebody else did it
    :raises CannotBeUndone: it counts once and for all, or led to something that does
    :raises ActedUpon: somebody did something on the case since; or another sentence that says what
        happened meanwhile
    """
    item, row, case, attempt = load_item(uow, item_id=item_id, by=by)
    _check_done_by(uow, item, by)
    actor = require_desk(uow.session, uow.locality, item, by)
    reason = _reason(uow, case, reason)
    assert item.closed_at is not None
    if row.finished_at is not None:
        raise refusals.OverAlready()
    process = _resume(uow, row, case, attempt, at)
    _check_nothing_since(uow, item, by)
    way = _way_back(uow, process, row, case, attempt, item)
    for other in way.falls:
        if is_touched(uow, case, other, day_of(at)):
            raise refusals.MovedOn(label=other.label, who=said_of(uow, other))
    find_lateness(uow, way.falls, at)
    uow.record(
        WorkTakenBack(
            case_id=case.id,
            item_id=item.id,
            label=item.label,
            reason=reason,
            tells=tuple(each.person_id for each in way.falls if each.person_id),
            at=at,
            by=actor,
        )
    )
    desk = Desk(role=item.role, unit_id=item.unit_id, person_id=by.person_id)
    back = (item.process, item.element, may_pass)
    again = go(uow, way, lambda engine: engine.undo(*back), desk=desk, by=actor, at=at)
    enter(uow, "taken_back", item=item, again=again, reason=reason, by=actor, at=at)
    return again


def _way_back(
    uow: UnitOfWork,
    process: Running,
    row: ProcessInstance,
    case: Case,
    attempt: Attempt | None,
    item: WorkItem,
) -> Return:
    if _opened_since(uow, item):
        raise refusals.DoneAnew(label=item.label)
    followed = process.engine.followed(item.process, item.element, may_pass)
    if followed is None or not all(map(may_redo, followed.undone)):
        raise refusals.CannotBeUndone(label=item.label)
    later = [element for element in followed.undone if element.kind == USER][:-1]
    if later:
        raise refusals.NotTheLast(label=item.label, later=later[0].label)
    undone = done_items(uow.session, row, followed.undone)
    return Return(process, row, case, attempt, followed, undone, falling(uow, row, followed))


def _opened_since(uow: UnitOfWork, item: WorkItem) -> bool:
    """Say whether the same task was opened again after ``item``: sent back, taken back, or in a loop."""
    query = select(WorkItem.id).where(
        WorkItem.instance_id == item.instance_id,
        WorkItem.process == item.process,
        WorkItem.element == item.element,
        WorkItem.parent_id.is_(None),
        WorkItem.id > item.id,
    )
    return uow.session.scalars(query.limit(1)).first() is not None


def _resume(
    uow: UnitOfWork, row: ProcessInstance, case: Case, attempt: Attempt | None, at: datetime
) -> Running:
    process = running.resume(uow, row=row, case=case, at=at)
    if attempt is not None:
        process.know_attempt(attempt)
    return process


def _reason(uow: UnitOfWork, case: Case, reason: str) -> str:
    """Return the reason fit for the ledger: parties go by their aliases."""
    if not reason.strip():
        raise ReasonMissing(fields={"reason": ReasonMissing.message})
    return mask_names(reason.strip(), parties(uow.session, case.id))


def _chosen(item: WorkItem, ways: list[Earlier], to: str) -> Earlier:
    if not ways:
        raise refusals.NowhereToGo(label=item.label)
    for earlier in ways:
        if earlier.element.id == to:
            return earlier
    sentence = refusals.NotAPlace.message.format(label=item.label)
    raise refusals.NotAPlace(label=item.label, fields={"to": sentence})


def _check_open(uow: UnitOfWork, item: WorkItem) -> None:
    if item.state == "open":
        return
    assert item.closed_at is not None
    when = f"{local(item.closed_at):%m月%d日%H:%M}"
    if item.state == "done" and item.closed_by is not None:
        raise TaskTaken(label=item.label, who=uow.get(Person, item.closed_by).name, when=when)
    raise TaskGone(label=item.label, when=when)


def _check_ones_own(uow: UnitOfWork, item: WorkItem) -> None:
    """A delegate gives back, a co-signer answers; only whose task it is sends it back."""
    if item.parent_id is not None:
        raise AskedForAWord()
    if item.delegated_by_id is not None:
        owner = uow.get(Person, item.delegated_by_id).name
        raise OnlyItsOwnerCompletes(label=item.label, owner=owner)


def _check_done_by(uow: UnitOfWork, item: WorkItem, by: Identity) -> None:
    if item.state == "open":
        raise refusals.NotDoneYet(label=item.label)
    if item.state == "cancelled" or item.parent_id is not None:
        assert item.closed_at is not None
        raise TaskGone(label=item.label, when=f"{local(item.closed_at):%m月%d日%H:%M}")
    if item.closed_by != by.person_id:
        who = uow.get(Person, item.closed_by).name if item.closed_by else "系统"
        raise refusals.NotYourWork(label=item.label, who=who)


def _check_nothing_since(uow: UnitOfWork, item: WorkItem, by: Identity) -> None:
    assert item.closed_at is not None
    found = meanwhile.first_by_others(
        uow.session, case_id=item.case_id, since=item.closed_at, person_id=by.person_id
    )
    if found is not None:
        raise refusals.ActedUpon(when=f"{local(found.at):%m月%d日%H:%M}", what=found.sentence)
