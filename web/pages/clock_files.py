"""The explanation of a case's deadlines as files to take along: text, and Word to print or file."""

from flask import Blueprint, Response, abort
from flask_babel import gettext as _

from mediation.clocks import queries as clocks
from mediation.clocks.explaining import Explanation, as_text
from web import asking, exporting, word_files, words
from web.access import signed_in
from web.language import said
from web.pages import case_views

bp = Blueprint("clock_files", __name__)
STYLES = tuple((name, word_files.SONG, None) for name in ("Normal", "Heading 1", "Heading 2", "Heading 3"))


@bp.get("/cases/<int:case_id>/clocks.<kind>")
@signed_in
def download(case_id: int, kind: str) -> Response:
    """Give the text that the page of deadlines shows, as .docx or .txt."""
    makers = {"docx": _docx, "txt": _txt}
    if kind not in makers:
        abort(404)
    case = case_views.case_of(case_id)
    found = [
        clock
        for clock in clocks.for_paper(asking.reading(), case_id, asking.now())
        if not clock.is_of_oversight
    ]
    head = _("%(number)s 期限说明", number=case.number)
    made = _("%(when)s由系统生成", when=words.moment(asking.now(), in_full=True))
    answer = makers[kind](head, made, [each.explanation for each in found])
    return exporting.named(answer, head, kind, plain=f"time-limits-{case.number}")


def _txt(head: str, made: str, explanations: list[Explanation]) -> Response:
    told = as_text(explanations, said) or _("本案还没有期限。")
    return Response(f"\ufeff{head}\n{made}\n\n{told}\n", mimetype="text/plain")


def _docx(head: str, made: str, explanations: list[Explanation]) -> Response:
    document = word_files.blank(exporting.made(head), STYLES)
    document.add_heading(head, level=1)
    document.add_paragraph(made)
    for each in explanations:
        document.add_heading(said(each.summary), level=2)
        for part in each.parts:
            document.add_heading(said(part.heading), level=3)
            for line in part.lines:
                document.add_paragraph(said(line), style="List Bullet")
    if not explanations:
        document.add_paragraph(_("本案还没有期限。"))
    return Response(word_files.saved(document).read(), mimetype=exporting.TYPES[exporting.WORD])
