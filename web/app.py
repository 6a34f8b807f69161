"""Makes the web app: the domain's system, who may enter, how pages look, what errors say."""

from datetime import timedelta
from typing import TYPE_CHECKING

from flask import Flask
from flask_wtf import CSRFProtect

from mediation.kernel.clock import Clock, SystemClock
from web import (
    access,
    api,
    asking,
    assets,
    bell,
    compressing,
    database,
    headers,
    language,
    naming,
    pages,
    posts,
    refusing,
    rescue,
    resending,
    signs,
    uploads,
    words,
)
from web.config import Settings
from web.sending.joining import outside

if TYPE_CHECKING:
    from mediation.bootstrap import System

csrf = CSRFProtect()


def create_app(
    settings: Settings,
    system: "System",
    *,
    clock: Clock | None = None,
    testing: bool = False,
) -> Flask:
    """Return the app that serves ``system``.

    :param clock: where "now" comes from; the machine's clock by default
    :param testing: pages may do without built assets
    :raises AssetsMissing: the front-end was not built
    :raises RuntimeError: a route does not declare who may open it
    """
    app = Flask(__name__, static_folder=None)
    app.extensions[database.SYSTEM] = system
    app.extensions[asking.CLOCK] = clock or SystemClock()
    app.extensions[bell.OUTSIDE] = outside(settings.sending)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        TESTING=testing,
        ASSETS_NEEDED=not testing,
        IS_DEMO=settings.is_demo,
        METRICS_TOKEN=settings.metrics_token,
        IDLE_TIMEOUT=timedelta(minutes=settings.idle_minutes),
        SESSION_COOKIE_NAME="mediation",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        MAX_CONTENT_LENGTH=2 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=1024 * 1024,
        MAX_FORM_PARTS=2000,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=settings.secure_cookies,
        TEMPLATES_AUTO_RELOAD=False,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    compressing.init_app(app)
    uploads.init_app(app)
    app.before_request(access.check)
    for part in (
        csrf,
        database,
        language,
        words,
        naming,
        posts,
        headers,
        assets,
        bell,
        signs,
        refusing,
        rescue,
        resending,
        pages,
        api,
    ):
        part.init_app(app)
    access.declared(app)
    return app
