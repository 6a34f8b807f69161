"""The outbox: who hears of what, written with the act, read once."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from mediation.kernel.actor import SYSTEM
from mediation.kernel.clock import SHANGHAI
from mediation.kernel.locality import Locality
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.notifications.model import Notice
from mediation.notifications.operations import mark_read, put
from mediation.notifications.queries import count_unread, unread
from mediation.parties.operations import NewParty, add_party, record_consent
from mediation.people.queries import identity
from mediation.units.model import Unit
from tests.factories import a_case, a_ladder, a_party, a_person, a_post, actor_of

AT = datetime(2026, 9, 9, 10, 0, tzinfo=SHANGHAI)
TODAY = date(2026, 9, 9)


@pytest.fixture
def ladder(session: Session) -> dict[str, Unit]:
    return a_ladder(session)


def refuse(uow: UnitOfWork, case_id: int, by: Any = SYSTEM, kind: str = "hearing") -> None:
    """Let a respondent refuse a hearing: the handler hears of it."""
    party = add_party(uow, case_id=case_id, party=NewParty("respondent", "徐乙"), by=by, at=AT)
    record_consent(
        uow,
        case_id=case_id,
        party_id=party.id,
        kind=kind,
        given=False,
        form="written",
        by=by,
        at=AT,
    )
    uow.commit()


def test_tells_whoever_is_in_the_post_and_leaves_it_read(
    session: Session, open_uow: Callable[..., UnitOfWork], locality: Locality, ladder: dict[str, Unit]
) -> None:
    luo = a_person(session, name="罗建华")
    a_post(session, person=luo, role="village_mediator", unit=ladder["village"])
    case = a_case(session, unit=ladder["village"])
    number, case_id, luo_id = case.number, case.id, luo.id
    session.commit()
    with open_uow(closers=[put]) as uow:
        refuse(uow, case_id)
    me = identity(session, luo_id, TODAY, locality=locality)

    (notice,) = unread(session, me)
    assert (notice.case_number, notice.kind, notice.at) == (number, "ConsentRefused", AT)
    assert notice.sentence == "被申请人甲于9月9日书面表示不同意参加屋场会，由系统记录。"
    assert count_unread(session, me) == 1
    session.rollback()

    with open_uow() as uow:
        for _ in range(2):
            mark_read(uow, notice_ids=[notice.id, notice.id], by=me, at=AT)
        uow.commit()
    assert unread(session, me) == ()


@pytest.mark.parametrize(("kind", "told"), [("mediation", 1), ("hearing", 0)])
def test_the_lead_hears_of_a_refusal_that_ends_the_mediation(
    session: Session,
    open_uow: Callable[..., UnitOfWork],
    locality: Locality,
    ladder: dict[str, Unit],
    kind: str,
    told: int,
) -> None:
    director = a_person(session, name="周主任")
    a_post(session, person=director, role="village_director", unit=ladder["village"])
    case_id, director_id = a_case(session, unit=ladder["village"]).id, director.id
    session.commit()

    with open_uow(closers=[put]) as uow:
        refuse(uow, case_id, kind=kind)

    assert len(unread(session, identity(session, director_id, TODAY, locality=locality))) == told


def test_tells_the_person_named_for_the_case_and_their_substitute(
    session: Session, open_uow: Callable[..., UnitOfWork], locality: Locality, ladder: dict[str, Unit]
) -> None:
    zhang, stranger = a_person(session, name="张桂英"), a_person(session)
    a_post(session, person=zhang, role="village_mediator", unit=ladder["village"])
    case_id = a_case(session, unit=ladder["village"], handler_id=zhang.id).id
    ids = zhang.id, stranger.id
    session.commit()
    with open_uow(closers=[put]) as uow:
        refuse(uow, case_id)

    counted = [count_unread(session, identity(session, each, TODAY, locality=locality)) for each in ids]

    assert counted == [1, 0]


def test_does_not_tell_whoever_did_it(
    session: Session, open_uow: Callable[..., UnitOfWork], locality: Locality, ladder: dict[str, Unit]
) -> None:
    zhang = a_person(session, name="张桂英")
    actor = actor_of(zhang, role="village_mediator", unit=ladder["village"])
    case_id, zhang_id = a_case(session, unit=ladder["village"], handler_id=zhang.id).id, zhang.id
    session.commit()

    with open_uow(closers=[put]) as uow:
        refuse(uow, case_id, by=actor)

    assert count_unread(session, identity(session, zhang_id, TODAY, locality=locality)) == 0


def test_writes_all_notices_of_an_act_in_one_statement_and_none_where_nobody_need_hear(
    session: Session, engine: Engine, open_uow: Callable[..., UnitOfWork], ladder: dict[str, Unit]
) -> None:
    case_id = a_case(session, unit=ladder["village"]).id
    session.commit()
    seen: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *args: seen.append(args[2]))

    with open_uow(closers=[put]) as uow:
        refuse(uow, case_id)

    assert len([said for said in seen if "notices" in said]) == 1
    kinds = session.scalars(select(Notice.kind)).all()
    assert set(kinds) == {"ConsentRefused"}


def test_notices_roll_back_with_the_act(
    session: Session, open_uow: Callable[..., UnitOfWork], ladder: dict[str, Unit]
) -> None:
    case_id = a_case(session, unit=ladder["village"]).id
    session.commit()

    def fail(uow: UnitOfWork) -> None:
        raise RuntimeError("the machine stops here")

    with open_uow(closers=[put, fail]) as uow, pytest.raises(RuntimeError):
        refuse(uow, case_id)

    assert session.scalars(select(Notice)).all() == []


def test_pages_the_newest_first(session: Session, locality: Locality, ladder: dict[str, Unit]) -> None:
    luo = a_person(session)
    for number in range(5):
        session.add(
            Notice(
                person_id=luo.id,
                kind="ConsentRefused",
                params={},
                sentence=f"第{number}件",
                at=AT + timedelta(minutes=number),
            )
        )
    session.flush()
    me = identity(session, luo.id, TODAY, locality=locality)

    first = unread(session, me, size=3)
    second = unread(session, me, size=3, before=first[-1].id)

    assert [each.sentence for each in (*first, *second)] == [f"第{number}件" for number in (4, 3, 2, 1, 0)]


def test_a_minor_s_name_in_what_was_written_freely_is_not_read_back(
    session: Session, locality: Locality, ladder: dict[str, Unit]
) -> None:
    luo = a_person(session)
    case = a_case(session, unit=ladder["village"])
    a_party(session, case=case, side="child", name="陈小星", is_minor=True)
    session.add(
        Notice(
            person_id=luo.id,
            case_id=case.id,
            kind="CaseEnded",
            params={"reason": "陈小星已转学"},
            sentence="本案结案：陈小星已转学。",
            at=AT,
        )
    )
    session.flush()

    (notice,) = unread(session, identity(session, luo.id, TODAY, locality=locality))

    assert (notice.sentence, notice.params) == ("本案结案：未成年人已转学。", {"reason": "未成年人已转学"})
