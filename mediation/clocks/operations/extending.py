"""More time for mediation by every party's written consent."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select

from mediation.clocks import words
from mediation.clocks.events import ClockExtended
from mediation.clocks.model import Clock
from mediation.clocks.operations import refusals
from mediation.clocks.operations.changing import enter, named, refuse, require_time_left, taken
from mediation.clocks.policies import is_of_mediation
from mediation.clocks.rules import Unit, read_amount, read_unit
from mediation.kernel.actor import Actor
from mediation.kernel.clock import day_of
from mediation.kernel.text import N_
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.parties.model import Party


@dataclass(frozen=True)
class Consented:
    """One party's consent to an extension.

    :ivar form: written or oral; only a written one counts
    """

    party_id: int
    given_on: date
    form: str = "written"
    evidence: str = ""


def extend(
    uow: UnitOfWork,
    *,
    clock_id: int | None = None,
    clock: Clock | None = None,
    amount: str | int | Decimal,
    unit: str,
    consents: Sequence[Consented],
    reason: str = "",
    at: datetime,
    by: Actor,
) -> Clock:
    """Add time with every party's written consent, given before the clock ran out.

    :raises NotOfMediation: it is no limit of mediation
    :raises ClockExpired: it has run out, whether or not the sweep has seen it yet
    :raises ConsentMissing: naming the parties that have not agreed, by alias
    :raises ConsentNotWritten: an oral consent
    """
    extended = taken(uow, clock_id, clock)
    require_extendable(extended, at)
    exact, known = read_more(amount, unit)
    _require_consents(uow, extended.case_id, consents, day_of(at))
    kept = [{**asdict(each), "given_on": each.given_on.isoformat()} for each in consents]
    added = {"amount": words.plain(exact), "unit": known.value}
    enter(uow, extended, "extended", reason=reason, consents=kept, at=at, by=by, **added)
    uow.record(
        ClockExtended(
            **named(extended),
            amount=added["amount"],
            more_unit=known.value,
            parties=len(consents),
            at=at,
            by=by,
        )
    )
    return extended


def require_extendable(clock: Clock, at: datetime) -> None:
    """Check that the parties may give ``clock`` more time.

    :raises Refused: it is no limit of mediation, is paused, or has run out
    """
    if not is_of_mediation(clock.policy):
        refuse(refusals.NotOfMediation, title=clock.title)
    if clock.state == "paused":
        refuse(refusals.PausedCannotExtend, title=clock.title)
    require_time_left(clock, at)


def read_more(amount: str | int | Decimal, unit: str) -> tuple[Decimal, Unit]:
    """Return how much an extension adds.

    :raises Refused: it cannot be counted, or is nothing
    """
    known = read_unit(unit)
    exact = read_amount(amount, known)
    if exact == 0:
        raise refusals.NothingAdded(fields={"amount": refusals.NothingAdded.message})
    return exact, known


def _require_consents(uow: UnitOfWork, case_id: int, consents: Sequence[Consented], today: date) -> None:
    """Check that everybody who signs for the case agreed; a child's guardian signs as the party."""
    query = select(Party.id, Party.alias).where(Party.case_id == case_id, Party.side != "child")
    parties = dict(uow.session.execute(query.order_by(Party.id)).tuples().all())
    given = {each.party_id: each for each in consents}
    missing = [alias for party_id, alias in parties.items() if party_id not in given]
    if missing or not parties:
        raise refusals.ConsentMissing(missing="、".join(missing) or N_("当事人"))
    for party_id, alias in parties.items():
        if given[party_id].form != "written":
            raise refusals.ConsentNotWritten(party=alias)
        if given[party_id].given_on > today:
            raise refusals.ConsentNotYetGiven(party=alias)
