"""Finding the disputes of a telephone: by the whole number alone, for who may read numbers there."""

import re
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from mediation.cases.model import Case
from mediation.cases.queries import viewer
from mediation.parties.likeness import phone_key
from mediation.parties.model import Party
from mediation.parties.queries import Standing
from mediation.parties.rules import phone_digits
from mediation.people.identity import Identity
from mediation.search.queries.candidates import Sight
from mediation.search.queries.showing import Hit, shown

SHORTEST = 7
"""A local number without the code of its area."""
_LOOKS_LIKE_ONE = re.compile(r"[\d\s()（）+＋－-]+")


def telephone_meant(typed: str) -> str | None:
    """Return the digits of a telephone, where nothing else was typed."""
    if not _LOOKS_LIKE_ONE.fullmatch(typed):
        return None
    digits = phone_digits(typed)
    return digits if len(digits) >= SHORTEST else None


def with_telephone(
    session: Session, identity: Identity, digits: str, sight: Sight, *, size: int
) -> Sequence[Hit]:
    """Return the newest cases in sight with a party of that telephone; a child's finds nothing."""
    query = select(Party.case_id).where(Party.phone_key == phone_key(digits), ~Party.is_minor).distinct()
    case_ids = list(sight.kept(sorted(session.scalars(query), reverse=True)))[:size]
    rows = session.scalars(select(Case).where(Case.id.in_(case_ids)))
    open_ids = {case.id for case in rows if viewer(identity, case).standing is Standing.MEMBER}
    hits = shown(session, identity, [each for each in case_ids if each in open_ids], (), at_least=0)
    return [replace(hit, where=("phone",)) for hit in hits]
