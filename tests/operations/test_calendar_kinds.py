"""A look at what a change of the calendar moves tells real deadlines from the steps of 督办."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from mediation.cases.model import Case
from mediation.clocks import operations as clocks
from mediation.clocks.edits import Edit, setting
from mediation.clocks.kinds import FIRST, KINDS, PROMISED, Place
from mediation.clocks.policies import Policy
from mediation.clocks.previewing import preview
from mediation.kernel.actor import SYSTEM
from mediation.kernel.unit_of_work import UnitOfWork
from tests.factories import a_case, a_ladder
from tests.factories.clocks import a_clock, a_policy, moment

START = moment("2026-09-18 09:00")
EDITED = moment("2026-09-19 10:00")
FLOOD = date(2026, 9, 21)
TITLES = ["法定期限和办结期限", "约定履行日", "各项工作的期限", "督办环节"]


@pytest.fixture
def case(session: Session) -> Case:
    made = a_case(session, unit=a_ladder(session)["village"])
    session.commit()
    return made


def flood() -> Edit:
    return setting(first=FLOOD, last=FLOOD, works=False, kind="disaster", reason="防汛停工")


def begin(uow: UnitOfWork, case: Case, *policies: Policy) -> None:
    for policy in policies:
        a_clock(uow, case=case, at=START, policy=policy, facts=lambda name: FLOOD)
    uow.commit()


def of_each_kind() -> list[Policy]:
    """Begun so that neither age nor title puts them into the order wanted."""
    return [
        a_policy("oversight.county", mark="D", title="升至县级挂牌"),
        a_policy("village.accept", mark="D"),
        a_policy("performance.promise", "0", "calendar_day", mark="L", anchor=PROMISED, title="履行到期日"),
        a_policy("confirmation.ruling", mark="L", title="司法确认裁定期限"),
        a_policy("case.cap", "3", "calendar_day", mark="D", scope="case", title="全程办结期限"),
    ]


def test_real_deadlines_come_first_and_the_steps_of_oversight_last(
    uow: UnitOfWork, session: Session, case: Case
) -> None:
    begin(uow, case, *of_each_kind())

    seen = preview(session, flood(), at=EDITED)

    assert [KINDS[kind].title for kind, _count in seen.kinds] == TITLES
    assert [count for _kind, count in seen.kinds] == [2, 1, 1, 1]
    assert [move.title for move in seen.moves] == [
        *("司法确认裁定期限", "全程办结期限"),
        *("履行到期日", "村级受理期限", "升至县级挂牌"),
    ]


def test_pages_go_on_from_kind_to_kind_and_leave_none_out(
    uow: UnitOfWork, session: Session, case: Case
) -> None:
    begin(uow, case, *of_each_kind())
    after, pages = FIRST, []

    while after is not None:
        seen = preview(session, flood(), at=EDITED, size=2, after=Place.read(str(after)))
        pages.append([move.clock_id for move in seen.moves])
        after = seen.next

    whole = preview(session, flood(), at=EDITED)
    assert [len(page) for page in pages] == [2, 2, 1]
    assert [each for page in pages for each in page] == [move.clock_id for move in whole.moves]


def test_what_was_paused_is_listed_under_its_kind(uow: UnitOfWork, session: Session, case: Case) -> None:
    paused = a_clock(uow, case=case, at=START, policy=a_policy("village.mediation", mark="P"))
    clocks.pause(uow, clock=paused, at=START, by=SYSTEM)
    clocks.resume(uow, clock=paused, at=moment("2026-09-21 09:00"), by=SYSTEM)
    begin(uow, case, a_policy("village.accept", mark="D"))

    seen = preview(session, flood(), at=EDITED)

    assert seen.kinds == ((0, 1), (2, 1))
    assert seen.moves[0].clock_id == paused.id


def test_a_promised_day_moves_only_where_the_day_itself_is_closed(
    uow: UnitOfWork, session: Session, case: Case
) -> None:
    (promise,) = [each for each in of_each_kind() if each.anchor == PROMISED]
    begin(uow, case, promise)

    on_the_day = preview(session, flood(), at=EDITED)
    before = date(2026, 9, 20)
    earlier = preview(
        session, setting(first=before, last=before, works=False, kind="county", reason="停工"), at=EDITED
    )

    assert [(move.was_on, move.due_on) for move in on_the_day.moves] == [(FLOOD, date(2026, 9, 22))]
    assert earlier.moves == ()


@pytest.mark.parametrize("written", [None, "", "7", "a-b", "1-", "-3"])
def test_a_place_nobody_wrote_is_the_beginning(written: str | None) -> None:
    assert Place.read(written) == FIRST
