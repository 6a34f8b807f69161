"""Ways out: chosen, given up, dead when they fail too often."""

import pytest
from sqlalchemy.orm import Session, sessionmaker

from mediation.kernel.errors import NotFound
from mediation.kernel.locality import Locality
from mediation.notifications import rules
from mediation.notifications.delivery import Outcome
from mediation.notifications.operations import (
    add_channel,
    change_channel,
    remove_channel,
)
from mediation.notifications.queries import channels_of, frame
from mediation.notifications.rules import EMAIL, WECOM
from tests.operations.delivery_stage import NOON, ROBOT, TODAY, Village


@pytest.fixture
def village(session_factory: sessionmaker[Session], locality: Locality) -> Village:
    return Village(session_factory, locality)


def add(village: Village, kind: str, address: str, **changes: object) -> None:
    outside = village.outside(**changes)
    by = village.actor("zhang")
    village.act(
        lambda uow: add_channel(
            uow,
            person_id=village.people["zhang"],
            kind=kind,
            address=address,
            outside=outside,
            by=by,
            at=NOON,
        )
    )


def test_an_address_is_kept_sealed_and_shown_in_part(village: Village) -> None:
    village.channel("zhang")
    village.channel("zhang", kind=WECOM)

    with village.sessions() as session:
        mail, robot = channels_of(session, village.people["zhang"])

    assert (mail.address, robot.address) == ("zh***@example.cn", "qyapi.weixin.qq.com …5aaa")


def test_the_same_address_twice_is_refused(village: Village) -> None:
    add(village, EMAIL, "zhang@example.cn")

    with pytest.raises(rules.AddressTwice):
        add(village, EMAIL, "zhang@Example.CN ")


def test_what_the_county_has_not_set_up_is_refused(village: Village) -> None:
    with pytest.raises(rules.KindNotSetUp):
        add(village, EMAIL, "zhang@example.cn", senders={})


def test_five_are_enough(village: Village) -> None:
    for number in range(5):
        add(village, EMAIL, f"zhang{number}@example.cn")

    with pytest.raises(rules.TooManyChannels):
        add(village, EMAIL, "zhang6@example.cn")


def test_nobody_changes_another_s(village: Village) -> None:
    channel_id = village.channel("zhang")
    by = village.actor("luo")

    for act in (
        lambda uow: remove_channel(uow, channel_id=channel_id, by=by, at=NOON),
        lambda uow: change_channel(
            uow, channel_id=channel_id, urgent=True, digest=True, on=False, by=by, at=NOON
        ),
    ):
        with pytest.raises(NotFound):
            village.act(act)


def test_a_removed_channel_forgets_its_address_and_drops_what_waits(village: Village) -> None:
    channel_id = village.channel("zhang")
    village.notice()
    village.mail.answer(Outcome("again", "451"))
    village.deliver()

    village.act(lambda uow: remove_channel(uow, channel_id=channel_id, by=village.actor("zhang"), at=NOON))
    village.later(hours=1)
    village.deliver()

    (row,) = village.channels([channel_id])
    assert (row.address, row.address_key, row.state) == ("", "", "off")
    assert (village.states(), len(village.mail.messages)) == (["skipped"], 1)


def test_a_refused_recipient_kills_the_channel_and_both_see_it(village: Village) -> None:
    channel_id = village.channel("zhang")
    village.notice()
    village.mail.answer(Outcome("refused", "550 5.1.1 no such user"))

    village.deliver()

    (row,) = village.channels([channel_id])
    assert (row.state, row.last_error) == ("dead", "550 5.1.1 no such user")
    for supervisor in ("town", "county", "auditor"):
        (seen,) = village.seen_by(supervisor).channels
        assert (seen.person_name, seen.is_dead) == ("张桂英", True)
    shown = {}
    for each in ("zhang", "town", "luo"):
        me = village.who(each)
        with village.sessions() as session:
            shown[each] = frame(session, me, on=TODAY)
    assert (shown["zhang"].own_dead, shown["town"].own_dead) == (1, 0)
    assert [shown[each].others_dead for each in ("zhang", "town", "luo")] == [0, 1, 0]


def test_a_dead_robot_is_dead_for_all_who_share_it(village: Village) -> None:
    ids = [village.channel(each, kind=WECOM) for each in ("zhang", "luo")]
    village.notice()
    village.robot.answer(Outcome("refused", "93000 invalid webhook url"))

    village.deliver()

    assert [row.state for row in village.channels(ids)] == ["dead", "dead"]


def test_too_many_failures_in_a_row_kill_a_channel(village: Village) -> None:
    channel_id = village.channel("zhang", digest=False)
    village.mail.answer(*[Outcome("again", "452 mailbox full")] * 10)
    village.notice()
    village.notice(kind="Unknown", sentence="另一件")

    for _ in range(5):
        village.deliver()
        village.later(hours=2)

    (row,) = village.channels([channel_id])
    assert (row.state, row.failures) == ("dead", 10)
    assert village.states() == ["failed", "failed"]


def test_a_server_that_is_down_kills_no_channel(village: Village) -> None:
    ids = [village.channel(each) for each in ("zhang", "luo")]
    village.notice("zhang")
    village.notice("luo", kind="Unknown", sentence="另一件")
    village.mail.answer(*[Outcome("down", "connection refused")] * 40)

    for _ in range(30):
        done = village.deliver()
        village.later(minutes=3)
        assert done.down == {EMAIL}
    assert len(village.mail.messages) == 30
    assert "email" in village.seen_by("county").status.down
    village.mail.answer()
    village.deliver()

    assert village.states() == ["sent", "sent"]
    assert [(row.state, row.failures) for row in village.channels(ids)] == [("on", 0), ("on", 0)]


def test_a_busy_robot_is_not_to_blame(village: Village) -> None:
    channel_id = village.channel("zhang", kind=WECOM)
    village.notice()
    village.robot.answer(*[Outcome("busy", "45009 api freq out of limit")] * 3)

    for _ in range(4):
        village.deliver()
        village.later(minutes=10)

    (row,) = village.channels([channel_id])
    assert (village.states(), row.failures, row.state) == (["sent"], 0, "on")


def test_a_group_s_address_is_found_by_whoever_shares_it_only(village: Village) -> None:
    village.channel("zhang", kind=WECOM)
    village.channel("luo", kind=WECOM, address=ROBOT.replace("5aaa", "5bbb"))
    village.notice("zhang")

    village.deliver()

    assert [message.address for message in village.robot.messages] == [ROBOT]
