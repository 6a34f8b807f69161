"""Corrections of earlier returns in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from mediation.kernel.text import N_
from mediation.statistics.definitions import BY_KEY
from mediation.statistics.rules import periods
from mediation.statistics.rules.correcting import REASONS, Correction, net_effect
from mediation.statistics.rules.periods import Period
from web import words
from web.language import language, word
from web.returns.lines import joined, name_of

GROUPS = {
    "kind": ("kind", N_("类型")),
    "source": ("source", N_("来源")),
    "in": ("level", N_("受理层级")),
    "out": ("level", N_("结案层级")),
}
ORDER = {key: place for place, key in enumerate(BY_KEY)}
"""Figure -> where it stands in a return."""
QUARTERS = (N_("第一季度"), N_("第二季度"), N_("第三季度"), N_("第四季度"))


@dataclass(frozen=True)
class CorrectionLine:
    """One dispute that counts otherwise than was told."""

    period: str
    number: str
    reason: str
    changes: str


@dataclass(frozen=True)
class EffectLine:
    """What all corrections of a period change."""

    period: str
    effect: str


def correction_lines(corrections: Iterable[Correction]) -> list[CorrectionLine]:
    """Return each correction in words: by period, by the first figure it changes, by number of the dispute.

    The order is that of the return, whose lines are checked one after the other (county default).
    """
    return [
        CorrectionLine(
            period=say_period(periods.read(each.period)),
            number=each.number,
            reason=word(REASONS[each.reason]),
            changes=joined([*_figures(each), *_groups(each)]),
        )
        for each in sorted(corrections, key=_place)
    ]


def effect_lines(corrections: Iterable[Correction]) -> list[EffectLine]:
    """Return the net effect of all corrections, period by period."""
    return [
        EffectLine(
            say_period(periods.read(period)),
            joined(f"{_title(key)} {_amount(key, effect[key], signed=True)}" for key in _in_order(effect))
            or _("合计没有变化"),
        )
        for period, effect in net_effect(sorted(corrections, key=_place)).items()
    ]


def say_period(period: Period, *, in_full: bool = False) -> str:
    """Return how a period is called: 2026年9月, 2026年第三季度, or the days from and to.

    :param in_full: days with their year in any case, as files have it
    """
    first = period.starts_on
    if period.kind == "days":
        last = words.day(period.ends_on, in_full=in_full)
        return _("%(first)s至%(last)s", first=words.day(first, in_full=in_full), last=last)
    if period.kind == "quarter":
        return _("%(year)s年%(quarter)s", year=first.year, quarter=word(QUARTERS[first.month // 3]))
    if language() == "en":
        return f"{words.MONTHS_EN[first.month - 1]} {first.year}"
    return period.said


def _place(each: Correction) -> tuple[date, int, str]:
    """Return where a correction stands; one that changes no figure, only its group, stands last."""
    first = next(iter(_in_order(each.effect)), "")
    return (periods.read(each.period).starts_on, ORDER.get(first, len(ORDER)), each.number)


def _in_order(figures: Iterable[str]) -> list[str]:
    return sorted(figures, key=lambda key: (ORDER.get(key, len(ORDER)), key))


def _figures(each: Correction) -> list[str]:
    return [
        f"{_title(key)} {_amount(key, each.old.get(key, 0))}→{_amount(key, each.new.get(key, 0))}"
        for key in _in_order(each.effect)
    ]


def _groups(each: Correction) -> list[str]:
    changed = each.regrouped
    return [
        f"{word(title)} {name_of(dimension, changed[key][0])}→{name_of(dimension, changed[key][1])}"
        for key, (dimension, title) in GROUPS.items()
        if key in changed
    ]


def _title(key: str) -> str:
    return word(BY_KEY[key].title) if key in BY_KEY else key


def _amount(key: str, number: int, *, signed: bool = False) -> str:
    said = words.yuan(abs(number)) if key == "amount_fen" else f"{abs(number):,}"
    sign = "−" if number < 0 else "+" if signed and number > 0 else ""
    return sign + (_("%(amount)s元", amount=said) if key == "amount_fen" else said)
