"""Many cards on one morning: each costs what one costs, warned of or late."""

import pytest
from sqlalchemy import Engine, event, func, select

from mediation.oversight.model import Card
from mediation.parties.operations import NewParty
from tests.factories.county import County

MOST = 40


def _parties(number: int) -> tuple[NewParty, NewParty]:
    """Two people of a dispute of its own, which is taken for no other."""
    return NewParty(side="applicant", name=f"甲{number}"), NewParty(side="respondent", name=f"乙{number}")


def _statements(engine: Engine, county: County, to: str) -> int:
    said: list[str] = []

    def hear(*given: object) -> None:
        said.append(str(given[2]))

    event.listen(engine, "before_cursor_execute", hear)
    county.go_to(to)
    event.remove(engine, "before_cursor_execute", hear)
    return len(said)


@pytest.mark.parametrize(
    ("warned", "to"), [("2026-06-17 09:00", "2026-06-18 08:00"), ("2026-06-18 09:00", "2026-06-23 00:00")]
)
def test_a_card_costs_the_same_among_many(engine: Engine, warned: str, to: str) -> None:
    county = County(engine, at="2026-06-16 08:00")
    for number in range(6):
        county.report(unit_id=county.units["village"], title=f"第{number}件", parties=_parties(number))
    county.go_to(warned)
    with county.session() as session:
        before = session.scalar(select(func.count(Card.id)))

    statements = _statements(engine, county, to)

    with county.session() as session:
        given = (session.scalar(select(func.count(Card.id))) or 0) - (before or 0)
    assert given == 6
    assert statements <= 6 * MOST
