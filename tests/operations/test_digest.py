"""The morning's digest: once a day and address, late rather than never, nothing where there is nothing."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session, sessionmaker

from mediation.kernel.locality import Locality
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.notifications.delivery import Counted, Outcome
from mediation.notifications.operations import mark_read
from mediation.notifications.rules import WECOM
from mediation.oversight.model import Instruction
from mediation.people.queries import identity
from tests.operations.delivery_stage import NOON, TODAY, Village

DESK = Counted(mine=5, today=2, late=1, waiting=3)


@pytest.fixture
def village(session_factory: sessionmaker[Session], locality: Locality) -> Village:
    """At seven in the morning; the digest goes out at eight."""
    made = Village(session_factory, locality)
    made.clock.set(NOON - timedelta(hours=5))
    made.counts[made.people["zhang"]] = DESK
    return made


def deliver(village: Village) -> int:
    return village.deliver(digest_at=(NOON - timedelta(hours=4)).time()).sent


def test_waits_for_the_morning_and_comes_once(village: Village) -> None:
    village.channel("zhang")

    early = deliver(village)
    village.later(hours=1)
    sent = [deliver(village), deliver(village)]
    village.later(hours=9)
    evening = deliver(village)
    village.later(hours=16)
    tomorrow = deliver(village)

    assert (early, sent, evening, tomorrow) == (0, [1, 0], 0, 1)


def test_says_what_lies_on_the_desk_and_what_is_unread(village: Village) -> None:
    village.channel("zhang")
    village.notice(urgent=False)
    village.later(hours=1)

    deliver(village)

    (message,) = village.mail.messages
    assert message.is_digest
    assert message.subject == "【矛盾纠纷多元化解】9月14日待办摘要：逾期1件，今天要办2件"
    assert message.lines == (
        "张桂英：名下5件，今天要办2件，逾期1件，等别人3件。",
        "未读通知1条：",
        f"· {village.number}　张桂英将风险升为红色，直报乡镇（街道）并报警。情况：申请人持刀。",
    )


def test_comes_late_where_the_scheduler_was_down_in_the_morning(village: Village) -> None:
    village.channel("zhang")
    village.later(hours=10)

    assert deliver(village) == 1


def test_nothing_to_say_nothing_sent(village: Village) -> None:
    village.channel("luo")
    village.later(hours=1)

    deliver(village)

    assert (village.mail.messages, village.states()) == ([], ["skipped"])


def test_says_only_what_came_since_the_last_one_and_was_not_read(village: Village) -> None:
    village.channel("zhang")
    village.notice(urgent=False)
    read = village.notice(urgent=False, kind="Unknown", sentence="已经读过")
    with village.sessions() as session:
        me = identity(session, village.people["zhang"], TODAY, locality=village.locality)
    village.act(lambda uow: mark_read(uow, notice_ids=[read], by=me, at=village.clock.now()))
    village.later(hours=1)
    deliver(village)
    village.later(hours=3)
    village.notice(urgent=False, kind="Unknown", sentence="后来的事")
    village.later(hours=21)

    deliver(village)

    first, second = village.mail.messages
    assert "已经读过" not in " ".join(first.lines)
    assert second.lines[1:] == ("未读通知1条：", f"· {village.number}　后来的事")


def test_a_group_s_robot_gets_one_digest_with_a_line_for_each(village: Village) -> None:
    village.counts[village.people["luo"]] = Counted(mine=1)
    for who in ("zhang", "luo"):
        village.channel(who, kind=WECOM)
    village.notice(None, role="village_mediator", unit_id=village.units["village"], urgent=False)
    village.later(hours=1)

    deliver(village)

    (message,) = village.robot.messages
    assert message.lines[:3] == (
        "张桂英：名下5件，今天要办2件，逾期1件，等别人3件。",
        "罗建华：名下1件，今天要办0件，逾期0件，等别人0件。",
        "未读通知1条：",
    )
    assert len(message.lines) == 4


def test_long_lists_are_cut_and_say_so(village: Village) -> None:
    village.channel("zhang")
    for number in range(13):
        village.notice(urgent=False, kind="Unknown", sentence=f"第{number}件")
    village.later(hours=1)

    deliver(village)

    lines = village.mail.messages[0].lines
    assert lines[1] == "未读通知13条："
    assert lines[-1] == "还有3条，请在系统中查看。"
    assert len(lines) == 13


def test_who_does_not_want_it_gets_none(village: Village) -> None:
    village.channel("zhang", digest=False)
    village.later(hours=1)

    assert deliver(village) == 0
    assert village.deliveries() == []


def test_a_channel_made_after_the_hour_begins_tomorrow(village: Village) -> None:
    village.later(hours=-22)
    village.channel("zhang")

    assert deliver(village) == 0


def test_yesterday_s_digest_is_given_up_where_the_server_was_down_all_day(village: Village) -> None:
    village.channel("zhang")
    village.later(hours=1)
    village.mail.answer(*[Outcome("down")] * 2)
    deliver(village)
    village.later(hours=12)
    deliver(village)
    village.later(hours=12)

    deliver(village)

    assert village.states() == ["failed", "sent"]
    assert village.deliveries()[0].trouble == "expired"


def test_it_says_how_many_cards_and_instructions_wait(village: Village) -> None:
    village.channel("zhang")

    def give(uow: UnitOfWork) -> None:
        for number in range(2):
            uow.add(
                Instruction(
                    case_id=village.case_id,
                    owner="张桂英",
                    owner_id=village.people["zhang"],
                    unit_id=village.units["village"],
                    finish_by=TODAY,
                    instruction=f"第{number}份",
                    given_post="官渡镇矛调中心主任",
                    given_at=NOON,
                )
            )

    village.act(give)
    village.later(hours=1)

    deliver(village)

    assert "张桂英：红牌0张，黄牌0张，等您答复的督办单2份。" in village.mail.messages[0].lines
