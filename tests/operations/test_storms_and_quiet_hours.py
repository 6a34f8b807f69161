"""A thousand cards on one morning: one message to each reader; and nothing at night but danger."""

from datetime import timedelta
from time import perf_counter

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session, sessionmaker

from mediation.kernel.database import table_of
from mediation.kernel.locality import Locality
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.notifications.delivery import Outcome
from mediation.notifications.delivery.planning import share_out
from mediation.notifications.model import Delivery, Notice
from mediation.notifications.queries import count_unread
from mediation.notifications.rules import WECOM
from mediation.people.preferences import prefer
from mediation.people.queries import identity
from tests.operations.delivery_stage import NOON, ROBOT, TODAY, Village

CARDS = 5000
READERS = ("zhang", "luo", "director", "town", "county")
BUDGET = 60.0


@pytest.fixture
def village(session_factory: sessionmaker[Session], locality: Locality) -> Village:
    return Village(session_factory, locality)


def red_cards(village: Village, count: int, *who: str, kind: str = "RedCardGiven") -> None:
    """Put cards into the outbox, the readers by turns."""
    rows = [
        {
            "person_id": village.people[who[number % len(who)]],
            "case_id": village.case_id,
            "kind": kind,
            "params": {},
            "sentence": f"“受理{number}”到期仍未办结。",
            "at": village.clock.now(),
            "urgent": True,
        }
        for number in range(count)
    ]
    village.act(lambda uow: uow.session.execute(insert(table_of(Notice)), rows))


def told(village: Village) -> list[str]:
    """Return the subjects of what was sent but the digest."""
    return [message.subject for message in village.mail.messages if not message.is_digest]


def chosen(village: Village, who: str, quiet: str) -> None:
    person = village.people[who]
    village.act(lambda uow: prefer(uow, person_id=person, quiet=quiet))


def test_5000_cards_on_one_morning_are_one_message_to_each_reader(village: Village) -> None:
    for who in READERS:
        village.channel(who)
    red_cards(village, CARDS, *READERS)

    begun = perf_counter()
    done = village.deliver()
    took = perf_counter() - begun

    assert (done.shared, done.sent) == (CARDS, len(READERS))
    assert len(village.mail.messages) == len(READERS)
    assert {message.subject for message in village.mail.messages} == {"【矛盾纠纷多元化解】您有红牌1000张"}
    assert all(len(message.lines) == 12 for message in village.mail.messages)
    assert took < BUDGET
    with village.sessions() as session:
        assert session.scalar(select(func.count()).select_from(Delivery)) == len(READERS)
        gathered = [each for row in session.scalars(select(Delivery)) for each in row.gathered or ()]
        assert sorted(gathered) == sorted(session.scalars(select(Notice.id)))
        who = identity(session, village.people["zhang"], TODAY, locality=village.locality)
        assert count_unread(session, who) == 100
    assert village.deliver().sent == 0


def test_one_card_alone_reads_as_ever(village: Village) -> None:
    village.channel("zhang")
    red_cards(village, 1, "zhang")

    village.deliver()

    (message,) = village.mail.messages
    assert message.subject == f"【矛盾纠纷多元化解】{village.number}：有一条紧急通知"
    assert message.lines[1] == "“受理0”到期仍未办结。"


def test_cards_that_go_on_coming_wait_a_little_and_come_together(village: Village) -> None:
    village.channel("zhang")
    red_cards(village, 1, "zhang")
    village.deliver()

    for _ in range(3):
        village.later(minutes=2)
        red_cards(village, 5, "zhang", kind="YellowCardGiven")
        village.deliver()
    assert len(village.mail.messages) == 1
    village.later(minutes=15)
    village.deliver()

    assert len(village.mail.messages) == 2
    assert village.mail.messages[1].subject.endswith("您有黄牌15张")


def test_what_is_no_card_is_told_by_itself(village: Village) -> None:
    village.channel("zhang")
    red_cards(village, 3, "zhang")
    village.notice()

    village.deliver()

    assert sorted("风险" in message.lines[1] for message in village.mail.messages) == [False, True]


def test_two_who_share_a_robot_hear_of_each_card_once(village: Village) -> None:
    village.channel("zhang", kind=WECOM, address=ROBOT)
    village.channel("luo", kind=WECOM, address=ROBOT)
    red_cards(village, 4, "zhang")
    red_cards(village, 4, "luo")

    village.deliver()

    (message,) = village.robot.messages
    assert message.subject.endswith("您有红牌4张")


def test_at_night_a_card_waits_for_the_morning_and_danger_does_not(village: Village) -> None:
    village.channel("zhang", digest=False)
    village.later(hours=11)
    red_cards(village, 2, "zhang")
    village.notice(at=village.clock.now())

    village.deliver()
    assert ["风险" in message.lines[1] for message in village.mail.messages] == [True]
    village.later(hours=8)
    village.deliver()
    assert len(village.mail.messages) == 1
    village.later(minutes=31)
    village.deliver()

    assert village.mail.messages[1].subject.endswith("您有红牌2张")


@pytest.mark.parametrize(
    ("quiet", "sent"), [("never", 1), ("23:30-06:00", 1), ("22:00-06:00", 0), ("county", 0)]
)
def test_everybody_chooses_for_themselves(village: Village, quiet: str, sent: int) -> None:
    village.channel("zhang")
    chosen(village, "zhang", quiet)
    village.later(hours=11)
    red_cards(village, 1, "zhang")

    village.deliver()

    assert len(told(village)) == sent


def test_what_failed_in_the_evening_is_not_tried_again_at_night(village: Village) -> None:
    village.channel("zhang")
    village.later(hours=8, minutes=59)
    red_cards(village, 1, "zhang")
    village.mail.answer(Outcome("again", "later"), Outcome("again", "later"))
    village.deliver()
    village.later(minutes=10)

    village.deliver()

    assert len(told(village)) == 1
    with village.sessions() as session:
        waits = session.scalars(select(Delivery).where(Delivery.notice_id.is_not(None))).one()
        assert waits.next_at - (NOON + timedelta(hours=19, minutes=30)) == timedelta(0)


def test_a_card_told_by_two_workers_at_once_goes_out_once(village: Village) -> None:
    village.channel("zhang")
    red_cards(village, 6, "zhang")

    def twice(uow: UnitOfWork) -> None:
        share_out(uow, outside=village.outside(), at=village.clock.now(), batch=3)
        share_out(uow, outside=village.outside(), at=village.clock.now(), batch=3)

    village.act(twice)
    village.deliver()

    (message,) = village.mail.messages
    assert message.subject.endswith("您有红牌6张")
