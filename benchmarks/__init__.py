"""Measures what the design gives budgets for; each figure stands beside its budget."""

from collections.abc import Callable, Iterable, Sequence
from importlib import import_module

from benchmarks.figure import Figure

NAMES = (
    "complete",
    "state",
    "tick",
    "fire",
    "recount",
    "import_units",
    "inbox",
    "case",
    "weight",
    "search",
    "heat",
    "board",
    "returns",
)


def run(names: Sequence[str], *, say: Callable[[str], None]) -> bool:
    """Run the named benchmarks, or all, and say each figure; return whether all kept their budgets."""
    kept = True
    for name in names or NAMES:
        figures: Iterable[Figure] = import_module(f"benchmarks.{name}").measure()
        for figure in figures:
            say(str(figure))
            kept = kept and figure.is_kept
    return kept
