"""Posts in stored words, such as 浏阳市督查专员卢素珍: in English by the title the locality gives them."""

import re
from collections.abc import Collection
from functools import cache

from flask import Flask
from flask_babel import gettext as _

from mediation.kernel.locality import Locality
from mediation.ledger.queries import LineView
from web import asking
from web.language import language, word

NOBODY = "（无人在岗）"
SENTENCE = re.compile(r"[\s，。；：！？“”]")
"""What no post is written with: where it stands, the words are somebody's own."""


def init_app(app: Flask) -> None:
    """Give templates these words."""
    app.jinja_env.globals.update(ledger_sentence=ledger_sentence)
    app.jinja_env.filters.update(post=post_words)


def ledger_sentence(line: LineView) -> str:
    """Return a ledger line or notice as the visitor reads it; the Chinese one is the record."""
    return line.sentence if language() == "zh" else line.told(post_words)


def post_words(text: str) -> str:
    """Return a post, with who is in it, in the visitor's language; other words as :func:`word` says them."""
    said = word(text)
    if said != text or language() == "zh" or not text or SENTENCE.search(text):
        return said
    titles = _titles(asking.locality())
    return _("、").join(_one(each, titles) for each in text.split("、"))


def _one(text: str, titles: Collection[tuple[str, str, str]]) -> str:
    """Return one post in English: unit, title, and the name after it; a name alone stays one."""
    for title, english, shared in titles:
        unit, found, who = text.partition(title)
        if found and unit:
            name, stands_in, absent = who.removesuffix("）").partition("（代")
            name = _(NOBODY).strip() if who == NOBODY else name
            name += f" ({_('代%(name)s', name=absent)})" if stands_in else ""
            return f"{unit}{shared} {english} {name}".rstrip()
    return text


@cache
def _titles_of(roles: tuple[tuple[str, str, str], ...]) -> tuple[tuple[str, str, str], ...]:
    found = []
    for title, english, level in roles:
        shared = next((title[:size] for size in range(len(title), 1, -1) if level.endswith(title[:size])), "")
        found.append((title, english, shared))
    return tuple(sorted(found, key=lambda each: len(each[0]), reverse=True))


def _titles(locality: Locality) -> tuple[tuple[str, str, str], ...]:
    """Return title, English title and what the title shares with the unit's name, the longest first.

    第9微网格 and 微网格长 are written as one, 第9微网格长.
    """
    return _titles_of(
        tuple(
            (role.title, role.title_en, locality.level(role.level).title)
            for role in locality.roles.values()
            if role.level and role.title_en
        )
    )
