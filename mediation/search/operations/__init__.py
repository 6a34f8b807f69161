"""Every write of what disputes are found by."""

from mediation.search.operations.catching_up import CAUGHT_AT_ONCE, catch_up, waiting
from mediation.search.operations.rebuilding import cases_in_all, rebuild
from mediation.search.operations.writing import keep_found

__all__ = ["CAUGHT_AT_ONCE", "cases_in_all", "catch_up", "keep_found", "rebuild", "waiting"]
