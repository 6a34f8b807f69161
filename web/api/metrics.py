"""Figures for Prometheus: how much is open and late, whether the clock is kept, how pages answer.

Counts only, of the whole county; read when asked for. Open to who knows the token, or, where none is
set, to this machine alone.
"""

import hmac
import time
from collections.abc import Iterator

from flask import Blueprint, Flask, current_app, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from mediation.boards.gauges import gauges
from mediation.heartbeats.queries import Beat, missing, state
from web import asking
from web.access import public

bp = Blueprint("metrics", __name__)

METRICS = "mediation.metrics"
LOOPBACK = ("127.0.0.1", "::1")
LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.5, 10.0)
HELP = {
    "open_tasks": "Open tasks.",
    "due_today_tasks": "Open tasks that fall due before the day is over.",
    "late_tasks": "Open tasks whose time is over.",
    "due_clocks": "Clocks that ought to have fired by now.",
    "tick_lag_seconds": "How long the first clock that ought to have fired has waited.",
    "parked_clocks": "Clocks that could not be fired and are tried again later.",
    "parked_steps": "Automatic steps that failed and wait for somebody.",
    "outbox_waiting": "Notices and messages that ought to have gone by now.",
    "outbox_age_seconds": "How long the first of them has waited.",
    "deliveries_failed": "Messages given up.",
    "deliveries_unsure": "Messages that may have arrived; somebody decides.",
}


class Metrics:
    """What this process counts of itself, and the registry that also asks the database."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.answers = Counter(
            "mediation_http_requests",
            "Requests answered.",
            ("route", "method", "status"),
            registry=self.registry,
        )
        self.seconds = Histogram(
            "mediation_http_request_seconds",
            "How long answers took.",
            ("route",),
            buckets=BUCKETS,
            registry=self.registry,
        )
        self.registry.register(_County())


class _County(Collector):
    """Reads the county's figures when the registry is asked; not when this is registered."""

    def describe(self) -> list[GaugeMetricFamily]:
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        session, at = asking.reading(), asking.now()
        for name, value in vars(gauges(session, at=at)).items():
            yield GaugeMetricFamily(f"mediation_{name}", HELP[name], value=value)
        beats = state(session, at)
        yield from _signs(beats, at.timestamp())
        yield GaugeMetricFamily(
            "mediation_jobs_missed",
            "Jobs that no scheduler does, or that wait for the time to be confirmed.",
            value=len(missing(beats)),
        )


def init_app(app: Flask) -> None:
    """Count every answer by its route, which has no numbers of cases in it."""
    disable_created_metrics()
    metrics = app.extensions[METRICS] = Metrics()

    @app.before_request
    def _begin() -> None:
        g.asked_at = time.perf_counter()

    @app.after_request
    def _count(answer: Response) -> Response:
        route = request.url_rule.rule if request.url_rule else "none"
        method = request.method if request.method in METHODS else "other"
        metrics.answers.labels(route, method, str(answer.status_code)).inc()
        if "asked_at" in g:
            metrics.seconds.labels(route).observe(time.perf_counter() - g.asked_at)
        return answer


@bp.get("/metrics")
@public
def show() -> Response:
    """Return every figure in Prometheus' text format.

    :raises NotFound: whoever asks may not know them
    """
    if not _may_read():
        raise NotFound()
    registry = current_app.extensions[METRICS].registry
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _may_read() -> bool:
    token: str = current_app.config["METRICS_TOKEN"]
    if token:
        kind, _, given = request.headers.get("Authorization", "").partition(" ")
        return kind.lower() == "bearer" and hmac.compare_digest(given.strip().encode(), token.encode())
    # A proxy on this machine comes from loopback too, but asks for the name that people use.
    name = request.host.rsplit(":", 1)[0] if not request.host.endswith("]") else request.host
    return request.remote_addr in LOOPBACK and name in LOOPBACK_NAMES


def _signs(beats: list[Beat], now: float) -> Iterator[GaugeMetricFamily]:
    """How old each job's last sign of life is, by its liveliest scheduler, and how often it failed."""
    age = GaugeMetricFamily(
        "mediation_heartbeat_age_seconds", "Since a job's last sign of life.", labels=("job",)
    )
    failures = GaugeMetricFamily(
        "mediation_heartbeat_failures", "Runs of a job that failed in a row.", labels=("job",)
    )
    held = GaugeMetricFamily(
        "mediation_clock_held", "1 while a job waits for the machine's time to be confirmed.", labels=("job",)
    )
    by_job: dict[str, list[Beat]] = {}
    for beat in beats:
        by_job.setdefault(beat.job, []).append(beat)
    for job, of_job in by_job.items():
        age.add_metric((job,), max(now - max(beat.seen_at.timestamp() for beat in of_job), 0.0))
        failures.add_metric((job,), max(beat.failures for beat in of_job))
        held.add_metric((job,), float(any(beat.status == "held" for beat in of_job)))
    yield from (age, failures, held)
