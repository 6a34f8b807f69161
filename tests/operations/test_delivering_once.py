"""Each message goes once: after failures, crashes and lost lines, and with several workers."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy.orm import Session, sessionmaker

from mediation.kernel.locality import Locality
from mediation.notifications.delivery import Message, Outcome
from mediation.notifications.delivery.taking import Taken, take
from mediation.notifications.model import Channel
from mediation.notifications.rules import WECOM
from tests.operations.delivery_stage import Village


@pytest.fixture
def village(session_factory: sessionmaker[Session], locality: Locality) -> Village:
    return Village(session_factory, locality)


def test_a_robot_still_hears_when_the_first_who_shares_it_switched_it_off(village: Village) -> None:
    first, _ = village.channel("zhang", kind=WECOM), village.channel("luo", kind=WECOM)
    for who in ("zhang", "luo"):
        village.notice(who)
    village.robot.answer(Outcome("busy", "45009"))
    village.deliver()
    village.act(lambda uow: setattr(uow.get(Channel, first), "state", "off"))
    village.later(minutes=5)

    village.deliver()

    assert village.states() == ["sent"]


def test_a_robot_takes_twenty_a_minute_and_the_rest_later(village: Village) -> None:
    village.channel("zhang", kind=WECOM)
    for number in range(25):
        village.notice(sentence=f"第{number}件", kind="Unknown")

    first = village.deliver()
    village.later(seconds=30)
    between = village.deliver()
    village.later(seconds=31)
    last = village.deliver()

    assert (first.sent, between.sent, last.sent) == (20, 0, 5)
    assert len({message.key for message in village.robot.messages}) == 25


def test_a_temporary_failure_is_tried_again_after_growing_pauses(village: Village) -> None:
    channel_id = village.channel("zhang")
    village.notice()
    village.mail.answer(*[Outcome("again", "451 try later")] * 3)

    for minutes in (0, 1, 2, 4):
        village.later(minutes=minutes)
        village.deliver()
        village.deliver()

    (channel,) = village.channels([channel_id])
    assert len(village.mail.messages) == 4
    assert village.states() == ["sent"]
    assert (channel.failures, channel.last_error) == (0, None)


def test_a_message_is_given_up_after_so_many_tries(village: Village) -> None:
    village.channel("zhang", digest=False)
    village.notice()
    village.mail.answer(*[Outcome("again", "451 try later")] * 20)

    for _ in range(12):
        village.deliver()
        village.later(hours=1)

    (row,) = village.deliveries()
    assert (row.state, row.tries, row.error) == ("failed", 8, "451 try later")


def test_a_crash_between_sending_and_writing_down_is_unsure_and_never_sent_again(village: Village) -> None:
    village.channel("zhang")
    village.notice()

    class Dying:
        def send(self, message: Message) -> Outcome:
            village.mail.messages.append(message)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        village.deliver(senders={"email": Dying()})
    village.deliver()
    assert village.states() == ["sending"]
    village.later(minutes=11)
    village.deliver()
    village.later(days=1)
    village.deliver()

    (row,) = village.deliveries()
    assert (row.state, row.trouble, len(village.mail.messages)) == ("unsure", "lost", 1)


def test_a_line_that_breaks_after_the_message_is_unsure(village: Village) -> None:
    village.channel("zhang")
    village.notice()
    village.mail.answer(Outcome("unsure", "connection lost"))

    done = village.deliver()
    village.later(hours=2)
    village.deliver()

    assert (done.unsure, village.states(), len(village.mail.messages)) == (1, ["unsure"], 1)


def test_two_workers_at_once_send_each_message_once(village: Village) -> None:
    village.channel("zhang")
    for number in range(12):
        village.notice(kind="Unknown", sentence=f"第{number}件")
    together = Barrier(2)

    def work() -> int:
        together.wait()
        return village.deliver().sent

    with ThreadPoolExecutor(2) as workers:
        sent = [each.result() for each in [workers.submit(work), workers.submit(work)]]

    assert sum(sent) == 12
    assert len({message.key for message in village.mail.messages}) == len(village.mail.messages) == 12
    assert village.states() == ["sent"] * 12


def test_what_one_worker_took_the_other_cannot_take(village: Village) -> None:
    village.channel("zhang")
    village.notice()
    village.mail.answer(Outcome("down"))
    village.deliver()
    village.later(minutes=5)
    (row,) = village.deliveries()

    def one() -> Taken | None:
        at = village.clock.now()
        return village.act(lambda uow: take(uow, delivery_id=row.id, outside=village.outside(), at=at))

    first, second = one(), one()

    assert (first is not None, second) == (True, None)


def test_what_cannot_be_written_is_set_aside_and_the_rest_goes(village: Village) -> None:
    village.channel("zhang")
    village.channel("luo")
    village.notice("zhang")
    village.notice("luo", sentence="另一件", kind="Unknown")

    def broken(case_id: int | None) -> str:
        if not broken.__dict__.setdefault("seen", False):
            broken.__dict__["seen"] = True
            raise RuntimeError("no such page")
        return ""

    done = village.deliver(link=broken)

    assert (done.failed, done.sent) == (1, 1)
    assert sorted(village.states()) == ["failed", "sent"]
