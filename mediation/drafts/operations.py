"""Saving what somebody types, dropping it, sweeping what is of no use any more.

A draft is nobody's news: it leaves no fact and no line. It is its writer's alone.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, exists, literal, or_, select

from mediation.cases.model import Case
from mediation.cases.queries.visibility import visible_to
from mediation.casework.model import WorkItem
from mediation.drafts import rules
from mediation.drafts.model import Draft
from mediation.drafts.queries import is_of_post, is_recused, is_sent
from mediation.drafts.rules import Answers
from mediation.kernel.clock import local
from mediation.kernel.errors import NotFound
from mediation.kernel.many import count_changed
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.people.queries import Identity


@dataclass(frozen=True)
class Saved:
    """What became of a save.

    :ivar version: what the page has now seen; 0 where nothing is kept
    :ivar draft_id: None where nothing is kept: the form was sent meanwhile, or is blank
    """

    version: int
    saved_at: datetime
    draft_id: int | None = None


def save(
    uow: UnitOfWork,
    *,
    key: str,
    title: str,
    path: str,
    answers: Answers,
    seen: int,
    submission: str = "",
    by: Identity,
    at: datetime,
) -> Saved:
    """Keep what ``by`` has typed into the form ``key`` so far.

    :param answers: fields as the browser sends them; tokens and passwords are left out
    :param seen: version of the draft the page knows of, 0 for none
    :param submission: the form's own token; where the form with that token is done already, a late
        save is no draft any more
    :raises NewerDraft: another page saved in between; nothing was written
    :raises DraftTooLarge: more than any form takes
    :raises NotFound: there is no such task or case, or ``by`` was recused from it
    """
    rules.check_key(key)
    kept = rules.typed(answers)
    item, case_id = _about(uow, key, by)
    if item is not None and submission and item.submission == submission:
        return Saved(0, at)
    known = _row(uow, key, by)
    if known is None:
        if rules.is_blank(kept):
            return Saved(0, at)
        known = _new(key, item, case_id, by)
        uow.add(known)
    elif known.answers == kept:
        return Saved(known.row_version, known.saved_at, known.id)
    elif known.row_version != seen:
        raise rules.NewerDraft(when=_said(known.saved_at))
    known.title, known.path = title.strip()[:120] or key, rules.check_path(path)
    known.answers, known.saved_at = kept, at
    uow.session.flush()
    return Saved(known.row_version, at, known.id)


def save_beside(
    uow: UnitOfWork, *, key: str, title: str, path: str, answers: Answers, by: Identity, at: datetime
) -> Saved:
    """Keep what was typed as a further copy of the form's draft, so that neither version is lost.

    :raises TooManyCopies: there are too many already
    """
    rules.check_key(key)
    kept = rules.typed(answers)
    item, case_id = _about(uow, key, by)
    taken = set(
        uow.session.scalars(
            select(Draft.key).where(Draft.person_id == by.person_id, Draft.key.like(f"{key}~%"))
        )
    )
    free = next((name for n in rules.COPIES if (name := rules.copy_of(key, n)) not in taken), None)
    if free is None:
        raise rules.TooManyCopies()
    draft = uow.add(_new(free, item, case_id, by))
    draft.title, draft.path = title.strip()[:120] or key, rules.check_path(path)
    draft.answers, draft.saved_at = kept, at
    uow.session.flush()
    return Saved(draft.row_version, at, draft.id)


def swap(uow: UnitOfWork, *, draft_id: int, by: Identity) -> Draft:
    """Let a copy kept beside be what its form offers; what it offered before is kept beside instead.

    :raises NoDraft: it is not there, or somebody else's
    """
    copy = _own(uow, draft_id, by)
    key = copy.key.partition("~")[0]
    main = _row(uow, key, by)
    if main is None or main is copy:
        copy.key = key
        return copy
    # Answers change places, keys stay: the pair (person, key) is unique at every moment.
    copy.answers, main.answers = main.answers, copy.answers
    copy.saved_at, main.saved_at = main.saved_at, copy.saved_at
    return main


def drop(uow: UnitOfWork, *, draft_id: int, by: Identity) -> Draft:
    """Throw a draft away and return what it was.

    :raises NoDraft: it is not there, or somebody else's
    """
    draft = _own(uow, draft_id, by)
    uow.session.delete(draft)
    return draft


def finish(uow: UnitOfWork, *, key: str, by: Identity) -> None:
    """Throw the form's draft away because the form is being sent; one statement, one transaction with it."""
    uow.session.execute(
        delete(Draft)
        .where(Draft.person_id == by.person_id, Draft.key == key)
        .execution_options(synchronize_session=False)
    )


def sweep(uow: UnitOfWork, *, at: datetime) -> int:
    """Throw away drafts that were sent, of cases closed long ago, or untouched for long; return how many."""
    closed_before, idle_since = rules.kept_until(uow.locality, at=at)
    of_closed = exists().where(
        Case.id == Draft.case_id, Case.closed_at <= closed_before, Draft.saved_at <= closed_before
    )
    sent = exists().where(WorkItem.id == Draft.item_id, is_sent(WorkItem))
    return count_changed(uow.session, delete(Draft).where(or_(of_closed, sent, Draft.saved_at <= idle_since)))


def _row(uow: UnitOfWork, key: str, by: Identity) -> Draft | None:
    return uow.session.scalar(
        select(Draft).where(Draft.person_id == by.person_id, Draft.key == key).with_for_update()
    )


def _own(uow: UnitOfWork, draft_id: int, by: Identity) -> Draft:
    draft = uow.session.scalar(
        select(Draft).where(Draft.id == draft_id, Draft.person_id == by.person_id).with_for_update()
    )
    if draft is None:
        raise rules.NoDraft()
    return draft


def _new(key: str, item: WorkItem | None, case_id: int | None, by: Identity) -> Draft:
    return Draft(person_id=by.person_id, key=key, case_id=case_id, item_id=item.id if item else None)


def _about(uow: UnitOfWork, key: str, by: Identity) -> tuple[WorkItem | None, int | None]:
    """Return the task and the case the form is about.

    What lay on one's desk may still be finished in writing after a colleague took it and the case
    went out of sight.

    :raises NotFound: there is none, ``by`` knows nothing of it, or was recused from the case
    """
    said = rules.about(key)
    item = uow.session.get(WorkItem, said.item_id) if said.item_id else None
    if said.item_id and item is None:
        raise NotFound(what="这项待办")
    case_id = item.case_id if item else said.case_id
    if case_id is None:
        return item, None
    own = is_of_post(by, item) or by.person_id == item.person_id if item else False
    known = or_(literal(own), visible_to(by))
    query = select(Case.id).where(Case.id == case_id, ~is_recused(by.person_id, Case.id), known)
    if uow.session.scalar(query) is None:
        raise NotFound(what="这个案件")
    return item, case_id


def _said(moment: datetime) -> str:
    here = local(moment)
    return f"{here.month}月{here.day}日 {here.hour}:{here:%M}"
