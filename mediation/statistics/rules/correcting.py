"""What changed since a return was submitted: told once, in the next return, never in the old one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from mediation.kernel.text import N_

REASONS = {
    "late": N_("补报"),
    "gone": N_("不再计入"),
    "reopened": N_("重启"),
    "merged": N_("并案"),
    "outcome": N_("结果变更"),
    "regrouped": N_("类别更正"),
    "changed": N_("数据更正"),
}
_ENDINGS = ("settled", "failed", "declined", "transferred", "ended_otherwise")

Kept = Mapping[str, Any]


@dataclass(frozen=True)
class Correction:
    """One dispute that counts otherwise than was told.

    :ivar period: key of the period whose return is corrected
    :ivar old: as it was told last; ``new``: as it counts now
    """

    return_id: int
    period: str
    case_id: int
    number: str
    reason: str
    old: Kept
    new: Kept

    @property
    def effect(self) -> dict[str, int]:
        """Figure -> by how much it is more, or less; those that stayed are left out."""
        figures = (self.old.keys() | self.new.keys()) - {"groups"}
        effect = {key: int(self.new.get(key, 0)) - int(self.old.get(key, 0)) for key in sorted(figures)}
        return {key: number for key, number in effect.items() if number}

    @property
    def regrouped(self) -> dict[str, tuple[str, str]]:
        """Group -> entry before and now, where the dispute is counted under another one."""
        old, new = self.old.get("groups", {}), self.new.get("groups", {})
        shared = sorted(old.keys() & new.keys())
        return {key: (old[key], new[key]) for key in shared if old[key] != new[key]}


def differs(old: Kept, new: Kept) -> bool:
    """Say whether a dispute counts otherwise now; under what no figure is counted does not matter."""
    if not _figures(old) and not _figures(new):
        return False
    return dict(old) != dict(new)


def reason_of(old: Kept, new: Kept, *, is_merged: bool, is_here: bool) -> str:
    """Return the key of why it counts otherwise, see ``REASONS``.

    :param is_here: its place still belongs to the unit
    """
    if not _figures(old):
        return "late"
    if is_merged:
        return "merged"
    if not is_here:
        return "gone"
    if old.get("closed") and not new.get("closed"):
        return "reopened"
    if any(old.get(key, 0) != new.get(key, 0) for key in _ENDINGS):
        return "outcome"
    if old.get("groups") != new.get("groups") and _figures(old) == _figures(new):
        return "regrouped"
    return "changed"


def net_effect(corrections: Iterable[Correction]) -> dict[str, dict[str, int]]:
    """Return period -> figure -> by how much all corrections together change it."""
    net: dict[str, dict[str, int]] = {}
    for each in corrections:
        figures = net.setdefault(each.period, {})
        for figure, number in each.effect.items():
            figures[figure] = figures.get(figure, 0) + number
    return {period: {key: n for key, n in figures.items() if n} for period, figures in net.items()}


def _figures(kept: Kept) -> dict[str, Any]:
    return {key: value for key, value in kept.items() if key != "groups"}
