"""What may be done with a dispute, at every edge."""

from datetime import date

import pytest

from mediation.cases import refusals, rules
from mediation.cases.settings import CaseSettings

TODAY = date(2026, 4, 24)


@pytest.mark.parametrize(
    ("count", "said"),
    [(1, "浏调〔2026〕000001号"), (123456, "浏调〔2026〕123456号"), (1234567, "浏调〔2026〕1234567号")],
)
def test_a_number_has_six_digits_and_grows_when_it_must(count, said):
    assert rules.case_number("浏调", 2026, count) == said


@pytest.mark.parametrize("reason", [None, "", "   ", "\n\t　"])
def test_a_reason_of_blanks_is_none(reason):
    with pytest.raises(refusals.ReasonNeeded, match="退回"):
        rules.need_reason(reason, what="退回")


def test_a_reason_is_trimmed():
    assert rules.need_reason("  对方拒绝 ", what="上报") == "对方拒绝"


MEDIABLE = {"refused": False, "may_mediate": True, "violence": False, "handover_to": None}


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"refused": True}, refusals.MediationRefused),
        ({"may_mediate": False}, refusals.NotForMediation),
        ({"violence": True}, refusals.ProtectionFirst),
        ({"violence": True, "refused": True, "may_mediate": False}, refusals.ProtectionFirst),
    ],
)
def test_what_bars_mediation(change, refusal):
    with pytest.raises(refusal):
        rules.check_mediable(**{**MEDIABLE, **change})


def test_every_bar_is_a_refusal_of_mediation():
    assert issubclass(refusals.NotForMediation, refusals.MediationRefused)
    assert issubclass(refusals.ProtectionFirst, refusals.MediationRefused)


def test_nothing_bars_a_plain_dispute():
    rules.check_mediable(**MEDIABLE)


@pytest.mark.parametrize("handover_to", ["police", None, "nobody"])
def test_a_bar_says_who_has_it_instead(handover_to):
    with pytest.raises(refusals.NotForMediation, match=r"移送(公安机关|有权机关)处理"):
        rules.check_mediable(**{**MEDIABLE, "may_mediate": False, "handover_to": handover_to})


@pytest.mark.parametrize(
    ("session_on", "waived", "taken"),
    [
        (date(2026, 4, 27), False, True),
        (date(2026, 4, 26), False, False),
        (date(2026, 4, 24), False, False),
        (date(2026, 4, 24), True, True),
        (date(2026, 4, 23), True, False),
    ],
)
def test_the_day_of_the_notice_does_not_count(session_on, waived, taken):
    if taken:
        rules.check_notice(told_on=TODAY, session_on=session_on, days=3, waived=waived)
        return
    with pytest.raises(refusals.NoticeTooShort, match="2026年4月27日"):
        rules.check_notice(told_on=TODAY, session_on=session_on, days=3, waived=waived)


@pytest.mark.parametrize(
    ("difficulty", "mediators", "recorders", "refusal"),
    [
        ("simple", 0, 0, refusals.NoMediator),
        ("simple", 1, 0, None),
        ("ordinary", 3, 0, None),
        ("major", 1, 1, refusals.TooFewMediators),
        ("major", 2, 0, refusals.TooFewMediators),
        ("hard", 2, 1, None),
    ],
)
def test_how_many_mediate(difficulty, mediators, recorders, refusal):
    given = {
        "difficulty": difficulty,
        "mediators": mediators,
        "recorders": recorders,
        "least": 1,
        "least_when_major": 2,
        "recorder_when_major": True,
    }

    if refusal is None:
        rules.check_mediators(**given)
        return
    with pytest.raises(refusal):
        rules.check_mediators(**given)


def test_a_county_may_do_without_a_recorder():
    rules.check_mediators(
        difficulty="major", mediators=2, recorders=0, least=1, least_when_major=2, recorder_when_major=False
    )


PARTIES = {1: "申请人甲", 2: "被申请人乙"}


def test_agreeing_needs_all_and_names_who_is_missing():
    with pytest.raises(refusals.NotAllAttended, match="被申请人乙"):
        rules.check_attendance(decision="agreed", attended=[1], parties=PARTIES)


@pytest.mark.parametrize(
    ("decision", "attended"), [("failed", []), ("again", [1]), ("agreed", [1, 2]), ("absent", [2])]
)
def test_attendance_that_fits(decision, attended):
    rules.check_attendance(decision=decision, attended=attended, parties=PARTIES)


@pytest.mark.parametrize(("returns", "taken"), [(0, True), (1, True), (2, False), (3, False)])
def test_down_twice_and_no_more(returns, taken):
    if taken:
        rules.check_returns(returns=returns, allowed=2)
        return
    with pytest.raises(refusals.SentBackTooOften):
        rules.check_returns(returns=returns, allowed=2)


@pytest.mark.parametrize(
    ("value", "score"), [("1", 1), (5, 5), (" 3 ", 3), ("", None), (None, None), ("  ", None)]
)
def test_scores(value, score):
    assert rules.check_score(value) == score


@pytest.mark.parametrize("value", [0, 6, "0", "3.5", "五", True, -1])
def test_no_scores(value):
    with pytest.raises(refusals.BadScore):
        rules.check_score(value)


PLAIN = {"named": "ordinary", "people": 2, "amount_fen": None, "traits": (), "settings": CaseSettings()}


@pytest.mark.parametrize(
    ("change", "difficulty"),
    [
        ({}, "ordinary"),
        ({"named": "simple"}, "simple"),
        ({"people": 9}, "ordinary"),
        ({"people": 10}, "major"),
        ({"amount_fen": 10_000_000}, "ordinary"),
        ({"amount_fen": 10_000_001}, "major"),
        ({"traits": ["brawl"]}, "major"),
        ({"traits": ["unnatural_death"]}, "major"),
        ({"traits": ["private_matter"]}, "ordinary"),
        ({"named": "hard", "people": 30}, "hard"),
    ],
)
def test_difficulty_is_presumed_and_never_lowered(change, difficulty):
    assert rules.presumed_difficulty(**{**PLAIN, **change}) == difficulty


@pytest.mark.parametrize(
    ("risks", "highest"),
    [
        ([], "yellow"),
        (["yellow"], "yellow"),
        (["yellow", "red", "orange"], "red"),
        (["orange", "yellow"], "orange"),
    ],
)
def test_the_gravest_risk_counts(risks, highest):
    assert rules.highest_risk(risks) == highest


RANKS = {"grid": 1, "branch": 2, "village": 3, "town": 4}


@pytest.mark.parametrize(
    ("wanted", "place", "level"),
    [
        ("town", "grid", "town"),
        ("grid", "village", "village"),
        (None, "branch", "branch"),
        ("unheard", "grid", "grid"),
    ],
)
def test_nobody_below_the_place_of_a_dispute_can_try_it(wanted, place, level):
    assert rules.higher_level(RANKS, wanted, place) == level


@pytest.mark.parametrize("body", ["", "newspaper", "failed"])
def test_only_known_bodies_take_a_handover(body):
    with pytest.raises(refusals.UnknownHandover):
        rules.outcome_of_handover(body)


@pytest.mark.parametrize(("risk", "level"), [("yellow", "village"), ("orange", "village"), ("red", "town")])
def test_where_a_reopened_case_resumes(risk, level):
    assert rules.reopening_level(last_level="village", risk=risk, red_level="town") == level
