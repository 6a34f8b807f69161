"""A town whose August is to be returned."""

from datetime import date

from sqlalchemy import select

from mediation.agreements.model import Agreement
from mediation.units.model import Unit
from tests.factories import a_case, an_attempt
from tests.operations.statistics_stage import moment
from tests.web.stage import Page, Served


def settle_in_august(served: Served) -> Served:
    """Let August have seven disputes settled in writing, one that failed; now is 14 September."""
    with served.session() as session:
        grid = session.scalars(select(Unit).where(Unit.name == "第9微网格")).one()
        for number in range(8):
            case = a_case(
                session,
                unit=grid,
                number=f"浏调〔2026〕09{number:04d}号",
                reported_at=moment(8, 1 + number),
                kind="land" if number < 6 else "family",
                source="patrol",
                outcome="written_agreement" if number < 7 else "failed",
                closed_at=moment(8, 20),
            )
            an_attempt(session, case=case, accepted_at=moment(8, 2 + number))
            if number < 7:
                session.add(_agreement(case.id, served.people["mediator"]))
        session.commit()
    return served


def _agreement(case_id: int, person_id: int) -> Agreement:
    on = date(2026, 8, 20)
    return Agreement(
        case_id=case_id, form="written", state="in_force", terms="各让一步。", reached_on=on, in_force_on=on,
        sealed_on=on, sealed_by=person_id, amount_fen=100_000, recorded_at=moment(8, 20),
    )  # fmt: skip


def unit_of(served: Served, level: str) -> int:
    """Return the unit of a level."""
    with served.session() as session:
        return session.scalars(select(Unit.id).where(Unit.level == level)).one()


def here_of(served: Served, level: str = "town", key: str = "2026-08") -> str:
    """Return the address of a return."""
    return f"/returns/{unit_of(served, level)}/{key}"


def seen_on(page: Page) -> str:
    """Return what a page of submitting says was looked at."""
    return page.html.split('name="seen" value="')[1].split('"')[0]
