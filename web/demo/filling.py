"""Fills an empty database with the demo county, once; a second time keeps what is there."""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import cycle

from sqlalchemy import func, select

from mediation.bootstrap import System
from mediation.cases.model import Case
from mediation.kernel.actor import SYSTEM
from mediation.people.model import Person, Post
from mediation.people.rules import post_title
from mediation.search.operations import catch_up
from mediation.units.importing import Sheet, import_units, read_rows
from mediation.units.model import Unit
from mediation.units.numbering import Village, number_branches_and_grids, share
from web.commands.progress import bar
from web.demo import people
from web.demo.desks import Desks
from web.demo.names import Names
from web.demo.notices import leave_notices
from web.demo.plans import ELSEWHERE, PLANS, past
from web.demo.player import Player
from web.demo.returns import submit_returns
from web.demo.stories import STORIES

GRIDS = 389
PAST_EVERY = 6
BRANCHES = {people.VILLAGE: ("青桥党支部", "书堂党支部", "石湾党支部")}


def fill(system: System, *, at: datetime, say: Callable[[str], None]) -> Iterator[str]:
    """Make units, people and disputes where there are none; yield who may sign in.

    :param say: told what is being done
    """
    with system.session() as session:
        has_units = session.scalar(select(func.count()).select_from(Unit))
        has_people = session.scalar(select(func.count()).select_from(Person))
        has_cases = session.scalar(select(func.count()).select_from(Case))
    if not has_units:
        say("Units: 浏阳市, its towns and villages, 官渡镇's branches and micro-grids")
        _make_units(system, at)
    if not has_people:
        say("People: an account for every role, a leader for every micro-grid")
        _make_people(system, at)
    if not has_cases:
        say("Disputes: under way in every stage, and the year behind them")
        _make_disputes(system, at)
        Desks(system, now=at).stir()
        leave_notices(system, at=at)
        submit_returns(system, now=at)
    yield from _who_may_sign_in(system)


def _make_units(system: System, at: datetime) -> None:
    sheet = read_rows(system.home / "units.csv")
    with bar("units", len(sheet.rows)) as done, system.uow() as uow:
        import_units(uow, rows=sheet, progress=done, by=SYSTEM, at=at)
        uow.commit()
    with system.session() as session:
        town = session.scalars(select(Unit.id).where(Unit.code == people.TOWN)).one()
        codes = session.scalars(select(Unit.code).where(Unit.parent_id == town).order_by(Unit.code)).all()
    villages = [
        Village(code, grids, BRANCHES.get(code, ()))
        for code, grids in zip(codes, share(GRIDS, len(codes)), strict=True)
    ]
    rows = tuple(number_branches_and_grids(villages))
    with bar("micro-grids", len(rows)) as done, system.uow() as uow:
        import_units(uow, rows=Sheet(rows=rows), progress=done, by=SYSTEM, at=at)
        uow.commit()


def _make_people(system: System, at: datetime) -> None:
    with system.uow() as uow:
        people.hire(uow, at=at)
        people.staff_town(uow.session)
        people.staff_elsewhere(uow.session)
        uow.commit()


def _make_disputes(system: System, at: datetime) -> None:
    with system.session() as session:
        staff = session.scalars(select(Person.name)).all()
    player, names = Player(system, now=at), Names(seed=104, taken=staff)
    grids = cycle(_grids_of(system))
    home, own = _grid_of_the_demo(system), {"grid_accept", "grid_talk", "confirm_feedback"}
    for number, plan in enumerate(sorted(PLANS, key=lambda plan: plan.stop)):
        unit = home if plan.stop in own else next(grids)
        own.discard(plan.stop)
        player.add(plan, STORIES[number % len(STORIES)], unit, names)
    beside = [
        *((plan, next(grids)) for plan in past(every=PAST_EVERY)),
        *zip(
            (*ELSEWHERE, *past(every=PAST_EVERY * 2, first=61)),
            cycle(_villages_elsewhere(system)),
            strict=False,
        ),
    ]
    for number, (plan, unit) in enumerate(beside):
        player.add(plan, STORIES[number * 7 % len(STORIES)], unit, names)
    with bar("disputes", len(PLANS) + len(beside)) as done:
        player.play(done)
    catch_up(system.uow)


def _villages_elsewhere(system: System) -> list[int]:
    with system.session() as session:
        return [unit.id for unit in people.units_elsewhere(session) if unit.level == "village"]


def _grid_of_the_demo(system: System) -> int:
    """Return the grid whose leader may sign in."""
    with system.session() as session:
        return session.scalars(select(Unit.id).where(Unit.code == people.GRID)).one()


def _grids_of(system: System) -> list[int]:
    """Return grids with a leader, those of the demo's own village and branch twice as often."""
    with system.session() as session:
        leaders = (
            select(Unit.id)
            .join(Post, Post.unit_id == Unit.id)
            .where(Post.role == "grid_leader")
            .order_by(Unit.code)
        )
        own = list(session.scalars(leaders.where(Unit.code.startswith(people.BRANCH)).limit(6)))
        home = list(session.scalars(leaders.where(Unit.code == people.GRID)))
        others = list(session.scalars(leaders.where(Unit.code.startswith(people.TOWN))))
    return [unit for pair in zip(cycle(home + own), others[::9], strict=False) for unit in pair]


def _who_may_sign_in(system: System) -> Iterator[str]:
    with system.session() as session:
        codes = {account.unit_code for account in people.ACCOUNTS}
        units = dict(
            session.execute(select(Unit.code, Unit.full_name).where(Unit.code.in_(codes))).tuples().all()
        )
    yield f"Who may sign in (password of all: {people.PASSWORD}):"
    for account in people.ACCOUNTS:
        role = system.locality.role(account.role).title
        yield f"  {account.login:<11} {account.name}  {post_title(units.get(account.unit_code, ''), role)}"
