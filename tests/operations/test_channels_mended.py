"""Ways out under repair: tried out, sent once more, dropped, by their owner or who answers for them."""

import pytest
from sqlalchemy.orm import Session, sessionmaker

from mediation.kernel.errors import NotFound
from mediation.kernel.locality import Locality
from mediation.notifications import rules
from mediation.notifications.delivery import Outcome, try_out
from mediation.notifications.operations import (
    drop_delivery,
    send_again,
)
from tests.operations.delivery_stage import NOON, Village


@pytest.fixture
def village(session_factory: sessionmaker[Session], locality: Locality) -> Village:
    return Village(session_factory, locality)


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
        scope=village.scope("town"),
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
            scope=village.scope(visitor),
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
    (seen,) = village.seen_by("town").deliveries
    assert (seen.is_unsure, seen.case_number) == (True, village.number)

    village.act(
        lambda uow: send_again(
            uow, delivery_id=seen.id, scope=village.scope("town"), by=village.actor("town"), at=NOON
        )
    )
    village.deliver()

    assert (village.states(), len(village.mail.messages)) == (["sent"], 2)
    assert village.mail.messages[0].key == village.mail.messages[1].key
    with pytest.raises(rules.NotSendable):
        village.act(
            lambda uow: send_again(
                uow, delivery_id=seen.id, scope=village.scope("town"), by=village.actor("town"), at=NOON
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
                    scope=village.scope(visitor),
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
                scope=village.scope("town"),
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
            uow, delivery_id=row.id, scope=village.scope("town"), by=village.actor("town"), at=NOON
        )
    )

    assert village.seen_by("town").deliveries == ()
