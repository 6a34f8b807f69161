"""Whether somebody in the house is a party: by name and telephone, both under seal (county default).

The same name, and telephones that agree or are not both known; both known and different is a namesake.
"""

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.sql.elements import SQLCoreOperations

from mediation.kernel.columns import keyed_hash
from mediation.parties.model import Party
from mediation.parties.rules import normal_name, phone_digits

Given = SQLCoreOperations[str]


def name_key(name: str) -> str:
    """Return what a party of that name is found by."""
    return keyed_hash(normal_name(name))


def phone_key(phone: str | None) -> str | None:
    """Return what a party of that telephone is told by; None where there is no number."""
    digits = phone_digits(phone or "")
    return keyed_hash(digits) if digits else None


def is_like(name: Given, phone: Given) -> ColumnElement[bool]:
    """Return the condition on :class:`Party` that it is the person of these keys; "" for no telephone."""
    return and_(Party.name_key == name, or_(Party.phone_key.is_(None), phone == "", Party.phone_key == phone))


def are_like(one: tuple[str, str | None], other: tuple[str, str | None]) -> bool:
    """Say the same of two pairs of keys."""
    return one[0] == other[0] and (one[1] is None or other[1] is None or one[1] == other[1])
