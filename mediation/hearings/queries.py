"""屋场会 as the case page, the notice board and conditions read them."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mediation.hearings import rows
from mediation.hearings.model import Hearing
from mediation.hearings.refusals import STATES
from mediation.hearings.rules.calling import MATTERS
from mediation.hearings.rules.holding import PHASES
from mediation.kernel.errors import NotFound
from mediation.kernel.text import N_
from mediation.parties.queries import mask_names, parties

ENDED = {
    "barred": N_("不能开"),
    "declined": N_("当事人没有都同意，不开"),
    "published": N_("已公示"),
    "cancelled": N_("已取消"),
}


@dataclass(frozen=True)
class NoticeView:
    """One notice, and whether its meeting came about."""

    number: int
    given_at: datetime
    hearing_at: datetime
    place: str
    present: int | None
    quorum_met: bool | None
    is_cancelled: bool


@dataclass(frozen=True)
class EntryView:
    """One line of a list: issue, need or duty."""

    kind: str
    text: str
    owner: str | None
    due_on: date | None
    done_on: date | None


@dataclass(frozen=True)
class HearingView:
    """One 屋场会 as those who work on the case see it."""

    id: int
    state: str
    state_title: str
    matter: str
    matter_title: str
    topic: str
    quorum: int
    households_total: int
    bars: str
    facilitator: str | None
    facilitator_relation: str | None
    present: int | None
    phases: tuple[tuple[str, str], ...]
    votes_for: int | None
    votes_against: int | None
    consensus: bool
    passed: bool | None
    minutes: str | None
    published_on: date | None
    notices: tuple[NoticeView, ...]
    entries: tuple[EntryView, ...]


@dataclass(frozen=True)
class Publication:
    """What is put up for everybody: no party's name in it.

    :ivar result: one sentence
    """

    topic: str
    result: str
    minutes: str
    duties: tuple[str, ...]
    published_on: date


def hearings(session: Session, case_id: int) -> tuple[HearingView, ...]:
    """Return the case's hearings, the newest first."""
    found = session.scalars(
        select(Hearing).where(Hearing.case_id == case_id).order_by(Hearing.id.desc())
    ).all()
    return tuple(_view(session, hearing) for hearing in found)


def publication(session: Session, hearing_id: int) -> Publication:
    """Return what is put up of a hearing, every party's name replaced by the alias.

    :raises NotFound: there is no such hearing, or it has not been published
    """
    hearing = session.get(Hearing, hearing_id)
    if hearing is None or hearing.published_on is None:
        raise NotFound(what="这次屋场会的公示")
    people = parties(session, hearing.case_id)
    passed = N_("通过") if hearing.passed else N_("没有通过")
    count = N_("一致同意") if hearing.consensus else f"赞成{hearing.votes_for}票"
    return Publication(
        topic=mask_names(hearing.topic, people),
        result=f"到会{hearing.present}户，{count}，{passed}。",
        minutes=mask_names(hearing.minutes or "", people),
        duties=tuple(
            mask_names(f"{each.owner}：{each.text}（{each.due_on}前）", people)
            for each in rows.entries(session, hearing.id)
            if each.kind == "duty"
        ),
        published_on=hearing.published_on,
    )


def _view(session: Session, hearing: Hearing) -> HearingView:
    return HearingView(
        id=hearing.id,
        state=hearing.state,
        state_title={**STATES, **ENDED}[hearing.state],
        matter=hearing.matter,
        matter_title=MATTERS[hearing.matter],
        topic=hearing.topic,
        quorum=hearing.quorum,
        households_total=hearing.households_total,
        bars=hearing.bars,
        facilitator=hearing.facilitator,
        facilitator_relation=hearing.facilitator_relation,
        present=hearing.present,
        phases=tuple((PHASES[key], hearing.phases[key]) for key in PHASES if key in hearing.phases),
        votes_for=hearing.votes_for,
        votes_against=hearing.votes_against,
        consensus=hearing.consensus,
        passed=hearing.passed,
        minutes=hearing.minutes,
        published_on=hearing.published_on,
        notices=tuple(
            NoticeView(
                number=each.number,
                given_at=each.given_at,
                hearing_at=each.hearing_at,
                place=each.place,
                present=each.present,
                quorum_met=each.quorum_met,
                is_cancelled=each.cancelled_at is not None,
            )
            for each in rows.notices(session, hearing.id)
        ),
        entries=tuple(
            EntryView(each.kind, each.text, each.owner, each.due_on, each.done_on)
            for each in rows.entries(session, hearing.id)
        ),
    )
