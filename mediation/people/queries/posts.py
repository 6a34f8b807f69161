"""When a post is held: the one place that says so."""

from datetime import date
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, and_, or_


def held_on(post: Any, on: date | BindParameter[date]) -> ColumnElement[bool]:
    """Return the condition that ``post`` is held on that day, first and last day included."""
    return and_(post.from_on <= on, or_(post.to_on.is_(None), post.to_on >= on))
