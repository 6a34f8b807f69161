"""A limit of mediation at the village, and what its forms are sent, for the tests of its pages."""

from sqlalchemy import select

from mediation.clocks.model import Clock
from mediation.parties.model import Party

EVIDENCE = "延长期限同意书，案卷第12页"


def clock_of(served):
    with served.session() as session:
        return session.scalars(select(Clock).where(Clock.policy == "village.mediation")).one()


def parties_of(served):
    with served.session() as session:
        return list(session.scalars(select(Party.id).order_by(Party.id)))


def agreed(served, *, by=None, on="2026-09-14", **changes):
    sent = {"clock_id": choice(served), "amount": "10", "unit": "working_day"}
    for party_id in parties_of(served) if by is None else by:
        sent |= {
            f"agrees_{party_id}": "true",
            f"given_on_{party_id}": on,
            f"evidence_{party_id}": EVIDENCE,
        }
    return sent | changes


def choice(served):
    clock = clock_of(served)
    return f"{clock.id}.{clock.due_on}"


def beside(page, field):
    """The sentence beside a field, whatever tags hold it."""
    return page.html.split(f'id="field-{field}-error"')[1].split("</p>")[0]
