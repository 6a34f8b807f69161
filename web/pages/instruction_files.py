"""督办单 as lines of a file to take away."""

from datetime import date

from flask_babel import gettext as _

from mediation.kernel.text import N_
from mediation.oversight.queries import InstructionView
from web import exporting
from web.language import word

WHERE = {"open": N_("等待答复"), "answered": N_("已答复，等审看"), "closed": N_("已办结")}


def columns() -> list[str]:
    """Return the heads."""
    return [
        *(_("编号"), _("案件编号"), _("案件"), _("由来"), _("责任人"), _("答复单位"), _("限期")),
        *(_("办到哪一步"), _("已过期"), _("要求"), _("下达"), _("下达时间")),
        *(_("答复"), _("答复时间"), _("退回次数"), _("还差什么"), _("办结时间")),
    ]


def row(each: InstructionView, on: date) -> exporting.Row:
    """Return one of them as a line."""
    where = N_("已撤回") if each.is_withdrawn else WHERE[each.state]
    return [
        *(each.number, each.case_number, each.case_title, word(each.origin_title)),
        *(each.owner, each.unit_name, each.finish_by, word(where)),
        *(_("是") if each.is_late(on) else "", each.instruction, each.given_by, each.given_at),
        *(word(each.answer), each.answered_at, len(each.sent_back), each.still_missing, each.closed_at),
    ]
