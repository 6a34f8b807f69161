"""Puts on the stage what a script gives: units, people, and a crew for every post left over."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mediation.kernel.actor import SYSTEM
from mediation.kernel.locality import Locality, Role
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.people.model import Post
from mediation.people.operations import add_person, appoint, set_absence
from mediation.units.model import Unit
from mediation.units.operations import create_unit
from web.scenarios.script import BadScript, Script, moment
from web.scenarios.stage import Stage, in_post_since


def set_up(stage: Stage, script: Script) -> None:
    """Make the units, the people and the crew of ``script``."""
    with stage.system.uow() as uow:
        for each in _real_names(stage, script):
            _bring(uow, stage, each)
        for number, given in enumerate(script.given.get("units") or [], start=1):
            _unit(uow, stage, number, given)
        for name, person in (script.given.get("people") or {}).items():
            _person(uow, stage, str(name), person or {})
        if script.given.get("crew", True):
            _crew(uow, stage, {str(each) for each in script.given.get("vacant") or []})
        for name, away in (script.given.get("away") or {}).items():
            _away(uow, stage, str(name), away)
        uow.commit()


def _real_names(stage: Stage, script: Script) -> list[str]:
    """Return the codes of real units that the script names anywhere, in the order of the register."""
    said: set[str] = set()
    for given in script.given.get("units") or []:
        said.add(given if isinstance(given, str) else str(given.get("below", "")))
    for person in (script.given.get("people") or {}).values():
        posts = (person or {}).get("posts") or [person or {}]
        said |= {str(post.get("unit", "")) for post in posts}
    said |= {str(step.subject.get("unit", "")) for step in script.steps if step.action == "report"}
    own = {
        given["name"]
        for given in script.given.get("units") or []
        if isinstance(given, dict) and "name" in given
    }
    return [code for name in sorted(said - own - {""}) for code in _codes(stage, name)]


def _codes(stage: Stage, name: str) -> list[str]:
    """Return the code of the real unit called ``name``; nothing where the script may mean its own.

    :raises BadScript: several real units are called that
    """
    above, _, last = name.rpartition("/")
    found = [
        code
        for code, row in stage.divisions.items()
        if name == code
        or (row["name"] == last and (not above or stage.divisions[row["parent_code"]]["name"] == above))
    ]
    if len(found) > 1:
        where = "、".join(
            f"{stage.divisions[stage.divisions[code]['parent_code']]['name']}/{last}" for code in found
        )
        raise BadScript(f"{name} is the name of several units; say which: {where}")
    return found


def _bring(uow: UnitOfWork, stage: Stage, code: str) -> Unit:
    """Make the real unit of ``code`` and all above it, once."""
    there = uow.session.scalars(select(Unit).where(Unit.code == code)).first()
    if there is not None:
        return there
    row = stage.divisions[code]
    above = _bring(uow, stage, row["parent_code"]) if row["parent_code"] else None
    return _made(uow, code=code, name=row["name"], level=row["level"], above=above)


def _unit(uow: UnitOfWork, stage: Stage, number: int, given: Any) -> None:
    if isinstance(given, str):
        return
    missing = {"name", "level", "below"} - given.keys()
    if missing:
        raise BadScript(f"given, unit {number}: {', '.join(sorted(missing))} is missing")
    above = stage.unit(uow.session, str(given["below"]))
    _made(
        uow,
        code=str(given.get("code") or f"{above.code}{number:03d}"),
        name=given["name"],
        level=given["level"],
        above=above,
        households=given.get("households"),
    )


def _made(
    uow: UnitOfWork, *, code: str, name: str, level: str, above: Unit | None, households: int | None = None
) -> Unit:
    from web.scenarios.stage import LONG_AGO

    made = create_unit(
        uow,
        code=code,
        name=name,
        level=level,
        parent_id=above.id if above else None,
        households=households,
        by=SYSTEM,
        at=LONG_AGO,
    )
    uow.session.flush()
    return made


def _person(uow: UnitOfWork, stage: Stage, name: str, given: Mapping[str, Any]) -> None:
    posts = given.get("posts") or ([given] if "role" in given else [])
    held = [
        (role_of(uow.locality, str(post["role"])), stage.unit(uow.session, str(post["unit"])))
        for post in posts
    ]
    _employ(uow, stage, name, held, appointed=bool(given.get("mediator")))


def _employ(
    uow: UnitOfWork, stage: Stage, name: str, held: list[tuple[Role, Unit]], *, appointed: bool = False
) -> None:
    person = add_person(
        uow,
        login=f"p{len(stage.people) + 1}",
        name=name,
        is_appointed_mediator=appointed,
        by=SYSTEM,
        at=stage.now,
    )
    uow.session.flush()
    stage.people[name] = person.id
    for role, unit in held:
        appoint(
            uow,
            person_id=person.id,
            role=role.key,
            unit_id=unit.id,
            from_on=in_post_since(stage.now),
            by=SYSTEM,
            at=stage.now,
        )
    uow.session.flush()


def _crew(uow: UnitOfWork, stage: Stage, vacant: set[str]) -> None:
    """Put an invented person in every post that nobody holds, but those the script leaves vacant."""
    taken = {(post.role, post.unit_id) for post in uow.session.scalars(select(Post)).all()}
    for unit in _all_units(uow.session):
        for role in uow.locality.roles.values():
            name = f"{unit.name}{role.title}"
            spared = {f"{role.title}@{unit.name}", f"{role.key}@{unit.name}", name}
            if role.level == unit.level and (role.key, unit.id) not in taken and not spared & vacant:
                _employ(uow, stage, name, [(role, unit)], appointed=role.key in APPOINTED)


def _away(uow: UnitOfWork, stage: Stage, name: str, given: Mapping[str, Any]) -> None:
    """Let somebody stand in for ``name`` from the first to the last day."""
    missing = {"substitute", "from", "to"} - given.keys()
    if missing:
        raise BadScript(f"given, away, {name}: {', '.join(sorted(missing))} is missing")
    set_absence(
        uow,
        person_id=stage.person_id(uow.session, name),
        substitute_id=stage.person_id(uow.session, str(given["substitute"])),
        from_on=moment(given["from"]).date(),
        to_on=moment(given["to"]).date(),
        by=SYSTEM,
        at=stage.now,
    )
    uow.session.flush()


APPOINTED = {"village_director", "village_mediator", "town_mediator", "town_director", "county_mediator"}


def _all_units(session: Session) -> list[Unit]:
    return list(session.scalars(select(Unit).order_by(Unit.path)).all())


def role_of(locality: Locality, name: str) -> Role:
    """Return the role by key or Chinese title.

    :raises BadScript: there is none
    """
    role = locality.roles.get(name) or locality.role_titled(name)
    if role is None:
        raise BadScript(f"there is no role {name}")
    return role
