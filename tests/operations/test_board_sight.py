"""What a board shows to whom: its own area, no names under violence, no door to what may not be opened."""

import pytest

from mediation.boards import listing, people, scope
from mediation.boards.asked import Asked
from mediation.boards.scope import OutsideTheBoard
from mediation.cases.model import Appointment, Case
from mediation.inbox.queries.orders import BadPageKey
from mediation.kernel.errors import Forbidden, NotFound
from tests.factories import a_party, an_attempt


def page(board, login="county_supervisor", unit="county", after=None, size=50, **asked):
    with board.county.session() as session:
        return listing.page(
            session,
            Asked(unit=board.units[unit].id, **asked),
            unit=board.unit(unit),
            identity=board.county.who(login),
            at=board.at,
            after=after,
            size=size,
        )


def test_a_supervisor_s_board_begins_at_the_highest_unit_of_the_post(board):
    board.done()

    with board.county.session() as session:
        assert scope.board_unit(session, board.county.who("town_leader")).name == "官渡镇"
        assert scope.board_unit(session, board.county.who("county_director")).name == "浏阳市"


def test_the_town_may_look_at_its_villages_and_at_no_other_town(board):
    board.done()
    who = board.county.who("town_director")

    with board.county.session() as session:
        assert scope.board_unit(session, who, board.units["grid"].id).level == "grid"
        for elsewhere in ("second", "far", "county"):
            with pytest.raises(OutsideTheBoard):
                scope.board_unit(session, who, board.units[elsewhere].id)


def test_who_supervises_nothing_has_no_board(board):
    board.done()

    with board.county.session() as session, pytest.raises(Forbidden):
        scope.board_unit(session, board.county.who("village_director"))


def test_the_way_down_begins_where_the_visitor_s_area_begins(board):
    board.done()

    with board.county.session() as session:
        found = scope.ladder(session, board.county.who("town_director"), board.unit("grid"))

    assert [unit.level for unit in found] == ["town", "village", "branch", "grid"]


def test_a_case_one_was_recused_from_counts_but_has_no_title(board):
    case_id = board.case("village")
    attempt = board.session.merge(an_attempt(board.session, case=_case(board, case_id)))
    board.session.add(
        Appointment(
            case_id=case_id,
            attempt_id=attempt.id,
            person_id=board.county.logins["county_supervisor"],
            duty="recused",
            recused_at=board.at,
            appointed_at=board.at,
        )
    )
    board.done()

    found = page(board)

    assert (found.total, len(found.items)) == (1, 1)
    assert found.items[0].title is None
    assert not found.items[0].may_be_opened
    assert page(board, "county_director").items[0].may_be_opened


def test_a_case_of_another_s_place_that_the_town_holds_counts_for_it(board):
    board.case("town", unit_id=board.units["far"].id, origin_unit_id=board.units["far"].id)
    board.done()

    found = page(board, "town_leader", "town")

    assert found.total == 1


def test_under_violence_the_county_reads_no_names(board):
    case_id = board.case("village", title="陈大力打陈小妹", traits={"violence": True})
    a_party(board.session, case=_case(board, case_id), name="陈大力")
    a_party(board.session, case=_case(board, case_id), side="child", name="陈小妹", is_minor=True)
    board.done()

    assert page(board).items[0].title == "申请人打未成年人"
    assert page(board, "town_leader", "town").items[0].title == "陈大力打陈小妹"


@pytest.mark.parametrize("sort", ["due", "new", "risk", "paused"])
def test_each_order_goes_through_all_of_a_list_once(board, sort):
    board.crowd(40)
    found, after = [], None

    while True:
        here = page(board, number="open", sort=sort, after=after, size=6)
        found += [line.id for line in here.items]
        after = here.next
        if after is None:
            break

    assert len(found) == len(set(found)) == here.total
    if sort == "new":
        lines = page(board, number="open", sort="new").items
        assert [line.reported_at for line in lines] == sorted(
            (line.reported_at for line in lines), reverse=True
        )


def test_lists_put_what_came_due_first_first_and_what_has_no_date_last(board):
    none, soon, late = board.case(), board.case(), board.case()
    board.task(soon, days=2)
    board.task(late, days=-5)
    board.done()

    assert [line.id for line in page(board).items] == [late, soon, none]


def test_a_page_key_fits_its_own_order_alone(board):
    board.crowd(30)
    key = page(board, size=5).next

    with pytest.raises(BadPageKey):
        page(board, after=key, sort="new")


def test_a_file_has_all_of_a_list_in_its_order(board):
    board.crowd(60)
    asked = Asked(unit=board.units["county"].id)

    with board.county.session() as session:
        found = listing.every(
            session,
            asked,
            unit=board.unit("county"),
            identity=board.county.who("county_supervisor"),
            at=board.at,
            limit=1000,
        )
        ids = [line.id for line in found]

    assert ids == [line.id for line in page(board, size=200).items]


def test_a_person_s_page_has_what_lies_below_the_visitor_alone(board):
    who = board.person("李一")
    here, there = board.case("village"), board.case("far")
    board.task(here, person_id=who.id, days=-1)
    board.task(there, unit="far", person_id=who.id)
    clock = board.clock(here, state="reached", scope="item")
    board.card(here, clock, person_id=who.id)
    board.card(here, clock, person_id=who.id, item_id=board.task(here), voided_at=board.at)
    board.instruction(here, finish_by=board.today, owner_id=who.id)
    board.done()

    town = _person(board, who.id, "town_director")
    county = _person(board, who.id, "county_supervisor")

    assert [(task.case_id, task.is_late) for task in town.tasks] == [(here, True)]
    assert {task.case_id for task in county.tasks} == {here, there}
    assert [(card.kind, card.is_open, card.is_explained) for card in town.cards] == [("red", True, False)]
    assert [given.state for given in town.instructions] == ["open"]


def test_somebody_of_another_town_is_not_found(board):
    who = board.person("白二", unit="far")
    board.done()

    with pytest.raises(NotFound):
        _person(board, who.id, "town_director")
    assert _person(board, who.id, "county_director").posts == ("张坊镇白石村村级调解员",)


def _person(board, person_id, login):
    with board.county.session() as session:
        return people.person_board(
            session,
            person_id,
            identity=board.county.who(login),
            at=board.at,
            locality=board.county.system.locality,
        )


def _case(board, case_id):
    return board.session.get_one(Case, case_id)
