"""What parties last agreed to or refused."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from mediation.parties.model import Consent, Party


@dataclass(frozen=True)
class ConsentView:
    """What a party last said to one kind of question."""

    party_id: int
    alias: str
    kind: str
    given: bool
    form: str
    given_on: date
    recorded_at: datetime


def latest_consents(
    session: Session, case_id: int, kind: str, *, since: datetime | None = None
) -> tuple[ConsentView, ...]:
    """Return what each party last said to ``kind``; by the day it was said, then as recorded.

    :param since: leave out what was recorded before, where each occasion needs its own consent
    """
    given = {"case_id": case_id, "kind": kind}
    asked = given if since is None else {**given, "since": since}
    rows = session.execute(_latest_query(since is not None), asked).tuples()
    return tuple(
        ConsentView(
            party_id=row.party_id,
            alias=alias,
            kind=row.kind,
            given=row.given,
            form=row.form,
            given_on=row.given_on,
            recorded_at=row.recorded_at,
        )
        for row, alias in rows
    )


@cache
def _latest_query(since: bool) -> Select[tuple[Consent, str]]:
    """Built once: every act on a case asks it."""
    turn = func.row_number().over(
        partition_by=Consent.party_id, order_by=(Consent.given_on.desc(), Consent.id.desc())
    )
    query = select(Consent.id, turn.label("turn")).where(
        Consent.case_id == bindparam("case_id"), Consent.kind == bindparam("kind")
    )
    if since:
        query = query.where(Consent.recorded_at >= bindparam("since"))
    latest = query.subquery()
    return (
        select(Consent, Party.alias)
        .join(latest, latest.c.id == Consent.id)
        .join(Party, Party.id == Consent.party_id)
        .where(latest.c.turn == 1)
        .order_by(Party.id)
    )


def refused(session: Session, case_id: int) -> bool:
    """Return whether a party's clear refusal of mediation stands (人民调解法 17)."""
    return bool(refusing(session, case_id))


def refusing(session: Session, case_id: int) -> tuple[str, ...]:
    """Return the aliases of those whose refusal of mediation stands."""
    return tuple(each.alias for each in latest_consents(session, case_id, "mediation") if not each.given)


def all_consent(
    session: Session, case_id: int, kind: str, form: str | None = None, *, since: datetime | None = None
) -> bool:
    """Return whether every party's latest word on ``kind`` is yes; false without any party.

    A child who is concerned but does not dispute is not asked; a minor party speaks through the
    guardian.

    :param form: "written" accepts nothing less; None or "oral" accepts either
    """
    asked = session.scalars(select(Party.id).where(Party.case_id == case_id, Party.side != "child")).all()
    return bool(asked) and not missing_consents(session, case_id, kind, form, since=since)


def missing_consents(
    session: Session, case_id: int, kind: str, form: str | None = None, *, since: datetime | None = None
) -> tuple[str, ...]:
    """Return the aliases of those who have not (yet) agreed to ``kind``."""
    agreed = {
        each.party_id
        for each in latest_consents(session, case_id, kind, since=since)
        if each.given and (form != "written" or each.form == "written")
    }
    asked = session.execute(
        select(Party.id, Party.alias)
        .where(Party.case_id == case_id, Party.side != "child")
        .order_by(Party.id)
    ).tuples()
    return tuple(alias for party_id, alias in asked if party_id not in agreed)
