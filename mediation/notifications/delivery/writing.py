"""What a message says: number, sentence by alias, link; never a party's name, never a title."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mediation.kernel.clock import day_of
from mediation.kernel.locality import Locality
from mediation.kernel.sentences import Translate, say_day
from mediation.kernel.text import N_
from mediation.notifications import rules
from mediation.notifications.delivery.outside import Counted, Message, Outside
from mediation.notifications.delivery.readers import identities
from mediation.notifications.model import Channel, Delivery, Notice
from mediation.notifications.queries.notices import NoticeView, distinct, outward, unread, views_of
from mediation.oversight.queries import Burden, burden
from mediation.people.queries import Identity

LISTED = 10

HOUSE = N_("矛盾纠纷多元化解")
URGENT = N_("{number}：有一条紧急通知")
URGENT_BARE = N_("有一条紧急通知")
GATHERED = N_("您有{parts}")
COUNTED = {
    "RedCardGiven": N_("红牌{count}张"),
    "YellowCardGiven": N_("黄牌{count}张"),
    "InstructionGiven": N_("督办单{count}份"),
    "InstructionSentBack": N_("退回的督办单{count}份"),
    "InstructionOverdue": N_("过期没有答复的督办单{count}份"),
    "ClockAlert": N_("期限提醒{count}条"),
    "RiskSoonLate": N_("红色案件将到期{count}件"),
    "LimitSoonOver": N_("法定期限将满{count}件"),
    "LatenessUnexplained": N_("逾期没有说明{count}件"),
    "RankWithoutChannel": N_("督办岗位没有外发方式{count}处"),
    "RankUnreached": N_("督办岗位空缺{count}处"),
    "LateWorkListed": N_("挂牌{count}件"),
}
OTHERS = N_("其他通知{count}条")
CARDS = N_("{name}：红牌{red}张，黄牌{yellow}张，等您答复的督办单{orders}份。")
DIGEST = N_("{day}待办摘要：逾期{late}件，今天要办{today}件")
DESK = N_("{name}：名下{mine}件，今天要办{today}件，逾期{late}件，等别人{waiting}件。")
UNREAD = N_("未读通知{count}条：")
ONE = N_("· {number}　{sentence}")
MORE = N_("还有{count}条，请在系统中查看。")
TEST = N_("测试通知")
TEST_LINE = N_("这是一条测试消息。收到它，说明这个通知方式可以用了。")
FOOT = N_("本消息由系统自动发出，请勿回复。如需更改或停用，请在系统的“通知设置”中操作。")


def notice_message(
    session: Session, row: Delivery, channel: Channel, *, outside: Outside, locality: Locality, at: datetime
) -> Message | None:
    """Return the message of an urgent notice; None where nobody is there to read it any more."""
    reader = identities(session, [channel.person_id], day_of(at), locality=locality).get(channel.person_id)
    notice = session.get(Notice, row.notice_id)
    if reader is None or notice is None:
        return None
    (view,) = outward(session, views_of(session, [notice.id]))
    say = outside.translate(reader.language)
    number = view.case_number or ""
    subject = say(URGENT).format(number=number) if number else say(URGENT_BARE)
    lines = ((number,) if number else ()) + (_sentence(view, say),)
    return _message(row, channel, say, subject, lines, outside.link(view.case_id), at)


def gathered_message(
    session: Session, row: Delivery, channel: Channel, *, outside: Outside, locality: Locality, at: datetime
) -> Message | None:
    """Return one message for several notices: how many of which kind, and the first of them."""
    told = distinct(session, row.gathered or ())
    if len(told) <= 1:
        return notice_message(session, row, channel, outside=outside, locality=locality, at=at)
    reader = identities(session, [channel.person_id], day_of(at), locality=locality).get(channel.person_id)
    if reader is None:
        return None
    say = outside.translate(reader.language)
    counted = Counter(kind for _, kind in told)
    parts = [say(COUNTED.get(kind, OTHERS)).format(count=count) for kind, count in counted.most_common()]
    subject = say(GATHERED).format(parts=say("、").join(parts))
    first = outward(session, views_of(session, [notice_id for notice_id, _ in told[:LISTED]]))
    lines = [say(ONE).format(number=each.case_number or "", sentence=_sentence(each, say)) for each in first]
    more = [say(MORE).format(count=len(told) - LISTED)] if len(told) > LISTED else []
    return _message(row, channel, say, subject, (subject, *lines, *more), outside.link(None), at)


def digest_message(
    session: Session, row: Delivery, channel: Channel, *, outside: Outside, locality: Locality, at: datetime
) -> Message | None:
    """Return the digest for all who share the channel's address; None where it has nothing to say."""
    sharers = session.scalars(
        select(Channel.person_id)
        .where(Channel.address_key == channel.address_key, Channel.state == "on", Channel.digest)
        .order_by(Channel.person_id)
    ).all()
    readers = identities(session, sharers, day_of(at), locality=locality)
    desks = [(reader, outside.counting(session, reader, at)) for reader in readers.values()]
    burdens = [(reader, burden(session, reader)) for reader in readers.values()]
    told = _new_to(session, readers.values(), since=_last_digest(session, channel, at))
    if not told and not any(desk for _, desk in desks) and not any(found for _, found in burdens):
        return None
    say = outside.translate(next(iter(readers.values())).language)
    subject = say(DIGEST).format(
        day=say_day(day_of(at), year=day_of(at).year, translate=say),
        late=sum(desk.late for _, desk in desks),
        today=sum(desk.today for _, desk in desks),
    )
    lines = (
        *_desk_lines(desks, say),
        *_card_lines(burdens, say),
        *_notice_lines(outward(session, told), say),
    )
    return _message(row, channel, say, subject, lines, outside.link(None), at, is_digest=True)


def test_message(
    session: Session, channel: Channel, *, outside: Outside, locality: Locality, at: datetime
) -> Message:
    """Return what a test of the channel says."""
    found = identities(session, [channel.person_id], day_of(at), locality=locality)
    say = outside.translate(found[channel.person_id].language if found else "zh")
    return Message(
        kind=channel.kind,
        address=channel.address,
        key=f"test-{channel.id}-{int(at.timestamp())}",
        subject=f"【{say(HOUSE)}】{say(TEST)}",
        lines=(say(TEST_LINE),),
        link=outside.link(None),
        foot=say(FOOT),
        at=at,
    )


def _desk_lines(desks: Sequence[tuple[Identity, Counted]], say: Translate) -> list[str]:
    return [
        say(DESK).format(
            name=reader.name, mine=desk.mine, today=desk.today, late=desk.late, waiting=desk.waiting
        )
        for reader, desk in desks
        if desk
    ]


def _card_lines(burdens: Sequence[tuple[Identity, Burden]], say: Translate) -> list[str]:
    return [
        say(CARDS).format(name=reader.name, red=found.red, yellow=found.yellow, orders=found.orders)
        for reader, found in burdens
        if found
    ]


def _notice_lines(told: Sequence[NoticeView], say: Translate) -> list[str]:
    if not told:
        return []
    listed = [say(ONE).format(number=each.case_number or "", sentence=_sentence(each, say)) for each in told]
    more = [say(MORE).format(count=len(told) - LISTED)] if len(told) > LISTED else []
    return [say(UNREAD).format(count=len(told)), *listed[:LISTED], *more]


def _new_to(session: Session, readers: Iterable[Identity], *, since: datetime) -> list[NoticeView]:
    """Return what any of the readers has not read, each content once, the newest first."""
    found: dict[object, NoticeView] = {}
    for reader in readers:
        for view in unread(session, reader, since=since, size=100):
            found.setdefault((view.case_id, view.kind, view.at, view.sentence), view)
    return sorted(found.values(), key=lambda view: view.id, reverse=True)


def _last_digest(session: Session, channel: Channel, at: datetime) -> datetime:
    """Return when the last digest went to the address, a week ago at the earliest (county default)."""
    last = session.scalar(
        select(func.max(Delivery.begun_at)).where(
            Delivery.address_key == channel.address_key,
            Delivery.digest_on.is_not(None),
            Delivery.state == "sent",
        )
    )
    earliest = at - rules.DIGEST_LOOKS_BACK
    return max(last, earliest) if last is not None else earliest


def _sentence(view: NoticeView, say: Translate) -> str:
    return rules.without_numbers(view.told(say))


def _message(
    row: Delivery,
    channel: Channel,
    say: Translate,
    subject: str,
    lines: Sequence[str],
    link: str,
    at: datetime,
    is_digest: bool = False,
) -> Message:
    return Message(
        kind=channel.kind,
        address=channel.address,
        key=f"{row.id}-{row.content_key[:16]}",
        subject=f"【{say(HOUSE)}】{subject}",
        lines=tuple(lines),
        link=link,
        foot=say(FOOT),
        at=at,
        is_digest=is_digest,
    )
