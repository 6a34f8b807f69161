"""What a board shows to whom: its own area, no names under violence, no door to what may not be opened."""

import pytest

from mediation.boards import listing, people, scope
from mediation.boards.asked import Asked
from mediation.boards.scope import OutsideTheBoard
from mediation.cases.model import Appointment
from mediation.inbox.queries.orders import BadPageKey
from mediation.kernel.errors import Forbidden, NotFound
from tests.factories import a_party, an_attempt
from tests.operations.board_stage import Stage


@pytest.fixture
def stage(engine):
    made = Stage(engine)
    yield made
    made.session.close()


def page(stage, login="county_supervisor", unit="county", after=None, size=50, **asked):
    with stage.county.session() as session:
        return listing.page(
            session,
            Asked(unit=stage.units[unit].id, **asked),
            unit=stage.unit(unit),
            identity=stage.county.who(login),
            at=stage.at,
            after=after,
            size=size,
        )


def test_a_supervisor_s_board_begins_at_the_highest_unit_of_the_post(stage):
    stage.done()

    with stage.county.session() as session:
        assert scope.board_unit(session, stage.county.who("town_leader")).name == "官渡镇"
        assert scope.board_unit(session, stage.county.who("county_director")).name == "浏阳市"


def test_the_town_may_look_at_its_villages_and_at_no_other_town(stage):
    stage.done()
    who = stage.county.who("town_director")

    with stage.county.session() as session:
        assert scope.board_unit(session, who, stage.units["grid"].id).level == "grid"
        for elsewhere in ("second", "far", "county"):
            with pytest.raises(OutsideTheBoard):
                scope.board_unit(session, who, stage.units[elsewhere].id)


def test_who_supervises_nothing_has_no_board(stage):
    stage.done()

    with stage.county.session() as session, pytest.raises(Forbidden):
        scope.board_unit(session, stage.county.who("village_director"))


def test_the_way_down_begins_where_the_visitor_s_area_begins(stage):
    stage.done()

    with stage.county.session() as session:
        found = scope.ladder(session, stage.county.who("town_director"), stage.unit("grid"))

    assert [unit.level for unit in found] == ["town", "village", "branch", "grid"]


def test_a_case_one_was_recused_from_counts_but_has_no_title(stage):
    case_id = stage.case("village")
    attempt = stage.session.merge(an_attempt(stage.session, case=_case(stage, case_id)))
    stage.session.add(
        Appointment(
            case_id=case_id,
            attempt_id=attempt.id,
            person_id=stage.county.logins["county_supervisor"],
            duty="recused",
            recused_at=stage.at,
            appointed_at=stage.at,
        )
    )
    stage.done()

    found = page(stage)

    assert (found.total, len(found.items)) == (1, 1)
    assert found.items[0].title is None
    assert not found.items[0].may_be_opened
    assert page(stage, "county_director").items[0].may_be_opened


def test_a_case_of_another_s_place_that_the_town_holds_counts_for_it(stage):
    stage.case("town", unit_id=stage.units["far"].id, origin_unit_id=stage.units["far"].id)
    stage.done()

    found = page(stage, "town_leader", "town")

    assert found.total == 1


def test_under_violence_the_county_reads_no_names(stage):
    case_id = stage.case("village", title="陈大力打陈小妹", traits={"violence": True})
    a_party(stage.session, case=_case(stage, case_id), name="陈大力")
    a_party(stage.session, case=_case(stage, case_id), side="child", name="陈小妹", is_minor=True)
    stage.done()

    assert page(stage).items[0].title == "申请人打未成年人"
    assert page(stage, "town_leader", "town").items[0].title == "陈大力打陈小妹"


@pytest.mark.parametrize("sort", ["due", "new", "risk", "paused"])
def test_each_order_goes_through_all_of_a_list_once(stage, sort):
    stage.crowd(40)
    found, after = [], None

    while True:
        here = page(stage, number="open", sort=sort, after=after, size=6)
        found += [line.id for line in here.items]
        after = here.next
        if after is None:
            break

    assert len(found) == len(set(found)) == here.total
    if sort == "new":
        lines = page(stage, number="open", sort="new").items
        assert [line.reported_at for line in lines] == sorted(
            (line.reported_at for line in lines), reverse=True
        )


def test_lists_put_what_came_due_first_first_and_what_has_no_date_last(stage):
    none, soon, late = stage.case(), stage.case(), stage.case()
    stage.task(soon, days=2)
    stage.task(late, days=-5)
    stage.done()

    assert [line.id for line in page(stage).items] == [late, soon, none]


def test_a_page_key_fits_its_own_order_alone(stage):
    stage.crowd(30)
    key = page(stage, size=5).next

    with pytest.raises(BadPageKey):
        page(stage, after=key, sort="new")


def test_a_file_has_all_of_a_list_in_its_order(stage):
    stage.crowd(60)
    asked = Asked(unit=stage.units["county"].id)

    with stage.county.session() as session:
        found = listing.every(
            session,
            asked,
            unit=stage.unit("county"),
            identity=stage.county.who("county_supervisor"),
            at=stage.at,
            limit=1000,
        )
        ids = [line.id for line in found]

    assert ids == [line.id for line in page(stage, size=200).items]


def test_a_person_s_page_has_what_lies_below_the_visitor_alone(stage):
    who = stage.person("李一")
    here, there = stage.case("village"), stage.case("far")
    stage.task(here, person_id=who.id, days=-1)
    stage.task(there, unit="far", person_id=who.id)
    clock = stage.clock(here, state="reached", scope="item")
    stage.card(here, clock, person_id=who.id)
    stage.card(here, clock, person_id=who.id, item_id=stage.task(here), voided_at=stage.at)
    stage.instruction(here, finish_by=stage.today, owner_id=who.id)
    stage.done()

    town = _person(stage, who.id, "town_director")
    county = _person(stage, who.id, "county_supervisor")

    assert [(task.case_id, task.is_late) for task in town.tasks] == [(here, True)]
    assert {task.case_id for task in county.tasks} == {here, there}
    assert [(card.kind, card.is_open, card.is_explained) for card in town.cards] == [("red", True, False)]
    assert [given.state for given in town.instructions] == ["open"]


def test_somebody_of_another_town_is_not_found(stage):
    who = stage.person("白二", unit="far")
    stage.done()

    with pytest.raises(NotFound):
        _person(stage, who.id, "town_director")
    assert _person(stage, who.id, "county_director").posts == ("张坊镇白石村村级调解员",)


def _person(stage, person_id, login):
    with stage.county.session() as session:
        return people.person_board(
            session,
            person_id,
            identity=stage.county.who(login),
            at=stage.at,
            locality=stage.county.system.locality,
        )


def _case(stage, case_id):
    from mediation.cases.model import Case

    return stage.session.get_one(Case, case_id)
