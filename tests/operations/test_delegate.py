"""委派: somebody at the unit prepares it, whose it was completes it."""

import pytest

from mediation.casework.refusals import DelegatedAway, OnlyItsOwnerCompletes
from mediation.inbox.operations import (
    add_cosigner,
    claim,
    declare_recusal,
    delegate,
    give_back,
    hand_over,
    release,
    take_back,
)
from mediation.inbox.refusals import (
    ClosedToThem,
    DelegatedHere,
    MoveAnswered,
    NotAtTheUnit,
    NotDelegated,
    NotToOneself,
    ReceiverIsParty,
    ReceiverRecused,
)
from mediation.people.operations import leave
from tests.operations.passing_stage import Passing


@pytest.fixture
def village(engine):
    return Passing(engine)


@pytest.fixture
def item(village):
    found = village.item(village.at_village(), "village_appoint")
    village.act(claim, item_id=found.id, by="village_director")
    return found


def give(village, item, to="third", by="village_director"):
    village.act(delegate, item_id=item.id, to_id=village.logins[to], words="先问问双方", by=by)


def appoint(village, item, by):
    mediators = [str(village.logins["village_mediator"])]
    return village.do(item.case_id, "village_appoint", {"mediators": mediators, "parties_agree": True}, by=by)


def test_the_delegate_gets_it_and_it_stays_the_owners(village, item):
    give(village, item)

    row = village.row(item.id)
    assert (row.person_id, row.delegated_by_id) == (
        village.logins["third"],
        village.logins["village_director"],
    )
    assert (
        "委派陈友良办理“指定调解员”，办好后交回调委会主任甲提交，期限不变。要求：先问问双方。"
        in village.told(item.case_id)
    )
    assert [notice.kind for notice in village.notices("third")] == ["WorkDelegated"]


def test_the_delegate_does_not_complete_it(village, item):
    give(village, item)

    with pytest.raises(OnlyItsOwnerCompletes, match="由调委会主任甲提交。请办好后交回给调委会主任甲"):
        appoint(village, item, "third")
    with pytest.raises(DelegatedAway, match="已委派给陈友良"):
        appoint(village, item, "village_director")


def test_given_back_the_owner_completes_it(village, item):
    give(village, item)

    village.act(give_back, item_id=item.id, remark="李甲愿意调解", by="third")

    row = village.row(item.id)
    assert (row.person_id, row.delegated_by_id) == (village.logins["village_director"], None)
    assert "陈友良将“指定调解员”交回调委会主任甲。办理情况：申请人甲愿意调解。" in village.told(item.case_id)
    (move,) = village.moves(item.id)
    assert (move.outcome, move.remark) == ("given_back", "申请人甲愿意调解")
    appoint(village, item, "village_director")


def test_taken_back_the_delegate_is_told_when(village, item):
    give(village, item)
    (move,) = village.moves(item.id)

    village.act(take_back, move_id=move.id, by="village_director")

    assert village.row(item.id).person_id == village.logins["village_director"]
    assert "撤回了“指定调解员”的委派，仍由调委会主任甲办理" in village.told(item.case_id)
    with pytest.raises(MoveAnswered, match="已被撤回（09月01日09:00）"):
        village.act(give_back, item_id=item.id, remark="好了", by="third")


def test_given_back_it_is_not_taken_back(village, item):
    give(village, item)
    (move,) = village.moves(item.id)
    village.act(give_back, item_id=item.id, remark="好了", by="third")

    with pytest.raises(MoveAnswered, match="对方已经交回（09月01日09:00）"):
        village.act(take_back, move_id=move.id, by="village_director")


def test_only_people_of_the_unit_are_delegates(village, item):
    with pytest.raises(NotAtTheUnit, match=r"邱远山不在.*南岳村任职"):
        give(village, item, "stranger")
    with pytest.raises(NotToOneself):
        give(village, item, "village_director")


def test_nobody_who_keeps_away_is_a_delegate(village, item):
    village.act(declare_recusal, item_id=item.id, relation="申请人是我岳父", by="director2")
    with pytest.raises(ReceiverRecused):
        give(village, item, "director2")

    village.rename("third", "李乙")
    with pytest.raises(ReceiverIsParty):
        give(village, item, "third")


def test_a_case_of_violence_is_delegated_to_those_who_protect_alone(village):
    case_id = village.report(
        unit_id=village.units["village"], kind="family", traits={"violence": True}, title="家庭纠纷"
    )
    found = village.item(case_id, "protection_order_guide")
    village.act(claim, item_id=found.id, by="village_director")

    with pytest.raises(ClosedToThem, match="陈友良不在其中"):
        give(village, found, "third")
    give(village, found, "director2")


def test_what_is_with_a_delegate_goes_nowhere_else(village, item):
    give(village, item)

    with pytest.raises(DelegatedHere, match="先交回给调委会主任甲"):
        village.act(hand_over, item_id=item.id, to_id=village.logins["director2"], reason="忙", by="third")
    with pytest.raises(DelegatedHere):
        village.act(release, item_id=item.id, by="third")
    with pytest.raises(DelegatedHere):
        give(village, item, "recorder2", by="third")
    with pytest.raises(DelegatedHere):
        village.act(
            add_cosigner,
            item_id=item.id,
            to_id=village.logins["town_director"],
            question="行不行",
            answer_by=village.at.date(),
            by="third",
        )


def test_who_never_had_it_gives_nothing_back(village, item):
    with pytest.raises(NotDelegated):
        village.act(give_back, item_id=item.id, remark="好了", by="third")


@pytest.mark.parametrize(("leaver", "holder"), [("third", "village_director"), ("village_director", None)])
def test_when_one_of_them_leaves_it_goes_back_where_it_belongs(village, item, leaver, holder):
    give(village, item)

    with village.system.uow() as uow:
        by = village.who("county_director").speaker()
        leave(uow, person_id=village.logins[leaver], by=by, at=village.at)
        uow.commit()

    row = village.row(item.id)
    assert (row.person_id, row.delegated_by_id) == (village.logins[holder] if holder else None, None)
    assert "“指定调解员”的委派因人员变动结束" in village.told(item.case_id)
