"""Disputes, their attempts and parties."""

from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from mediation.cases.model import Attempt, Case
from mediation.kernel.clock import SHANGHAI
from mediation.parties.model import Party
from mediation.units.model import Unit

_numbers = count(1)
REPORTED = datetime(2026, 9, 7, 9, 0, tzinfo=SHANGHAI)


def a_case(session: Session, *, unit: Unit, reported_at: datetime = REPORTED, **changes: Any) -> Case:
    """Add a dispute held by ``unit``; ``changes`` are columns of :class:`Case`."""
    given: dict[str, Any] = {
        "number": f"浏调〔2026〕{next(_numbers):06d}号",
        "title": "屋檐滴水漏到邻家墙面",
        "story": "楼上李家改装水管后，楼下墙面渗水起泡，两家为修补费用争执。",
        "kind": "neighbour",
        "source": "group_order",
        "origin_unit_id": unit.id,
        "unit_id": unit.id,
        "held_by_id": unit.id,
        "level": unit.level,
        "entry_level": unit.level,
        "traits": {},
        "reported_at": reported_at,
    }
    case = Case(**{**given, **changes})
    session.add(case)
    session.flush()
    return case


def an_attempt(
    session: Session,
    *,
    case: Case,
    level: str = "grid",
    seq: int = 1,
    unit: Unit | None = None,
    **changes: Any,
) -> Attempt:
    """Add the attempt of one level."""
    attempt = Attempt(
        **{
            "case_id": case.id,
            "seq": seq,
            "level": level,
            "unit_id": unit.id if unit else case.held_by_id,
            "opened_at": case.reported_at,
            **changes,
        }
    )
    session.add(attempt)
    session.flush()
    return attempt


def a_party(
    session: Session, *, case: Case, side: str = "applicant", name: str = "李甲", **changes: Any
) -> Party:
    """Add a party; aliases follow the side."""
    alias = {"applicant": "申请人", "respondent": "被申请人", "third": "第三人", "child": "未成年人"}[side]
    party = Party(
        **{"case_id": case.id, "side": side, "name": name, "name_key": name, "alias": alias, **changes}
    )
    session.add(party)
    session.flush()
    return party
