"""抄送 and 关注: who reads a case without working on it."""

import pytest
from sqlalchemy import select

from mediation.cases.model import Case
from mediation.cases.queries.visibility import may_see
from mediation.inbox.model import Follow
from mediation.inbox.operations import copy_in, declare_recusal, follow, unfollow, withdraw_copy
from mediation.inbox.refusals import (
    ClosedToThem,
    CopiedByAnother,
    NobodyToCopy,
    ReceiverIsParty,
    ReceiverRecused,
    TooManyCopies,
)
from mediation.kernel.errors import NotFound
from tests.operations.passing_stage import Passing


@pytest.fixture
def village(engine):
    return Passing(engine)


@pytest.fixture
def case_id(village):
    return village.at_village()


def copy(village, case_id, *to, by="village_director"):
    people = [village.logins[each] for each in to]
    village.act(copy_in, case_id=case_id, person_ids=people, note="李甲家的事请了解", by=by)


def sees(village, login, case_id):
    with village.session() as session:
        return may_see(session, village.who(login), session.get_one(Case, case_id))


def follows(village, case_id):
    with village.session() as session:
        return {each.person_id: each.how for each in session.scalars(select(Follow))}


def test_who_is_copied_in_reads_the_case(village, case_id):
    assert not sees(village, "town_department", case_id)

    copy(village, case_id, "town_department", "third")

    assert sees(village, "town_department", case_id)
    assert "将本案抄送部门工作人员甲、陈友良，附言：申请人甲家的事请了解。" in village.told(case_id)
    assert [each.kind for each in village.notices("town_department")] == ["CopiedIn"]


def test_copied_again_it_stays_one_copy_by_the_first(village, case_id):
    copy(village, case_id, "town_department")
    copy(village, case_id, "town_department", by="town_director")

    assert follows(village, case_id) == {village.logins["town_department"]: "copied"}
    with pytest.raises(CopiedByAnother, match="调委会主任甲"):
        withdraw(village, case_id, by="recorder2")


def withdraw(village, case_id, by):
    person_id = village.logins["town_department"]
    village.act(withdraw_copy, case_id=case_id, person_id=person_id, by=by)


def test_a_copy_withdrawn_opens_nothing(village, case_id):
    copy(village, case_id, "town_department")

    withdraw(village, case_id, by="village_director")

    assert not sees(village, "town_department", case_id)
    assert "撤回了给部门工作人员甲的抄送" in village.told(case_id)


def test_a_copy_is_for_one_person_not_for_the_substitute(village, case_id):
    copy(village, case_id, "town_department")
    village.away("town_department", "civil_affairs")

    assert not sees(village, "civil_affairs", case_id)


def test_a_case_of_violence_is_copied_to_those_who_protect_alone(village):
    case_id = village.report(
        unit_id=village.units["village"], kind="family", traits={"violence": True}, title="家庭纠纷"
    )

    with pytest.raises(ClosedToThem, match="部门工作人员甲不在其中"):
        copy(village, case_id, "women_federation", "town_department")
    assert follows(village, case_id) == {}
    copy(village, case_id, "women_federation")
    assert sees(village, "women_federation", case_id)


def test_where_violence_shows_later_the_copy_closes(village, case_id):
    copy(village, case_id, "town_department")

    with village.system.uow() as uow:
        uow.get(Case, case_id).traits = {"violence": True}
        uow.commit()

    assert not sees(village, "town_department", case_id)


def test_nobody_is_copied_in_who_keeps_away(village, case_id):
    item = village.item(case_id, "village_appoint")
    village.act(declare_recusal, item_id=item.id, relation="申请人是我岳父", by="director2")
    with pytest.raises(ReceiverRecused):
        copy(village, case_id, "director2")

    village.rename("town_department", "李甲")
    with pytest.raises(ReceiverIsParty):
        copy(village, case_id, "town_department")


def test_twenty_are_copied_in_at_once_at_most(village, case_id):
    with pytest.raises(NobodyToCopy):
        copy(village, case_id)
    with pytest.raises(TooManyCopies, match="一次最多抄送20人，现在选了21人"):
        village.act(copy_in, case_id=case_id, person_ids=range(900, 921), note="", by="village_director")


def test_who_may_not_see_a_case_copies_nobody_in(village, case_id):
    with pytest.raises(NotFound):
        copy(village, case_id, "third", by="town_department")


def test_following_a_case_is_ones_own_affair(village, case_id):
    lines = village.told(case_id)

    village.act(follow, case_id=case_id, by="town_director")
    village.act(follow, case_id=case_id, by="town_director")

    assert follows(village, case_id) == {village.logins["town_director"]: "self"}
    assert village.told(case_id) == lines
    with village.system.uow() as uow:
        unfollow(uow, case_id=case_id, by=village.who("town_director"))
        uow.commit()
    assert follows(village, case_id) == {}


def test_a_case_one_may_not_see_is_not_followed(village, case_id):
    with pytest.raises(NotFound):
        village.act(follow, case_id=case_id, by="town_department")


def test_copied_in_one_who_follows_may_see_it_by_both(village, case_id):
    village.act(follow, case_id=case_id, by="town_director")

    copy(village, case_id, "town_director")

    assert follows(village, case_id) == {village.logins["town_director"]: "copied"}
