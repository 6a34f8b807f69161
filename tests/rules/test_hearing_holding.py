"""Quorum, phases, votes, minutes and lists of a 屋场会."""

from datetime import date
from fractions import Fraction

import pytest

from mediation.hearings.rules import holding as rules

TWO_THIRDS, HALF = Fraction(2, 3), Fraction(1, 2)
PHASES = {"evidence": "各自说明", "questions": "邻居提问", "exchange": "交换意见", "review": "大家评议"}


@pytest.mark.parametrize(("households", "needed"), [(30, 20), (31, 21), (29, 20), (1, 1), (3, 2)])
def test_a_group_matter_needs_two_thirds_of_the_households_rounded_up(households, needed):
    assert rules.quorum(matter="group", households_total=households, least=10, share=TWO_THIRDS) == needed


def test_any_other_matter_needs_ten():
    assert rules.quorum(matter="private", households_total=30, least=10, share=TWO_THIRDS) == 10


def test_refuses_without_quorum_and_says_how_many_are_missing():
    rules.check_quorum(present=20, required=20)
    with pytest.raises(rules.QuorumNotMet) as refused:
        rules.check_quorum(present=17, required=20)
    assert refused.value.params["missing"] == 3


def test_refuses_a_sign_in_before_the_day_or_above_the_number_of_households():
    on = date(2026, 4, 28)
    rules.check_sign_in(present=30, households_total=30, day=on, hearing_on=on)
    rules.check_sign_in(present=40, households_total=0, day=on, hearing_on=on)
    with pytest.raises(rules.NotYetTime):
        rules.check_sign_in(present=20, households_total=30, day=date(2026, 4, 27), hearing_on=on)
    with pytest.raises(rules.TooManyPresent):
        rules.check_sign_in(present=31, households_total=30, day=on, hearing_on=on)


@pytest.mark.parametrize("left_out", list(PHASES))
def test_none_of_the_four_phases_is_left_out(left_out):
    rules.check_phases(PHASES)
    with pytest.raises(rules.PhaseMissing) as refused:
        rules.check_phases({**PHASES, left_out: " "})
    assert set(refused.value.fields) == {left_out}


def test_names_the_first_phase_that_is_missing():
    with pytest.raises(rules.PhaseMissing) as refused:
        rules.check_phases({"exchange": "交换意见"})
    assert refused.value.params["phase"] == "举证"


@pytest.mark.parametrize(
    ("votes", "present", "passed"),
    [
        ((12, 8), 23, True),
        ((11, 8), 23, False),
        ((10, 10), 20, False),
        ((11, 9), 20, True),
        ((0, 0), 20, False),
    ],
)
def test_more_than_half_of_those_present_pass_it(votes, present, passed):
    given = {"votes_for": votes[0], "votes_against": votes[1], "present": present, "majority": HALF}

    assert rules.passes(**given, consensus=False) is passed


def test_consensus_passes_it_without_counting():
    given = {"votes_for": 0, "present": 20, "consensus": True, "majority": HALF}

    assert rules.passes(**given, votes_against=0)
    with pytest.raises(rules.NoConsensus):
        rules.passes(**given, votes_against=1)


@pytest.mark.parametrize("votes", [(15, 9), (24, 0), (-1, 0), (0, -1)])
def test_there_are_never_more_votes_than_households(votes):
    with pytest.raises(rules.TooManyVotes):
        rules.passes(votes_for=votes[0], votes_against=votes[1], present=23, consensus=False, majority=HALF)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"minutes": " "}, rules.NoMinutes),
        ({"signers": ("朱丁", "周德胜")}, rules.TooFewSigners),
        ({"signers": ("周德胜", "周德胜", "朱丁")}, rules.TooFewSigners),
        ({"signers": ("朱丁", "朱戊", "朱己")}, rules.FacilitatorDidNotSign),
    ],
)
def test_minutes_are_signed_by_the_facilitator_and_two_others(changes, refusal):
    signers = ("周德胜", "朱丁", "朱戊")
    given = {"minutes": "议定水沟走向。", "signers": signers, "facilitator": "周德胜", "least": 3}
    rules.check_minutes(**given)

    with pytest.raises(refusal):
        rules.check_minutes(**{**given, **changes})


def test_reads_duties_with_owner_and_date():
    (duty,) = rules.parse_duties(
        "村委会|清理水沟|2026-05-20", parties={"朱甲", "申请人"}, not_before=date(2026, 4, 30)
    )

    assert (duty.owner, duty.what, duty.due_on) == ("村委会", "清理水沟", date(2026, 5, 20))


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("朱甲|让出水沟|2026-05-20", "当事人"),
        ("申请人|让出水沟|2026-05-20", "当事人"),
        ("村委会清理水沟", "竖线"),
        ("村委会||2026-05-20", "竖线"),
        ("村委会|清理水沟|下月", "不是日期"),
        ("村委会|清理水沟|2026-04-29", "已经过去"),
    ],
)
def test_a_meeting_gives_no_duties_to_parties_and_none_without_a_date(line, why):
    with pytest.raises(rules.BadDuties) as refused:
        rules.parse_duties(line, parties={"朱甲", "申请人"}, not_before=date(2026, 4, 30))
    assert why in refused.value.fields["duties"]
