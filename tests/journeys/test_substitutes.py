"""Somebody is away: whoever stands in does their work, but never one who must keep out of the case."""

import pytest
from sqlalchemy import select

from mediation.cases.model import Appointment
from mediation.cases.queries import may_see
from mediation.casework.operations import complete
from mediation.casework.refusals import PartyToIt, RecusedFromIt
from mediation.inbox.queries import Asked, listing
from mediation.kernel.actor import SYSTEM
from mediation.kernel.clock import day_of
from mediation.ledger.model import LedgerLine
from mediation.parties.operations import NewParty, add_party
from mediation.people.operations import set_absence
from tests.factories.county import County

FOUND = {"findings": "走访了双方和邻居，看了现场。", "evidence": "照片四张。", "note": ""}
A, B, C = "village_mediator", "village_mediator_2", "village_recorder"


@pytest.fixture
def case_id(county: County) -> int:
    """A case of the village, with its first mediator's inquiry open."""
    found = county.report(unit_id=county.units["village"])
    county.do(found, "village_accept", {"decision": "accept"})
    appointed = {"mediators": [str(county.logins[A])], "parties_agree": True}
    county.do(found, "village_appoint", appointed)
    county.do(found, "village_rights", {"told_on": county.at.date(), "all_told": True})
    return found


def away(county: County, login: str, substitute: str) -> None:
    with county.system.uow() as uow:
        set_absence(
            uow,
            person_id=county.logins[login],
            substitute_id=county.logins[substitute],
            from_on=day_of(county.at),
            to_on=day_of(county.at),
            by=county.who(login).speaker(),
            at=county.at,
        )
        uow.commit()


def inquire(county: County, case_id: int, login: str) -> None:
    item_id = county.item(case_id, "village_inquire").id
    with county.system.uow() as uow:
        complete(uow, item_id=item_id, answers=FOUND, by=county.who(login), at=county.at)
        uow.commit()


def on_the_desk(county: County, login: str) -> list[str]:
    with county.session() as session:
        page = listing(session, identity=county.who(login), asked=Asked(box="mine"), at=county.at)
    return [item.element for item in page.items]


def test_whoever_is_there_at_the_end_of_the_chain_does_the_work_in_the_name_of_the_absent(county, case_id):
    due = county.item(case_id, "village_inquire").due_at
    away(county, A, B)
    away(county, B, C)

    assert on_the_desk(county, C) == ["village_inquire"]
    assert county.item(case_id, "village_inquire").due_at == due
    inquire(county, case_id, C)

    with county.session() as session:
        done = session.scalars(select(LedgerLine).where(LedgerLine.by_id == county.logins[C])).all()
    assert {(line.by_text, line.standing_in_for) for line in done} == {("村级记录员甲", "村级调解员甲")}
    assert "村级记录员甲（代村级调解员甲）" in done[0].sentence


def test_a_substitute_recused_from_the_case_does_not_do_it_nor_see_it(county, case_id):
    with county.system.uow() as uow:
        first = uow.session.scalars(select(Appointment)).first()
        uow.add(
            Appointment(
                case_id=case_id,
                attempt_id=first.attempt_id,
                person_id=county.logins[B],
                duty="mediator",
                relation="被申请人的表兄",
                appointed_at=county.at,
                recused_at=county.at,
            )
        )
        uow.commit()
    away(county, A, B)

    with pytest.raises(RecusedFromIt):
        inquire(county, case_id, B)
    with county.session() as session:
        assert not may_see(session, county.who(B), county.case(case_id))
    assert "village_inquire" in county.open(case_id)


def test_a_recused_one_in_the_middle_passes_the_work_on_without_doing_it(county, case_id):
    with county.system.uow() as uow:
        first = uow.session.scalars(select(Appointment)).first()
        recused = {"person_id": county.logins[B], "duty": "recorder", "recused_at": county.at}
        uow.add(Appointment(case_id=case_id, attempt_id=first.attempt_id, appointed_at=county.at, **recused))
        uow.commit()
    away(county, A, B)
    away(county, B, C)

    with pytest.raises(RecusedFromIt):
        inquire(county, case_id, B)
    inquire(county, case_id, C)

    assert "village_inquire" not in county.open(case_id)


def test_a_substitute_who_is_party_to_the_case_decides_nothing_on_it(county, case_id):
    with county.system.uow() as uow:
        third = NewParty(side="third", name="村级调解员乙")
        add_party(uow, case_id=case_id, party=third, by=SYSTEM, at=county.at)
        uow.commit()
    away(county, A, B)

    with pytest.raises(PartyToIt):
        inquire(county, case_id, B)

    assert "village_inquire" in county.open(case_id)


def test_the_day_after_the_work_is_its_owners_alone_again(county, case_id):
    away(county, A, B)
    assert on_the_desk(county, B) == ["village_inquire"]

    county.go_to("2026-09-02 09:00")

    assert on_the_desk(county, B) == []
    assert on_the_desk(county, A) == ["village_inquire"]
