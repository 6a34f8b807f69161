"""The pages of a bench's county, opened as somebody and timed."""

import time

from mediation.kernel.clock import SetClock
from tests.factories.county import HOME, County
from tests.web.stage import Served, Visitor
from web.app import create_app
from web.config import Settings
from web.settling import settle


def serve(county: County) -> Served:
    """Return the app over the county, settled as a server is; everybody may visit under his login."""
    settings = Settings(database_url="", data_keys="", secret_key="bench", home=HOME, secure_cookies=False)
    clock = SetClock(county.at)
    app = create_app(settings, system=county.system, clock=clock, testing=True)
    settle()
    return Served(app, county.system, clock, people=dict(county.logins))


def opened(visitor: Visitor, address: str) -> float:
    """Return the milliseconds of the whole page."""
    begun = time.perf_counter()
    answer = visitor.client.get(address)
    taken = (time.perf_counter() - begun) * 1000
    assert answer.status_code == 200, (address, answer.status_code)
    return taken


def p95(taken: list[float]) -> float:
    """Return the time within which nineteen of twenty were done."""
    return sorted(taken)[int(len(taken) * 0.95)]
