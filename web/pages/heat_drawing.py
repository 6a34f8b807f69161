"""What the script draws of a heat map: shades and numbers on boxes, widths and shares on lines."""

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import Any

from flask_babel import gettext as _

from mediation.boards.heat.queries import HeatMap, Way
from web.pages import heat_words
from web.pages.heat_asking import Wanted
from web.pages.heat_words import Row

THINNEST, THICKEST = 4.0, 16.0


def drawing(found: HeatMap, shown: Sequence[Row], wanted: Wanted) -> Mapping[str, Any]:
    """Return what the script draws on the diagram."""
    most = max((way.times for way in found.ways), default=0)
    return {
        "elements": {row.id: _drawn(row, wanted) for row in shown if row.shade or row.heat.late},
        "flows": {way.flow: _way(way, most) for way in found.ways},
        "links": {row.id: row.leads_to or f"#step-{row.id}" for row in shown},
        "late": wanted.colour == "late",
    }


def _drawn(row: Row, wanted: Wanted) -> Mapping[str, Any]:
    late = row.heat.late_share
    marked = wanted.colour != "late" and late is not None and row.heat.late > 0
    return {
        "shade": row.shade,
        "badge": row.badge,
        "late": _("逾期%(share)s", share=heat_words.share(late)) if marked else "",
        "title": _title(row),
    }


def _title(row: Row) -> str:
    parts = [row.name, _("现在%(n)s件", n=row.heat.now.count)]
    if row.heat.spread:
        parts.append(_("办了%(n)s次", n=row.heat.done))
        parts.append(_("一般%(time)s", time=heat_words.taking(row.heat.spread.median)))
        parts.append(_("九成不超过%(time)s", time=heat_words.taking(row.heat.spread.p90)))
    return _("，").join(parts)


def _way(way: Way, most: int) -> Mapping[str, Any]:
    width = THINNEST + (THICKEST - THINNEST) * sqrt(way.times / most) if most else THINNEST
    return {"width": round(width, 1), "times": way.times, "share": heat_words.share(way.share)}
