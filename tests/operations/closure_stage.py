"""A registered dispute on its way to its end."""

from datetime import date

from mediation.agreements.model import Agreement
from mediation.kernel.unit_of_work import UnitOfWork
from tests.operations.case_stage import CaseStage, set_case_stage


def set_registered_stage(uow: UnitOfWork) -> CaseStage:
    """Set a water-leak dispute that was reported and has its number."""
    stage = set_case_stage(uow)
    stage.do("intake.register")
    return stage


def settled(stage: CaseStage, level: str = "village", form: str = "written") -> None:
    """Let ``level`` settle the dispute with an agreement in force."""
    stage.ready(level)
    written = form == "written"
    stage.session.add(
        Agreement(
            case_id=stage.case.id,
            attempt_id=stage.attempt.id,
            form=form,
            state="in_force",
            terms="李乙三日内修好水管",
            reached_on=date(2026, 9, 8),
            in_force_on=date(2026, 9, 8),
            sealed_on=date(2026, 9, 8) if written else None,
            sealed_by=stage.leads["village"].person_id if written else None,
            registered_on=None if written else date(2026, 9, 8),
            registered_by=None if written else stage.leads["village"].person_id,
            recorded_at=stage.at,
        )
    )
    stage.do("sessions.notice", session_at=stage.at, open_session=False, short_notice_agreed=True)
    stage.do("sessions.hold", attended=stage.both, decision="agreed", summary="谈妥")
    stage.do("attempt.close", ends_as="settled")
