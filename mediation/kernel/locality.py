"""A locality as data: its levels, roles, limits. Nothing here is fixed to five levels."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml


class BadLocality(Exception):
    """A locality file that cannot be used; the message names file and place."""


@dataclass(frozen=True)
class Level:
    """One level of the ladder or of the tree of units.

    :ivar rank: 1 is the lowest
    :ivar handler: role key that handles a case held at this level; None where no case is held
    :ivar lead: role key that answers for the level
    """

    key: str
    rank: int
    title: str
    title_en: str
    handler: str | None = None
    lead: str | None = None


@dataclass(frozen=True)
class Role:
    """A role a post can carry, or a virtual one such as "whoever handles the case".

    :ivar level: key of the level whose units carry it
    :ivar stands_in: role that takes its work where the post is vacant (locality's say)
    :ivar resolves: for a virtual role, "handler", "lead", "lead_above", "late_holder" or "panel"; else
        None
    """

    key: str
    title: str
    title_en: str
    level: str | None
    permissions: frozenset[str] = frozenset()
    stands_in: str | None = None
    resolves: str | None = None


@dataclass(frozen=True)
class HouseholdLimits:
    """Households of a micro-grid: warn outside ``warn_from``–``warn_to``, refuse above ``refuse_above``."""

    warn_from: int
    warn_to: int
    refuse_above: int


@dataclass(frozen=True)
class Locality:
    """All that a locality names as data."""

    key: str
    title: str
    case_prefix: str
    levels: Mapping[str, Level]
    roles: Mapping[str, Role]
    households: HouseholdLimits
    settings: Mapping[str, Any] = field(default_factory=dict)

    def level(self, key: str) -> Level:
        """Return the level.

        :raises BadLocality: there is none of that key
        """
        try:
            return self.levels[key]
        except KeyError:
            raise BadLocality(f"locality {self.key} has no level {key!r}") from None

    def role(self, key: str) -> Role:
        """Return the role.

        :raises BadLocality: there is none of that key
        """
        try:
            return self.roles[key]
        except KeyError:
            raise BadLocality(f"locality {self.key} has no role {key!r}") from None

    def level_above(self, key: str) -> Level | None:
        """Return the next higher level, or None at the top."""
        rank = self.level(key).rank
        higher = [level for level in self.levels.values() if level.rank > rank]
        return min(higher, key=lambda level: level.rank) if higher else None

    def role_titled(self, title: str) -> Role | None:
        """Return the role with that Chinese title, or None."""
        return next((role for role in self.roles.values() if role.title == title), None)


def read_locality(path: Path) -> Locality:
    """Read ``locality.yaml``.

    :raises BadLocality: naming the file and the entry that is wrong
    """
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise BadLocality(f"{path}: {error}") from error
    try:
        levels = {
            row["key"]: Level(rank=rank, **row) for rank, row in enumerate(reversed(raw["levels"]), start=1)
        }
        roles = {
            row["key"]: Role(**{**row, "permissions": frozenset(row.get("permissions", ()))})
            for row in raw["roles"]
        }
        locality = Locality(
            key=raw["key"],
            title=raw["title"],
            case_prefix=raw["case_prefix"],
            levels=levels,
            roles=roles,
            households=HouseholdLimits(**raw["households"]),
            settings=raw.get("settings", {}),
        )
    except (KeyError, TypeError) as error:
        raise BadLocality(f"{path}: missing or unknown entry {error}") from error
    _check(path, locality)
    return locality


def _check(path: Path, locality: Locality) -> None:
    for role in locality.roles.values():
        if role.level is not None and role.level not in locality.levels:
            raise BadLocality(f"{path}: role {role.key} is at unknown level {role.level}")
        if role.level is None and role.resolves is None:
            raise BadLocality(f"{path}: role {role.key} needs a level")
        if role.stands_in is not None and role.stands_in not in locality.roles:
            raise BadLocality(f"{path}: role {role.key} is stood in for by unknown {role.stands_in}")
    for level in locality.levels.values():
        for key in (level.handler, level.lead):
            if key is not None and key not in locality.roles:
                raise BadLocality(f"{path}: level {level.key} names unknown role {key}")
    titles = [role.title for role in locality.roles.values()]
    for title in titles:
        if titles.count(title) > 1:
            raise BadLocality(f"{path}: two roles are titled {title}; a lane could mean either")
