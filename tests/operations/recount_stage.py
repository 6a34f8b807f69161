"""A county whose calendar changes: disputes at the village, changes, and what became of them."""

from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mediation.casework.model import WorkItem
from mediation.clocks import operations as clocks
from mediation.clocks.edits import Edit, setting
from mediation.clocks.model import CalendarChange
from mediation.kernel.actor import SYSTEM
from mediation.ledger.model import LedgerLine
from mediation.ledger.proof import Fault
from mediation.ledger.queries import verify
from mediation.parties.operations import NewParty
from tests.factories.county import County

FLOOD = date(2026, 9, 16)
CASES = 7
LATE = "village_accept"


def reported(county: County, count: int = CASES) -> list[int]:
    """Report disputes of different people to the village, which has three working days to accept each."""
    return [
        county.report(
            unit_id=county.units["village"],
            title=f"第{number}户噪声纠纷",
            parties=(
                NewParty(side="applicant", name=f"申请{number}"),
                NewParty(side="respondent", name=f"对方{number}"),
            ),
        )
        for number in range(count)
    ]


def flood(first: date = FLOOD) -> Edit:
    return setting(first=first, last=first, works=False, kind="disaster", reason="防汛停工")


def change(county: County, edit: Edit, **given: Any) -> int:
    with county.system.uow() as uow:
        made = clocks.change_calendar(uow, edit=edit, by=SYSTEM, at=county.at, **given)
        change_id = made.id
        uow.commit()
    return change_id


def the_change(county: County, change_id: int) -> CalendarChange:
    with county.session() as session:
        return session.get_one(CalendarChange, change_id)


def lines(county: County, kind: str) -> int:
    with county.session() as session:
        query = select(func.count()).select_from(LedgerLine).where(LedgerLine.kind == kind)
        return session.scalar(query) or 0


def faults(county: County, case_id: int) -> list[Fault]:
    with Session(county.system.engine) as session:
        return verify(session, case_id)


def item(county: County, case_id: int) -> WorkItem:
    with county.session() as session:
        query = select(WorkItem).where(WorkItem.case_id == case_id, WorkItem.element == LATE)
        return session.scalars(query).one()
