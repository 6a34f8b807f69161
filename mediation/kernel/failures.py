"""What went wrong, in one line that an administrator may keep: without the values of a statement."""

from sqlalchemy.exc import DBAPIError

LONGEST = 500


def told(error: Exception) -> str:
    """Return the kind of failure and what it says; the values of a statement may be people's data."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    return f"{type(cause).__name__}: {cause}".strip().splitlines()[0][:LONGEST]
