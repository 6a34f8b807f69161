"""Answers for programs, as JSON."""

from flask import Flask

from web.api import health, metrics


def init_app(app: Flask) -> None:
    """Register every answer."""
    app.register_blueprint(health.bp, url_prefix="/api")
    app.register_blueprint(metrics.bp)
    metrics.init_app(app)
