"""A small county with disputes that ended as a test says, for returns, rates and badges."""

from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from mediation.agreements.model import Agreement, Promise
from mediation.cases.model import Case, Rating
from mediation.kernel.actor import Actor
from mediation.kernel.clock import SHANGHAI
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.ledger.model import LedgerLine
from mediation.parties.model import Party
from mediation.statistics.operations import submit_return
from mediation.statistics.queries.returns import ReturnView, drawn_up, show
from mediation.statistics.rules import periods
from mediation.units.model import Unit
from mediation.units.queries import view
from tests.factories import a_case, a_ladder, a_party, a_person, actor_of, an_attempt

_aliases, _lines = count(1), count(1)
AUGUST, SEPTEMBER, OCTOBER = (periods.month(2026, number) for number in (8, 9, 10))
SETTLED = {"settled_private": "private", "oral_agreement": "oral", "written_agreement": "written"}


def moment(month: int, day: int, hour: int = 9) -> datetime:
    """Return a moment of 2026 in the county."""
    return datetime(2026, month, day, hour, tzinfo=SHANGHAI)


@dataclass
class Stage:
    """The county, and who submits."""

    uow: UnitOfWork
    units: dict[str, Unit]
    town: Actor
    county: Actor
    made: list[Case] = field(default_factory=list)

    @property
    def session(self) -> Session:
        """The session of the unit of work."""
        return self.uow.session

    def case(
        self,
        accepted: datetime | None,
        outcome: str | None = None,
        closed: datetime | None = None,
        **changes: Any,
    ) -> Case:
        """Add a dispute of the grid, taken up there, and ended at the village where an outcome is said."""
        unit = changes.pop("unit", self.units["grid"])
        case = a_case(
            self.session, unit=unit, reported_at=accepted or moment(8, 1), outcome=outcome,
            closed_at=closed, **changes,
        )  # fmt: skip
        an_attempt(self.session, case=case, accepted_at=accepted)
        if outcome:
            case.level = "village"
        self.told(case)
        return case

    def agreement(self, case: Case, *, yuan: int = 0, form: str = "oral", on: date) -> Agreement:
        """Add an agreement in force."""
        row = Agreement(
            case_id=case.id, form=form, state="in_force", terms="各让一步。", reached_on=on, in_force_on=on,
            amount_fen=yuan * 100 or None, recorded_at=moment(on.month, on.day),
            registered_on=on if form == "oral" else None, sealed_on=on if form == "written" else None,
            registered_by=self.town.person_id if form == "oral" else None,
            sealed_by=self.town.person_id if form == "written" else None,
        )  # fmt: skip
        self.session.add(row)
        self.session.flush()
        return row

    def promise(self, agreement: Agreement, *, due: date, kept: date | None = None, **changes: Any) -> None:
        """Add something promised under an agreement."""
        party = self._party(agreement.case_id)
        given = {"state": "done" if kept else "pending", "performed_on": kept, "line": 1, **changes}
        self.session.add(
            Promise(
                case_id=agreement.case_id, agreement_id=agreement.id, party_id=party.id,
                what="修好屋檐", due_on=due, **given,
            )
        )  # fmt: skip
        self.session.flush()

    def rating(self, case: Case, score: int, on: date) -> None:
        """Let a party of the dispute rate it."""
        party = self._party(case.id)
        self.session.add(Rating(case_id=case.id, party_id=party.id, score=score, rated_on=on))
        self.session.flush()

    def told(self, *cases: Case) -> None:
        """Let something be written in the ledgers of the disputes, as whatever changes them does."""
        for case in cases:
            seq = next(_lines)
            self.session.add(
                LedgerLine(
                    case_id=case.id, seq=seq, at=moment(9, 1), by_text="", post="", kind="", params={},
                    sentence="", prev_hash="", hash="",
                )
            )  # fmt: skip
        self.session.flush()

    def _party(self, case_id: int) -> Party:
        case = self.session.get_one(Case, case_id)
        return a_party(self.session, case=case, alias=f"当事人{next(_aliases)}")

    def shown(self, period: periods.Period, *, at: datetime, level: str = "town") -> ReturnView:
        """Return the return of a period as it is shown at a moment."""
        return show(
            self.session, unit=view(self.units[level]), period=period, today=at.date(),
            locality=self.uow.locality,
        )  # fmt: skip

    def submit(self, period: periods.Period, *, at: datetime, by: Actor | None = None, **given: Any) -> Any:
        """Look at the town's return and submit it, in a transaction of its own."""
        self.uow.commit()
        unit = self.units[given.pop("level", "town")]
        drawn, _ = drawn_up(
            self.session, unit=view(unit), period=period, today=at.date(), locality=self.uow.locality
        )
        row = submit_return(
            self.uow, unit_id=unit.id, period=period, seen=given.pop("seen", drawn.seen),
            by=by or self.town, at=at, **given,
        )  # fmt: skip
        self.uow.commit()
        return row


def set_stage(uow: UnitOfWork) -> Stage:
    """Set a town with a village, a branch and a grid, its director and the county's."""
    units = a_ladder(uow.session)
    director = a_person(uow.session, name="周德明")
    county = a_person(uow.session, name="沈启明")
    return Stage(
        uow,
        units,
        actor_of(director, role="town_director", unit=units["town"], title="矛调中心主任"),
        actor_of(county, role="county_director", unit=units["county"], title="矛调指导中心主任"),
    )
