"""Reading the ledger back, and proving that nobody touched it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, groupby
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from mediation.cases.model import Case
from mediation.casework.returning.meanwhile import Happened
from mediation.kernel.clock import local
from mediation.kernel.sentences import Translate, fact_kinds, render
from mediation.ledger.events import ActRefused
from mediation.ledger.model import LedgerHead, LedgerLine
from mediation.ledger.proof import Fault, faults_of
from mediation.parties.queries import Minor, PartyView, masked, minors

PAGE = 50
ABOUT = {"clocks": ("clocks", "oversight"), "comments": ("comments",)}
"""What lines are about -> the rooms whose facts they tell."""
DECIDED = {"ClockPaused", "ClockResumed", "ClockExtended"}
"""What people decide about a clock is an act like any other; cards and instructions are too."""

NO_ACT = (
    ActRefused.__name__,
    *("WorkNudged", "CommentAdded", "CommentWithdrawn"),
    *("CopiedIn", "CopyWithdrawn", "FollowUpSet", "FollowUpCleared"),
)
"""What does not go on with a case (county default): what was refused, only said, or only looked at."""


@dataclass(frozen=True)
class LineView:
    """One line as read.

    :ivar post: post and, for a substitute, whose
    """

    seq: int
    at: datetime
    by_id: int | None
    by_text: str
    post: str
    standing_in_for: str | None
    kind: str
    params: dict[str, Any]
    sentence: str
    hash: str

    def told(self, translate: Translate) -> str:
        """Return the sentence in another language; the Chinese one where there is no other."""
        return render(self.kind, self.params, year=local(self.at).year, translate=translate) or self.sentence


@dataclass(frozen=True)
class LinePage:
    """Some lines in order; ``next`` is the seq to go on after, None at the end."""

    items: tuple[LineView, ...]
    next: int | None


def lines(
    session: Session,
    case_id: int,
    *,
    after: int = 0,
    size: int = PAGE,
    newest_first: bool = False,
    about: str = "",
    known: Iterable[PartyView] | None = None,
) -> LinePage:
    """Return a page of a case's lines, minors' names replaced in what people wrote freely.

    :param after: seq of the last line already seen; 0 for the first page
    :param about: "clocks", "comments" or "acts" (what people did); all where it is none of them
    :param known: the parties of the case, where they were read already
    """
    query = select(LedgerLine).where(LedgerLine.case_id == case_id)
    if about in ABOUT:
        query = query.where(LedgerLine.kind.in_(_kinds_of(*ABOUT[about])))
    elif about == "acts":
        aside = set(_kinds_of(*chain.from_iterable(ABOUT.values()))) - set(_kinds_of("oversight")) - DECIDED
        query = query.where(LedgerLine.kind.not_in(sorted(aside)))
    if newest_first:
        query = query.order_by(LedgerLine.seq.desc())
        query = query.where(LedgerLine.seq < after) if after else query
    else:
        query = query.order_by(LedgerLine.seq).where(LedgerLine.seq > after)
    rows = session.scalars(query.limit(size + 1)).all()
    hidden = _minors(session, case_id, known)
    items = tuple(_view(row, hidden) for row in rows[:size])
    return LinePage(items=items, next=items[-1].seq if len(rows) > size else None)


def overseen(
    session: Session, case_id: int, clock_id: int, *, known: Iterable[PartyView] | None = None
) -> tuple[LineView, ...]:
    """Return what 督办 has done about a late clock of a case, and about the case whatever is late.

    :param known: the parties of the case, where they were read already
    """
    query = select(LedgerLine).where(
        LedgerLine.case_id == case_id, LedgerLine.kind.in_(_kinds_of("oversight"))
    )
    rows = session.scalars(query.order_by(LedgerLine.seq)).all()
    found = [row for row in rows if row.params.get("clock_id", clock_id) == clock_id]
    hidden = _minors(session, case_id, known) if found else ()
    return tuple(_view(row, hidden) for row in found)


def _minors(session: Session, case_id: int, known: Iterable[PartyView] | None) -> Sequence[Minor]:
    if known is None:
        return minors(session, [case_id]).get(case_id, ())
    return tuple(Minor(name=each.name, alias=each.alias) for each in known if each.is_minor)


def _kinds_of(*rooms: str) -> list[str]:
    """Return the names of the facts these rooms record."""
    homes = tuple(f"mediation.{room}." for room in rooms)
    return sorted(name for name, fact in fact_kinds().items() if fact.__module__.startswith(homes))


def first_by_others(session: Session, case_id: int, since: datetime, person_id: int) -> Happened | None:
    """Return the first thing on a case by anybody else after what that person did at that moment.

    What was refused did not happen, and to speak of a case or to look at it is not to act on it
    (``NO_ACT``); what the system does by itself is nobody's act.
    """
    theirs = select(func.min(LedgerLine.seq)).where(
        LedgerLine.case_id == case_id, LedgerLine.by_id == person_id, LedgerLine.at >= since
    )
    row = session.scalars(
        select(LedgerLine)
        .where(
            LedgerLine.case_id == case_id,
            LedgerLine.at >= since,
            LedgerLine.seq > func.coalesce(theirs.scalar_subquery(), 0),
            LedgerLine.by_id.is_not(None),
            LedgerLine.by_id != person_id,
            LedgerLine.kind.not_in(NO_ACT),
        )
        .order_by(LedgerLine.seq)
        .limit(1)
    ).first()
    if row is None:
        return None
    return Happened(at=row.at, sentence=masked(row.sentence, minors(session, [case_id]).get(case_id, ())))


def count(session: Session, case_id: int) -> int:
    """Return how many lines a case has, from its head."""
    head = session.get(LedgerHead, case_id)
    return head.seq if head else 0


def verify(session: Session, case_id: int | None = None) -> list[Fault]:
    """Return what does not hold in the ledger of one case or of all; empty when it is whole.

    Reads as a stream: one case's lines are in memory at a time.
    """
    return list(_faults(session, case_id))


def _faults(session: Session, case_id: int | None) -> Iterator[Fault]:
    heads_query = select(LedgerHead.case_id, LedgerHead.seq, LedgerHead.hash)
    if case_id is not None:
        heads_query = heads_query.where(LedgerHead.case_id == case_id)
    heads = {case: (seq, last) for case, seq, last in session.execute(heads_query).tuples()}
    table = LedgerLine.__table__
    query = (
        select(*table.columns, Case.number)
        .join(Case, Case.id == table.c.case_id)
        .order_by(table.c.case_id, table.c.seq)
        .execution_options(yield_per=1000)
    )
    if case_id is not None:
        query = query.where(table.c.case_id == case_id)
    rows = (dict(row) for row in session.execute(query).mappings())
    for (case, number), found in groupby(rows, key=lambda row: (row["case_id"], row["number"])):
        yield from faults_of(case, number, list(found), heads.pop(case, None))
    emptied = dict(session.execute(select(Case.id, Case.number).where(Case.id.in_(heads))).tuples().all())
    for emptied_id, head in sorted(heads.items()):
        yield from faults_of(emptied_id, emptied[emptied_id], [], head)


def _view(row: LedgerLine, hidden: Sequence[Minor]) -> LineView:
    return LineView(
        seq=row.seq,
        at=row.at,
        by_id=row.by_id,
        by_text=row.by_text,
        post=row.post,
        standing_in_for=row.standing_in_for,
        kind=row.kind,
        params=masked(row.params, hidden),
        sentence=masked(row.sentence, hidden),
        hash=row.hash,
    )


def last_line(session: Session) -> int:
    """Return the id of the last line of all ledgers; 0 where there is none."""
    return session.scalar(select(func.max(LedgerLine.id))) or 0


def gone_on(*, after: int) -> Select[tuple[int]]:
    """Return the query of cases with a line after the line of that id."""
    return select(LedgerLine.case_id).where(LedgerLine.id > after)
