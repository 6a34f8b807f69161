"""抄送: whom the form offers, and the act, from a task's page and from a case's."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from mediation.inbox import operations as inbox
from mediation.inbox import receivers
from mediation.kernel.unit_of_work import UnitOfWork
from web import asking
from web.pages.passing_fields import area, people


def fields(case_id: int, unit_id: int) -> list[dict[str, Any]]:
    """Return the fields: who around ``unit_id`` is to read the case, and a word to them."""
    session, me = asking.reading(), asking.person().person_id
    found = receivers.readers(session, asking.locality(), case_id, unit_id, asking.today(), me=me)
    return [
        people(_("抄送给谁"), found, key="person_ids", many=True),
        area("note", _("附言"), required=False, most=200),
    ]


def run(uow: UnitOfWork, case_id: int, answers: Mapping[str, Any]) -> None:
    """Copy them in."""
    inbox.copy_in(
        uow,
        case_id=case_id,
        person_ids=answers["person_ids"],
        note=answers["note"] or "",
        by=asking.person(),
        at=asking.now(),
    )
