"""Urgent notices on their way: what leaves the house, and to whom."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session, sessionmaker

from mediation.cases.model import Appointment, Case
from mediation.kernel.locality import Locality
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.notifications.delivery import Outcome
from mediation.notifications.model import Notice
from mediation.notifications.operations import change_channel
from mediation.notifications.queries import count_unread, earlier, unread
from mediation.notifications.rules import WECOM
from mediation.people.model import Absence, Person
from mediation.people.queries import identity
from tests.factories import a_party, an_attempt
from tests.operations.delivery_stage import NOON, ROBOT, TODAY, Village


@pytest.fixture
def village(session_factory: sessionmaker[Session], locality: Locality) -> Village:
    return Village(session_factory, locality)


def test_an_urgent_notice_goes_once_with_number_alias_and_link(village: Village) -> None:
    village.channel("zhang")
    village.notice()

    first, second = village.deliver(), village.deliver()

    (message,) = village.mail.messages
    assert (first.shared, first.planned, first.sent, second.sent) == (1, 1, 1, 0)
    assert message.address == "zhang@example.cn"
    assert message.subject == f"【矛盾纠纷多元化解】{village.number}：有一条紧急通知"
    assert message.lines == (
        village.number,
        "张桂英将风险升为红色，直报乡镇（街道）并报警。情况：申请人持刀。",
    )
    assert message.link == f"https://t.example.cn/cases/{village.case_id}"
    assert village.states() == ["sent"]


def test_neither_names_nor_titles_nor_numbers_leave_the_house(village: Village) -> None:
    village.channel("zhang")
    village.notice(kind="Unknown", sentence="李 大山来电13800000001，身份证430181197003071234，说明情况。")

    village.deliver()

    text = " ".join(village.mail.messages[0].lines)
    assert "申请人来电****，身份证****" in text
    assert "漏到" not in text


def test_nicknames_and_guardians_stay_in_the_house_too(village: Village) -> None:
    village.channel("zhang")
    given = {"name": "陈小星", "nickname": "水生仔", "guardian": "陈国强", "is_minor": True}

    def add(uow: UnitOfWork) -> None:
        a_party(uow.session, case=uow.get(Case, village.case_id), side="child", **given)

    village.act(add)
    village.notice(kind="Unknown", sentence="陈小星（水生仔）由陈国强接走。")

    village.deliver()

    assert village.mail.messages[0].lines[1] == "未成年人（未成年人）由未成年人的监护人接走。"


def test_what_is_not_urgent_waits_for_the_digest(village: Village) -> None:
    village.channel("zhang")
    village.notice(urgent=False)

    done = village.deliver()

    assert (done.shared, done.planned, village.mail.messages) == (1, 0, [])


def test_an_act_that_rolls_back_sends_nothing(village: Village) -> None:
    village.channel("zhang")
    uow = village.uow()
    with uow:
        uow.add(Notice(person_id=village.people["zhang"], kind="RiskRaised", params={}, sentence="", at=NOON))
        uow.session.flush()
    uow.session.close()

    assert village.deliver().shared == 0
    assert village.mail.messages == []


@pytest.mark.parametrize("changes", [{"urgent": False}, {"on": False}])
def test_who_does_not_want_urgent_ones_gets_none(village: Village, changes: dict[str, bool]) -> None:
    channel_id = village.channel("zhang")
    wanted = {"urgent": True, "digest": True, "on": True, **changes}
    by = village.actor("zhang")
    village.act(lambda uow: change_channel(uow, channel_id=channel_id, **wanted, by=by, at=NOON))
    village.notice()

    village.deliver()

    assert village.mail.messages == []


def test_a_notice_to_a_post_reaches_everybody_in_it_and_their_substitutes(village: Village) -> None:
    for who in ("zhang", "luo", "director", "town"):
        village.channel(who)
    stand_in = Absence(
        person_id=village.people["luo"],
        substitute_id=village.people["director"],
        from_on=TODAY,
        to_on=TODAY,
    )
    village.act(lambda uow: uow.add(stand_in))
    village.notice(None, role="village_mediator", unit_id=village.units["village"])

    village.deliver()

    told = {message.address.partition("@")[0] for message in village.mail.messages}
    assert told == {"zhang", "luo", "director"}


def test_whoever_was_recused_hears_no_more_of_the_case(village: Village) -> None:
    for who in ("zhang", "luo"):
        village.channel(who)

    def recuse(uow: UnitOfWork) -> None:
        case = uow.get(Case, village.case_id)
        attempt = an_attempt(uow.session, case=case)
        zhang = village.people["zhang"]
        out = {"duty": "recused", "recused_at": NOON, "appointed_at": NOON}
        uow.add(Appointment(case_id=case.id, attempt_id=attempt.id, person_id=zhang, **out))

    village.act(recuse)
    village.notice(None, role="village_mediator", unit_id=village.units["village"])

    village.deliver()

    with village.sessions() as session:
        zhang, luo = (
            identity(session, village.people[who], TODAY, locality=village.locality)
            for who in ("zhang", "luo")
        )
        assert [count_unread(session, who) for who in (zhang, luo)] == [0, 1]
        assert unread(session, zhang) == earlier(session, zhang) == ()
    assert [message.address for message in village.mail.messages] == ["luo@example.cn"]


def test_a_robot_that_a_group_shares_says_one_thing_once(village: Village) -> None:
    for who in ("zhang", "luo"):
        village.channel(who, kind=WECOM)
        village.notice(who)
    village.notice(None, role="village_mediator", unit_id=village.units["village"])

    village.deliver()

    assert len(village.robot.messages) == 1
    assert village.robot.messages[0].address == ROBOT


def test_an_urgent_notice_of_last_week_is_not_sent_any_more(village: Village) -> None:
    village.channel("zhang")
    village.notice(at=NOON - timedelta(days=4))

    done = village.deliver()

    assert (done.shared, done.planned) == (1, 0)


def test_who_left_gets_nothing(village: Village) -> None:
    village.channel("zhang")
    village.notice()
    village.mail.answer(Outcome("down"))
    village.deliver()
    village.act(lambda uow: setattr(uow.get(Person, village.people["zhang"]), "is_active", False))
    village.later(minutes=5)

    village.deliver()

    assert village.states() == ["skipped"]


def test_english_for_those_who_read_english(village: Village) -> None:
    village.channel("zhang")
    village.act(lambda uow: setattr(uow.get(Person, village.people["zhang"]), "language", "en"))
    village.notice()

    village.deliver(translate=lambda language: lambda text: f"[{language}]{text}")

    assert village.mail.messages[0].subject.startswith("【[en]矛盾纠纷多元化解】[en]")


def test_nothing_set_up_means_in_the_app_only(village: Village) -> None:
    village.channel("zhang")
    village.notice()

    done = village.deliver(senders={})

    assert (done.shared, done.planned, village.deliveries()) == (1, 0, [])
