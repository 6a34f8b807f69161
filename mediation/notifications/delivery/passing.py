"""One pass: share out what is new, then send what is due, each message in transactions of its own."""

import logging
from collections import deque
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.exc import OperationalError

from mediation.kernel.clock import Clock
from mediation.kernel.errors import Changed
from mediation.kernel.unit_of_work import UnitOfWork, UnitOfWorkFactory, transact
from mediation.notifications.delivery.outside import Outcome, Outside
from mediation.notifications.delivery.planning import BATCH, Planned, lose_track, plan_digests, share_out
from mediation.notifications.delivery.settling import settle
from mediation.notifications.delivery.taking import Taken, due, set_aside, take

log = logging.getLogger(__name__)
TRIES_TO_SETTLE = 5


@dataclass(frozen=True)
class Delivered:
    """What a pass did.

    :ivar shared: new notices looked at
    :ivar planned: messages that began to wait
    :ivar down: kinds of channel whose service did not answer; the rest of theirs was left alone
    """

    shared: int = 0
    planned: int = 0
    sent: int = 0
    later: int = 0
    failed: int = 0
    unsure: int = 0
    down: frozenset[str] = frozenset()


def deliver(
    uow_factory: UnitOfWorkFactory, *, outside: Outside, clock: Clock, batch: int = BATCH
) -> Delivered:
    """Send everything that is due, and return what was done.

    Several may pass at once and any may die. Nothing is sent from within a transaction.

    :param uow_factory: opens a unit of work on a session of its own
    """
    done = _plan(uow_factory, outside, clock, batch)
    left_alone = set[int]()
    while True:
        kinds = outside.senders.keys() - done.down
        found = _due(uow_factory, clock.now(), kinds, batch + len(left_alone)) if kinds else []
        waiting = deque(each for each in found if each[0] not in left_alone)
        if not waiting:
            return done
        for delivery_id, kind in waiting:
            left_alone.add(delivery_id)
            if kind not in done.down:
                done = _send_one(uow_factory, delivery_id, outside, clock, done)


def _plan(uow_factory: UnitOfWorkFactory, outside: Outside, clock: Clock, batch: int) -> Delivered:
    done, at = Delivered(), clock.now()
    while True:
        planned = _share_out(uow_factory, outside, at, batch)
        done = replace(done, shared=done.shared + planned.shared, planned=done.planned + planned.made)
        if planned.shared < batch:
            break
    digests = transact(uow_factory, lambda uow: plan_digests(uow, outside=outside, at=at))
    lost = transact(uow_factory, lambda uow: lose_track(uow, at=at))
    return replace(done, planned=done.planned + digests, unsure=lost)


def _share_out(uow_factory: UnitOfWorkFactory, outside: Outside, at: datetime, batch: int) -> Planned:
    return transact(uow_factory, lambda uow: share_out(uow, outside=outside, at=at, batch=batch))


def _due(uow_factory: UnitOfWorkFactory, at: datetime, kinds: set[str], size: int) -> list[tuple[int, str]]:
    uow = uow_factory()
    with uow:
        found = due(uow.session, at=at, kinds=kinds, size=size)
    uow.session.close()
    return found


def _send_one(
    uow_factory: UnitOfWorkFactory, delivery_id: int, outside: Outside, clock: Clock, done: Delivered
) -> Delivered:
    taken = _take(uow_factory, delivery_id, outside, clock.now())
    if isinstance(taken, str):
        return replace(done, failed=done.failed + 1)
    if taken is None:
        return done
    outcome = outside.senders[taken.message.kind].send(taken.message)
    state = _settle(uow_factory, taken, outcome, clock)
    if outcome.kind == "down":
        log.warning("%s does not answer: %s", taken.message.kind, outcome.told)
        done = replace(done, down=done.down | {taken.message.kind})
    counted = {"sent": "sent", "waiting": "later", "failed": "failed", "unsure": "unsure"}.get(state or "")
    return replace(done, **{counted: getattr(done, counted) + 1}) if counted else done


def _take(
    uow_factory: UnitOfWorkFactory, delivery_id: int, outside: Outside, at: datetime
) -> Taken | str | None:
    """Take one message; None where somebody was quicker; why, where it cannot be written."""
    try:
        return transact(uow_factory, lambda uow: take(uow, delivery_id=delivery_id, outside=outside, at=at))
    except Changed:
        return None
    except Exception as error:
        if isinstance(error, OperationalError):
            raise
        log.exception("delivery %s cannot be written", delivery_id)
        reason = f"{type(error).__name__}: {error}"
        transact(uow_factory, lambda uow: set_aside(uow, delivery_id=delivery_id, error=reason))
        return reason


def _settle(uow_factory: UnitOfWorkFactory, taken: Taken, outcome: Outcome, clock: Clock) -> str | None:
    """Write the outcome down; where the rows moved meanwhile, once more, since it cannot be sent again."""

    def act(uow: UnitOfWork) -> str | None:
        return settle(
            uow,
            delivery_id=taken.delivery_id,
            begun_at=taken.begun_at,
            outcome=outcome,
            at=clock.now(),
        )

    for _ in range(TRIES_TO_SETTLE - 1):
        try:
            return transact(uow_factory, act)
        except Changed:
            continue
    return transact(uow_factory, act)
