"""Every fact of a case is a sentence that a villager can read."""

import dataclasses
import string
from importlib import import_module

import pytest

from mediation.kernel.facts import CaseFact
from tests.house.source import files, name


def _case_facts() -> list[type[CaseFact]]:
    for path in files("mediation"):
        if path.stem == "events" or path.parent.name == "events":
            import_module(name(path).removesuffix(".py").removesuffix("/__init__").replace("/", "."))
    found, waiting = [], [CaseFact]
    while waiting:
        below = waiting.pop().__subclasses__()
        waiting += below
        found += [fact for fact in below if fact.__module__.startswith("mediation.")]
    return sorted(found, key=lambda fact: f"{fact.__module__}.{fact.__qualname__}")


FACTS = _case_facts()


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.__qualname__)
def test_a_fact_has_a_sentence(fact):
    assert isinstance(getattr(fact, "sentence", None), str), f"{fact.__module__} says nothing in the ledger"


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.__qualname__)
def test_a_sentence_names_only_what_the_fact_knows(fact):
    if fact.params is not CaseFact.params:
        return

    named = {part[1] for part in string.Formatter().parse(getattr(fact, "sentence", "")) if part[1]}

    assert named <= {field.name for field in dataclasses.fields(fact)}


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.__qualname__)
def test_a_fact_is_frozen_and_past(fact):
    assert dataclasses.is_dataclass(fact)
    assert fact.__dataclass_params__.frozen
