"""What stands first on a case's page: what the visitor can do now, what comes next, else who holds it."""

from collections.abc import Sequence
from dataclasses import dataclass

from mediation.inbox.queries import ItemView
from web.pages import next_steps
from web.pages.next_steps import NextStep


@dataclass(frozen=True)
class Todo:
    """An open task the visitor can do or claim, with what may come after it."""

    item: ItemView
    then: Sequence[NextStep]


@dataclass(frozen=True)
class Now:
    """Where a case stands for one visitor.

    :ivar mine: on their own desk
    :ivar to_claim: theirs to claim
    :ivar others: with somebody else
    """

    mine: Sequence[Todo]
    to_claim: Sequence[Todo]
    others: Sequence[ItemView]

    @property
    def is_empty(self) -> bool:
        """Whether nobody has anything to do: the case waits for a day or for an answer from outside."""
        return not (self.mine or self.to_claim or self.others)


def now_of(items: Sequence[ItemView]) -> Now:
    """Sort a case's open tasks by whose they are."""
    return Now(
        mine=[_todo(item) for item in items if item.is_mine],
        to_claim=[_todo(item) for item in items if item.may_do and not item.is_mine],
        others=[item for item in items if not (item.is_mine or item.may_do)],
    )


def _todo(item: ItemView) -> Todo:
    return Todo(item, () if item.is_cosign else next_steps.after(item))
