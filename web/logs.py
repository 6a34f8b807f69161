"""What a process of its own writes to standard error, for the service manager to keep."""

import logging


def tell_the_log() -> None:
    """Write what happens with its time and the module that says it."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    for chatty in ("apscheduler", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
