"""What a unit may be called, where it may hang, how many households it may hold. No database."""

from mediation.kernel.errors import Refused
from mediation.kernel.locality import HouseholdLimits, Locality
from mediation.kernel.text import N_

NAME_AT_MOST = 80
CODE_AT_MOST = 40
FULL_NAME_AT_MOST = 200


class BadUnitName(Refused):
    message = N_("单位名称须填写，不能含换行等特殊字符，且不超过{most}个字。")


class BadUnitCode(Refused):
    message = N_("单位代码“{code}”不对：只能由数字、字母和短横线组成，不超过{most}位。")


class CodeTaken(Refused):
    message = N_("代码{code}已用于{name}，请另给一个代码。")


class FullNameTooLong(Refused):
    message = N_("连同上级名称一共超过{most}个字，请缩短名称。")


class WrongLevel(Refused):
    message = N_("{level}只能设在更高一级的单位之下，不能设在{parent}（{parent_level}）之下。")


class NeedsParent(Refused):
    message = N_("{level}必须有上级单位。")


class InsideItself(Refused):
    message = N_("{name}不能划到自己或自己的下级之下。")


class AlreadyThere(Refused):
    message = N_("{name}本来就在{parent}之下，无需移动。")


class UnitIsRetired(Refused):
    message = N_("{name}已经撤销，不能再办理此项。")


class HasUnitsBelow(Refused):
    message = N_("{name}之下还有{count}个单位，请先移走或撤销它们。")


class BadHouseholds(Refused):
    message = N_("户数须是不小于零的整数。")


class TooManyHouseholds(Refused):
    message = N_("{name}有{households}户，超过上限{most}户，请拆分微网格。")


class IntoItself(Refused):
    message = N_("{name}不能并入自己，请另选一个单位。")


class MergeAcrossLevels(Refused):
    message = N_("{name}是{level}，不能并入{into_level}，只能并入同一级的单位。")


class TopUnitStays(Refused):
    message = N_("{name}是最高一级的单位，不能并入别的单位。")


def check_merge(*, name: str, is_itself: bool, is_root: bool, levels: tuple[str, str]) -> None:
    """Check that a unit may become part of another.

    :param levels: titles of its level and the other's
    :raises IntoItself: it is the same unit
    :raises TopUnitStays: it is the highest
    :raises MergeAcrossLevels: the other is of another level
    """
    if is_itself:
        raise IntoItself(name=name)
    if is_root:
        raise TopUnitStays(name=name)
    if levels[0] != levels[1]:
        raise MergeAcrossLevels(name=name, level=levels[0], into_level=levels[1])


def check_name(name: str) -> str:
    """Return ``name`` without surrounding blanks.

    :raises BadUnitName: it is empty, too long or holds control characters
    """
    tidy = name.strip()
    if not tidy or len(tidy) > NAME_AT_MOST or not tidy.isprintable():
        raise BadUnitName(most=NAME_AT_MOST)
    return tidy


def check_code(code: str) -> str:
    """Return ``code`` without surrounding blanks.

    :raises BadUnitCode: it is empty, too long or holds other than letters, digits and hyphens
    """
    tidy = code.strip()
    if not tidy or len(tidy) > CODE_AT_MOST or not (tidy.isascii() and tidy.replace("-", "").isalnum()):
        raise BadUnitCode(code=code, most=CODE_AT_MOST)
    return tidy


def check_place(locality: Locality, *, level: str, parent_level: str | None, parent_name: str = "") -> None:
    """Check that a unit of ``level`` may hang below one of ``parent_level`` (None: it is a root).

    Levels may be left out between the two (a micro-grid right below a village).

    :raises NeedsParent: only the highest level stands alone
    :raises WrongLevel: the parent does not stand above it
    """
    own = locality.level(level)
    if parent_level is None:
        if locality.level_above(level) is not None:
            raise NeedsParent(level=own.title)
        return
    above = locality.level(parent_level)
    if above.rank <= own.rank:
        raise WrongLevel(level=own.title, parent=parent_name, parent_level=above.title)


def holds_households(locality: Locality, level: str) -> bool:
    """Return whether the household limits apply: to the lowest level alone."""
    return locality.level(level).rank == min(each.rank for each in locality.levels.values())


def check_households(limits: HouseholdLimits, *, name: str, households: int | None) -> None:
    """Check a micro-grid's households against the limit (官渡: at most 30).

    :raises BadHouseholds: it is below zero
    :raises TooManyHouseholds: it is above the limit
    """
    if households is None:
        return
    if households < 0:
        raise BadHouseholds()
    if households > limits.refuse_above:
        raise TooManyHouseholds(name=name, households=households, most=limits.refuse_above)


def are_households_unusual(limits: HouseholdLimits, households: int | None) -> bool:
    """Return whether a micro-grid's households call for a warning (官渡: usually 10–15)."""
    return households is not None and not limits.warn_from <= households <= limits.warn_to


def full_name(*, name: str, parent_full_name: str | None, parent_is_root: bool) -> str:
    """Return names from below the root down: 官渡镇南岳村青桥党支部第9微网格.

    :raises FullNameTooLong: it would not fit
    """
    whole = name if parent_full_name is None or parent_is_root else f"{parent_full_name}{name}"
    if len(whole) > FULL_NAME_AT_MOST:
        raise FullNameTooLong(most=FULL_NAME_AT_MOST)
    return whole
