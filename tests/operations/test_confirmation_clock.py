"""The clock of the 30 days stops with the application."""

from mediation.agreements.operations import (
    ask_confirmation,
    file_confirmation,
    record_settlement,
    register_oral,
    screen_confirmation,
)
from tests.factories.clocks import a_clock, a_policy
from tests.operations.settle_stage import moment, set_stage


def test_nobody_is_reminded_of_an_application_that_is_made(uow):
    stage = set_stage(uow, level="grid")
    case = {"case_id": stage.case.id, "by": stage.director}
    record_settlement(
        uow, **stage.here, form="oral", terms="修好水管。", by=stage.grid_leader, at=moment(9, 21)
    )
    register_oral(uow, **case, at=moment(9, 22))
    ask_confirmation(uow, **case, both_apply=True, at=moment(9, 22))
    screen_confirmation(uow, **case, court="浏阳市人民法院", at=moment(9, 22))
    policy = a_policy(
        "confirmation.application", "30", "calendar_day", scope="case", title="司法确认申请期限"
    )
    clock = a_clock(uow, case=stage.case, policy=policy, at=moment(9, 22))

    file_confirmation(uow, **case, at=moment(9, 28))

    assert clock.state == "stopped"
    assert clock.wake_at is None
    uow.commit()
