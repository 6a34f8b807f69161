"""Makes everything that cases are found by again."""

from collections.abc import Callable

from sqlalchemy import func, select, text

from mediation.cases.model import Case
from mediation.kernel.database import upsert
from mediation.kernel.unit_of_work import UnitOfWork, UnitOfWorkFactory, transact
from mediation.ledger.model import LedgerHead
from mediation.search.model import SearchWaiting
from mediation.search.operations.catching_up import catch_up, waiting

STEP = 200


def rebuild(uow_factory: UnitOfWorkFactory, *, progress: Callable[[int, int], None] | None = None) -> int:
    """Let every case wait and read them all; return how many. What was there is found until it is replaced.

    Ended in the middle, the scheduler does the rest.

    :param progress: told how many are done, of how many
    """
    transact(uow_factory, _all_wait)
    in_all = transact(uow_factory, lambda uow: waiting(uow.session))
    done = 0
    while caught := catch_up(uow_factory, batch=STEP, anew=True, most=STEP):
        done += caught
        if progress:
            progress(done, in_all)
    return done


def _all_wait(uow: UnitOfWork) -> None:
    everyone = select(Case.id, func.coalesce(LedgerHead.seq, 0)).outerjoin(
        LedgerHead, LedgerHead.case_id == Case.id
    )
    insert = upsert(uow.session, SearchWaiting).from_select(["case_id", "seq"], everyone.where(Case.id > 0))
    uow.session.execute(insert.on_conflict_do_nothing())
    if uow.session.get_bind().dialect.name == "sqlite":
        uow.session.execute(text("INSERT INTO search_index (search_index) VALUES ('rebuild')"))
