"""Tells who has just reported a dispute what it may have to do with. It warns; it refuses nothing."""

from flask import flash
from flask_babel import gettext as _

from mediation.search import queries as search
from web import asking
from web.language import word

NAMED_AT_MOST = 3


def tell_related(case_id: int) -> None:
    """Say which disputes have the same parties, place or plot as the one just reported."""
    found = search.related(asking.reading(), case_id, asking.person())
    if not found:
        return
    told = [
        _("%(number)s（%(why)s）", number=each.number, why=word(search.WHY[each.why]))
        for each in found.items[:NAMED_AT_MOST]
    ]
    rest = len(found.items) - len(told)
    if rest:
        told.append(_("还有 %(n)s 件您可以查看", n=rest))
    if found.hidden:
        told.append(_("另有 %(n)s 件您无权查看", n=found.hidden))
    flash(
        _("可能有关的纠纷：%(list)s。请看看是不是同一件事，是的话可以并案办理。", list="；".join(told)),
        "soon",
    )
