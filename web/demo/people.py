"""Who works in the demo county: a named account for every role, and a leader for every grid."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from mediation.kernel.actor import SYSTEM
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.people.model import Person, Post
from mediation.people.operations import add_person, appoint
from mediation.units.model import Unit
from web.demo.names import Names

PASSWORD = "guandu-2026"  # noqa: S105 - the demo prints it
IN_POST_FROM = date(2025, 1, 1)
TOWN, VILLAGE = "430181104", "430181104219"
# Towns whose posts are filled so far as their villages have disputes.
ELSEWHERE = ("430181002", "430181105", "430181111", "430181110")
VILLAGES_ELSEWHERE = 3
BRANCH = f"{VILLAGE}01"
GRID = f"{BRANCH}09"


@dataclass(frozen=True)
class Account:
    """Somebody who may sign in to the demo."""

    login: str
    name: str
    role: str
    unit_code: str


ACCOUNTS: tuple[Account, ...] = (
    Account("grid", "徐满爷", "grid_leader", GRID),
    Account("branch", "罗长根", "branch_secretary", BRANCH),
    Account("group", "张桂香", "party_group_leader", BRANCH),
    Account("village", "李国华", "village_director", VILLAGE),
    Account("mediator", "王秀兰", "village_mediator", VILLAGE),
    Account("mediator2", "陈友良", "village_mediator", VILLAGE),
    Account("recorder", "刘佳慧", "village_recorder", VILLAGE),
    Account("town", "周德明", "town_director", TOWN),
    Account("towncase", "谭建国", "town_mediator", TOWN),
    Account("towncase2", "彭爱莲", "town_mediator", TOWN),
    Account("townrec", "黄小燕", "town_recorder", TOWN),
    Account("leader", "邓志强", "town_leader", TOWN),
    Account("judicial", "宋文斌", "judicial_assistant", TOWN),
    Account("police", "何海波", "town_police", TOWN),
    Account("dept", "曾立新", "town_department", TOWN),
    Account("women", "胡丽华", "women_federation", TOWN),
    Account("civil", "高玉兰", "civil_affairs", TOWN),
    Account("intake", "林雪梅", "intake_clerk", TOWN),
    Account("county", "沈启明", "county_director", "430181"),
    Account("countycase", "杜正德", "county_mediator", "430181"),
    Account("countycase2", "钟银花", "county_mediator", "430181"),
    Account("supervisor", "卢素珍", "county_supervisor", "430181"),
    Account("designer", "姚少华", "process_designer", "430181"),
    Account("auditor", "丁和平", "auditor", "430181"),
    Account("admin", "蒋伟平", "administrator", "430181"),
    Account("hotline", "苏美玲", "hotline_operator", "430181"),
)
HIRED = frozenset(account.name for account in ACCOUNTS)


def hire(uow: UnitOfWork, *, at: datetime) -> None:
    """Give every account its person, password and post."""
    codes = {account.unit_code for account in ACCOUNTS}
    rows = uow.session.execute(select(Unit.code, Unit.id).where(Unit.code.in_(codes))).tuples()
    units = dict(rows.all())
    for account in ACCOUNTS:
        person = add_person(
            uow,
            login=account.login,
            name=account.name,
            password=PASSWORD,
            is_appointed_mediator=account.role.endswith(("mediator", "leader", "director")),
            by=SYSTEM,
            at=at,
        )
        appoint(
            uow,
            person_id=person.id,
            role=account.role,
            unit_id=units[account.unit_code],
            from_on=IN_POST_FROM,
            by=SYSTEM,
            at=at,
        )


def staff_town(session: Session) -> int:
    """Fill the other posts of the town with people who cannot sign in; one grid in forty stays vacant."""
    path = session.scalars(select(Unit.path).where(Unit.code == TOWN)).one()
    units = session.scalars(
        select(Unit).where(Unit.path.startswith(path), Unit.level != "town").order_by(Unit.code)
    )
    roles = {
        "village": ("village_director", "village_mediator", "village_mediator", "village_recorder"),
        "branch": ("branch_secretary",),
        "grid": ("grid_leader",),
    }
    wanted = [
        (unit, role)
        for number, unit in enumerate(units)
        for role in roles[unit.level]
        if unit.code not in (VILLAGE, BRANCH, GRID) and (unit.level != "grid" or number % 40)
    ]
    return _fill(session, wanted, Names(seed=2026, taken=HIRED))


def staff_elsewhere(session: Session) -> int:
    """Fill the posts of some other towns and a few of their villages; one town has no leader just now."""
    roles = {
        "town": ("town_director", "town_leader", "town_mediator", "town_mediator", "town_recorder"),
        "village": ("village_director", "village_mediator", "village_recorder"),
    }
    wanted = [
        (unit, role)
        for unit in units_elsewhere(session)
        for role in roles[unit.level]
        if (unit.code, role) != (ELSEWHERE[-1], "town_leader")
    ]
    return _fill(session, wanted, Names(seed=430181, taken=HIRED))


def units_elsewhere(session: Session) -> list[Unit]:
    """Return those towns, each with its first villages."""
    found: list[Unit] = []
    for code in ELSEWHERE:
        town = session.scalars(select(Unit).where(Unit.code == code)).one()
        villages = select(Unit).where(Unit.parent_id == town.id).order_by(Unit.code)
        found += [town, *session.scalars(villages.limit(VILLAGES_ELSEWHERE))]
    return found


def _fill(session: Session, wanted: Sequence[tuple[Unit, str]], names: Names) -> int:
    people = session.execute(
        insert(Person).returning(Person.id, sort_by_parameter_order=True),
        [
            {
                "login": f"{unit.code}-{number}",
                "name": names.next(),
                "language": "zh",
                "failed_sign_ins": 0,
                "is_active": True,
                "is_appointed_mediator": unit.level == "village" or number % 3 == 0,
            }
            for number, (unit, _) in enumerate(wanted)
        ],
    ).scalars()
    session.execute(
        insert(Post),
        [
            {"person_id": person_id, "role": role, "unit_id": unit.id, "from_on": IN_POST_FROM}
            for person_id, (unit, role) in zip(people, wanted, strict=True)
        ],
    )
    return len(wanted)
