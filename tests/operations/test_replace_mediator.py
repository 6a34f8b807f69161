"""换调解员: parties choose or refuse their mediator (人民调解法 23); no move of a task gets round it."""

import pytest
from sqlalchemy import select

from mediation.cases.model import Appointment
from mediation.cases.refusals import MediationRefused
from mediation.casework.refusals import NotTheMediator
from mediation.documents.model import Paper
from mediation.inbox.operations import (
    PartiesAgreed,
    claim,
    declare_recusal,
    delegate,
    hand_over,
    release,
    take_back,
)
from mediation.inbox.refusals import ConsentedTo, ConsentMissing, NobodyElse, ReceiverRecused
from mediation.parties.operations import record_consent
from tests.operations.passing_stage import Passing


@pytest.fixture
def village(engine):
    return Passing(engine)


@pytest.fixture
def case_id(village):
    return village.mediated()


@pytest.fixture
def item(village, case_id):
    """The mediator's first task: tell of rights."""
    return village.item(case_id, "village_rights")


def hand(village, item, to="third", by="village_mediator", agreed=None):
    return village.act(
        hand_over, item_id=item.id, to_id=village.logins[to], reason="要住院", agreed=agreed, by=by
    )


def both(village, case_id, **changes):
    return PartiesAgreed(**{"party_ids": village.parties(case_id), "form": "oral", **changes})


def mediators(village, case_id):
    with village.session() as session:
        query = select(Appointment.person_id).where(
            Appointment.case_id == case_id, Appointment.recused_at.is_(None)
        )
        return set(session.scalars(query))


@pytest.mark.parametrize("who", [[], [0]])
def test_a_mediator_is_not_replaced_without_every_partys_word(village, case_id, item, who):
    agreed = PartiesAgreed(party_ids=[village.parties(case_id)[each] for each in who], form="oral")

    with pytest.raises(ConsentMissing, match=r"还缺：.*被申请人乙"):
        hand(village, item, agreed=agreed)
    with pytest.raises(ConsentMissing):
        hand(village, item, agreed=None, by="village_director")

    assert village.row(item.id).person_id == village.logins["village_mediator"]
    assert village.consents(case_id, "new_mediator") == []
    assert mediators(village, case_id) == {village.logins["village_mediator"]}


def test_with_every_partys_word_on_record_another_is_appointed(village, case_id, item):
    hand(village, item, agreed=both(village, case_id))

    third = village.logins["third"]
    assert village.row(item.id).person_id == third
    assert village.case(case_id).handler_id == third
    assert mediators(village, case_id) == {third}
    assert [(each.given, each.form) for each in village.consents(case_id, "new_mediator")] == [
        (True, "oral"),
        (True, "oral"),
    ]
    told = village.told(case_id)
    assert "申请人甲于9月1日口头同意由新的调解员调解" in told
    assert "经各方当事人同意，由陈友良接替村级调解员甲担任本案调解员" in told


def test_the_paper_of_appointment_is_issued_anew(village, case_id, item):
    hand(village, item, agreed=both(village, case_id))

    with village.session() as session:
        papers = session.scalars(
            select(Paper).where(Paper.case_id == case_id, Paper.kind == "appointment").order_by(Paper.id)
        ).all()
    assert len(papers) == 2
    assert "陈友良" in papers[1].body


def test_the_new_mediator_does_the_work_and_the_old_one_does_not(village, case_id, item):
    hand(village, item, agreed=both(village, case_id))

    village.do(case_id, "village_rights", {"told_on": village.at.date(), "all_told": True}, by="third")

    assert village.item(case_id, "village_inquire").person_id == village.logins["third"]


def test_a_relation_is_disclosed_and_agreed_to_besides(village, case_id, item):
    hand(village, item, agreed=both(village, case_id, relation="是李甲的堂兄"))

    assert len(village.consents(case_id, "related_mediator")) == 2
    assert "申请人甲的堂兄" in village.told(case_id)


def test_an_appointed_colleague_takes_it_without_asking_again(village):
    case_id = village.mediated("village_mediator", "third")
    item = village.item(case_id, "village_rights")

    hand(village, item)

    assert village.row(item.id).person_id == village.logins["third"]
    assert village.consents(case_id, "new_mediator") == []


def test_a_mediator_alone_on_a_case_puts_nothing_back(village, item):
    with pytest.raises(NobodyElse):
        village.act(release, item_id=item.id, by="village_mediator")


def test_putting_it_back_does_not_let_another_mediator_take_it(village):
    case_id = village.mediated("village_mediator", "village_mediator_2")
    item = village.item(case_id, "village_rights")
    village.act(release, item_id=item.id, by="village_mediator")

    with pytest.raises(NotTheMediator, match="第二十三条"):
        village.act(claim, item_id=item.id, by="third")
    with pytest.raises(NotTheMediator):
        village.do(case_id, "village_rights", {"told_on": village.at.date(), "all_told": True}, by="third")
    village.act(claim, item_id=item.id, by="village_mediator")


def test_a_delegate_only_prepares(village, case_id, item):
    village.act(
        delegate, item_id=item.id, to_id=village.logins["third"], words="先送材料", by="village_mediator"
    )

    assert mediators(village, case_id) == {village.logins["village_mediator"]}
    assert village.case(case_id).handler_id == village.logins["village_mediator"]


def test_where_the_only_mediator_is_recused_nobody_takes_the_work_without_the_parties(village, case_id, item):
    village.act(declare_recusal, item_id=item.id, relation="申请人是我舅舅", by="village_mediator")

    assert village.row(item.id).person_id is None
    assert village.case(case_id).handler_id is None
    with pytest.raises(NotTheMediator):
        village.act(claim, item_id=item.id, by="third")
    with pytest.raises(ConsentMissing):
        hand(village, item, by="village_director")

    hand(village, item, by="village_director", agreed=both(village, case_id))

    assert village.case(case_id).handler_id == village.logins["third"]
    assert "经各方当事人同意，由陈友良担任本案调解员" in village.told(case_id)


def test_where_one_of_two_is_recused_the_other_goes_on(village):
    case_id = village.mediated("village_mediator", "third")
    item = village.item(case_id, "village_rights")

    village.act(declare_recusal, item_id=item.id, relation="申请人是我舅舅", by="village_mediator")

    assert village.row(item.id).person_id == village.logins["third"]
    assert village.case(case_id).handler_id == village.logins["third"]


def test_who_was_recused_does_not_come_back_by_consent(village, case_id, item):
    village.act(declare_recusal, item_id=item.id, relation="申请人是我舅舅", by="village_mediator")

    with pytest.raises(ReceiverRecused):
        hand(village, item, to="village_mediator", by="village_director", agreed=both(village, case_id))


def test_after_a_refusal_of_mediation_nobody_is_appointed(village, case_id, item):
    with village.system.uow() as uow:
        record_consent(
            uow,
            case_id=case_id,
            party_id=village.parties(case_id)[1],
            kind="mediation",
            given=False,
            form="oral",
            by=village.who("village_director").speaker(),
            at=village.at,
        )
        uow.commit()

    with pytest.raises(MediationRefused):
        hand(village, item, agreed=both(village, case_id))


def test_what_the_parties_agreed_to_is_not_just_taken_back(village, case_id, item):
    hand(village, item, agreed=both(village, case_id))
    (move,) = village.moves(item.id)

    with pytest.raises(ConsentedTo, match="重新征得"):
        village.act(take_back, move_id=move.id, by="village_mediator")
