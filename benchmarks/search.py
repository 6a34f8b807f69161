"""Opens the search page among 160,000 cases on PostgreSQL: under 150 ms at p95, whoever asks for what."""

from collections.abc import Iterator
from os import environ
from random import Random
from urllib.parse import quote

from cryptography.fernet import Fernet

from benchmarks.figure import Figure
from benchmarks.search_county import CASES, RARE, SAID, WHAT, fill
from benchmarks.serving import opened, p95, serve
from tests import databases
from tests.factories.county import County
from tests.web.stage import Visitor

BUDGET_MS = 150
TIMES = 24
VIEWERS = {"county": "county_director", "town": "town_director", "village": "village_director"}


def measure() -> Iterator[Figure]:
    """Yield the p95 of the page for each kind of question and each kind of viewer, and of all together."""
    environ.setdefault("MEDIATION_DATA_KEYS", Fernet.generate_key().decode())
    maker = databases.make("postgresql")
    try:
        with maker.fresh() as engine:
            county = County(engine, at="2026-09-01 09:00")
            questions = _questions(fill(county))
            yield from _measure(county, questions)
    finally:
        maker.close()


def _questions(made: dict[str, list[str]]) -> dict[str, list[str]]:
    random = Random(7)
    return {
        "a rare word": [random.choice(RARE) + random.choice(RARE) for _ in range(TIMES)],
        "a common word": [random.choice(("记录在案", "官渡镇", "一带由", "南岳村")) for _ in range(TIMES)],
        "two characters": [random.choice(WHAT)[:2] for _ in range(TIMES)],
        "a phrase": [random.choice(SAID) for _ in range(TIMES)],
        "two words": [f"{random.choice(WHAT)} {random.choice(SAID)}" for _ in range(TIMES)],
        "a number": [str(random.randrange(1, 16_000)) for _ in range(TIMES)],
        "a party": [random.choice(made["names"]) for _ in range(TIMES)],
        "a place": [random.choice(made["places"]) for _ in range(TIMES)],
        "a sentence": [f"{random.choice(SAID)}的{random.choice(WHAT)}" for _ in range(TIMES)],
        "nothing there": [f"穿山甲{random.choice(RARE)}伤人" for _ in range(TIMES)],
    }


def _measure(county: County, questions: dict[str, list[str]]) -> Iterator[Figure]:
    served = serve(county)
    every: list[float] = []
    for viewer, role in VIEWERS.items():
        visitor = served.visit(role)
        for warm in ("屋檐滴水", "约定三日内答复的宅基地"):
            _ask(visitor, warm)
        for question, words in questions.items():
            taken = [_ask(visitor, each) for each in words]
            every += taken
            yield Figure(f"search {CASES:,} cases as {viewer}, {question}, p95", p95(taken), "ms", BUDGET_MS)
    yield Figure(f"search {CASES:,} cases, all questions and viewers, p95", p95(every), "ms", BUDGET_MS)


def _ask(visitor: Visitor, words: str) -> float:
    return opened(visitor, f"/search?words={quote(words)}")
