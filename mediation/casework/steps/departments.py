"""Steps of departments called in: to a town's session, or by a whistle."""

from mediation.cases import operations as cases
from mediation.casework.act import Act, Step, Undo
from mediation.casework.dossier import said


def report_in(act: Act) -> None:
    """A department came to the town's session and says what it thinks."""
    cases.report_in(act.uow, case=act.case, advice=said(act, "advice"), by=act.by, at=act.at)


def whistle_report_in(act: Act) -> None:
    """A department that was whistled for has come."""
    cases.answer_whistle(act.uow, case=act.case, by=act.by, at=act.at)


def whistle_result(act: Act) -> None:
    """What it did."""
    cases.resolve_whistle(act.uow, case=act.case, result=said(act, "result"), by=act.by, at=act.at)


STEPS: dict[str, Step] = {
    "departments.report_in": report_in,
    "whistle.report_in": whistle_report_in,
    "whistle.result": whistle_result,
}

UNDO: dict[str, Undo | None] = {
    "departments.report_in": None,
}
