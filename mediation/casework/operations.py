"""What people do to a case from their desks: report it, complete its tasks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import uuid4

from sqlalchemy import Select, bindparam, select

from mediation.cases.model import Attempt, Case, CaseRecord
from mediation.cases.rules import place_key, plot_key
from mediation.casework import bars, running
from mediation.casework.access import check_completable, require_desk
from mediation.casework.answers import plain
from mediation.casework.days import check_happened
from mediation.casework.late_work import note_if_late
from mediation.casework.model import ProcessInstance, WorkItem
from mediation.casework.refusals import NotYourUnit, TaskGone, TaskTaken
from mediation.casework.steps.reviews import SEALED_STEPS
from mediation.clocks import operations as clocks
from mediation.clocks.book import stamp, take_calendar
from mediation.clocks.model import Clock
from mediation.kernel.actor import SYSTEM, Actor
from mediation.kernel.clock import day_of, local
from mediation.kernel.errors import NotFound
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.parties.operations import NewParty, add_party
from mediation.people.model import Person
from mediation.people.queries import Identity
from mediation.processes.queries import latest_digest, take_current
from mediation.units.queries import UnitView
from mediation.units.queries import unit as unit_view

# Where the session keeps the clock of a loaded task: it forgets rows that nobody holds.
HELD = "mediation.casework.held"


@dataclass(frozen=True)
class Done:
    """A completed task.

    :ivar repeated: the same form had already been taken; nothing was written this time
    :ivar step: operation it called; None where its answers were only recorded
    """

    item_id: int
    case_id: int
    label: str
    label_en: str
    repeated: bool
    step: str | None = None


@dataclass(frozen=True, kw_only=True)
class Reported:
    """A dispute as somebody tells it.

    :ivar plot: number or name of the land in dispute
    :ivar amount_fen: money in dispute, in fen
    :ivar traits: risk triggers and screens by key, see ``Case.traits``
    :ivar latitude: WGS 84, where a phone said so; with it the longitude
    :ivar submission: token of the form, so that a form sent twice counts once
    """

    title: str
    story: str
    kind: str
    source: str
    unit_id: int
    parties: Sequence[NewParty]
    place: str = ""
    plot: str | None = None
    difficulty: str = "ordinary"
    people_count: int = 2
    amount_fen: int | None = None
    traits: Mapping[str, Any] | None = None
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    submission: str | None = None


def report(uow: UnitOfWork, *, dispute: Reported, by: Actor | Identity, at: datetime) -> Case:
    """Register a dispute and start its process on the current publication.

    :raises NotYourUnit: the unit lies outside the person's posts
    """
    if dispute.submission:
        known = uow.session.scalars(select(Case).where(Case.submission == dispute.submission)).first()
        if known is not None:
            return known
    unit = unit_view(uow.session, dispute.unit_id)
    actor = by if isinstance(by, Actor) else _reporter(by, unit)
    case = uow.add(_new_case(dispute, unit, actor, at))
    uow.session.flush()
    for party in dispute.parties:
        add_party(uow, case_id=case.id, party=party, by=actor, at=at)
    uow.session.flush()
    running.start_process(uow, process="dispute", case=case, by=actor, at=at)
    _start_case_clocks(uow, case, at)
    return case


def _start_case_clocks(uow: UnitOfWork, case: Case, at: datetime) -> None:
    """Start the limits that run from the report whatever the ladder does (locality's settings)."""
    if case.closed_at is not None:
        return
    limits: dict[str, list[str]] = uow.locality.settings.get("case_limits", {"any": ["case.cap"]})
    facts = running.facts_of(uow, case)
    for policy in (*limits.get("any", ()), *limits.get(case.source, ())):
        clocks.start(uow, case_id=case.id, policy=policy, facts=facts, at=at, by=SYSTEM)


def _new_case(dispute: Reported, unit: UnitView, by: Actor, at: datetime) -> Case:
    return Case(
        number=f"登记中-{uuid4().hex[:20]}",
        title=dispute.title,
        story=dispute.story,
        place=dispute.place,
        place_key=place_key(dispute.place),
        plot=plot_key(dispute.plot),
        latitude=dispute.latitude,
        longitude=dispute.longitude,
        kind=dispute.kind,
        difficulty=dispute.difficulty,
        source=dispute.source,
        people_count=dispute.people_count,
        amount_fen=dispute.amount_fen,
        traits=dict(dispute.traits or {}),
        origin_unit_id=unit.id,
        unit_id=unit.id,
        held_by_id=unit.id,
        level=unit.level,
        reported_at=at,
        reported_by=by.person_id,
        submission=dispute.submission,
    )


def _reporter(identity: Identity, unit: UnitView) -> Actor:
    for post in identity.posts:
        if unit.path.startswith(post.unit_path) or post.unit_path.startswith(unit.path):
            return identity.actor_for(post.role, post.unit_id)
    raise NotYourUnit(unit=unit.full_name, needed="")


@dataclass(frozen=True)
class Asked:
    """The task whose answers are wanted, for whoever reads them off a form.

    :ivar digest: publication whose form it is
    """

    id: int
    case_id: int
    label: str
    label_en: str
    form_key: str | None
    digest: str
    unit_id: int


Answers = Mapping[str, Any] | Callable[[Asked], Mapping[str, Any]]


def complete(
    uow: UnitOfWork,
    *,
    item_id: int,
    answers: Answers,
    submission: str | None = None,
    by: Identity,
    at: datetime,
) -> Done:
    """Complete a task: its operation, the records, the token, what opens next.

    :param answers: by field, or what reads them off the task's form, asked once it is known
        that the task is open and theirs
    :raises TaskTaken: somebody else was first; says who and when
    :raises TaskGone: the task fell away
    :raises NoPost: the person does not hold the post
    :raises TaskClaimed: a colleague has claimed it
    :raises RecusedFromIt: or PartyToIt: the person must keep away from the case
    :raises StillAsked: co-signers have not answered; or another refusal of ``check_completable``
    :raises NotYetHappened: a day of something done lies ahead
    """
    item, row, case, attempt = load_item(uow, item_id=item_id, by=by)
    if item.state != "open":
        return _already(uow, item, submission, by)
    actor = require_desk(uow.session, uow.locality, item, by)
    check_completable(uow.session, item)
    if callable(answers):
        answers = answers(_asked(item, row))
    check_happened(answers, today=day_of(at))
    note_if_late(uow, item, uow.session.info[HELD], at=at)
    process = running.resume(uow, row=row, case=case, at=at)
    if attempt is not None:
        process.know_attempt(attempt)
    uow.add(
        CaseRecord(
            case_id=case.id,
            item_id=item.id,
            element=item.element,
            form_key=item.form_key,
            answers={} if item.step in SEALED_STEPS else plain(answers),
            by_id=actor.person_id,
            by_post=actor.post,
            at=at,
        )
    )
    process.finish_task(item, answers=answers, submission=submission, by=actor)
    return _done(item, repeated=False)


def _done(item: WorkItem, *, repeated: bool) -> Done:
    return Done(item.id, item.case_id, item.label, item.label_en, repeated, item.step)


def _asked(item: WorkItem, row: ProcessInstance) -> Asked:
    return Asked(
        id=item.id,
        case_id=item.case_id,
        label=item.label,
        label_en=item.label_en,
        form_key=item.form_key,
        digest=row.digest,
        unit_id=item.unit_id,
    )


def load_item(
    uow: UnitOfWork, *, item_id: int, by: Identity | None = None
) -> tuple[WorkItem, ProcessInstance, Case, Attempt | None]:
    """Return the item with its instance, case and attempt, locked on PostgreSQL.

    One statement also brings the item's clock, which publication is current, whether the
    calendar was edited, and what keeps ``by`` from the case, so that nothing need be asked again.

    :raises NotFound: there is no such item
    """
    found = uow.session.execute(_item_query(), {"item_id": item_id, **bars.asking(by)}).first()
    if found is None:
        raise NotFound(what="这项待办")
    item, row, case, attempt, clock, digest, *stamped = found
    bars.keep(uow.session, item, by, stamped[3:])
    take_current(uow.session, digest)
    take_calendar(uow.session, (stamped[0], stamped[1], stamped[2]))
    uow.session.info[HELD] = clock
    return item, row, case, attempt


@cache
def _item_query() -> Select[Any]:
    """Built once: every act asks it, and building costs more than asking."""
    return (
        select(WorkItem, ProcessInstance, Case, Attempt, Clock, latest_digest(), *stamp(), *bars.columns())
        .join(ProcessInstance, ProcessInstance.id == WorkItem.instance_id)
        .join(Case, Case.id == WorkItem.case_id)
        .outerjoin(Attempt, Attempt.id == WorkItem.attempt_id)
        .outerjoin(Clock, Clock.id == WorkItem.clock_id)
        .where(WorkItem.id == bindparam("item_id"))
        .with_for_update(of=(WorkItem, ProcessInstance, Case))
        .execution_options(populate_existing=True)
    )


def _already(uow: UnitOfWork, item: WorkItem, submission: str | None, by: Identity) -> Done:
    assert item.closed_at is not None
    when = f"{local(item.closed_at):%m月%d日%H:%M}"
    if item.state == "cancelled":
        raise TaskGone(label=item.label, when=when)
    if submission and item.submission == submission and item.closed_by == by.person_id:
        return _done(item, repeated=True)
    who = uow.session.get_one(Person, item.closed_by).name if item.closed_by else "系统"
    raise TaskTaken(label=item.label, who=who, when=when)


def start_process(
    uow: UnitOfWork, *, process: str, case_id: int, subject_id: int | None = None, at: datetime
) -> ProcessInstance:
    """Start a process beside the main one, for instance ``oversight`` for a late clock."""
    case = uow.get(Case, case_id, what="这个案件")
    return running.start_process(uow, process=process, case=case, subject_id=subject_id, by=SYSTEM, at=at)
