"""Steps of ending a dispute: withdrawn, refused, sued, remedies told, reopened, answered back."""

from mediation.cases import operations as cases
from mediation.cases.queries import police_receipt_number
from mediation.cases.refusals import NotYetTold
from mediation.cases.taxonomy import HANDOVERS, OUTCOMES
from mediation.casework import answers as read
from mediation.casework.act import Act, Step
from mediation.casework.dossier import issue, said
from mediation.clocks import operations as clocks
from mediation.documents.queries import numbers
from mediation.kernel.clock import day_of
from mediation.units.queries import lineage
from mediation.units.queries import unit as unit_view


def withdraw(act: Act) -> None:
    """The applicant withdrew."""
    _end(act, "withdrawn", said(act, "reason"))


def refuse(act: Act) -> None:
    """A party clearly refused (人民调解法 17); refusal is not failure."""
    _end(act, "refused", "")


def suit(act: Act) -> None:
    """A party sued; mediation never stands in the way (人民调解法 3)."""
    _end(act, "transferred_court", said(act, "court"))


def _end(act: Act, outcome: str, reason: str) -> None:
    if act.attempt is not None and act.attempt.closed_at is None:
        cases.interrupt_attempt(act.uow, attempt=act.attempt, reason=OUTCOMES[outcome], by=act.by, at=act.at)
    act.case.level_result = "ended"
    cases.close_case(act.uow, case=act.case, outcome=outcome, reason=reason, by=act.by, at=act.at)
    clocks.stop_case(act.uow, case_id=act.case.id, at=act.at, by=act.by)


def tell_remedies(act: Act) -> None:
    """The parties are told what else they may do (人民调解法 26).

    :raises NotYetTold:
    """
    if not read.flag(act.answers, "remedies_told"):
        raise NotYetTold(fields={"remedies_told": NotYetTold.message})
    cases.tell_remedies(act.uow, case=act.case, by=act.by, at=act.at)
    issue(
        act,
        "remedies",
        method=read.text(act.answers, "method"),
        note=read.text(act.answers, "note"),
    )


def reopen(act: Act) -> None:
    """A promise was broken: the same dossier goes on, at the same level or the town if red."""
    last = act.attempt.level if act.attempt is not None else act.case.level
    cases.reopen(act.uow, case=act.case, last_level=last, reason=said(act, "note"), by=act.by, at=act.at)


def feed_back(act: Act) -> None:
    """The answer goes back to every unit between who ended it and the place of the dispute."""
    session, case = act.uow.session, act.case
    holder = unit_view(session, case.held_by_id)
    below = [each for each in lineage(session, case.unit_id) if len(each.path) > len(holder.path)]
    origin = unit_view(session, case.origin_unit_id)
    if origin.id != holder.id and origin.id not in {each.id for each in below} and origin.parent_id:
        below.append(origin)
    cases.feed_back(
        act.uow,
        case=case,
        units=below,
        papers=numbers(session, case.id),
        answer=OUTCOMES.get(case.outcome or "", "已办结"),
        by=act.by,
        at=act.at,
    )


def confirm_feedback(act: Act) -> None:
    """The grid told the applicant in person."""
    cases.confirm_feedback(
        act.uow,
        case=act.case,
        unit_id=act.case.unit_id,
        told_on=read.day(act.answers, "told_on") or day_of(act.at),
        by=act.by,
        at=act.at,
    )


def hand_over_police(act: Act) -> None:
    """A case of violence ends with the police, who have had it from the first hour."""
    number = police_receipt_number(act.uow.session, act.case.id)
    reason = "涉嫌家庭暴力或侵害未成年人，依法由公安机关处理"
    papers = numbers(act.uow.session, act.case.id)
    outcome = cases.hand_over(
        act.uow,
        case=act.case,
        to="police",
        reason=reason,
        receipt_number=number,
        papers=papers,
        by=act.by,
        at=act.at,
    )
    issue(
        act,
        "handover",
        to=HANDOVERS["police"],
        reason=reason,
        receipt_number=number,
        papers="、".join(papers),
    )
    cases.close_case(act.uow, case=act.case, outcome=outcome, by=act.by, at=act.at)
    clocks.stop_case(act.uow, case_id=act.case.id, at=act.at, by=act.by)


STEPS: dict[str, Step] = {
    "closure.withdraw": withdraw,
    "closure.refuse": refuse,
    "closure.suit": suit,
    "closure.tell_remedies": tell_remedies,
    "closure.reopen": reopen,
    "closure.feed_back": feed_back,
    "closure.confirm_feedback": confirm_feedback,
    "closure.hand_over_police": hand_over_police,
}
