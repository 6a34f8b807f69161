"""Who may see which dispute, and how much of it."""

from datetime import date

import pytest

from mediation.cases.model import Appointment, CaseRecord, Receipt
from mediation.cases.queries import attempts, case_view, may_see, ratings, receipts, recent, records
from mediation.cases.queries.visibility import viewer
from mediation.kernel.errors import NotFound
from mediation.people.identity import Identity
from mediation.people.queries import identity
from tests.factories import a_case, a_party, a_person, a_post, a_unit
from tests.operations.case_stage import CaseStage, set_case_stage

TODAY = date(2026, 9, 8)


@pytest.fixture
def stage(uow) -> CaseStage:
    return set_case_stage(uow)


def somebody(stage: CaseStage, role: str, unit=None) -> Identity:
    """Put a new person in a post and return who they are."""
    person = a_person(stage.session)
    level = stage.uow.locality.role(role).level
    a_post(stage.session, person=person, role=role, unit=unit or stage.units[level])
    return identity(stage.session, person.id, TODAY, locality=stage.uow.locality)


def sees(stage: CaseStage, who: Identity) -> bool:
    """Whether the case is open to ``who``, in the list as on the page."""
    stage.session.flush()
    listed = stage.case.id in [line.id for line in recent(stage.session, who).items]
    assert listed == may_see(stage.session, who, stage.case)
    return listed


def test_the_grid_that_holds_it_sees_it(stage):
    assert sees(stage, somebody(stage, "grid_leader"))


def test_another_grid_of_the_branch_does_not(stage):
    other = a_unit(stage.session, name="第8微网格", parent=stage.units["branch"])

    assert not sees(stage, somebody(stage, "grid_leader", other))


@pytest.mark.parametrize("role", ["village_director", "town_director", "county_director", "auditor"])
def test_who_may_see_the_subtree_or_all_sees_it(stage, role):
    assert sees(stage, somebody(stage, role))


@pytest.mark.parametrize("role", ["village_mediator", "town_mediator", "town_police", "process_designer"])
def test_who_only_acts_does_not_see_what_others_hold(stage, role):
    assert not sees(stage, somebody(stage, role))


def test_a_director_of_another_village_does_not(stage):
    other = a_unit(stage.session, level="village", name="大成村", parent=stage.units["town"])

    assert not sees(stage, somebody(stage, "village_director", other))


def test_a_level_that_has_had_it_keeps_sight_of_it(stage):
    leader = somebody(stage, "grid_leader")
    stage.open("grid")
    stage.do("attempt.close", ends_as="up")
    stage.open("branch")

    assert sees(stage, leader)


def test_the_reporter_sees_it_from_anywhere(stage):
    operator = somebody(stage, "hotline_operator")
    stage.case.reported_by = operator.person_id

    assert sees(stage, operator)


def test_the_appointed_see_it_until_recused(stage):
    mediator = somebody(stage, "town_mediator")
    stage.open("village")
    appointment = Appointment(
        case_id=stage.case.id,
        attempt_id=stage.attempt.id,
        person_id=mediator.person_id,
        duty="mediator",
        appointed_at=stage.at,
    )
    stage.session.add(appointment)
    assert sees(stage, mediator)

    appointment.recused_at = stage.at

    assert not sees(stage, mediator)


def test_a_recused_director_has_lost_access_too(stage):
    director = somebody(stage, "county_director")
    stage.open("village")
    stage.session.add(
        Appointment(
            case_id=stage.case.id,
            attempt_id=stage.attempt.id,
            person_id=director.person_id,
            duty="mediator",
            appointed_at=stage.at,
            recused_at=stage.at,
        )
    )

    assert not sees(stage, director)


def test_the_mediators_of_a_unit_it_was_sent_to_see_it_but_not_its_police(stage):
    clerk, police = somebody(stage, "intake_clerk"), somebody(stage, "town_police")
    stage.session.add(
        Receipt(
            case_id=stage.case.id,
            direction="over",
            to_unit_id=stage.units["town"].id,
            reason="直接上报",
            dossier={},
            sent_at=stage.at,
        )
    )

    assert sees(stage, clerk)
    assert not sees(stage, police)


def test_a_red_case_is_open_to_the_police_of_its_town(stage):
    stage.case.risk = "red"

    assert sees(stage, somebody(stage, "town_police"))


def test_a_dispatched_case_is_open_to_the_departments_of_its_town(stage):
    stage.case.traits = {"department": "urban_management"}

    assert sees(stage, somebody(stage, "town_department"))


@pytest.mark.parametrize(
    ("role", "open_to"),
    [
        ("grid_leader", False),
        ("branch_secretary", False),
        ("village_director", True),
        ("town_director", True),
        ("county_director", True),
    ],
)
def test_violence_is_sealed_to_all_but_those_who_protect(stage, role, open_to):
    stage.case.traits = {"violence": True}

    assert sees(stage, somebody(stage, role)) is open_to


def test_the_page_of_a_case_one_may_not_see_is_not_found(stage):
    stranger = somebody(stage, "village_mediator")

    with pytest.raises(NotFound):
        case_view(stage.session, stage.case.id, stranger)


def test_who_works_on_it_reads_names(stage):
    shown = case_view(stage.session, stage.case.id, somebody(stage, "village_director"))

    assert [party.name for party in shown.parties] == ["李甲", "李乙"]
    assert shown.kind_title == "邻里"
    assert not shown.is_closed


def test_an_auditor_reads_aliases_also_in_the_story(stage):
    stage.case.story = "李乙楼上漏水，李甲要求赔偿"

    shown = case_view(stage.session, stage.case.id, somebody(stage, "auditor"))

    assert [party.name for party in shown.parties] == ["申请人", "被申请人"]
    assert shown.story == "被申请人楼上漏水，申请人要求赔偿"


def test_a_child_is_masked_for_everybody(stage):
    a_party(stage.session, case=stage.case, side="child", name="李小宝", is_minor=True)
    stage.case.story = "李小宝受到惊吓"

    shown = case_view(stage.session, stage.case.id, somebody(stage, "village_director"))

    assert shown.story == "未成年人受到惊吓"


def test_places_are_sealed_under_violence(stage):
    stage.case.traits, stage.case.place = {"violence": True}, "南岳村3组12号"

    shown = case_view(stage.session, stage.case.id, somebody(stage, "village_director"))

    assert shown.place == ""


def test_the_county_follows_violence_by_aliases(stage):
    stage.case.traits = {"violence": True}

    shown = case_view(stage.session, stage.case.id, somebody(stage, "county_director"))

    assert [party.name for party in shown.parties] == ["申请人", "被申请人"]


def test_the_list_goes_on_after_the_last_one(stage):
    director = somebody(stage, "county_director")
    more = [a_case(stage.session, unit=stage.units["grid"]).id for _ in range(4)]

    first = recent(stage.session, director, size=3)
    second = recent(stage.session, director, size=3, after=first.next)

    assert [line.id for line in first.items] == more[:0:-1]
    assert [line.id for line in second.items] == [more[0], stage.case.id]
    assert second.next is None


def test_closed_ones_can_be_left_out(stage):
    director = somebody(stage, "county_director")
    stage.case.closed_at, stage.case.outcome = stage.at, "failed"
    stage.session.flush()

    assert recent(stage.session, director, closed=False).items == ()
    assert recent(stage.session, director, closed=True).items[0].outcome_title == "调解不成"


def test_attempts_name_mediators_and_result(stage):
    stage.ready()
    stage.do("attempt.close", ends_as="up")

    (shown,) = attempts(stage.session, stage.case.id)

    assert shown.mediators == ("张桂英",)
    assert shown.result_title == "未能化解，报上一级"
    assert not shown.is_open


def test_receipts_name_sender_and_receiver(stage):
    stage.open("grid")
    stage.do("attempt.close", ends_as="up")
    stage.open("branch")
    stage.do("intake.hand_over", to="police", reason="涉嫌犯罪", receipt_number="12")

    up, over = receipts(stage.session, stage.case.id)

    assert (up.direction_title, up.receiver) == ("上报", "官渡镇南岳村青桥党支部")
    assert (over.receiver, over.number) == ("公安机关", "12")


def test_ratings_show_who_said_nothing(stage):
    stage.do("rating.record", scores={stage.applicant.id: 4})

    assert [(each.score) for each in ratings(stage.session, stage.case.id)] == [4, None]


def test_records_hide_names_in_answers(stage):
    stage.session.add(
        CaseRecord(
            case_id=stage.case.id,
            element="village_inquire",
            answers={"findings": "李乙承认", "list": ["李甲"]},
            by_post="调解员",
            at=stage.at,
        )
    )
    stage.session.flush()
    auditor = somebody(stage, "auditor")

    (shown,) = records(stage.session, stage.case.id, viewer(auditor, stage.case))

    assert shown.answers == {"findings": "被申请人承认", "list": ["申请人"]}
