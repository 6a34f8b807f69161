"""Attaching files to a case, and removing them: the bytes go, that they were there stays."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select

from mediation.attachments import access, settings
from mediation.attachments.events import FileRemoved, FilesAttached
from mediation.attachments.intake import Taken
from mediation.attachments.model import Attachment, AttachmentBody
from mediation.attachments.refusals import AlreadyRemoved, CaseFull, NothingChosen
from mediation.attachments.sealing import seal
from mediation.cases.model import Case
from mediation.cases.refusals import CaseArchived
from mediation.cases.rules import need_reason, say_day
from mediation.kernel.actor import Actor
from mediation.kernel.clock import day_of
from mediation.kernel.database import wait_turn
from mediation.kernel.text import N_
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.people.identity import Identity

REASON_AT_MOST = 200
CODE = 12


def attach(
    uow: UnitOfWork,
    *,
    case_id: int,
    files: Sequence[Taken],
    item_id: int | None = None,
    submission: str | None = None,
    by: Identity | Actor,
    at: datetime,
) -> tuple[int, ...]:
    """Attach files to a case and return their ids; the same form sent again attaches nothing more.

    :param files: as :func:`mediation.attachments.intake.take_in` returned them
    :param item_id: the task they were attached at
    :param by: who works on the case; an Actor where a lower door has checked already (a report)
    :raises NotFound: no such case, or it may not be known of
    :raises NotYourCase: it may be looked at, no more
    :raises CaseArchived: the dossier is read-only (人民调解法 27)
    :raises CaseFull: the case keeps no more
    """
    if not files:
        raise NothingChosen()
    wait_turn(uow.session, submission or "")
    case = _open_to(uow, case_id, by)
    known = _attached_before(uow, case_id, submission)
    if known:
        return known
    _check_room(uow, case, len(files))
    actor = by if isinstance(by, Actor) else access.speaker(uow.session, by, case)
    rows = [
        uow.add(_row(each, case_id, item_id, place, submission, actor, at))
        for place, each in enumerate(files)
    ]
    uow.session.flush()
    for row, each in zip(rows, files, strict=True):
        uow.add(AttachmentBody(attachment_id=row.id, body=seal(each.body), thumb=_sealed(each.thumb)))
    _tell(uow, case_id, files, actor, at)
    return tuple(row.id for row in rows)


def remove(uow: UnitOfWork, *, attachment_id: int, reason: str, by: Identity, at: datetime) -> int:
    """Remove an attachment and return its case: its bytes are dropped, its row and its line stay.

    :raises NotFound: there is none, or it may not be known of
    :raises ReasonNeeded: no reason
    :raises CaseArchived: the dossier is read-only
    :raises NotYoursToRemove: neither who attached it in the open case nor the lead
    :raises AlreadyRemoved: somebody was quicker
    """
    row = uow.get(Attachment, attachment_id, what=N_("这份附件"), lock=True)
    case = _open_to(uow, row.case_id, by)
    why = need_reason(reason, what=N_("移除附件"))[:REASON_AT_MOST]
    if row.removed_at is not None:
        raise AlreadyRemoved()
    access.require_removal(uow.locality, by, case, by_id=row.by_id)
    row.removed_at, row.removed_by, row.removed_reason = at, by.person_id, why
    uow.session.execute(delete(AttachmentBody).where(AttachmentBody.attachment_id == row.id))
    uow.record(
        FileRemoved(
            case_id=case.id,
            kind=row.kind,
            reason=why,
            attached_at=row.at,
            by=access.speaker(uow.session, by, case),
            at=at,
        )
    )
    return case.id


def _open_to(uow: UnitOfWork, case_id: int, by: Identity | Actor) -> Case:
    if isinstance(by, Actor):
        case = uow.get(Case, case_id, what=N_("这个案件"), lock=True)
    else:
        case = access.member_case(uow.session, by, case_id, lock=True)
    if case.archived_at is not None:
        raise CaseArchived(number=case.number, on=say_day(day_of(case.archived_at)))
    return case


def _attached_before(uow: UnitOfWork, case_id: int, submission: str | None) -> tuple[int, ...]:
    if not submission:
        return ()
    query = select(Attachment.id).where(Attachment.submission == submission, Attachment.case_id == case_id)
    return tuple(uow.session.scalars(query.order_by(Attachment.place)))


def _check_room(uow: UnitOfWork, case: Case, more: int) -> None:
    most = settings.of(uow.locality).files_of_a_case
    kept = uow.session.scalar(
        select(func.count())
        .select_from(Attachment)
        .where(Attachment.case_id == case.id, Attachment.removed_at.is_(None))
    )
    if (kept or 0) + more > most:
        raise CaseFull(limit=most, count=kept or 0)


def _row(
    file: Taken,
    case_id: int,
    item_id: int | None,
    place: int,
    submission: str | None,
    by: Actor,
    at: datetime,
) -> Attachment:
    return Attachment(
        case_id=case_id,
        item_id=item_id,
        kind=file.kind,
        name=file.name,
        media_type=file.media_type,
        size=len(file.body),
        width=file.width,
        height=file.height,
        sha256=file.sha256,
        by_id=by.person_id,
        by_post=by.post,
        at=at,
        submission=submission,
        place=place,
    )


def _tell(uow: UnitOfWork, case_id: int, files: Sequence[Taken], by: Actor, at: datetime) -> None:
    counted = Counter(each.kind for each in files)
    together = hashlib.sha256("".join(each.sha256 for each in files).encode()).hexdigest()
    uow.record(
        FilesAttached(
            case_id=case_id,
            photos=counted["photo"],
            voices=counted["voice"],
            files=counted["file"],
            code=together[:CODE],
            by=by,
            at=at,
        )
    )


def _sealed(body: bytes | None) -> bytes | None:
    return None if body is None else seal(body)
