"""A task of a village whose holder asks a colleague for a word."""

from datetime import date

from mediation.casework.model import WorkItem
from mediation.inbox.operations import add_cosigner, claim
from tests.operations.passing_stage import Passing

TOMORROW = date(2026, 9, 2)


def to_appoint(village: Passing) -> WorkItem:
    """Return the task of appointing mediators, claimed by the director."""
    found = village.item(village.at_village(), "village_appoint")
    village.act(claim, item_id=found.id, by="village_director")
    return village.row(found.id)


def ask(
    village: Passing,
    item: WorkItem,
    to: str = "judicial_assistant",
    by: str = "village_director",
    answer_by: date = TOMORROW,
) -> int:
    """Ask somebody for a word on the task, and return the id of the question."""
    asked: int = village.act(
        add_cosigner,
        item_id=item.id,
        to_id=village.logins[to],
        question="王秀兰调解合不合适",
        answer_by=answer_by,
        by=by,
    )
    return asked
