"""What may be published: small counts are hidden, and nobody works them out from the sums."""

from collections import defaultdict
from itertools import product
from random import Random

import pytest

from mediation.statistics.rules.suppressing import HIDDEN, SMALL, Line, suppress

BELOW = 3


def _line(*parts: str, total: str = "total") -> Line:
    return Line((total,), tuple((each,) for each in parts))


def _values(**given: int) -> dict[tuple[str, ...], int]:
    return {(key,): value for key, value in given.items()}


def test_large_counts_are_all_shown():
    values = _values(total=30, a=10, b=20)

    assert suppress(values, [_line("a", "b")], below=5) == {}


def test_a_small_count_takes_another_with_it_so_that_the_total_does_not_tell_it():
    values = _values(total=33, a=3, b=10, c=20)

    assert suppress(values, [_line("a", "b", "c")], below=5) == {("a",): SMALL, ("b",): HIDDEN}


def test_two_small_counts_whose_sum_tells_both_take_a_third_with_them():
    values = _values(total=38, a=4, b=4, c=10, d=20)

    marks = suppress(values, [_line("a", "b", "c", "d")], below=5)

    assert marks == {("a",): SMALL, ("b",): SMALL, ("c",): HIDDEN}


def test_a_true_zero_is_shown_and_hides_nothing():
    values = _values(total=20, a=0, b=0, c=20)

    assert suppress(values, [_line("a", "b", "c")], below=5) == {}


def test_a_zero_is_never_taken_to_hide_another():
    values = _values(total=33, z=0, a=3, b=10, c=20)

    assert suppress(values, [_line("z", "a", "b", "c")], below=5) == {("a",): SMALL, ("b",): HIDDEN}


def test_where_the_total_is_close_its_parts_are_hidden_without_a_word_which_is_small():
    values = _values(total=6, a=1, b=5)

    assert suppress(values, [_line("a", "b")], below=5) == {("a",): HIDDEN, ("b",): HIDDEN}


def test_where_as_many_parts_as_its_number_would_tell_them_the_total_goes():
    values = _values(total=5, a=1, b=1, c=1, d=1, e=1, z=0)

    marks = suppress(values, [_line("a", "b", "c", "d", "e", "z")], below=5)

    assert set(marks) == set(values)
    assert set(marks.values()) == {HIDDEN}


def test_behind_a_small_total_not_even_zeros_are_told():
    values = _values(total=2, a=1, b=1, z=0)

    marks = suppress(values, [_line("a", "b", "z")], below=5)

    assert marks == {("total",): SMALL, ("a",): HIDDEN, ("b",): HIDDEN, ("z",): HIDDEN}


def test_a_total_hidden_in_one_table_is_told_by_no_other():
    values = _values(whole=50, total=5, other=45, a=1, b=1, c=3, d=5)
    lines = [_line("total", "other", total="whole"), _line("a", "b", "c"), _line("d")]

    marks = suppress(values, lines, below=5)

    assert marks[("total",)] == HIDDEN
    assert marks[("d",)] == HIDDEN


@pytest.mark.parametrize("seed", range(300))
def test_every_hidden_small_count_could_still_be_any_small_number(seed):
    """Try every table that fits what is shown: each small count takes every value below the limit."""
    random = Random(seed)
    parts = {name: random.choice((0, 0, 1, 2, 3, 4, 6)) for name in "abc"}
    fine = {name: random.choice((0, 1, 2, 3)) for name in "xy"}
    parts["a"] = sum(fine.values())
    values = _values(total=sum(parts.values()), **parts, **fine)
    lines = [_line("a", "b", "c"), _line("x", "y", total="a")]

    marks = suppress(values, lines, below=BELOW)

    possible = _possible(values, lines, marks)
    for cell, mark in marks.items():
        if mark == SMALL:
            assert {table[cell] for table in possible} == set(range(1, BELOW)), (cell, values, marks)
        else:
            assert len({table[cell] for table in possible}) > 1, (cell, values, marks)


def test_a_hidden_part_as_small_as_the_shown_ones_does_not_tell_the_small_one():
    values = _values(total=24, a=4, b=10, c=10)

    marks = suppress(values, [_line("a", "b", "c")], below=5)

    assert marks == {("a",): SMALL, ("b",): HIDDEN, ("c",): HIDDEN}


def test_nobody_who_works_the_rule_backwards_learns_a_count():
    """Hide every table of three parts; whatever looks alike outside must leave each hidden part open."""
    alike = defaultdict(list)
    for table in product(range(21), repeat=3):
        values = _values(total=sum(table), **dict(zip("abc", table, strict=True)))
        marks = suppress(values, [_line("a", "b", "c")], below=5)
        if sum(table) < 21 and ("total",) not in marks:
            outside = tuple(marks.get((each,), values[(each,)]) for each in ("total", *"abc"))
            alike[outside].append(table)

    for outside, tables in alike.items():
        for place, shown in enumerate(outside[1:]):
            if shown in (SMALL, HIDDEN):
                assert len({table[place] for table in tables}) > 1, (outside, tables)


def test_small_counts_and_only_they_are_said_to_be_small():
    values = _values(total=33, a=3, b=10, c=20, alone=2)

    marks = suppress(values, [_line("a", "b", "c")], below=5)

    assert all(values[cell] < 5 for cell, mark in marks.items() if mark == SMALL)
    assert marks[("alone",)] == SMALL


def _possible(values, lines, marks):
    """Return every table that fits: shown counts as shown, small ones small, hidden ones anything.

    Whoever knows the rule knows that a part hidden beside one said to be small is not small, and that
    behind a shown total no part that is hidden is zero.
    """
    totals = [line.total for line in lines]
    shown = [line for line in lines if line.total not in marks]
    least = {part: 1 for line in shown for part in line.parts}
    least |= {
        part: BELOW
        for line in shown
        if any(marks.get(each) == SMALL for each in line.parts)
        for part in line.parts
    }
    leaves = [cell for cell in values if cell not in totals]
    found = []
    for chosen in product(*(_range(values[cell], marks.get(cell), least.get(cell, 0)) for cell in leaves)):
        table = dict(zip(leaves, chosen, strict=True))
        for line in reversed(lines):
            table[line.total] = sum(table[part] for part in line.parts)
        sums = ((cell, table[cell]) for cell in totals)
        if all(value in _range(values[cell], marks.get(cell), least.get(cell, 0)) for cell, value in sums):
            found.append(table)
    return found


def _range(value, mark, least):
    if mark is None:
        return range(value, value + 1)
    return range(1, BELOW) if mark == SMALL else range(least, value + 2 * BELOW)
