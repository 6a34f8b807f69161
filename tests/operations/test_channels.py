"""Ways out: chosen, tested, given up, seen by those who answer for them."""

import pytest
from sqlalchemy.orm import Session, sessionmaker

from mediation.kernel.errors import NotFound
from mediation.kernel.locality import Locality
from mediation.notifications import rules
from mediation.notifications.delivery import Outcome, try_out
from mediation.notifications.operations import (
    add_channel,
    change_channel,
    drop_delivery,
    remove_channel,
    send_again,
)
from mediation.notifications.queries import Health, Scope, channels_of, frame, health, scope_of
from mediation.notifications.rules import EMAIL, WECOM
from mediation.people.queries import Identity, identity
from tests.operations.delivery_stage import NOON, ROBOT, TODAY, Village


@pytest.fixture
def village(session_factory: sessionmaker[Session], locality: Locality) -> Village:
    return Village(session_factory, locality)


def who(village: Village, key: str) -> Identity:
    with village.sessions() as session:
        return identity(session, village.people[key], TODAY, locality=village.locality)


def seen_by(village: Village, key: str) -> Health:
    me = who(village, key)
    with village.sessions() as session:
        return health(session, scope_of(me), on=TODAY)


def scope(village: Village, key: str) -> Scope:
    return scope_of(who(village, key))


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
        (seen,) = seen_by(village, supervisor).channels
        assert (seen.person_name, seen.is_dead) == ("张桂英", True)
    shown = {}
    for each in ("zhang", "town", "luo"):
        me = who(village, each)
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
    assert "email" in seen_by(village, "county").status.down
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


def test_a_test_that_arrives_switches_a_dead_channel_on_again(village: Village) -> None:
    channel_id = village.channel("zhang")
    village.notice()
    village.mail.answer(Outcome("refused", "550"))
    village.deliver()

    outcome = try_out(
        village.uow,
        channel_id=channel_id,
        outside=village.outside(),
        by=village.actor("zhang"),
        clock=village.clock,
    )

    (row,) = village.channels([channel_id])
    assert (outcome.kind, row.state, row.failures, row.last_error) == ("sent", "on", 0, None)
    assert village.mail.messages[-1].subject == "【矛盾纠纷多元化解】测试通知"


def test_a_test_that_fails_leaves_it_dead_and_says_why(village: Village) -> None:
    channel_id = village.channel("zhang")
    village.notice()
    village.mail.answer(*[Outcome("refused", "550")] * 2)
    village.deliver()

    outcome = try_out(
        village.uow,
        channel_id=channel_id,
        outside=village.outside(),
        scope=scope(village, "town"),
        by=village.actor("town"),
        clock=village.clock,
    )

    (row,) = village.channels([channel_id])
    assert (outcome.kind, row.state) == ("refused", "dead")


@pytest.mark.parametrize("visitor", ["luo", "auditor"])
def test_only_those_who_answer_for_it_test_another_s(village: Village, visitor: str) -> None:
    channel_id = village.channel("zhang")

    with pytest.raises(NotFound):
        try_out(
            village.uow,
            channel_id=channel_id,
            outside=village.outside(),
            scope=scope(village, visitor),
            by=village.actor(visitor),
            clock=village.clock,
        )


def test_one_test_a_minute(village: Village) -> None:
    channel_id = village.channel("zhang")

    def once() -> None:
        try_out(
            village.uow,
            channel_id=channel_id,
            outside=village.outside(),
            by=village.actor("zhang"),
            clock=village.clock,
        )

    once()
    with pytest.raises(rules.TestedJustNow):
        once()
    village.later(minutes=2)
    once()
    assert len(village.mail.messages) == 2


def test_a_supervisor_sends_what_is_unsure_once_more(village: Village) -> None:
    village.channel("zhang")
    village.notice()
    village.mail.answer(Outcome("unsure"))
    village.deliver()
    (seen,) = seen_by(village, "town").deliveries
    assert (seen.is_unsure, seen.case_number) == (True, village.number)

    village.act(
        lambda uow: send_again(
            uow, delivery_id=seen.id, scope=scope(village, "town"), by=village.actor("town"), at=NOON
        )
    )
    village.deliver()

    assert (village.states(), len(village.mail.messages)) == (["sent"], 2)
    assert village.mail.messages[0].key == village.mail.messages[1].key
    with pytest.raises(rules.NotSendable):
        village.act(
            lambda uow: send_again(
                uow, delivery_id=seen.id, scope=scope(village, "town"), by=village.actor("town"), at=NOON
            )
        )


@pytest.mark.parametrize("visitor", ["auditor", "luo"])
def test_who_does_not_answer_for_it_sends_nothing_again(village: Village, visitor: str) -> None:
    village.channel("zhang")
    village.notice()
    village.mail.answer(Outcome("unsure"))
    village.deliver()
    (row,) = village.deliveries()

    for act in (send_again, drop_delivery):
        with pytest.raises(NotFound):
            village.act(
                lambda uow, act=act: act(
                    uow,
                    delivery_id=row.id,
                    scope=scope(village, visitor),
                    by=village.actor(visitor),
                    at=NOON,
                )
            )


def test_a_digest_of_another_day_is_not_sent_again(village: Village) -> None:
    village.channel("zhang")
    village.notice(urgent=False)
    village.later(hours=8)
    village.mail.answer(Outcome("unsure"))
    village.deliver()
    (row,) = village.deliveries()
    village.later(days=1)

    with pytest.raises(rules.DigestOver):
        village.act(
            lambda uow: send_again(
                uow,
                delivery_id=row.id,
                scope=scope(village, "town"),
                by=village.actor("town"),
                at=village.clock.now(),
            )
        )


def test_what_is_dropped_is_gone_from_the_list(village: Village) -> None:
    village.channel("zhang")
    village.notice()
    village.mail.answer(Outcome("rejected", "554 content"))
    village.deliver()
    (row,) = village.deliveries()

    village.act(
        lambda uow: drop_delivery(
            uow, delivery_id=row.id, scope=scope(village, "town"), by=village.actor("town"), at=NOON
        )
    )

    assert seen_by(village, "town").deliveries == ()


def test_a_group_s_address_is_found_by_whoever_shares_it_only(village: Village) -> None:
    village.channel("zhang", kind=WECOM)
    village.channel("luo", kind=WECOM, address=ROBOT.replace("5aaa", "5bbb"))
    village.notice("zhang")

    village.deliver()

    assert [message.address for message in village.robot.messages] == [ROBOT]
