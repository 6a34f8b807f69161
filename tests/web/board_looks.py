"""How tests look at the board: its units, and its numbers with where they lead."""

import re

from sqlalchemy import select

from mediation.units.model import Unit
from tests.web.stage import Page, Served


def unit_id(served: Served, level: str) -> int:
    """Return the first unit of a level."""
    with served.session() as session:
        return session.scalars(select(Unit.id).where(Unit.level == level).order_by(Unit.id).limit(1)).one()


def numbers(page: Page) -> list[tuple[str, int]]:
    """Return every number of the page with the address it leads to."""
    links = re.findall(
        r'<a class="(?:cell|board-figure)[^"]*" href="(/board/list[^"]*)"[^>]*>(.*?)</a>', page.html
    )
    return [(address.replace("&amp;", "&"), _number(words)) for address, words in links]


def _number(words: str) -> int:
    found = re.search(r"[\d,]+(?=</b>|$)", words)
    assert found, words
    return int(found[0].replace(",", ""))
