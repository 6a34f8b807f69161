"""Steps of judicial confirmation."""

from mediation.agreements import operations
from mediation.agreements.rules.confirmation import RESULTS
from mediation.casework import answers as read
from mediation.casework.act import Act, Step, Undo
from mediation.casework.dossier import issue


def ask(act: Act) -> None:
    """Both parties want it, or not."""
    both = read.text(act.answers, "decision") == "both_apply"
    operations.ask_confirmation(act.uow, case_id=act.case.id, both_apply=both, by=act.by, at=act.at)


def screen(act: Act) -> None:
    """What courts do not accept."""
    operations.screen_confirmation(
        act.uow,
        case_id=act.case.id,
        court=read.text(act.answers, "court"),
        status_relation=read.flag(act.answers, "status_relation"),
        property_rights=read.flag(act.answers, "property_rights"),
        other_bar=read.text(act.answers, "other_bar"),
        by=act.by,
        at=act.at,
    )


def file(act: Act) -> None:
    """The joint application goes to the court."""
    row = operations.file_confirmation(
        act.uow,
        case_id=act.case.id,
        filed_on=read.day(act.answers, "filed_on"),
        court=read.text(act.answers, "court"),
        by=act.by,
        at=act.at,
    )
    issue(
        act,
        "confirmation",
        事项="双方共同申请司法确认",
        法院=row.court,
        申请日期=row.filed_on,
        补正日期=row.mended_on,
    )


def lapse(act: Act) -> None:
    """Nobody applied in time."""
    operations.lapse_confirmation(act.uow, case_id=act.case.id, by=act.by, at=act.at)


def result(act: Act) -> None:
    """What the court did."""
    row = operations.record_ruling(
        act.uow,
        case_id=act.case.id,
        result=read.text(act.answers, "decision"),
        ruling_number=read.text(act.answers, "ruling_number"),
        decided_on=read.day(act.answers, "decided_on"),
        by=act.by,
        at=act.at,
    )
    issue(
        act,
        "confirmation",
        事项=RESULTS[read.text(act.answers, "decision")],
        法院=row.court,
        日期=row.decided_on,
        文号=row.ruling_number,
    )


def ask_anew(act: Act) -> None:
    """The parties are asked anew."""
    operations.ask_confirmation_anew(act.uow, case_id=act.case.id, by=act.by, at=act.at)


def screen_anew(act: Act) -> None:
    """It is screened anew."""
    operations.withdraw_screening(act.uow, case_id=act.case.id, by=act.by, at=act.at)


STEPS: dict[str, Step] = {
    "confirmation.ask": ask,
    "confirmation.screen": screen,
    "confirmation.file": file,
    "confirmation.lapse": lapse,
    "confirmation.result": result,
}

UNDO: dict[str, Undo | None] = {
    "confirmation.ask": ask_anew,
    "confirmation.screen": screen_anew,
}
