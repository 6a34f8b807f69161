"""Keeping a list under a name, for oneself or for those in post at one of one's units.

A saved list is only its filters: whoever opens it gets what they themselves may see.
"""

from datetime import datetime

from sqlalchemy import func, select

from mediation.inbox import sealing
from mediation.inbox.list_refusals import (
    ListNamed,
    ListNameless,
    ListNamesParty,
    ListNotYours,
    NotYourUnitsList,
    TooManyLists,
)
from mediation.inbox.model import SavedList
from mediation.inbox.queries.asked import Asked
from mediation.kernel.errors import NotFound
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.people.identity import Identity
from mediation.units.queries import unit as unit_view

LISTS_AT_MOST = 30
NAME_AT_MOST = 30


def save_list(
    uow: UnitOfWork, *, name: str, asked: Asked, unit_id: int | None = None, by: Identity, at: datetime
) -> SavedList:
    """Keep ``asked`` under a name of one's own; thirty at most (county default).

    :param unit_id: shared with those in post there; None: for oneself
    :raises ListNameless: no name, or one too long
    :raises ListNamed: one's own list of that name exists
    :raises TooManyLists:
    :raises NotYourUnitsList: one is not in post at that unit
    :raises ListNamesParty: a list that looks for a person's name is not shared
    """
    held = uow.session.scalar(select(func.count()).where(SavedList.owner_id == by.person_id)) or 0
    if held >= LISTS_AT_MOST:
        raise TooManyLists(most=LISTS_AT_MOST)
    _check_share(uow, asked, unit_id, by)
    kept = SavedList(
        owner_id=by.person_id,
        unit_id=unit_id,
        name=_free_name(uow, name, by),
        query=sealing.sealed(asked.written()),
        at=at,
    )
    return uow.add(kept)


def rename_list(uow: UnitOfWork, *, list_id: int, name: str, by: Identity, at: datetime) -> None:
    """Give one's own list another name.

    :raises ListNotYours: or the refusals of a name, see :func:`save_list`
    """
    kept = _own(uow, list_id, by)
    if " ".join(name.split()) != kept.name:
        kept.name = _free_name(uow, name, by)


def share_list(uow: UnitOfWork, *, list_id: int, unit_id: int | None, by: Identity, at: datetime) -> None:
    """Share one's own list with those in post at one of one's units, or with nobody any more.

    :raises ListNotYours: or NotYourUnitsList, ListNamesParty, see :func:`save_list`
    """
    kept = _own(uow, list_id, by)
    _check_share(uow, Asked.read(sealing.opened(kept.query)), unit_id, by)
    kept.unit_id = unit_id


def delete_list(uow: UnitOfWork, *, list_id: int, by: Identity, at: datetime) -> None:
    """Delete a list: one's own, or one shared with a unit one leads, so that what is old does not stay.

    :raises ListNotYours:
    """
    kept = _known(uow, list_id, by)
    leads = any(post.is_lead and post.unit_id == kept.unit_id for post in by.posts)
    if kept.owner_id != by.person_id and not leads:
        raise ListNotYours(name=kept.name)
    uow.session.delete(kept)


def _own(uow: UnitOfWork, list_id: int, by: Identity) -> SavedList:
    kept = _known(uow, list_id, by)
    if kept.owner_id != by.person_id:
        raise ListNotYours(name=kept.name)
    return kept


def _known(uow: UnitOfWork, list_id: int, by: Identity) -> SavedList:
    """Return the list; of one that is neither one's own nor shared with one's unit nothing is said."""
    kept = uow.get(SavedList, list_id, what="这份清单", lock=True)
    if kept.owner_id != by.person_id and not _in_post(by, kept.unit_id):
        raise NotFound(what="这份清单")
    return kept


def _in_post(by: Identity, unit_id: int | None) -> bool:
    return any(post.unit_id == unit_id for post in by.posts)


def _check_share(uow: UnitOfWork, asked: Asked, unit_id: int | None, by: Identity) -> None:
    if unit_id is None:
        return
    if not _in_post(by, unit_id):
        raise NotYourUnitsList(unit=unit_view(uow.session, unit_id).full_name)
    if asked.party:
        raise ListNamesParty()


def _free_name(uow: UnitOfWork, name: str, by: Identity) -> str:
    said = " ".join(name.split())
    if not 0 < len(said) <= NAME_AT_MOST:
        sentence = ListNameless.message.format(most=NAME_AT_MOST)
        raise ListNameless(most=NAME_AT_MOST, fields={"name": sentence})
    taken = select(SavedList.id).where(SavedList.owner_id == by.person_id, SavedList.name == said)
    if uow.session.scalar(taken) is not None:
        raise ListNamed(name=said, fields={"name": ListNamed.message.format(name=said)})
    return said
