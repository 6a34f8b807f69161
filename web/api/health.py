"""Whether the system answers, for load balancers and watchers. Tells nothing of the cases."""

from flask import Blueprint, jsonify
from werkzeug.wrappers import Response

from mediation.processes import queries as processes
from web import asking, assets, readiness
from web.access import public

bp = Blueprint("health", __name__)


@bp.get("/health")
@public
def show() -> Response:
    """Read one row: the publication that new cases begin with."""
    return jsonify(ok=True, published=processes.current(asking.reading()).digest[:12])


@bp.get("/health/live")
@public
def live() -> Response:
    """Say that the process is up; nothing is read."""
    return jsonify(ok=True)


@bp.get("/health/ready")
@public
def ready() -> Response:
    """Say whether pages can be served, and which part is wrong where not (503)."""
    wrong = readiness.look(asking.system().engine, assets=assets.what_is_missing())
    answer = jsonify(ok=not wrong, parts={part: wrong.get(part, "ok") for part in readiness.PARTS})
    answer.status_code = 503 if wrong else 200
    return answer
