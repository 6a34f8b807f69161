"""What happened to units."""

from dataclasses import dataclass

from mediation.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class UnitCreated(Fact):
    unit_id: int
    name: str
    parent_name: str


@dataclass(frozen=True, kw_only=True)
class UnitRenamed(Fact):
    unit_id: int
    old_name: str
    new_name: str


@dataclass(frozen=True, kw_only=True)
class UnitMoved(Fact):
    """A unit, with all below it, went under another. Open work stays where it was."""

    unit_id: int
    name: str
    old_parent: str
    new_parent: str
    path: str


@dataclass(frozen=True, kw_only=True)
class UnitRetired(Fact):
    unit_id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class UnitMerged(Fact):
    """A unit became part of another of its level; all that was below it lies right below that one.

    :ivar former_path: where it and all below it lay before
    """

    unit_id: int
    name: str
    into_id: int
    into_name: str
    former_path: str


@dataclass(frozen=True, kw_only=True)
class HouseholdsChanged(Fact):
    unit_id: int
    name: str
    old_households: int | None
    new_households: int | None


@dataclass(frozen=True, kw_only=True)
class UnitsImported(Fact):
    created: int
    updated: int
