"""Steps of protecting somebody under violence. Nothing here mediates."""

from mediation.cases import operations as cases
from mediation.casework import answers as read
from mediation.casework.act import Act, Step
from mediation.kernel.clock import day_of


def police_report(act: Act) -> None:
    """The police take the report, with a receipt."""
    cases.report_to_police(
        act.uow,
        case=act.case,
        receipt_number=read.text(act.answers, "receipt_number"),
        note=read.text(act.answers, "note"),
        by=act.by,
        at=act.at,
    )


def contact(act: Act) -> None:
    """The women's federation or civil affairs got in touch."""
    cases.contact(act.uow, case=act.case, note=read.text(act.answers, "note"), by=act.by, at=act.at)


def guide(act: Act) -> None:
    """The victim knows how to get a protection order."""
    cases.guide(
        act.uow,
        case=act.case,
        told_on=read.day(act.answers, "told_on") or day_of(act.at),
        note=read.text(act.answers, "note"),
        by=act.by,
        at=act.at,
    )


def warning(act: Act) -> None:
    """Whether a 告诫书 was issued."""
    cases.warn(
        act.uow,
        case=act.case,
        issued=read.flag(act.answers, "issued"),
        issued_on=read.day(act.answers, "issued_on"),
        note=read.text(act.answers, "note"),
        by=act.by,
        at=act.at,
    )


def weekly_visit(act: Act) -> None:
    """A weekly visit after it."""
    cases.visit(
        act.uow,
        case=act.case,
        visited_on=read.day(act.answers, "visited_on") or day_of(act.at),
        safe=read.flag(act.answers, "safe"),
        note=read.text(act.answers, "note"),
        by=act.by,
        at=act.at,
    )


STEPS: dict[str, Step] = {
    "protection.police_report": police_report,
    "protection.contact": contact,
    "protection.guide": guide,
    "protection.warning": warning,
    "protection.weekly_visit": weekly_visit,
}
