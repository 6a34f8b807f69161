"""集体评议 on its way: old enough, consented to in writing, with a neutral panel."""

import pytest

from mediation.cases.refusals import MediationRefused
from mediation.reviews import queries, rules
from mediation.reviews.refusals import NoReview, ReviewUnderWay
from tests.factories import a_person, an_attempt
from tests.operations.refusing import refuse_mediation
from tests.operations.review_stage import AT, consent, fact_of, form_panel, with_panel


@pytest.fixture
def stage(settling):
    return with_panel(settling(traits={"old_petition": True}))


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [({"form": "oral"}, rules.ConsentNotWritten), ({"petitioner_id": 4711}, rules.NotPetitioner)],
)
def test_refuses_a_consent_that_is_not_the_petitioner_s_in_writing(stage, changes, refusal):
    with pytest.raises(refusal):
        consent(stage, **changes)


def test_a_matter_that_is_not_old_is_not_reviewed(stage):
    stage.case.traits = {}

    with pytest.raises(rules.NotOldPetition):
        consent(stage)


def test_two_failed_attempts_make_it_old(stage):
    stage.case.traits = {}
    for seq in (2, 3):
        an_attempt(stage.session, case=stage.case, seq=seq, result="up", accepted_at=AT, closed_at=AT)

    assert consent(stage).state == "consented"


def test_levels_that_only_passed_it_on_did_not_try(stage):
    stage.case.traits = {}
    for seq in (2, 3):
        an_attempt(stage.session, case=stage.case, seq=seq, result="up", accepted_at=None, closed_at=AT)

    with pytest.raises(rules.NotOldPetition):
        consent(stage)


def test_without_consent_there_is_no_review(stage):
    assert consent(stage, consented=False, form="oral").state == "declined"

    assert not fact_of(stage, "review_consented")
    with pytest.raises(NoReview):
        form_panel(stage)
    stage.uow.commit()


def test_a_refusal_of_mediation_refuses_a_review(stage):
    refuse_mediation(stage, by=stage.director, at=AT, form="written")
    stage.session.flush()

    with pytest.raises(MediationRefused):
        consent(stage)


def test_one_review_at_a_time(stage):
    consent(stage)

    with pytest.raises(ReviewUnderWay):
        consent(stage)


def test_a_party_cannot_sit_on_the_panel(stage):
    consent(stage)
    namesake = a_person(stage.session, name="李甲")

    with pytest.raises(rules.PartyOnPanel):
        form_panel(stage, people=[*stage.panel[:6], namesake])


def test_whoever_handled_the_case_counts_as_handling_body_even_undeclared(stage):
    consent(stage)
    stage.case.handler_id = stage.director.person_id
    handlers = [
        stage.session.get_one(type(stage.panel[0]), person_id)
        for person_id in (stage.mediator.person_id, stage.director.person_id)
    ]

    with pytest.raises(rules.TooManyFromHandlingBody):
        form_panel(stage, people=[*stage.panel[:5], *handlers])
    assert form_panel(stage, people=[*stage.panel[:6], handlers[0]]).handling_body_members == 1


def test_each_turn_is_a_member_s(stage):
    assert queries.member_at(stage.session, stage.case.id, 0) is None
    consent(stage)
    form_panel(stage)

    turns = [queries.member_at(stage.session, stage.case.id, turn) for turn in range(7)]

    assert turns == [person.id for person in stage.panel]
    assert queries.member_at(stage.session, stage.case.id, 7) is None
