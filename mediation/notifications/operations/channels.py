"""Ways out of the house: chosen, changed, taken away by the person whose they are."""

from datetime import datetime

from sqlalchemy import func, select, update

from mediation.kernel.actor import Actor
from mediation.kernel.columns import keyed_hash
from mediation.kernel.errors import NotFound
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.notifications import rules
from mediation.notifications.delivery.outside import Outside
from mediation.notifications.events import ChannelAdded, ChannelChanged, ChannelRemoved
from mediation.notifications.model import Channel, Delivery
from mediation.people.model import Person


def add_channel(
    uow: UnitOfWork,
    *,
    person_id: int,
    kind: str,
    address: str,
    urgent: bool = True,
    digest: bool = True,
    outside: Outside,
    by: Actor,
    at: datetime,
) -> Channel:
    """Add an e-mail address or a group robot for somebody's notices.

    :raises Refused: the county has not set this kind up, the address is none or lies elsewhere, the
        person has it already or has too many
    """
    if kind not in outside.senders:
        raise rules.KindNotSetUp()
    address = check_address(kind, address, outside)
    uow.get(Person, person_id, what="这位工作人员", lock=True)
    key = keyed_hash(f"{kind} {address}")
    mine = select(Channel.address_key).where(Channel.person_id == person_id, Channel.removed_at.is_(None))
    keys = uow.session.scalars(mine).all()
    if key in keys:
        raise rules.AddressTwice(fields={"address": rules.AddressTwice.message})
    if len(keys) >= rules.MOST_CHANNELS:
        raise rules.TooManyChannels(most=rules.MOST_CHANNELS)
    row = uow.add(
        Channel(
            person_id=person_id,
            kind=kind,
            address=address,
            address_key=key,
            urgent=urgent,
            digest=digest,
            state="on",
            failures=0,
            made_at=at,
        )
    )
    uow.session.flush()
    uow.record(ChannelAdded(channel_id=row.id, person_id=person_id, kind=kind, by=by, at=at))
    return row


def change_channel(
    uow: UnitOfWork, *, channel_id: int, urgent: bool, digest: bool, on: bool, by: Actor, at: datetime
) -> Channel:
    """Say what goes through one's channel, and whether anything does.

    A dead one stays dead: a test that arrives switches it on again.

    :raises NotFound: it is not one's own, or was taken away
    """
    row = _own(uow, channel_id, by)
    row.urgent, row.digest = urgent, digest
    if row.state != "dead":
        row.state = "on" if on else "off"
    uow.record(ChannelChanged(channel_id=row.id, state=row.state, urgent=urgent, digest=digest, by=by, at=at))
    return row


def remove_channel(uow: UnitOfWork, *, channel_id: int, by: Actor, at: datetime) -> None:
    """Take one's channel away. The address is forgotten; what was sent stays on record.

    :raises NotFound: it is not one's own, or was taken away
    """
    row = _own(uow, channel_id, by)
    sharers = select(func.count(Channel.id)).where(
        Channel.address_key == row.address_key, Channel.id != row.id, Channel.removed_at.is_(None)
    )
    if not uow.session.scalar(sharers):
        waiting = update(Delivery).where(
            Delivery.address_key == row.address_key, Delivery.state.in_(("waiting", "failed", "unsure"))
        )
        uow.session.execute(waiting.values(state="skipped"))
    row.address, row.address_key, row.last_error = "", "", None
    row.state, row.dead_at, row.removed_at = "off", None, at
    uow.record(ChannelRemoved(channel_id=row.id, person_id=row.person_id, by=by, at=at))


def check_address(kind: str, address: str, outside: Outside) -> str:
    """Return the address as it is kept.

    :raises Refused: it is none, or lies where the county sends nothing
    """
    if kind == rules.EMAIL:
        return rules.check_email(address)
    return rules.check_robot(address, outside.robots)


def _own(uow: UnitOfWork, channel_id: int, by: Actor) -> Channel:
    row = uow.get(Channel, channel_id, what="这个通知方式", lock=True)
    if row.person_id != by.person_id or row.removed_at is not None:
        raise NotFound(what="这个通知方式")
    return row
