"""Kinds of dates: the database and the program sort a clock into the same one."""

import pytest
from sqlalchemy import Engine, select

from mediation.clocks.kinds import PROMISED, kind_of, kind_of_one
from mediation.clocks.model import Clock
from tests.operations.limit_stage import Mediated


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({"key": "oversight.interview", "mark": "D"}, 3),
        ({"anchor": PROMISED, "mark": "D"}, 1),
        ({"scope": "case", "mark": "D"}, 0),
        ({"mark": "L"}, 0),
        ({"mark": "D"}, 2),
        ({"mark": ""}, 2),
    ],
)
def test_a_clock_is_of_one_kind_wherever_it_is_asked(
    engine: Engine, given: dict[str, str], kind: int
) -> None:
    county = Mediated(engine)
    with county.session() as session:
        clock = session.scalars(select(Clock)).first()
        assert clock is not None
        clock.policy, clock.anchor = given.get("key", "village.accept"), given.get("anchor", "opened")
        clock.scope, clock.mark = given.get("scope", "item"), given["mark"]
        session.flush()

        assert kind_of_one(clock) == kind
        assert session.scalar(select(kind_of()).where(Clock.id == clock.id)) == kind
