"""What a county may set for moving tasks."""

from dataclasses import replace
from datetime import timedelta

from mediation.inbox.settings import of


def test_a_county_sets_its_own_limits(locality):
    own = replace(locality, settings={"desk": {"nudge_hours": 6, "nudges_a_day": 1}})

    found = of(own)

    assert (found.between_nudges, found.nudges_a_day) == (timedelta(hours=6), 1)
    assert found.copies_at_most == 20


def test_what_it_leaves_out_is_the_default(locality):
    found = of(replace(locality, settings={}))

    assert (found.nudge_hours, found.nudges_a_day, found.cosigners_at_most) == (24, 3, 5)
    assert (found.copies_at_most, found.bulk_at_most) == (20, 200)
