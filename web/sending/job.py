"""The job that sends what waits, beside the sweep."""

import logging
from typing import TYPE_CHECKING

from mediation.kernel.clock import Clock
from mediation.notifications.delivery import Delivered, Outside, deliver

if TYPE_CHECKING:
    from mediation.bootstrap import System

log = logging.getLogger(__name__)
EVERY_SECONDS = 15


def send(system: "System", outside: Outside, clock: Clock) -> Delivered:
    """Share out what is new and send what is due now."""
    done = deliver(system.uow, outside=outside, clock=clock)
    if done.sent or done.failed or done.unsure:
        log.info("notices: %s sent, %s given up, %s unsure", done.sent, done.failed, done.unsure)
    if done.later:
        log.warning("notices: %s are tried again later", done.later)
    return done
