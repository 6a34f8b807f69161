"""Substitutes who are away themselves: how far work goes on, and rings that leave it with nobody."""

from datetime import date

import pytest

from mediation.people.chains import Link, through

A, B, C, D, E = range(1, 6)


def away(person: int, substitute: int, first: int = 10, last: int = 20) -> Link:
    return Link(person, substitute, date(2026, 9, first), date(2026, 9, last))


def test_somebody_present_stands_in_alone():
    assert through(away(A, B), []).person_ids == (A, B)


def test_work_goes_on_to_whoever_is_there():
    assert through(away(A, B), [away(B, C)]).person_ids == (A, B, C)
    assert through(away(B, C), [away(A, B)]).person_ids == (A, B, C)


def test_the_middle_of_a_chain_joins_both_ends():
    chain = through(away(B, C), [away(A, B), away(C, D)])

    assert (chain.person_ids, chain.links) == ((A, B, C, D), 3)


@pytest.mark.parametrize(
    ("new", "known", "ring"),
    [
        (away(B, A), [away(A, B)], (B, A, B)),
        (away(C, A), [away(A, B), away(B, C)], (C, A, B, C)),
        (away(B, C), [away(C, A), away(A, B)], (B, C, A, B)),
    ],
)
def test_a_chain_that_comes_back_is_a_ring(new, known, ring):
    chain = through(new, known)

    assert chain.is_ring
    assert chain.person_ids == ring


def test_one_shared_day_is_enough_for_a_ring_and_is_named():
    chain = through(away(C, A, 20, 25), [away(A, B, 1, 20), away(B, C, 15, 30)])

    assert chain.is_ring
    assert (chain.from_on, chain.to_on) == (date(2026, 9, 20), date(2026, 9, 20))


def test_no_ring_where_the_days_do_not_meet():
    chain = through(away(C, A, 21, 25), [away(A, B, 1, 20), away(B, C, 15, 30)])

    assert not chain.is_ring
    assert chain.person_ids == (B, C, A)


def test_days_must_be_the_same_along_the_whole_chain():
    links = [away(B, C, 18, 25), away(C, D, 22, 30)]

    assert through(away(A, B, 10, 20), links).person_ids == (A, B, C)
    assert through(away(A, B, 10, 22), links).person_ids == (A, B, C, D)


def test_the_longest_way_counts_where_several_lead_in():
    assert through(away(C, D), [away(A, C), away(B, C), away(E, A)]).person_ids == (E, A, C, D)
