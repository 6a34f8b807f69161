"""A return that goes outside tells no small number, in no table and by no rate."""

import re
from random import Random

import pytest

from mediation.statistics.rules.counting import Counted, Ending, add_up, count_ending
from mediation.statistics.rules.publishing import publish
from mediation.statistics.rules.suppressing import HIDDEN, SMALL
from mediation.statistics.settings import PREVENTED

ENTRIES = {
    "kind": ("land", "housing", "family", "traffic"),
    "source": ("patrol", "hotline"),
    "level": ("grid", "village", "town"),
}
COUNTS = {"settled_private": "success", "oral_agreement": "success", "written_agreement": "success"}
COUNTS |= {"failed": "failure"}


def _sums(random: Random, cases: int):
    disputes = []
    for _ in range(cases):
        place = random.choice(ENTRIES["level"])
        counted = Counted(
            kind=random.choices(ENTRIES["kind"], (60, 30, 9, 1))[0],
            source=random.choices(ENTRIES["source"], (9, 1))[0],
            level_in=place,
            level_out=place,
        )
        counted.add("accepted")
        counted.add("hard", int(random.random() < 0.05))
        outcome = random.choices((*COUNTS, "refused", "not_accepted"), (9, 5, 9, 2, 1, 1))[0]
        ending = Ending(outcome=outcome, amount_fen=10_000, was_late=random.random() < 0.1, was_rated=True)
        count_ending(counted, ending, counts=COUNTS, prevented=PREVENTED)
        disputes.append(counted)
    return add_up(disputes)


@pytest.mark.parametrize("seed", range(40))
def test_no_line_of_any_table_tells_a_single_hidden_number(seed):
    random = Random(seed)
    sums = _sums(random, random.choice((3, 20, 60, 400)))

    shown = publish(sums, ENTRIES, below=5)

    for dimension, keys in ENTRIES.items():
        for figure in ("accepted", "settled", "failed"):
            marks = [shown.mark(figure, dimension, key) for key in keys]
            if shown.mark(figure) is not None:
                assert set(marks) == {HIDDEN}  # not even zeros
            else:
                assert sum(mark is not None for mark in marks) != 1
                _check_small(sums.by[dimension], figure, dict(zip(keys, marks, strict=True)))


def _check_small(rows, figure, marks):
    for key, mark in marks.items():
        value = rows.get(key, {}).get(figure, 0)
        assert mark is None if value == 0 else mark is not None if value < 5 else mark != SMALL


def test_a_rate_is_shown_only_with_all_it_is_made_of():
    sums = _sums(Random(1), 400)
    few = add_up([Counted("land", "patrol", figures={"rated": 40, "satisfied": 38})])

    assert publish(sums, ENTRIES, below=5).shows_rate("success_rate")
    assert not publish(few, ENTRIES, below=5).shows_rate("satisfaction_rate")


def test_an_amount_goes_outside_only_where_enough_agreements_stand_behind_it():
    one = add_up([Counted("land", "patrol", figures={"oral_agreement": 1, "amount_fen": 900})])

    assert publish(one, ENTRIES, below=5).mark("amount_fen") == HIDDEN
    assert publish(_sums(Random(3), 400), ENTRIES, below=5).mark("amount_fen") is None


def test_publication_says_only_its_two_words():
    marks = publish(_sums(Random(5), 60), ENTRIES, below=5).marks.values()

    assert all(re.fullmatch("small|hidden", mark) for mark in marks)


def test_a_zero_is_shown_and_its_amount_with_it():
    many = add_up([Counted("land", "patrol", figures={"accepted": 1}) for _ in range(30)])

    shown = publish(many, ENTRIES, below=5)

    assert shown.mark("failed") is None
    assert shown.mark("amount_fen") is None
    assert shown.mark("accepted", "kind", "family") is None


def test_an_entry_without_a_case_is_left_out_and_none_is_told_by_a_hidden_column():
    held = [Counted("land", "patrol", figures={"accepted": 1, "failed": int(turn < 1)}) for turn in range(30)]
    held.append(Counted("family", "patrol", figures={"failed": 1}))
    sums = add_up(held)

    shown = publish(sums, ENTRIES, below=5)

    assert shown.mark("failed") is not None
    assert shown.entries(sums.by["kind"], ENTRIES["kind"]) == ["land"]


def test_what_patrolling_found_is_hidden_with_its_row_by_source():
    wide = {**ENTRIES, "source": ("patrol", "hotline", "petition", "police", "court")}
    counts = {"police": 23, "petition": 8, "patrol": 7, "hotline": 2, "court": 2}
    disputes = [
        Counted("land", source, figures={"accepted": 1, **({"patrolled": 1} if source == "patrol" else {})})
        for source, number in counts.items()
        for _ in range(number)
    ]
    found = add_up(disputes)

    shown = publish(found, wide, below=5)

    assert found.total("patrolled") == 7
    assert shown.mark("accepted", "source", "hotline") == SMALL
    assert shown.mark("accepted", "source", "patrol") == HIDDEN
    assert shown.mark("patrolled") == HIDDEN


@pytest.mark.parametrize("seed", range(40))
def test_patrolling_and_its_row_say_the_same_of_themselves(seed):
    random = Random(seed)
    disputes = []
    for _ in range(random.choice((3, 20, 60, 400))):
        source = random.choices(ENTRIES["source"], (random.choice((1, 9)), 5))[0]
        counted = Counted("land", source, figures={"accepted": int(random.random() < 0.9)})
        counted.add("patrolled", int(source == "patrol"))
        disputes.append(counted)

    shown = publish(add_up(disputes), ENTRIES, below=5)

    assert shown.mark("patrolled") == shown.mark("accepted", "source", "patrol")
