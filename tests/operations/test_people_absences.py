"""Who stands in while somebody is away: in turn, never in a ring, put down by oneself or by one's lead."""

from datetime import date, datetime
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from mediation.kernel.actor import SYSTEM
from mediation.kernel.clock import SHANGHAI
from mediation.kernel.database import writing
from mediation.kernel.errors import Refused
from mediation.kernel.locality import Locality
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.people import chains, queries, rules
from mediation.people.identity import Identity
from mediation.people.model import Absence, Person
from mediation.people.operations import arrange_absence, call_back, end_absence, set_absence
from mediation.units.model import Unit
from tests.factories import a_ladder, a_person, a_post, a_unit

AT = datetime(2026, 9, 7, 9, 0, tzinfo=SHANGHAI)
TODAY, LAST = date(2026, 9, 7), date(2026, 9, 9)
SAID = {"by": SYSTEM, "at": AT}
DAYS = {"from_on": TODAY, "to_on": LAST, **SAID}


@pytest.fixture
def ladder(session: Session) -> dict[str, Unit]:
    return a_ladder(session)


@pytest.fixture
def staff(session: Session, ladder: dict[str, Unit]) -> dict[str, Person]:
    """Five people of one village, the first its director."""
    names = ("罗建华", "张桂英", "李国强", "王秀兰", "陈志刚")
    people = {name: a_person(session, name=name) for name in names}
    for name in names:
        role = "village_director" if name == names[0] else "village_mediator"
        a_post(session, person=people[name], role=role, unit=ladder["village"])
    return people


def stands_in(uow: UnitOfWork, away: Person, substitute: Person, **changes: object) -> Absence:
    return set_absence(uow, person_id=away.id, substitute_id=substitute.id, **{**DAYS, **changes})


def covered(session: Session, locality: Locality, person: Person, on: date = TODAY) -> list[str]:
    """Names of those somebody stands in for."""
    found = queries.identity(session, person.id, on, locality=locality)
    return [post.standing_in_for for post in found.posts if post.standing_in_for]


def test_whoever_is_there_stands_in_for_all_of_the_chain(uow, session, locality, staff):
    luo, zhang, li, wang, _ = staff.values()

    stands_in(uow, luo, zhang)
    stands_in(uow, zhang, li)
    stands_in(uow, li, wang)

    assert set(covered(session, locality, wang)) == {"罗建华", "张桂英", "李国强"}
    assert covered(session, locality, wang, date(2026, 9, 10)) == []


def test_the_chain_holds_only_on_days_all_of_it_is_away(uow, session, locality, staff):
    luo, zhang, li, *_ = staff.values()
    stands_in(uow, luo, zhang)
    stands_in(uow, zhang, li, from_on=LAST, to_on=date(2026, 9, 12))

    assert covered(session, locality, li) == []
    assert set(covered(session, locality, li, LAST)) == {"罗建华", "张桂英"}
    assert covered(session, locality, li, date(2026, 9, 10)) == ["张桂英"]


def test_a_fourth_in_a_row_is_refused_by_name(uow, staff):
    luo, zhang, li, wang, chen = staff.values()
    for away, substitute in ((zhang, li), (luo, zhang), (li, wang)):
        stands_in(uow, away, substitute)

    with pytest.raises(chains.ChainTooLong, match="罗建华 → 张桂英 → 李国强 → 王秀兰 → 陈志刚"):
        stands_in(uow, wang, chen)


def test_a_ring_is_refused_and_named_with_its_day(uow, session, staff):
    luo, zhang, li, *_ = staff.values()
    stands_in(uow, luo, zhang)
    stands_in(uow, zhang, li)

    with pytest.raises(chains.ChainLoops, match=r"李国强 → 罗建华 → 张桂英 → 李国强.*9月9日") as refusal:
        stands_in(uow, li, luo, from_on=LAST, to_on=date(2026, 9, 20))

    assert "substitute_id" in refusal.value.fields
    assert len(session.scalars(select(Absence)).all()) == 2


def test_two_who_name_each_other_on_other_days_are_no_ring(uow, session, locality, staff):
    luo, zhang, *_ = staff.values()

    stands_in(uow, luo, zhang)
    stands_in(uow, zhang, luo, from_on=date(2026, 9, 10), to_on=date(2026, 9, 12))

    assert covered(session, locality, zhang) == ["罗建华"]
    assert covered(session, locality, luo, date(2026, 9, 10)) == ["张桂英"]


def test_two_who_name_each_other_at_the_same_moment_close_no_ring(
    engine: Engine, uow: UnitOfWork, locality: Locality, staff: dict[str, Person]
) -> None:
    luo, zhang, *_ = (person.id for person in staff.values())
    uow.commit()
    uow.session.close()
    outcomes: list[str] = []

    def name_the_other() -> None:
        own = UnitOfWork(Session(writing(engine)), locality=locality)
        with own:
            try:
                set_absence(own, person_id=zhang, substitute_id=luo, **DAYS)
                own.commit()
                outcomes.append("set")
            except Refused as refusal:
                outcomes.append(type(refusal).__name__)
        own.session.close()

    first = UnitOfWork(Session(writing(engine)), locality=locality)
    with first:
        set_absence(first, person_id=luo, substitute_id=zhang, **DAYS)
        second = Thread(target=name_the_other)
        second.start()
        second.join(timeout=0.5)
        first.commit()
    first.session.close()
    second.join()

    assert outcomes == ["ChainLoops"]


def test_somebody_who_left_stands_in_for_nobody(uow, staff):
    luo, zhang, *_ = staff.values()
    zhang.is_active = False

    with pytest.raises(rules.SubstituteLeft, match="张桂英"):
        stands_in(uow, luo, zhang)


def who(session: Session, locality: Locality, person: Person) -> Identity:
    session.flush()
    return queries.identity(session, person.id, TODAY, locality=locality)


def test_a_lead_puts_down_an_absence_for_somebody_ill(uow, session, locality, ladder, staff):
    luo, zhang, li, *_ = staff.values()
    leader = a_person(session, name="徐满爷")
    a_post(session, person=leader, role="grid_leader", unit=ladder["grid"])
    director = who(session, locality, luo)

    for away in (zhang, leader):
        arrange_absence(
            uow, person_id=away.id, substitute_id=li.id, reason="住院", **{**DAYS, "by": director}
        )

    assert uow.recorded[-1].by.post == "官渡镇南岳村调委会主任"
    assert {row.reason for row in session.scalars(select(Absence))} == {"住院"}
    assert set(covered(session, locality, li)) == {"张桂英", "徐满爷"}


def test_neither_a_colleague_nor_a_lead_of_elsewhere_may(
    uow: UnitOfWork,
    session: Session,
    locality: Locality,
    ladder: dict[str, Unit],
    staff: dict[str, Person],
) -> None:
    luo, zhang, li, *_ = staff.values()
    elsewhere = a_unit(session, level="village", name="大成村", parent=ladder["town"])
    stranger = a_person(session, name="邱远山")
    a_post(session, person=stranger, role="village_director", unit=elsewhere)
    absence = stands_in(uow, zhang, luo)

    for nobody in (who(session, locality, li), who(session, locality, stranger)):
        given: dict[str, Any] = {**DAYS, "by": nobody}
        with pytest.raises(rules.NotYourPeople, match="罗建华"):
            arrange_absence(uow, person_id=luo.id, substitute_id=li.id, **given)
        with pytest.raises(rules.NotYourPeople, match="张桂英"):
            call_back(uow, absence_id=absence.id, to_on=TODAY, by=nobody, at=AT)


def test_everybody_puts_down_their_own(uow, session, locality, staff):
    luo, zhang, *_ = staff.values()
    me = who(session, locality, zhang)

    absence = arrange_absence(uow, person_id=zhang.id, substitute_id=luo.id, **{**DAYS, "by": me})
    call_back(uow, absence_id=absence.id, to_on=TODAY, by=me, at=AT)

    assert absence.to_on == TODAY


def test_a_shortened_absence_frees_its_days(uow, staff):
    luo, zhang, *_ = staff.values()
    first = stands_in(uow, luo, zhang)
    end_absence(uow, absence_id=first.id, to_on=TODAY, **SAID)

    stands_in(uow, zhang, luo, from_on=date(2026, 9, 8))
