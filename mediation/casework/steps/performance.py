"""Steps of performance, breach and return visits."""

from collections.abc import Mapping
from typing import Any

from mediation.agreements import operations
from mediation.casework import answers as read
from mediation.casework.act import Act, Step
from mediation.casework.dossier import issue

SATISFACTION = {None: "没有表示", True: "满意", False: "不满意"}


def _attempt_id(act: Act) -> int | None:
    return act.attempt.id if act.attempt else None


def confirm(act: Act) -> Mapping[str, Any]:
    """Kept, in part, or not; "part" while other promises are still open."""
    decision = operations.confirm_performance(
        act.uow,
        case_id=act.case.id,
        attempt_id=_attempt_id(act),
        decision=read.text(act.answers, "decision"),
        performed_on=read.day(act.answers, "performed_on"),
        evidence=read.text(act.answers, "evidence"),
        paid_yuan=act.answers.get("paid_yuan"),
        by=act.by,
        at=act.at,
    )
    return {"decision": decision}


def urge(act: Act) -> Mapping[str, Any]:
    """What urging led to."""
    decision = operations.follow_breach(
        act.uow,
        case_id=act.case.id,
        attempt_id=_attempt_id(act),
        decision=read.text(act.answers, "decision"),
        note=read.text(act.answers, "note"),
        by=act.by,
        at=act.at,
    )
    return {"decision": decision}


def vary(act: Act) -> None:
    """All parties agree to another promise."""
    operations.vary_promise(
        act.uow,
        case_id=act.case.id,
        attempt_id=_attempt_id(act),
        new_terms=read.text(act.answers, "new_terms"),
        new_due_on=read.day(act.answers, "new_due_on"),
        all_agree=read.flag(act.answers, "all_agree"),
        by=act.by,
        at=act.at,
    )


def plan_visit(act: Act) -> None:
    """Return visits are planned once."""
    operations.plan_visits(act.uow, case_id=act.case.id, attempt_id=_attempt_id(act), by=act.by, at=act.at)


def visit(act: Act) -> None:
    """A return visit was made."""
    said = act.answers.get("satisfied")
    kept = read.flag(act.answers, "kept")
    made = operations.record_visit(
        act.uow,
        case_id=act.case.id,
        attempt_id=_attempt_id(act),
        visited_on=read.day(act.answers, "visited_on"),
        kept=kept,
        satisfied=None if said in (None, "", "unknown") else read.flag(act.answers, "satisfied"),
        note=read.text(act.answers, "note"),
        by=act.by,
        at=act.at,
    )
    issue(
        act,
        "return_visit",
        次数=made.number,
        回访日期=made.visited_on,
        履行情况="正在履行，没有反复" if kept else "有反复，需要跟进",
        是否满意=SATISFACTION[made.satisfied],
        备注=made.note,
    )


STEPS: dict[str, Step] = {
    "performance.confirm": confirm,
    "performance.urge": urge,
    "performance.vary": vary,
    "performance.plan_visit": plan_visit,
    "performance.visit": visit,
}
