"""Reads on where ledgers went on, a few cases a transaction.

A trigger notes every case whose ledger goes on, in the transaction that writes it, and keeps the note
locked until that commits; whoever catches up passes over locked notes and takes the others away
together with writing the words. So no line is missed however transactions overlap, several
schedulers share the work, and one that dies leaves its notes behind.
"""

import logging
from collections.abc import Collection, Sequence

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from mediation.cases.model import Case
from mediation.cases.rules import place_key, plot_key
from mediation.kernel.database import table_of
from mediation.kernel.errors import Changed
from mediation.kernel.unit_of_work import UnitOfWork, UnitOfWorkFactory, transact
from mediation.parties.grams import write_grams
from mediation.parties.model import NameGram, Party
from mediation.search.model import SearchText, SearchWaiting
from mediation.search.operations.writing import rows_of, write

log = logging.getLogger(__name__)

CAUGHT_AT_ONCE = 10
"""Cases a transaction: whoever acts on one of them waits no longer than these take."""


def catch_up(
    uow_factory: UnitOfWorkFactory,
    *,
    batch: int = CAUGHT_AT_ONCE,
    most: int | None = None,
    anew: bool = False,
) -> int:
    """Write the words of every case that waits, the newest first; return how many.

    A case that cannot be read is left waiting, with the error in the log; the others go on.

    :param most: end after so many
    :param anew: also make place keys and name grams again, as for cases met for the first time
    """
    done, left_alone = 0, set[int]()
    while (most is None or done < most) and (taken := _step(uow_factory, batch, left_alone, anew)):
        done += len(taken)
    return done - len(left_alone)


def waiting(session: Session) -> int:
    """Return how many cases wait."""
    return session.scalar(select(func.count()).select_from(SearchWaiting)) or 0


def _step(uow_factory: UnitOfWorkFactory, batch: int, left_alone: set[int], anew: bool) -> Sequence[int]:
    """Catch up some cases; return which were tried, none when nothing waits."""
    try:
        taken, first_met = transact(uow_factory, lambda uow: _read_on(uow, batch, left_alone))
    except (Changed, OperationalError):
        log.info("search: the database was busy; goes on next time")
        return ()
    except Exception:
        if batch > 1:
            return _step(uow_factory, 1, left_alone, anew)
        log.exception("search: a case could not be read and is left waiting")
        return _leave_alone(uow_factory, left_alone)
    to_mend = taken if anew else first_met
    if to_mend:
        transact(uow_factory, lambda uow: _mend(uow.session, to_mend))
    return taken


def _read_on(uow: UnitOfWork, batch: int, left_alone: set[int]) -> tuple[Sequence[int], Sequence[int]]:
    taken = _take(uow.session, batch, left_alone)
    if not taken:
        return (), ()
    known = set(uow.session.scalars(select(SearchText.case_id).where(SearchText.case_id.in_(taken))))
    write(uow.session, rows_of(uow.session, taken))
    uow.session.execute(delete(SearchWaiting).where(SearchWaiting.case_id.in_(taken)))
    return taken, [each for each in taken if each not in known]


def _take(session: Session, batch: int, left_alone: set[int]) -> Sequence[int]:
    query = (
        select(SearchWaiting.case_id)
        .where(SearchWaiting.case_id.not_in(left_alone))
        .order_by(SearchWaiting.case_id.desc())
        .limit(batch)
        .with_for_update(skip_locked=True)
    )
    return session.scalars(query).all()


def _leave_alone(uow_factory: UnitOfWorkFactory, left_alone: set[int]) -> Sequence[int]:
    """Pass over the first one that waits, for this time."""
    first = transact(uow_factory, lambda uow: _take(uow.session, 1, left_alone))
    left_alone.update(first)
    return first


def _mend(session: Session, case_ids: Collection[int]) -> None:
    """Make the keys of cases from before there were any. Apart, so that nobody's case is held meanwhile."""
    table = table_of(Case)
    columns = (table.c.id, table.c.place, table.c.place_key, table.c.plot)
    for case_id, place, key, plot in session.execute(select(*columns).where(table.c.id.in_(case_ids))):
        made = {"place_key": place_key(place), "plot": plot_key(plot)}
        if made != {"place_key": key, "plot": plot}:
            session.execute(update(table).where(table.c.id == case_id).values(**made))
    session.execute(delete(NameGram).where(NameGram.case_id.in_(case_ids)))
    write_grams(session, session.scalars(select(Party).where(Party.case_id.in_(case_ids))))
