"""Who may see what of a case: worked out by the very rules that decide it, so that parties can be told."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from mediation.attachments.access import is_member
from mediation.cases.model import Case
from mediation.cases.queries import viewer, visible_to
from mediation.comments.readers import mediates
from mediation.kernel.locality import Locality
from mediation.kernel.text import N_
from mediation.parties.queries import PartyView, Standing, shown
from mediation.people.identity import Identity, PostView
from mediation.people.rules import post_title
from mediation.units.queries import UnitView, lineage

NOBODY = 0
DEPARTMENTS = {"town_department": N_("部门（没有事在手上时）"), "town_police": N_("派出所（没有事在手上时）")}
_ADULT = PartyView(0, 0, "applicant", "", "name", False, phone="phone", address="address")
_CHILD = PartyView(0, 0, "child", "", "name", True)


@dataclass(frozen=True)
class Sight:
    """What one kind of viewer sees of a case as it is now.

    :ivar kind: who it is, in words
    :ivar post: the post it was worked out for, of ``role`` at ``unit``
    :ivar sees_case: whether the case opens for them at all; nothing else does where it does not
    :ivar names: real names of adults; else aliases, in free text and comments too
    :ivar children: real names of children
    :ivar comments: what was written for all who see the case
    :ivar apart: what was said to the mediators alone
    """

    kind: str
    post: str
    sees_case: bool
    names: bool = False
    children: bool = False
    phones: bool = False
    addresses: bool = False
    comments: bool = False
    apart: bool = False
    attachments: bool = False
    role: str = ""
    unit: str = ""


def who_sees_what(session: Session, case_id: int, *, locality: Locality) -> Sequence[Sight]:
    """Return what each kind of viewer sees of the case.

    The caller has checked that the case may be seen.
    """
    case = session.get_one(Case, case_id)
    kinds = list(_kinds(case, _units(session, case), locality))
    asked: list[ColumnElement[bool]] = []
    for _, who in kinds:
        asked += [visible_to(who), mediates(who, case, locality=locality)]
    answers = session.execute(select(*asked).where(Case.id == case.id)).one()
    return tuple(
        _sight(session, case, kind, who, sees=bool(answers[2 * turn]), apart=bool(answers[2 * turn + 1]))
        for turn, (kind, who) in enumerate(kinds)
    )


def _sight(session: Session, case: Case, kind: str, who: Identity, *, sees: bool, apart: bool) -> Sight:
    held = who.posts[0]
    post = held.title
    if not sees:
        return Sight(kind, post, sees_case=False, role=held.role, unit=held.unit_name)
    looker = viewer(who, case)
    adult, child = shown(_ADULT, looker), shown(_CHILD, looker)
    return Sight(
        kind,
        post,
        sees_case=True,
        names=adult.name == _ADULT.name,
        children=child.name == _CHILD.name,
        phones=adult.phone is not None,
        addresses=adult.address is not None,
        comments=True,
        apart=apart and looker.standing is not Standing.OUTSIDE,
        attachments=is_member(session, who, case),
        role=held.role,
        unit=held.unit_name,
    )


def _kinds(case: Case, units: Mapping[str, UnitView], locality: Locality) -> Iterator[tuple[str, Identity]]:
    """Yield each kind of viewer with somebody of that kind who does not exist."""
    level, above = locality.level(case.level), locality.level_above(case.level)
    if level.handler:
        yield N_("承办人"), _somebody(locality, level.handler, units[level.key], case.handler_id or NOBODY)
    if level.lead and level.lead != level.handler:
        yield N_("本级负责人"), _somebody(locality, level.lead, units[level.key])
    if above and above.lead and above.key in units:
        yield N_("上一级负责人"), _somebody(locality, above.lead, units[above.key])
    for kind, permission in ((N_("督办人员"), "supervise"), (N_("审计人员"), "audit")):
        key = _highest_with(locality, permission)
        if key and (unit := units.get(locality.role(key).level or "")):
            yield kind, _somebody(locality, key, unit)
    for role in locality.roles.values():
        if role.key in DEPARTMENTS and (unit := units.get(role.level or "")):
            yield DEPARTMENTS[role.key], _somebody(locality, role.key, unit)


def _highest_with(locality: Locality, permission: str) -> str | None:
    """Return the role of the highest level that has a permission and leads nothing."""
    leads = {level.lead for level in locality.levels.values()}
    fitting = [
        role
        for role in locality.roles.values()
        if permission in role.permissions and role.level and role.key not in leads
    ]
    found = max(fitting, key=lambda role: locality.level(role.level or "").rank, default=None)
    return found.key if found else None


def _somebody(locality: Locality, key: str, unit: UnitView, person_id: int = NOBODY) -> Identity:
    role = locality.role(key)
    post = PostView(
        post_id=NOBODY,
        role=key,
        role_title=role.title,
        unit_id=unit.id,
        unit_path=unit.path,
        unit_level=unit.level,
        unit_name=unit.full_name,
        title=post_title(unit.full_name, role.title),
        held_by_id=person_id,
        permissions=role.permissions,
    )
    return Identity(person_id=person_id, name="", language="", posts=(post,))


def _units(session: Session, case: Case) -> Mapping[str, UnitView]:
    """Return the units above the case's place by level; the one that holds it at its own level."""
    above = {unit.level: unit for unit in lineage(session, case.unit_id)}
    holders = {unit.level: unit for unit in lineage(session, case.held_by_id)}
    return {**above, **holders}
