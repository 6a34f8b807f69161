"""Whether the system answers, for load balancers and watchers. Tells nothing of the cases."""

from flask import Blueprint, jsonify
from werkzeug.wrappers import Response

from mediation.processes import queries as processes
from web import asking
from web.access import public

bp = Blueprint("health", __name__)


@bp.get("/health")
@public
def show() -> Response:
    """Read one row: the publication that new cases begin with."""
    return jsonify(ok=True, published=processes.current(asking.reading()).digest[:12])
