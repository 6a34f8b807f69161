"""One reader sees one notice of one fact, and none that asks for what is done."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from mediation.clocks import operations as clocks
from mediation.clocks.events import ClockAlert
from mediation.kernel.actor import SYSTEM
from mediation.kernel.locality import Locality
from mediation.kernel.sentences import sentence_of
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.notifications.model import Notice
from mediation.notifications.operations import mark_all_read, put
from mediation.notifications.queries import count_unread, earlier, frame, unread
from mediation.people.queries import Identity, identity
from mediation.units.model import Unit
from tests.factories import a_case, a_ladder, a_person, a_post
from tests.factories.clocks import a_clock, a_policy, moment

AT = moment("2026-09-09 10:00")
TODAY = date(2026, 9, 9)


@pytest.fixture
def leader(session: Session, locality: Locality) -> Identity:
    """A grid leader who is told by name and by post."""
    session.expire_on_commit = False
    unit = a_ladder(session)["village"]
    who = a_person(session, name="徐满爷")
    a_post(session, person=who, role="village_mediator", unit=unit)
    session.commit()
    return identity(session, who.id, TODAY, locality=locality)


def tell(session: Session, leader: Identity, sentence: str, minute: int) -> None:
    """Tell one fact to the person and to the post."""
    same = {"kind": "CaseSettled", "params": {}, "sentence": sentence, "at": AT + timedelta(minutes=minute)}
    (post,) = leader.posts
    session.add(Notice(person_id=leader.person_id, **same))
    session.add(Notice(role=post.role, unit_id=post.unit_id, **same))
    session.flush()


def leader_unit(session: Session, leader: Identity) -> Unit:
    """The unit of the leader's post."""
    (post,) = leader.posts
    return session.get_one(Unit, post.unit_id)


def test_what_is_told_to_a_person_and_to_their_post_is_one_notice(session: Session, leader: Identity) -> None:
    tell(session, leader, "本案化解。", 0)

    assert [each.sentence for each in unread(session, leader)] == ["本案化解。"]
    assert count_unread(session, leader) == frame(session, leader, on=TODAY).unread == 1


def test_all_marked_read_are_counted_as_they_were_shown(
    session: Session, open_uow: Callable[..., UnitOfWork], leader: Identity
) -> None:
    for minute in range(3):
        tell(session, leader, "本案化解。", minute)
    session.commit()
    newest = unread(session, leader)[0].id
    session.rollback()

    with open_uow() as uow:
        marked = mark_all_read(uow, up_to=newest, by=leader, at=AT)
        uow.commit()

    assert (marked, count_unread(session, leader), len(earlier(session, leader))) == (3, 0, 3)


def test_pages_of_earlier_ones_show_each_once(
    session: Session, open_uow: Callable[..., UnitOfWork], leader: Identity
) -> None:
    for minute in range(5):
        tell(session, leader, f"第{minute}件", minute)
    session.commit()
    with open_uow() as uow:
        mark_all_read(uow, up_to=10_000, by=leader, at=AT)
        uow.commit()

    first = earlier(session, leader, size=2)
    second = earlier(session, leader, size=3, before=first[-1].id)

    assert [each.sentence for each in (*first, *second)] == [f"第{number}件" for number in (4, 3, 2, 1, 0)]


def test_a_reminder_asks_for_the_task_until_its_time_limit_has_ended(
    session: Session, open_uow: Callable[..., UnitOfWork], leader: Identity
) -> None:
    case = a_case(session, unit=leader_unit(session, leader), handler_id=leader.person_id)
    session.commit()
    policy = a_policy("grid.accept", "24", "hour", alerts="remind:+12 hour", title="网格接单期限")
    with open_uow(closers=[put]) as uow:
        clock = a_clock(uow, case=case, at=AT, policy=policy)
        uow.session.flush()
        fact = ClockAlert(
            case_id=case.id,
            clock_id=clock.id,
            title=clock.title,
            unit=clock.unit,
            due_on=clock.due_on,
            due_at=clock.due_at,
            label="remind",
            attempt_id=None,
            at=AT,
            by=SYSTEM,
        )
        uow.record(fact)
        uow.commit()
        clock_id = clock.id
    (notice,) = unread(session, leader)

    assert notice.sentence == notice.told(str) == "请办完“网格接单”，最迟9月10日10:00。"
    assert sentence_of(fact) == "“网格接单期限”临近届满，9月10日10:00为止，已提醒。"

    session.rollback()
    with open_uow() as uow:
        clocks.stop(uow, clock_id=clock_id, reason="办结", by=SYSTEM, at=AT)
        uow.commit()

    assert (unread(session, leader), frame(session, leader, on=TODAY).unread) == ((), 0)
    assert [(each.is_over, each.is_read) for each in earlier(session, leader)] == [(True, True)]
