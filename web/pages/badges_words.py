"""What the pages of 三零 say: of which levels, and what each badge asks for."""

from collections.abc import Iterable

from flask_babel import gettext as _

from mediation.statistics import settings
from mediation.statistics.rules.badges import Cause
from mediation.statistics.settings import Breaks
from mediation.units.queries import UnitView
from web import asking, naming
from web.returns.lines import joined


def definitions() -> dict[str, str]:
    """Return badge -> what it asks for."""
    return {key: defined(breaks) for key, breaks in settings.of(asking.locality()).badges.items()}


def defined(breaks: Breaks) -> str:
    """Say what a badge asks for, as the locality sets it."""
    said = []
    if breaks.sources:
        said.append(_("来自%(what)s", what=_names("sources", breaks.sources)))
    if breaks.traits:
        said.append(_("涉及%(what)s", what=_names("traits", breaks.traits)))
    if breaks.outcomes:
        said.append(_("结果是%(what)s", what=_names("outcomes", breaks.outcomes)))
    return _("本季度登记或结案的纠纷，没有一件%(parts)s。", parts=_("，也没有一件").join(said))


def causes(found: Iterable[Cause]) -> str:
    """Say what of a dispute broke a badge, e.g. 有械斗苗头、持械."""
    return joined(naming.named(group, key) for group, key in found)


def levels_below(unit: UnitView) -> tuple[str, ...]:
    """Return the levels with badges at or below a unit, the highest first."""
    locality = asking.locality()
    own = locality.level(unit.level).rank
    levels = settings.of(locality).badge_levels
    return tuple(each for each in levels if locality.level(each).rank <= own) or levels[-1:]


def _names(group: str, keys: frozenset[str]) -> str:
    return joined(naming.named(group, key) for key in sorted(keys))
