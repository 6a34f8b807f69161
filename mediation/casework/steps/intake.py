"""Steps of taking a dispute in: number, risk, screening, merging, handing over, departments."""

from collections.abc import Mapping
from typing import Any

from mediation.cases import operations as cases
from mediation.cases.taxonomy import HANDOVERS, SOURCES
from mediation.casework import answers as read
from mediation.casework.act import Act, Step, Undo
from mediation.casework.dossier import issue, said
from mediation.casework.events import CaseReported
from mediation.clocks import operations as clocks
from mediation.documents.queries import numbers
from mediation.kernel.clock import day_of
from mediation.kernel.locality import Locality
from mediation.parties.queries import same_parties
from mediation.processes.queries import decision
from mediation.units.queries import unit as unit_view


def register(act: Act) -> None:
    """The case gets its number and its registration form."""
    cases.register(act.uow, case=act.case, by=act.by, at=act.at)
    act.uow.record(
        CaseReported(
            case_id=act.case.id,
            number=act.case.number,
            unit=unit_view(act.uow.session, act.case.unit_id).full_name,
            source=SOURCES.get(act.case.source, act.case.source),
            at=act.at,
            by=act.by,
        )
    )
    issue(act, "registration")


def inputs(act: Act) -> dict[str, Any]:
    """Return what the risk and routing tables may ask; a trait not named does not hold."""
    place = unit_view(act.uow.session, act.case.unit_id)
    traits: dict[str, Any] = dict.fromkeys(_trait_names(act.uow.locality), False)
    return {
        **traits,
        "department": "",
        **act.case.traits,
        "kind": act.case.kind,
        "source": act.case.source,
        "risk": act.case.risk,
        "difficulty": act.case.difficulty,
        "people_count": act.case.people_count,
        "amount_yuan": (act.case.amount_fen or 0) // 100,
        "reported_level": place.level,
    }


def _trait_names(locality: Locality) -> list[str]:
    return [row["key"] for row in locality.settings.get("taxonomy", {}).get("traits", ())]


def assess_risk(act: Act) -> None:
    """The risk table is read; thresholds may make the case a major one."""
    cases.set_difficulty(act.uow, case=act.case)
    rows = decision(act.uow.session, "risk").decide(inputs(act))
    cases.set_risk(act.uow, case=act.case, rows=rows, by=act.by, at=act.at)


def screen(act: Act) -> None:
    """The routing table says whether and where it may be mediated."""
    rows = decision(act.uow.session, "routing").decide(inputs(act))
    cases.screen(act.uow, case=act.case, row=rows[0] if rows else {}, by=act.by, at=act.at)


def find_related(act: Act) -> None:
    """Earlier disputes between the same parties are looked for."""
    found = same_parties(act.uow.session, act.case.id)
    if found:
        cases.relate(act.uow, case=act.case, candidates=found, by=act.by, at=act.at)


def decide_merge(act: Act) -> None:
    """Merged into the earlier case, or kept apart."""
    if read.text(act.answers, "decision") != "merge":
        cases.keep_separate(act.uow, case=act.case, by=act.by, at=act.at)
        return
    number = read.text(act.answers, "into_number")
    cases.merge(act.uow, case=act.case, into_number=number, by=act.by, at=act.at)
    clocks.stop_case(act.uow, case_id=act.case.id, at=act.at, by=act.by)


def hand_over(act: Act) -> None:
    """Handed to the body that may decide, against its receipt; this ends the case."""
    to = read.text(act.answers, "to") or act.case.handover_to or ""
    reason, number = said(act, "reason"), read.text(act.answers, "receipt_number")
    papers = numbers(act.uow.session, act.case.id)
    outcome = cases.hand_over(
        act.uow,
        case=act.case,
        to=to,
        reason=reason,
        receipt_number=number,
        papers=papers,
        by=act.by,
        at=act.at,
    )
    issue(
        act,
        "handover",
        to=HANDOVERS[to],
        reason=reason,
        receipt_number=number,
        papers="、".join(papers),
    )
    cases.close_case(act.uow, case=act.case, outcome=outcome, by=act.by, at=act.at)
    clocks.stop_case(act.uow, case_id=act.case.id, at=act.at, by=act.by)


def department_receipt(act: Act) -> None:
    """A department takes the matter, or objects within its window."""
    item = act.item
    late = item is not None and item.due_at is not None and item.due_at <= act.at
    last = item.due_on if item is not None and item.due_on is not None else day_of(act.at)
    cases.answer_dispatch(
        act.uow,
        case=act.case,
        accept=read.text(act.answers, "decision") == "accept",
        reason=said(act, "reason"),
        is_late=late,
        last_day=f"{last.month}月{last.day}日",
        by=act.by,
        at=act.at,
    )


def department_handle(act: Act) -> None:
    """What the department made of it; settled there, it ends as handled by the agency."""
    settled = read.text(act.answers, "decision") == "settled"
    cases.answer_handling(
        act.uow, case=act.case, settled=settled, result=said(act, "result"), by=act.by, at=act.at
    )
    if settled:
        cases.close_case(act.uow, case=act.case, outcome="transferred_agency", by=act.by, at=act.at)
        clocks.stop_case(act.uow, case_id=act.case.id, at=act.at, by=act.by)


def redirect(act: Act) -> Mapping[str, Any]:
    """Sent to another unit, where the ladder begins."""
    cases.redirect(
        act.uow,
        case=act.case,
        unit_code=read.text(act.answers, "unit_code"),
        reason=said(act, "reason"),
        by=act.by,
        at=act.at,
    )
    return {"entry_level": act.case.entry_level}


STEPS: dict[str, Step] = {
    "intake.register": register,
    "intake.assess_risk": assess_risk,
    "intake.screen": screen,
    "intake.find_related": find_related,
    "intake.decide_merge": decide_merge,
    "intake.hand_over": hand_over,
    "intake.department_receipt": department_receipt,
    "intake.department_handle": department_handle,
    "intake.redirect": redirect,
}

UNDO: dict[str, Undo | None] = {
    "intake.decide_merge": None,
}
