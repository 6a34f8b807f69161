"""One press on many disputes: looked at first, then done, each in a transaction of its own."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mediation.boards.acting.doing import do
from mediation.boards.acting.orders import Instruct, Order, TakeOff, check_number
from mediation.boards.acting.outcomes import Outcome, said_from
from mediation.boards.still import still
from mediation.cases.model import Case
from mediation.cases.queries.visibility import visible_to
from mediation.kernel.errors import Changed, NotFound, Refused
from mediation.kernel.text import N_
from mediation.kernel.unit_of_work import UnitOfWork, UnitOfWorkFactory, transact
from mediation.oversight import operations as oversight
from mediation.oversight.queries import Running, unclosed
from mediation.people.identity import Identity


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
    check_number(len(set(case_ids)))
    with _reading(factory) as session:
        known = named(session, case_ids, by)
        running = unclosed(session, list(known)) if isinstance(order, Instruct) else {}
        late = still(session, list(known), at=at) if isinstance(order, TakeOff) else {}
    found = []
    for case_id in dict.fromkeys(case_ids):
        beside = running.get(case_id, ())
        tried = _tried(factory, case_id, _besides(order, beside), by, at)
        found.append(replace(_outcome(case_id, known, tried), running=beside, still=late.get(case_id)))
    return tuple(found)


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
    check_number(len(set(case_ids)))
    with _reading(factory) as session:
        known = named(session, case_ids, by)
    found = []
    for case_id in dict.fromkeys(case_ids):
        result = _done(factory, case_id, order, submission, by, at)
        if case_id in known and result[1] is not None:
            _keep_refusal(factory, case_id, order, submission, result[1], by, at)
        found.append(_outcome(case_id, known, result))
    return tuple(found)


def done_already(
    factory: UnitOfWorkFactory, *, case_ids: Sequence[int], submission: str, by: Identity
) -> tuple[Outcome, ...]:
    """Return what this very form did to each it was done to; () where it was not sent before."""
    with _reading(factory) as session:
        done = oversight.all_done_before(
            session, submission=submission, case_ids=case_ids, by_id=by.person_id
        )
        known = named(session, list(done), by) if done else {}
    return tuple(_outcome(each, known, (done[each], None, True)) for each in case_ids if each in done)


def results(session: Session, *, submission: str, by: Identity) -> tuple[Outcome, ...]:
    """Return what became of each dispute of a form that ``by`` sent: done, or why not; () of any other."""
    kept = oversight.kept_results(session, submission=submission, by_id=by.person_id)
    known = named(session, list(kept), by) if kept else {}
    return tuple(_kept(each, known, said) for each, said in kept.items())


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


def _keep_refusal(
    factory: UnitOfWorkFactory,
    case_id: int,
    order: Order,
    submission: str,
    refusal: Refused,
    by: Identity,
    at: datetime,
) -> None:
    """Keep why nothing was done, so that the result can be opened again."""

    def keep(uow: UnitOfWork) -> None:
        given: dict[str, Any] = {"submission": submission, "case_id": case_id, "kind": order.kind}
        oversight.keep_refused(uow, **given, why=refusal, by_id=by.person_id, at=at)

    # The same form at once in another tab: that one keeps the result.
    with suppress(Changed):
        transact(factory, keep)


def _besides(order: Order, running: Sequence[Running]) -> Order:
    """Return the order as if every 督办单 that runs were known: whoever looks first is told of them."""
    if not isinstance(order, Instruct):
        return order
    return replace(order, besides=frozenset(each.id for each in running))


@contextmanager
def _reading(factory: UnitOfWorkFactory) -> Iterator[Session]:
    uow = factory()
    with uow:
        yield uow.session
    uow.session.close()


def _outcome(case_id: int, named: Mapping[int, tuple[str, str]], result: Result) -> Outcome:
    said, why, is_again = result
    if case_id not in named:
        return Outcome(case_id, "", "", None, NotFound(what=N_("这个案件")))
    return Outcome(case_id, *named[case_id], said_from(said) if said is not None else None, why, is_again)


def _kept(case_id: int, named: Mapping[int, tuple[str, str]], said: Mapping[str, Any]) -> Outcome:
    if case_id not in named or not oversight.was_refused(said):
        return _outcome(case_id, named, (said, None, False))
    return Outcome(case_id, *named[case_id], None, said_from(said))
