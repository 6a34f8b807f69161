"""Makes everything that cases are found by again."""

from collections.abc import Callable

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from mediation.cases.model import Case
from mediation.kernel.database import upsert
from mediation.kernel.unit_of_work import UnitOfWork, UnitOfWorkFactory, transact
from mediation.ledger.model import LedgerHead
from mediation.search.model import SearchWaiting
from mediation.search.operations.catching_up import catch_up

STEP = 200


def rebuild(uow_factory: UnitOfWorkFactory, *, progress: Callable[[int], None] | None = None) -> int:
    """Let every case wait and read them all; return how many. What was there is found until it is replaced.

    Ended in the middle, the scheduler does the rest.

    :param progress: told how many more are done
    """
    transact(uow_factory, _all_wait)
    done = 0
    while caught := catch_up(uow_factory, batch=STEP, most=STEP, anew=True):
        done += caught
        if progress:
            progress(caught)
    return done


def cases_in_all(session: Session) -> int:
    """Return how many cases a rebuild reads."""
    return session.scalar(select(func.count()).select_from(Case)) or 0


def _all_wait(uow: UnitOfWork) -> None:
    everyone = select(Case.id, func.coalesce(LedgerHead.seq, 0)).outerjoin(
        LedgerHead, LedgerHead.case_id == Case.id
    )
    insert = upsert(uow.session, SearchWaiting).from_select(["case_id", "seq"], everyone.where(Case.id > 0))
    uow.session.execute(insert.on_conflict_do_nothing())
    if uow.session.get_bind().dialect.name == "sqlite":
        uow.session.execute(text("INSERT INTO search_index (search_index) VALUES ('rebuild')"))
