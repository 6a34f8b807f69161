"""The diagram of a case: where it went, where it stands, call by call; with a table that says the same."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from mediation.casework import drawings
from mediation.casework.drawings import Chain, Drawing
from mediation.processes import queries as processes
from web import asking
from web.access import signed_in
from web.naming import process_name
from web.pages import case_views

bp = Blueprint("diagrams", __name__)
A_YEAR = "private, max-age=31536000, immutable"
SHOWN = (
    "user_task",
    "call_activity",
    "end_event",
    "timer_event",
    "message_event",
    "boundary_message",
    "boundary_timer",
)


@bp.get("/cases/<int:case_id>/diagram")
@signed_in
def show(case_id: int) -> str:
    """Draw the process asked for, by default the main one, as far as this case has come in it.

    The case's page fetches the drawing as a part, once it comes into sight.
    """
    case = case_views.case_of(case_id)
    chain = tuple(part for part in request.args.get("inside", "").split(".") if part)[:12]
    drawing = drawings.drawing(
        asking.reading(), case_id=case_id, instance_id=request.args.get("process", type=int), chain=chain
    )
    is_part = request.headers.get("HX-Request")
    return render_template(
        "pages/parts/diagram_part.html" if is_part else "pages/diagram.html",
        case=case,
        drawing=drawing,
        steps=[step for step in drawing.steps if step.kind in SHOWN],
        links={element: _address(case_id, drawing, inside) for element, inside in drawing.links.items()},
        above=[(_address(case_id, drawing, each.chain), process_name(each)) for each in drawing.above],
        processes=drawings.processes_of(asking.reading(), case_id=case_id),
    )


@bp.get("/processes/<string(length=64):digest>/<string(maxlength=60):process>.bpmn")
@signed_in
def xml(digest: str, process: str) -> Response:
    """Send a published diagram. What a digest names never changes."""
    content = processes.bpmn(asking.reading(), digest, process)
    return Response(content, mimetype="application/xml", headers={"Cache-Control": A_YEAR})


def _address(case_id: int, drawing: Drawing, inside: Chain) -> str:
    given: dict[str, Any] = {"process": drawing.instance.id}
    if inside:
        given["inside"] = ".".join(inside)
    return url_for("diagrams.show", case_id=case_id, **given)
