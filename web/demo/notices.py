"""Leaves the demo's people a few unread notices, and their supervisors a way out that was given up."""

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from mediation.bootstrap import System
from mediation.kernel.clock import day_of
from mediation.kernel.columns import keyed_hash
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.notifications.delivery.planning import notice_key
from mediation.notifications.model import Channel, Delivery, Notice
from mediation.notifications.operations import mark_all_read
from mediation.notifications.queries import unread
from mediation.people.model import Person
from mediation.people.queries import identity
from web.demo.people import ACCOUNTS

LEFT_UNREAD = 5
ROBOT = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=00000000-demo-4f2a-0000-0000000a81c2"


def leave_notices(system: System, *, at: datetime) -> None:
    """Read all but the latest of everybody's notices, and let one robot's key have run out."""
    with system.uow() as uow:
        people = _people(uow.session)
        uow.session.execute(update(Notice).where(Notice.sent_at.is_(None)).values(sent_at=at))
        for person_id in people.values():
            _read_most(uow, person_id, at)
        _give_up_a_robot(uow.session, people["mediator2"], at)
        _lose_a_mail(uow.session, people["village"], at)
        uow.commit()


def _people(session: Session) -> dict[str, int]:
    logins = [account.login for account in ACCOUNTS]
    query = select(Person.login, Person.id).where(Person.login.in_(logins))
    return dict(session.execute(query).tuples().all())


def _read_most(uow: UnitOfWork, person_id: int, at: datetime) -> None:
    me = identity(uow.session, person_id, day_of(at), locality=uow.locality)
    latest = unread(uow.session, me, size=LEFT_UNREAD + 1)
    if len(latest) > LEFT_UNREAD:
        mark_all_read(uow, up_to=latest[-1].id, by=me, at=at)


def _channel(session: Session, person_id: int, kind: str, address: str, at: datetime) -> Channel:
    row = Channel(
        person_id=person_id,
        kind=kind,
        address=address,
        address_key=keyed_hash(f"{kind} {address}"),
        urgent=True,
        digest=True,
        state="on",
        failures=0,
        made_at=at - timedelta(days=30),
        last_ok_at=at - timedelta(days=3),
    )
    session.add(row)
    session.flush()
    return row


def _give_up_a_robot(session: Session, person_id: int, at: datetime) -> None:
    row = _channel(session, person_id, "wecom", ROBOT, at)
    row.state, row.failures, row.dead_at = "dead", 1, at - timedelta(days=2)
    row.last_error = "93000 invalid webhook url, hint: key has been reset"


def _lose_a_mail(session: Session, person_id: int, at: datetime) -> None:
    """Somebody pulled the plug while a mail was on its way."""
    notice = session.scalars(select(Notice).where(Notice.urgent).order_by(Notice.id.desc())).first()
    if notice is None:
        return
    row = _channel(session, person_id, "email", "liguohua@example.cn", at)
    begun = at - timedelta(hours=6)
    session.add(
        Delivery(
            channel_id=row.id,
            notice_id=notice.id,
            address_key=row.address_key,
            content_key=notice_key(notice),
            state="unsure",
            trouble="lost",
            tries=1,
            next_at=begun,
            begun_at=begun,
            made_at=begun,
        )
    )
