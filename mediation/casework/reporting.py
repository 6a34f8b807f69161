"""A dispute reported together with its photographs and voice notes: one act, however often it is sent."""

from collections.abc import Sequence
from datetime import datetime

from mediation.attachments import operations as attachments
from mediation.attachments.intake import Taken
from mediation.cases.model import Case
from mediation.casework import operations as casework
from mediation.casework.operations import Reported
from mediation.kernel.actor import Actor
from mediation.kernel.database import wait_turn
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.people.identity import Identity


def report_with(
    uow: UnitOfWork, *, dispute: Reported, files: Sequence[Taken] = (), by: Identity, at: datetime
) -> Case:
    """Register a dispute and attach what came with it, in one transaction.

    The same form sent twice, even at the same moment, is one case with its files once.

    :raises NotYourUnit: the unit lies outside the person's posts
    """
    wait_turn(uow.session, dispute.submission or "")
    case = casework.report(uow, dispute=dispute, by=by, at=at)
    if files and case.reported_by == by.person_id:
        attachments.attach(
            uow, case_id=case.id, files=files, submission=dispute.submission, by=_reporter(by, case), at=at
        )
    return case


def _reporter(by: Identity, case: Case) -> Actor:
    """Return who reported the case, in the post it was reported in where it still shows."""
    near = [post for post in by.posts if post.unit_id == case.origin_unit_id]
    return by.actor(near[0]) if near else by.speaker()
