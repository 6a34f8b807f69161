"""What an address says of a unit: a number, or nothing. What is neither is not taken for nothing."""

from collections.abc import Mapping

from flask_babel import gettext as _

from mediation.kernel.errors import NotFound

LONGEST = 9


def unit_of(given: Mapping[str, str]) -> int | None:
    """Return the number of the unit asked for; None where none is.

    :raises NotFound: what stands there is no number of a unit
    """
    text = given.get("unit", "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= LONGEST):
        raise NotFound(what=_("这个单位"))
    return int(text)
