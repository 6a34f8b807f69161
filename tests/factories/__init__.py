"""Invented people, units and disputes with believable names.

Each builder adds one row, flushes it and returns it; whatever is not given is made up.
"""

from tests.factories.cases import a_case, a_party, an_attempt
from tests.factories.people import a_person, a_post, actor_of
from tests.factories.units import a_ladder, a_unit

__all__ = [
    "a_case",
    "a_ladder",
    "a_party",
    "a_person",
    "a_post",
    "a_unit",
    "actor_of",
    "an_attempt",
]
