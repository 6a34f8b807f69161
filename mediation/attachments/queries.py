"""Reading attachments: lists without bytes, and the bytes of one, to those who work on the case."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mediation.attachments import access
from mediation.attachments.model import Attachment, AttachmentBody
from mediation.attachments.rules import say_size
from mediation.attachments.sealing import unseal
from mediation.cases.model import Case
from mediation.cases.queries import CaseFile, CaseView
from mediation.kernel.errors import NotFound
from mediation.kernel.locality import Locality
from mediation.parties.queries import Standing
from mediation.people.identity import Identity
from mediation.people.queries import people_named


@dataclass(frozen=True)
class AttachmentView:
    """One attachment as a page shows it.

    :ivar kind: photo, voice or file
    :ivar by_name: who attached it, with the post it was done in
    :ivar may_remove: whether the viewer may remove it
    """

    id: int
    kind: str
    name: str
    size: str
    width: int | None
    height: int | None
    by_name: str
    by_post: str
    at: datetime
    item_id: int | None
    may_remove: bool
    removed_at: datetime | None
    removed_by: str
    removed_reason: str

    @property
    def is_removed(self) -> bool:
        """Whether only the trace of it is left."""
        return self.removed_at is not None


@dataclass(frozen=True)
class Attachments:
    """What a case has attached.

    :ivar is_open: more may be added by the viewer
    """

    items: tuple[AttachmentView, ...] = ()
    is_member: bool = False
    is_open: bool = False

    @property
    def kept(self) -> tuple[AttachmentView, ...]:
        """Those still there."""
        return tuple(each for each in self.items if not each.is_removed)

    @property
    def removed(self) -> tuple[AttachmentView, ...]:
        """Those of which only the trace is left."""
        return tuple(each for each in self.items if each.is_removed)


@dataclass(frozen=True)
class Body:
    """The bytes of one attachment.

    :ivar sha256: of these bytes
    """

    name: str
    kind: str
    media_type: str
    body: bytes
    sha256: str


def of_case(
    session: Session,
    case_id: int,
    identity: Identity,
    *,
    locality: Locality,
    file: CaseFile | None = None,
) -> Attachments:
    """Return the attachments of a case in the order they came; nothing to those who only look.

    :param file: the case, where it was opened before ``identity`` already
    """
    case = session.get(Case, case_id) if file is None else file.view
    if case is None or not _works_on(session, identity, case, file):
        return Attachments()
    rows = session.scalars(
        select(Attachment).where(Attachment.case_id == case_id).order_by(Attachment.id)
    ).all()
    ids = {each for row in rows for each in (row.by_id, row.removed_by) if each}
    names = people_named(session, sorted(ids)) if ids else {}
    views = tuple(
        _view(row, names, access.may_remove(locality, identity, case, by_id=row.by_id)) for row in rows
    )
    return Attachments(items=views, is_member=True, is_open=case.archived_at is None)


def _works_on(session: Session, identity: Identity, case: Case | CaseView, file: CaseFile | None) -> bool:
    if file is not None:
        return file.looker.standing is Standing.MEMBER
    return isinstance(case, Case) and access.is_member(session, identity, case)


def body(session: Session, attachment_id: int, identity: Identity, *, thumb: bool = False) -> Body:
    """Return the bytes of an attachment, or of its small picture.

    :raises NotFound: there is none, it was removed, or it may not be known of
    :raises NotYourCase: the case may be looked at, no more
    :raises KeyMissing: none of the configured keys opens it
    """
    row = session.get(Attachment, attachment_id)
    if row is None or row.removed_at is not None:
        raise NotFound(what="这份附件")
    access.member_case(session, identity, row.case_id)
    column = AttachmentBody.thumb if thumb else AttachmentBody.body
    sealed = session.scalar(select(column).where(AttachmentBody.attachment_id == attachment_id))
    if sealed is None:
        raise NotFound(what="这份附件")
    opened = unseal(sealed)
    digest = hashlib.sha256(opened).hexdigest()
    return Body(row.name, row.kind, "image/jpeg" if thumb else row.media_type, opened, digest)


def _view(row: Attachment, names: dict[int, str], may_remove: bool) -> AttachmentView:
    return AttachmentView(
        id=row.id,
        kind=row.kind,
        name=row.name,
        size=say_size(row.size),
        width=row.width,
        height=row.height,
        by_name=names.get(row.by_id, ""),
        by_post=row.by_post,
        at=row.at,
        item_id=row.item_id,
        may_remove=may_remove and row.removed_at is None,
        removed_at=row.removed_at,
        removed_by=names.get(row.removed_by or 0, ""),
        removed_reason=row.removed_reason or "",
    )
