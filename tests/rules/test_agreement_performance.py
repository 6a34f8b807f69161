"""Keeping promises, return visits, judicial confirmation: what the rules say."""

from datetime import date

import pytest

from mediation.agreements.rules import confirmation, performance


@pytest.mark.parametrize(
    ("state", "is_past", "confirmed", "shown"),
    [
        ("pending", False, False, "pending"),
        ("pending", True, False, "overdue"),
        ("partial", True, False, "overdue"),
        ("pending", False, True, "confirmed"),
        ("done", True, True, "done"),
        ("urging", True, False, "urging"),
    ],
)
def test_a_promise_not_kept_in_time_reads_overdue(state, is_past, confirmed, shown):
    assert performance.state_shown(state, is_past=is_past, confirmed=confirmed) == shown


@pytest.mark.parametrize(
    ("form", "difficulty", "visits"),
    [
        ("written", "ordinary", 3),
        ("oral", "ordinary", 3),
        ("oral", "simple", 1),
        ("written", "simple", 1),
        ("private", "major", 1),
        (None, "ordinary", 3),
    ],
)
def test_simple_and_private_settlements_are_visited_once(form, difficulty, visits):
    planned = performance.visits_planned(form=form, difficulty=difficulty, usual=3, simple=1, private=1)

    assert planned == visits


def test_every_state_has_a_word():
    assert set(performance.OPEN) < set(performance.PROMISE_STATES)


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        ({}, ()),
        ({"status_relation": True}, (confirmation.STATUS,)),
        ({"property_rights": True}, (confirmation.RIGHTS,)),
        ({"traits": {"status_only": True}}, (confirmation.STATUS,)),
        ({"other_bar": "不属于法院主管。"}, ("不属于法院主管",)),
        ({"other_bar": "无"}, ()),
    ],
)
def test_screens_what_courts_do_not_accept(answers, found):
    asked = {"status_relation": False, "property_rights": False, "other_bar": "", "traits": {}, **answers}

    assert confirmation.bars(**asked) == found


def test_the_last_day_is_in_time_and_the_next_is_not():
    last = date(2026, 10, 10)
    confirmation.check_in_time(filed_on=last, in_force_on=date(2026, 9, 10), last_day=last)
    with pytest.raises(confirmation.FiledTooLate) as refused:
        confirmation.check_in_time(filed_on=date(2026, 10, 11), in_force_on=date(2026, 9, 10), last_day=last)
    assert "filed_on" in refused.value.fields


def test_a_private_settlement_is_never_confirmed():
    with pytest.raises(confirmation.NotConfirmable):
        confirmation.check_form("private")
