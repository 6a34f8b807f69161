"""A leak in the village, and who looks for it."""

from typing import Any

from sqlalchemy.orm import Session

from mediation.parties.operations import NewParty
from mediation.search.operations import catch_up
from mediation.search.queries import Found, find
from mediation.units.model import Unit
from tests.factories.county import County


def couple(one: str, other: str, **more: Any) -> tuple[NewParty, NewParty]:
    """Return two who quarrel."""
    return NewParty(side="applicant", name=one, **more), NewParty(side="respondent", name=other)


def report_leak(county: County) -> int:
    """Report a dispute there is everything to find of, and another."""
    case_id = county.report(
        title="屋檐滴水漏到邻家墙面",
        story="去年加盖二楼，用的是ABS水管，型号DN110。",
        place="3 组（老水井）旁",
        plot="430181104219JC00123",
        parties=couple("欧阳锦绣", "李乙", nickname="老憨头"),
    )
    county.report(
        title="田埂往这边移了一犁", story="少了约三厘田。", parties=couple("朱甲", "朱乙"), kind="land"
    )
    catch_up(county.system.uow)
    return case_id


def look(county: County, typed: str, login: str = "village_director", **more: Any) -> Found:
    """Search as somebody."""
    with county.session() as session:
        return find(session, identity=county.who(login), typed=typed, **more)


def ids(county: County, typed: str, login: str = "village_director", **more: Any) -> list[int]:
    """Return the cases that a search finds."""
    return [hit.case_id for hit in look(county, typed, login, **more).items]


def unit_at(session: Session, county: County, level: str) -> Unit:
    """Return the unit of a level."""
    return session.get_one(Unit, county.units[level])
