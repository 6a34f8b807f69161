"""Who should hear of which fact, and what cannot wait for the morning: the one table of each.

New work is not here: the inbox shows it. Here is what nobody would find by opening the inbox.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any, NamedTuple

from mediation.cases.model import Case
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.units.model import Unit

REMINDED_AT_ONCE = timedelta(hours=24)


class Addressee(NamedTuple):
    """One person, or whoever is in one post."""

    person_id: int | None = None
    role: str | None = None
    unit_id: int | None = None


Find = Callable[[UnitOfWork, Any], Iterable[Addressee]]


def handler(uow: UnitOfWork, fact: Any) -> Iterable[Addressee]:
    """Whoever handles the case now: the appointed person, else the handling post of its level."""
    case = uow.get(Case, fact.case_id)
    if case.handler_id is not None:
        return [Addressee(person_id=case.handler_id)]
    return _post(uow.locality.level(case.level).handler, case.held_by_id)


def lead(uow: UnitOfWork, fact: Any) -> Iterable[Addressee]:
    """Whoever answers for the level that holds the case."""
    case = uow.get(Case, fact.case_id)
    return _post(uow.locality.level(case.level).lead, case.held_by_id)


def reporter(uow: UnitOfWork, fact: Any) -> Iterable[Addressee]:
    """Whoever reported the case: the answer travels back down (官渡: 项项有回音)."""
    case = uow.get(Case, fact.case_id)
    return [Addressee(person_id=case.reported_by)] if case.reported_by is not None else []


def origin(uow: UnitOfWork, fact: Any) -> Iterable[Addressee]:
    """Whoever leads the unit where the case was reported."""
    unit = uow.get(Unit, uow.get(Case, fact.case_id).origin_unit_id)
    return _post(uow.locality.level(unit.level).lead, unit.id)


def holder(uow: UnitOfWork, fact: Any) -> Iterable[Addressee]:
    """Whoever holds the work the fact is about."""
    if fact.person_id is not None:
        return [Addressee(person_id=fact.person_id)]
    return _post(fact.role, fact.unit_id)


def owner(uow: UnitOfWork, fact: Any) -> Iterable[Addressee]:
    """The one owner an instruction names; whoever leads its unit where it names nobody."""
    if fact.owner_id is not None:
        return [Addressee(person_id=fact.owner_id)]
    if fact.unit_id is None:
        return []
    return _post(uow.locality.level(uow.get(Unit, fact.unit_id).level).lead, fact.unit_id)


def stand_in(uow: UnitOfWork, fact: Any) -> Iterable[Addressee]:
    """The next rank up, where one cannot be reached."""
    return holder(uow, fact) if fact.role is not None else []


def supervisors(uow: UnitOfWork, fact: Any) -> Iterable[Addressee]:
    """Those at the top of the tree who supervise."""
    top = int(uow.get(Unit, uow.get(Case, fact.case_id).held_by_id).path.split("/")[1])
    highest = max(level.rank for level in uow.locality.levels.values())
    return [
        Addressee(role=role.key, unit_id=top)
        for role in uow.locality.roles.values()
        if role.level and uow.locality.level(role.level).rank == highest and "supervise" in role.permissions
    ]


def keepers(uow: UnitOfWork, fact: Any) -> Iterable[Addressee]:
    """Those who keep the system running."""
    top = int(uow.get(Unit, uow.get(Case, fact.case_id).held_by_id).path.split("/")[1])
    kept_by = [role for role in uow.locality.roles.values() if "manage_system" in role.permissions]
    return [Addressee(role=role.key, unit_id=top) for role in kept_by]


def lead_and_reporter_of_the_end(uow: UnitOfWork, fact: Any) -> Iterable[Addressee]:
    """The lead and whoever reported it, where mediation itself is refused, which ends it."""
    return [*lead(uow, fact), *reporter(uow, fact)] if fact.kind == "mediation" else []


def handler_of_reminders(uow: UnitOfWork, fact: Any) -> Iterable[Addressee]:
    """The handler; a yellow card is told to its holder (YellowCardGiven)."""
    return [] if fact.label == "yellow" else handler(uow, fact)


def told(uow: UnitOfWork, fact: Any) -> Iterable[Addressee]:
    """Those the fact itself names: whoever got a task, is asked, or was copied in."""
    return [Addressee(person_id=person_id) for person_id in fact.tells]


def called(uow: UnitOfWork, fact: Any) -> Iterable[Addressee]:
    """Those a comment calls by name; only who may read it can be called."""
    return [Addressee(person_id=person_id) for person_id in fact.called]


def _post(role: str | None, unit_id: int) -> list[Addressee]:
    return [Addressee(role=role, unit_id=unit_id)] if role else []


AUDIENCES: Mapping[str, tuple[Find, ...]] = {
    # where the case went
    "AttemptRefused": (reporter, origin),
    "PassedOn": (reporter,),
    "HandedOver": (reporter, origin),
    "CaseMergedInto": (reporter,),
    "DepartmentObjected": (reporter,),
    "CaseRedirected": (reporter,),
    "CaseUnitMoved": (handler, lead),
    "CaseUnitMerged": (handler, lead),
    # what stopped or changed it from outside
    "WithdrawalTaken": (handler, lead),
    "SuitTaken": (handler, lead),
    "RiskRaised": (handler, lead, supervisors),
    "RiskLowered": (handler, lead),
    "ConsentRefused": (handler, lead_and_reporter_of_the_end),
    "HearingCancelled": (handler, lead),
    "ReviewCancelled": (handler, lead),
    "MediatorRecused": (handler, lead),
    # what moved from one desk to another
    "WorkHandedOver": (told,),
    "WorkDelegated": (told,),
    "DelegationGivenBack": (told,),
    "DelegationEnded": (told,),
    "MoveTakenBack": (told,),
    "CosignAsked": (told,),
    "CosignAgreed": (told,),
    "CosignObjected": (told,),
    "CosignDropped": (told,),
    "WorkPassedUp": (told,),
    "WorkSentBack": (holder,),
    "WorkTakenBack": (told,),
    "WorkNudged": (holder,),
    "CopiedIn": (told,),
    "CommentAdded": (called,),
    # how it came out
    "AgreementInForce": (lead,),
    "PromiseBroken": (handler, lead),
    "ConfirmationLapsed": (handler, lead),
    "ConfirmationDecided": (lead,),
    "CaseSettled": (reporter, origin),
    "CaseEnded": (reporter, origin),
    "CaseReopened": (handler, lead, reporter),
    "AnswerFedBack": (reporter, origin),
    # time
    "ClockAlert": (handler_of_reminders,),
    "ClockExtended": (handler, lead),
    "PauseLasts": (handler, lead),
    "YellowCardGiven": (holder,),
    "RedCardGiven": (holder,),
    "InstructionGiven": (owner,),
    "InstructionAnswered": (told,),
    "InstructionAccepted": (owner,),
    "InstructionSentBack": (owner,),
    "InstructionWithdrawn": (owner,),
    "InstructionOverdue": (owner, told),
    "CaseListed": (handler, lead),
    "CaseDelisted": (handler, lead),
    "LateWorkListed": (supervisors,),
    "RankUnreached": (supervisors, stand_in),
    "RankWithoutChannel": (supervisors, stand_in),
    "RiskSoonLate": (holder,),
    "LimitSoonOver": (holder,),
    "LatenessUnexplained": (holder,),
    "CardsVoided": (handler, lead),
    "CardsRestored": (handler, lead),
    "OwnerAsked": (holder,),
    # what the system could not do by itself
    "StepParked": (keepers,),
}

# Told at once through the channels of those who read it (county default). All the rest waits for the
# morning's digest. A reason stands beside each; what has none waits.
URGENT: Mapping[str, str] = {
    "RiskRaised": "somebody may be hurt today",
    "RedCardGiven": "it is late already, and a reason is asked for",
    "YellowCardGiven": "it is late within a day or two: tomorrow's digest may come too late",
    "InstructionGiven": "a supervisor's order with a day by which to finish",
    "InstructionSentBack": "the answer is not enough, and its day comes near",
    "InstructionOverdue": "its day has passed: owner and giver must act today",
    "WithdrawalTaken": "whoever is on the way to a talk can turn back",
    "SuitTaken": "mediation must stop at once",
    "HearingCancelled": "people would come in vain",
    "ReviewCancelled": "people would come in vain",
    "PromiseBroken": "the other side waits for money or a deed",
    "WorkSentBack": "it was thought done, and its time runs on",
    "WorkHandedOver": "it lies on another desk now, and its time runs on",
    "WorkDelegated": "it is to be prepared while its time runs on",
    "CosignAsked": "the task cannot be completed before the answer",
    "WorkNudged": "a colleague asks for it, once and with a limit",
    "MediatorRecused": "somebody else must take the work up",
    "RankUnreached": "nobody holds the post that should act on late work",
    "RiskSoonLate": "somebody may come to harm while the work waits",
    "OwnerAsked": "nobody owns the dispute until one is named, and its time runs on",
    "StepParked": "a case stands still until somebody tries again",
}


# Marked as urgent where notices are read: danger, or lateness somebody has to answer for (county
# default). What is told at once need not be: a mark that nearly everything bears says nothing.
MARKED = frozenset({"RiskRaised", "RedCardGiven", "InstructionGiven", "InstructionOverdue", "WorkNudged"})

# What warns of a day before which something is to be done: nobody need look at it any more once the
# time limit has ended (county default).
SOON = frozenset({"ClockAlert", "YellowCardGiven", "RiskSoonLate", "LimitSoonOver"})


def is_urgent(fact: Any) -> bool:
    """Say whether a fact is told at once.

    A reminder is, where its time runs out within a day: the digest might come too late.
    """
    if type(fact).__name__ == "ClockAlert":
        return fact.due_at is not None and fact.due_at <= fact.at + REMINDED_AT_ONCE
    return type(fact).__name__ in URGENT
