"""转办: only to the very post, never to who must keep away, and no day is gained."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from mediation.casework.model import WorkItem
from mediation.casework.refusals import NoPost, PartyToIt, RecusedFromIt, TaskClaimed, TaskTaken
from mediation.inbox.operations import claim, declare_recusal, delegate, hand_over, release, set_follow_up
from mediation.inbox.receivers import colleagues
from mediation.inbox.refusals import (
    AlreadyWith,
    LateWithoutReason,
    NobodyElse,
    NotInService,
    NotToOneself,
    ReasonNeeded,
    ReceiverIsParty,
    ReceiverRecused,
    StoodInForByOneself,
    WithoutThePost,
)
from mediation.parties.operations import NewParty
from mediation.people.model import Absence
from mediation.people.operations import leave
from tests.operations.passing_stage import Passing


@pytest.fixture
def village(engine):
    return Passing(engine)


@pytest.fixture
def item(village):
    """A task of the village's director, claimed: name the mediators."""
    case_id = village.at_village()
    found = village.item(case_id, "village_appoint")
    village.act(claim, item_id=found.id, by="village_director")
    return village.row(found.id)


def hand(village, item, to, by="village_director", reason="今天下乡"):
    return village.act(hand_over, item_id=item.id, to_id=village.logins[to], reason=reason, by=by)


def test_a_colleague_in_the_very_post_has_it_from_now_on(village, item):
    hand(village, item, "director2")

    assert village.row(item.id).person_id == village.logins["director2"]
    assert "将“指定调解员”转给何桂生办理，期限不变。理由：今天下乡。" in village.told(item.case_id)
    assert [notice.kind for notice in village.notices("director2")] == ["WorkHandedOver"]
    (move,) = village.moves(item.id)
    assert (move.kind, move.from_id, move.outcome) == (
        "handed_over",
        village.logins["village_director"],
        None,
    )


def test_whoever_had_it_may_do_it_no_more(village, item):
    hand(village, item, "director2")

    with pytest.raises(TaskClaimed, match="何桂生"):
        village.do(item.case_id, "village_appoint", {"mediators": []}, by="village_director")


def test_nobody_gets_it_without_the_post(village, item):
    with pytest.raises(WithoutThePost, match=r"陈友良没有担任.*南岳村调委会主任，不能接办“指定调解员”"):
        hand(village, item, "third")

    assert village.row(item.id).person_id == village.logins["village_director"]


def test_nobody_gets_it_who_left(village, item):
    with village.system.uow() as uow:
        by = village.who("county_director").speaker()
        leave(uow, person_id=village.logins["director2"], by=by, at=village.at)
        uow.commit()

    with pytest.raises(NotInService):
        hand(village, item, "director2")


def test_nobody_gets_it_who_was_recused(village, item):
    village.act(declare_recusal, item_id=item.id, relation="申请人是我岳父", by="director2")

    with pytest.raises(ReceiverRecused, match="何桂生已在本案中回避"):
        hand(village, item, "director2")


def test_nobody_gets_it_who_is_party(village, item):
    village.rename("director2", "李乙")

    with pytest.raises(ReceiverIsParty, match="李乙是本案当事人"):
        hand(village, item, "director2")


def test_a_namesake_with_another_telephone_gets_it(village):
    parties = (
        NewParty(side="applicant", name="李甲"),
        NewParty(side="respondent", name="李乙", phone="138 0000 0002"),
    )
    found = village.item(village.at_village(parties=parties), "village_appoint")
    village.rename("director2", "李乙", phone="139-0000-0003")
    village.act(claim, item_id=found.id, by="village_director")

    hand(village, found, "director2")

    assert village.row(found.id).person_id == village.logins["director2"]


@pytest.mark.parametrize("phone", ["13800000002", None])
def test_who_has_the_partys_telephone_or_none_is_the_party(village, phone):
    parties = (
        NewParty(side="applicant", name="李甲"),
        NewParty(side="respondent", name="李乙", phone="138 0000 0002"),
    )
    found = village.item(village.at_village(parties=parties), "village_appoint")
    village.rename("director2", "李乙", phone=phone)

    with pytest.raises(ReceiverIsParty):
        hand(village, found, "director2")


def test_it_is_not_handed_to_oneself_nor_to_where_it_lies(village, item):
    with pytest.raises(NotToOneself):
        hand(village, item, "village_director")
    hand(village, item, "director2", by="village_director")
    with pytest.raises(AlreadyWith, match="已经在何桂生名下"):
        hand(village, item, "director2", by="town_director")


def test_it_needs_a_reason(village, item):
    with pytest.raises(ReasonNeeded):
        hand(village, item, "director2", reason="  ")


def test_the_level_above_may_hand_it_over(village, item):
    hand(village, item, "director2", by="town_director", reason="主任请病假")

    assert "矛调中心主任" in village.told(item.case_id)
    assert village.row(item.id).person_id == village.logins["director2"]


@pytest.mark.parametrize("by", ["stranger", "third", "auditor"])
def test_a_stranger_may_not(village, item, by):
    with pytest.raises(NoPost):
        hand(village, item, "director2", by=by)


def test_who_is_recused_or_party_hands_nothing_over(village, item):
    village.rename("village_director", "李甲")
    with pytest.raises(PartyToIt, match="您是本案当事人"):
        hand(village, item, "director2")

    village.act(declare_recusal, item_id=item.id, relation="我就是申请人", by="village_director")
    with pytest.raises(RecusedFromIt):
        hand(village, item, "director2")


def test_a_substitute_takes_it_for_whom_he_stands_in(village, item):
    village.away("director2", "third")

    hand(village, item, "third")

    row = village.row(item.id)
    assert row.person_id == village.logins["director2"]
    assert "转给陈友良（代何桂生）办理" in village.told(item.case_id)
    assert village.who("third").person_ids >= {row.person_id}


def test_a_substitute_hands_over_with_both_names_in_the_ledger(village, item):
    village.away("village_director", "third")

    hand(village, item, "director2", by="third")

    assert "陈友良（代调委会主任甲）将“指定调解员”转给何桂生" in village.told(item.case_id)


def test_a_substitute_who_is_party_does_not_act_for_the_absent(village, item):
    village.away("village_director", "third")
    village.rename("third", "李甲")

    with pytest.raises(PartyToIt):
        hand(village, item, "director2", by="third")
    with pytest.raises(PartyToIt):
        village.do(item.case_id, "village_appoint", {"mediators": []}, by="third")


def test_a_claim_of_a_substitute_stays_with_the_post(village, item):
    village.act(release, item_id=item.id, by="village_director")
    village.away("village_director", "third")

    village.act(claim, item_id=item.id, by="third")

    assert village.row(item.id).person_id == village.logins["village_director"]
    assert "陈友良（代调委会主任甲）认领了“指定调解员”" in village.told(item.case_id)


def test_what_is_done_is_not_handed_over(village, item):
    mediators = [str(village.logins["village_mediator"])]
    village.do(item.case_id, "village_appoint", {"mediators": mediators, "parties_agree": True})

    with pytest.raises(TaskTaken, match="调委会主任甲已于09月01日09:00办结"):
        hand(village, item, "director2")


def test_a_name_of_a_party_in_the_reason_does_not_reach_the_ledger(village, item):
    hand(village, item, "director2", reason="李甲骂了我")

    assert "理由：申请人甲骂了我。" in village.told(item.case_id)
    assert "李甲" not in village.told(item.case_id)


def test_whoever_gets_it_begins_without_the_former_holders_follow_up(village):
    item = village.item(village.at_village(), "village_appoint")
    village.act(claim, item_id=item.id, by="village_director")
    village.act(set_follow_up, item_id=item.id, on=village.at.date(), by="village_director")
    to_id = village.logins["director2"]

    village.act(hand_over, item_id=item.id, to_id=to_id, reason="外出", by="village_director")

    assert (village.row(item.id).person_id, village.row(item.id).follow_up_on) == (to_id, None)


def test_what_is_put_back_loses_its_follow_up(village):
    item = village.item(village.at_village(), "village_appoint")
    village.act(claim, item_id=item.id, by="village_director")
    village.act(set_follow_up, item_id=item.id, on=village.at.date(), by="village_director")

    village.act(release, item_id=item.id, by="village_director")

    assert village.row(item.id).follow_up_on is None
    assert "期限不变。理由" not in village.told(item.case_id)


def test_nobody_puts_back_what_no_colleague_could_take(village, item):
    village.rename("director2", "李甲")

    with pytest.raises(NobodyElse, match="没有别人能认领"):
        village.act(release, item_id=item.id, by="village_director")


def test_late_work_is_put_back_with_a_reason_that_stays(village, item):
    village.at = village.row(item.id).due_at

    with pytest.raises(LateWithoutReason, match="要写明理由"):
        village.act(release, item_id=item.id, by="village_director")
    village.act(release, item_id=item.id, reason="住院了。", by="village_director")

    assert "退回本单位待领，期限不变。理由：住院了。" in village.told(item.case_id)


def test_nobody_hands_a_task_to_whom_they_stand_in_for(village):
    item = village.item(village.at_village(), "village_appoint")
    village.act(claim, item_id=item.id, by="village_director")
    village.away("director2", "village_director")

    to_id = village.logins["director2"]
    for operation, words in ((hand_over, {"reason": "外出"}), (delegate, {"words": "先看看"})):
        with pytest.raises(StoodInForByOneself, match="就等于交给您自己"):
            village.act(operation, item_id=item.id, to_id=to_id, by="village_director", **words)


def test_who_leaves_within_days_is_marked_though_the_task_is_late_already(village):
    item = village.item(village.at_village(), "village_appoint")
    village.away("director2", "third")
    with village.system.uow() as uow:
        (away,) = uow.session.scalars(select(Absence))
        away.from_on, away.to_on = (
            village.at.date() + timedelta(days=3),
            village.at.date() + timedelta(days=5),
        )
        uow.session.get_one(WorkItem, item.id).due_on = village.at.date() - timedelta(days=1)
        uow.commit()

    with village.session() as session:
        me = village.logins["village_director"]
        found = colleagues(session, village.system.locality, item.id, village.at.date(), me=me)

    assert [each.name for each in found if each.away] == ["何桂生"]


def test_who_is_away_within_the_tasks_time_is_marked(village):
    item = village.item(village.at_village(), "village_appoint")
    village.away("director2", "third")

    with village.session() as session:
        me = village.logins["village_director"]
        found = colleagues(session, village.system.locality, item.id, village.at.date(), me=me)

    marked = {each.name: each.away.substitute for each in found if each.away}
    assert marked == {"何桂生": "陈友良"}
