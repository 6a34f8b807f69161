"""Who should hear of which fact: the one table of it."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from mediation.cases.model import Case
from mediation.kernel.facts import CaseFact
from mediation.kernel.unit_of_work import UnitOfWork


class Addressee(NamedTuple):
    """One person, or whoever is in one post."""

    person_id: int | None = None
    role: str | None = None
    unit_id: int | None = None


Find = Callable[[UnitOfWork, CaseFact], Iterable[Addressee]]


def handler(uow: UnitOfWork, fact: CaseFact) -> Iterable[Addressee]:
    """Whoever handles the case now: the appointed person, else the handling post of its level."""
    case = uow.get(Case, fact.case_id)
    if case.handler_id is not None:
        return [Addressee(person_id=case.handler_id)]
    role = uow.locality.level(case.level).handler
    return [Addressee(role=role, unit_id=case.held_by_id)] if role else []


def lead(uow: UnitOfWork, fact: CaseFact) -> Iterable[Addressee]:
    """Whoever answers for the level that holds the case."""
    case = uow.get(Case, fact.case_id)
    role = uow.locality.level(case.level).lead
    return [Addressee(role=role, unit_id=case.held_by_id)] if role else []


def reporter(uow: UnitOfWork, fact: CaseFact) -> Iterable[Addressee]:
    """Whoever reported the case."""
    case = uow.get(Case, fact.case_id)
    return [Addressee(person_id=case.reported_by)] if case.reported_by is not None else []


AUDIENCES: Mapping[str, tuple[Find, ...]] = {
    "ConsentRefused": (handler, lead),
}
