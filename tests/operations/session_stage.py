"""A dispute in April, about to be talked over in a session."""

from typing import Any

from mediation.kernel.unit_of_work import UnitOfWork
from tests.operations.case_stage import CaseStage, moment, set_case_stage


def set_session_stage(uow: UnitOfWork) -> CaseStage:
    """Set a water-leak dispute in the grid, on 22 April."""
    stage = set_case_stage(uow)
    stage.at = moment(4, 22)
    return stage


def noticed(stage: CaseStage, **answers: Any) -> None:
    """Call a session for 28 April and let the day come."""
    stage.do("sessions.notice", session_at=moment(4, 28), open_session=False, **answers)
    stage.at = moment(4, 28, 10)
