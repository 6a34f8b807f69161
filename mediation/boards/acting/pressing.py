"""One press on many disputes: looked at first, then done, each in a transaction of its own."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mediation.boards.acting.doing import do
from mediation.boards.acting.orders import Instruct, Order, check_number
from mediation.cases.model import Case
from mediation.cases.queries.visibility import visible_to
from mediation.kernel.errors import Changed, NotFound, Refused
from mediation.kernel.text import N_
from mediation.kernel.unit_of_work import UnitOfWork, UnitOfWorkFactory, transact
from mediation.oversight import operations as oversight
from mediation.oversight.queries import unclosed_numbers
from mediation.people.identity import Identity


@dataclass(frozen=True)
class Said:
    """Part of a sentence, to be said in any language.

    :ivar message: Chinese template with ``{named}`` places
    """

    message: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """What will become, or became, of one of the chosen disputes.

    :ivar number: "" where it may not be known of
    :ivar said: what is done to it; None where it is refused
    :ivar why: the refusal
    :ivar is_again: the same form did it before; nothing was done anew
    :ivar running: numbers of its 督办单 that are not closed yet
    """

    case_id: int
    number: str
    title: str
    said: Said | None
    why: Refused | None = None
    is_again: bool = False
    running: tuple[str, ...] = ()

    @property
    def is_done(self) -> bool:
        """Whether it is, or will be, done."""
        return self.said is not None


def preview(
    factory: UnitOfWorkFactory,
    *,
    case_ids: Sequence[int],
    order: Order,
    by: Identity,
    at: datetime,
) -> tuple[Outcome, ...]:
    """Try the order on each and take it back: what will happen, which are refused, and why.

    :raises NothingChosen:
    :raises TooManyChosen:
    """
    known, running = _look(factory, case_ids, order, by)
    return tuple(
        _outcome(case_id, known, _tried(factory, case_id, order, by, at), running.get(case_id, ()))
        for case_id in dict.fromkeys(case_ids)
    )


def press(
    factory: UnitOfWorkFactory,
    *,
    case_ids: Sequence[int],
    order: Order,
    submission: str,
    by: Identity,
    at: datetime,
) -> tuple[Outcome, ...]:
    """Carry the order out on each; what is refused stops none of the others. Sent again, it is only told.

    :raises NothingChosen:
    :raises TooManyChosen:
    """
    known, _ = _look(factory, case_ids, order, by)
    return tuple(
        _outcome(case_id, known, _done(factory, case_id, order, submission, by, at))
        for case_id in dict.fromkeys(case_ids)
    )


def done_already(
    factory: UnitOfWorkFactory, *, case_ids: Sequence[int], submission: str, by: Identity
) -> tuple[Outcome, ...]:
    """Return what this very form did to each it was done to; () where it was not sent before."""
    uow = factory()
    with uow:
        done = oversight.all_done_before(uow, submission=submission, case_ids=case_ids, by_id=by.person_id)
        known = named(uow.session, list(done), by) if done else {}
    uow.session.close()
    return tuple(_outcome(each, known, (done[each], None, True)) for each in case_ids if each in done)


def named(session: Session, case_ids: Collection[int], by: Identity) -> dict[int, tuple[str, str]]:
    """Return number and title of those of the disputes that ``by`` may know of."""
    query = select(Case.id, Case.number, Case.title).where(Case.id.in_(set(case_ids)), visible_to(by))
    return {case_id: (number, title) for case_id, number, title in session.execute(query).tuples()}


Result = tuple[Mapping[str, Any] | None, Refused | None, bool]


def _tried(factory: UnitOfWorkFactory, case_id: int, order: Order, by: Identity, at: datetime) -> Result:
    uow = factory()
    try:
        with uow:
            said = do(uow, case_id=case_id, order=order, submission="preview", by=by, at=at)
            uow.session.flush()
        return said, None, False
    except Refused as refusal:
        return None, refusal, False
    finally:
        uow.session.close()


def _done(
    factory: UnitOfWorkFactory, case_id: int, order: Order, submission: str, by: Identity, at: datetime
) -> Result:
    """Do it once; where the same form did so a moment ago, tell what that did."""

    def act(uow: UnitOfWork) -> Result:
        known = oversight.done_before(uow, submission=submission, case_id=case_id)
        if known is not None:
            return known, None, True
        said = do(uow, case_id=case_id, order=order, submission=submission, by=by, at=at)
        oversight.keep_done(
            uow,
            submission=submission,
            case_id=case_id,
            kind=order.kind,
            said=said,
            by_id=by.person_id,
            at=at,
        )
        return said, None, False

    try:
        try:
            return transact(factory, act)
        except Changed:
            return transact(factory, act)
    except Refused as refusal:
        return None, refusal, False


def _look(
    factory: UnitOfWorkFactory, case_ids: Collection[int], order: Order, by: Identity
) -> tuple[dict[int, tuple[str, str]], Mapping[int, tuple[str, ...]]]:
    """Return number and title of those that may be known of, and the 督办单 that run already."""
    check_number(len(set(case_ids)))
    uow = factory()
    with uow:
        found = named(uow.session, case_ids, by)
        running = unclosed_numbers(uow.session, list(found)) if isinstance(order, Instruct) else {}
    uow.session.close()
    return found, running


def _outcome(
    case_id: int,
    named: Mapping[int, tuple[str, str]],
    result: Result,
    running: tuple[str, ...] = (),
) -> Outcome:
    said, why, is_again = result
    if case_id not in named:
        return Outcome(case_id, "", "", None, NotFound(what=N_("这个案件")))
    number, title = named[case_id]
    params = {key: value for key, value in (said or {}).items() if key != "says"}
    part = Said(str(said["says"]), params) if said is not None else None
    return Outcome(case_id, number, title, part, why, is_again, running if said is not None else ())
