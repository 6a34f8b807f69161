"""Letting somebody stand in for another, and ending it early: for oneself, or for one's people."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from mediation.kernel.actor import Actor
from mediation.kernel.clock import day_of
from mediation.kernel.errors import NotFound
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.people import chains, rules
from mediation.people.events import AbsenceEnded, AbsenceSet
from mediation.people.identity import Identity
from mediation.people.model import Absence, Person, Post
from mediation.people.queries.posts import held_on
from mediation.units.locks import lock_roots
from mediation.units.model import Unit


def set_absence(
    uow: UnitOfWork,
    *,
    person_id: int,
    substitute_id: int,
    from_on: date,
    to_on: date,
    reason: str | None = None,
    by: Actor,
    at: datetime,
) -> Absence:
    """Let somebody stand in for another, first and last day included.

    The substitute may be away as well on some of those days, as long as somebody at the end of the
    chain is there.

    :raises Refused: when it is over already, for oneself, by somebody who left, for somebody already
        stood in for, in a ring or in too long a chain
    """
    rules.check_period(from_on, to_on)
    if to_on < day_of(at):
        raise rules.AbsenceOver(fields={"to_on": rules.AbsenceOver.message})
    if person_id == substitute_id:
        raise rules.OwnSubstitute(fields={"substitute_id": rules.OwnSubstitute.message})
    person = uow.get(Person, person_id, what="这位工作人员")
    substitute = uow.get(Person, substitute_id, what="代理人")
    if not substitute.is_active:
        raise rules.SubstituteLeft(
            name=substitute.name, fields={"substitute_id": rules.SubstituteLeft.message}
        )
    # Two chains written at the same moment could close a ring that neither of them saw.
    lock_roots(uow)
    _check_not_away_twice(uow, person, from_on, to_on)
    _check_chain(uow, chains.Link(person_id, substitute_id, from_on, to_on))
    absence = uow.add(
        Absence(
            person_id=person_id,
            substitute_id=substitute_id,
            from_on=from_on,
            to_on=to_on,
            reason=rules.tidy_reason(reason),
        )
    )
    uow.session.flush()
    uow.record(
        AbsenceSet(
            absence_id=absence.id,
            person_id=person_id,
            substitute_id=substitute_id,
            from_on=from_on,
            to_on=to_on,
            by=by,
            at=at,
        )
    )
    return absence


def arrange_absence(
    uow: UnitOfWork,
    *,
    person_id: int,
    substitute_id: int,
    from_on: date,
    to_on: date,
    reason: str | None = None,
    by: Identity,
    at: datetime,
) -> Absence:
    """Put down an absence for oneself, or for somebody of one's unit or below who cannot (illness).

    :raises NotYourPeople: neither their lead nor one who manages people there
    :raises Refused: as :func:`set_absence`
    """
    actor = _arranger(uow, person_id, by, day_of(at))
    return set_absence(
        uow,
        person_id=person_id,
        substitute_id=substitute_id,
        from_on=from_on,
        to_on=to_on,
        reason=reason,
        by=actor,
        at=at,
    )


def end_absence(uow: UnitOfWork, *, absence_id: int, to_on: date, by: Actor, at: datetime) -> None:
    """End an absence early; ``to_on`` is its last day. Before its first day, it is called off.

    :raises BadPeriod: that day lies after the one it ends on already
    """
    absence = uow.get(Absence, absence_id, what="这次外出")
    rules.check_period(to_on, absence.to_on)
    never_went = to_on < absence.from_on
    uow.record(
        AbsenceEnded(
            absence_id=absence.id,
            person_id=absence.person_id,
            substitute_id=absence.substitute_id,
            to_on=None if never_went else to_on,
            by=by,
            at=at,
        )
    )
    if never_went:
        uow.session.delete(absence)
    else:
        absence.to_on = to_on


def call_back(uow: UnitOfWork, *, absence_id: int, to_on: date, by: Identity, at: datetime) -> None:
    """End an absence early for oneself or for one's people.

    :raises NotYourPeople: neither their lead nor one who manages people there
    :raises BadPeriod: it is over by then
    """
    absence = uow.get(Absence, absence_id, what="这次外出")
    actor = _arranger(uow, absence.person_id, by, day_of(at))
    end_absence(uow, absence_id=absence_id, to_on=to_on, by=actor, at=at)


def _arranger(uow: UnitOfWork, person_id: int, by: Identity, on: date) -> Actor:
    """Return ``by`` in the post that lets them decide about somebody's absence."""
    if person_id == by.person_id:
        return by.speaker()
    person = uow.session.get(Person, person_id)
    if person is None:
        raise NotFound(what="这位工作人员")
    held = select(Unit.path).join(Post, Post.unit_id == Unit.id)
    paths = uow.session.scalars(held.where(Post.person_id == person_id, held_on(Post, on))).all()
    for post in by.posts:
        if post.arranges_absences and any(path.startswith(post.unit_path) for path in paths):
            return by.actor(post)
    raise rules.NotYourPeople(name=person.name)


def _check_not_away_twice(uow: UnitOfWork, person: Person, from_on: date, to_on: date) -> None:
    earlier = uow.session.scalar(
        select(Absence).where(
            Absence.person_id == person.id, Absence.from_on <= to_on, Absence.to_on >= from_on
        )
    )
    if earlier is not None:
        name = uow.get(Person, earlier.substitute_id).name
        raise rules.AbsencesOverlap(
            name=person.name, substitute=name, fields={"from_on": rules.AbsencesOverlap.message}
        )


def _check_chain(uow: UnitOfWork, new: chains.Link) -> None:
    chain = chains.through(new, _around(uow, new))
    if not chain.is_ring and chain.links <= chains.LINKS_AT_MOST:
        return
    names = " → ".join(uow.get(Person, each).name for each in chain.person_ids)
    if chain.is_ring:
        day = f"{chain.from_on.month}月{chain.from_on.day}日"
        beside = {"substitute_id": chains.ChainLoops.message}
        raise chains.ChainLoops(chain=names, day=day, fields=beside)
    beside = {"substitute_id": chains.ChainTooLong.message}
    raise chains.ChainTooLong(chain=names, most=chains.LINKS_AT_MOST, fields=beside)


def _around(uow: UnitOfWork, new: chains.Link) -> Sequence[chains.Link]:
    """Return the links of those days that lead on from ``new`` or into it, one step at a time."""
    onwards = _reached(uow, new, new.substitute_id, lambda each: each.substitute_id, Absence.person_id)
    back = _reached(uow, new, new.person_id, lambda each: each.person_id, Absence.substitute_id)
    return [*onwards, *back]


def _reached(
    uow: UnitOfWork,
    new: chains.Link,
    start: int,
    onwards: Callable[[Absence], int],
    column: InstrumentedAttribute[int],
) -> list[chains.Link]:
    seen: dict[int, Absence] = {}
    edge = {start}
    while edge:
        found = uow.session.scalars(
            select(Absence).where(
                Absence.from_on <= new.to_on,
                Absence.to_on >= new.from_on,
                column.in_(edge),
            )
        ).all()
        fresh = [each for each in found if each.id not in seen]
        seen.update({each.id: each for each in fresh})
        edge = {onwards(each) for each in fresh}
    return [
        chains.Link(each.person_id, each.substitute_id, each.from_on, each.to_on) for each in seen.values()
    ]
