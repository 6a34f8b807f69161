"""One act, one transaction: rows, engine state, clocks, ledger and messages together or not at all."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self, TypeVar

from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from mediation.kernel.errors import Changed, NotFound
from mediation.kernel.facts import Fact
from mediation.kernel.locality import Locality

Row = TypeVar("Row")
Answer = TypeVar("Answer")
Listener = Callable[["UnitOfWork", Any], None]
Listeners = Mapping[type[Fact], Sequence[Listener]]
Closer = Callable[["UnitOfWork"], None]


class UnitOfWork:
    """A transaction that records facts and tells them to listeners before it commits.

    Rolls back unless :meth:`commit` was called. Listeners run at commit, in the order of the
    facts, and may record more. Closers run once after the last fact, for what is cheapest to
    write once for all facts (the ledger, the outbox).

    :ivar in_one: parts of the act are not tried inside savepoints, and one that fails fails the whole;
        for whoever does it again with them then, since nearly every act goes through
    """

    def __init__(
        self,
        session: Session,
        *,
        locality: Locality,
        listeners: Listeners | None = None,
        closers: Sequence[Closer] = (),
    ) -> None:
        self.session = session
        self.locality = locality
        self.recorded: list[Fact] = []
        self.in_one = False
        self._listeners = listeners or {}
        self._closers = closers
        self._untold: deque[Fact] = deque()
        self._committed = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.session.rollback()

    def get(self, model: type[Row], key: Any, *, what: str = "这条记录", lock: bool = False) -> Row:
        """Return the row, locked where ``lock`` (PostgreSQL).

        :raises NotFound: naming ``what``
        """
        row = self.session.get(model, key, with_for_update=lock or None)
        if row is None:
            raise NotFound(what=what)
        return row

    def add(self, row: Row) -> Row:
        """Add ``row`` to this transaction and return it."""
        self.session.add(row)
        return row

    def record(self, fact: Fact) -> None:
        """Note that ``fact`` happened; told to listeners at commit."""
        self.recorded.append(fact)
        self._untold.append(fact)

    def news(self) -> list[Fact]:
        """Return the facts recorded since the last commit; what a closer writes down."""
        return self.recorded[self._committed :]

    def tell(self) -> None:
        """Tell every fact recorded so far, and those the listeners add, to their listeners."""
        while self._untold:
            fact = self._untold.popleft()
            for listener in self._listeners.get(type(fact), ()):
                listener(self, fact)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Try a part of the act: where it raises, its rows and facts are gone, and all before it stays.

        Facts that were told inside it are told again, since what their listeners wrote is gone too.
        """
        if self.in_one:
            yield
            return
        recorded, untold = len(self.recorded), tuple(self._untold)
        try:
            with self.session.begin_nested():
                yield
        except BaseException:
            del self.recorded[recorded:]
            self._untold = deque(untold)
            raise

    def commit(self) -> None:
        """Tell the facts, close the books and commit.

        :raises Changed: somebody else changed a row in between; nothing was written
        """
        try:
            self.tell()
            for closer in self._closers:
                closer(self)
            self.session.commit()
            self._committed = len(self.recorded)
        except (StaleDataError, IntegrityError) as error:
            self.session.rollback()
            raise Changed() from error
        except OperationalError as error:
            self.session.rollback()
            if "database is locked" in str(error) or "deadlock" in str(error):
                raise Changed() from error
            raise


UnitOfWorkFactory = Callable[[], UnitOfWork]


def transact(factory: UnitOfWorkFactory, act: Callable[[UnitOfWork], Answer]) -> Answer:
    """Do one act in a unit of work of its own, commit it, close its session and return its answer.

    :raises Changed: somebody else changed a row in between; nothing was written
    """
    uow = factory()
    try:
        with uow:
            answer = act(uow)
            uow.commit()
        return answer
    finally:
        uow.session.close()
