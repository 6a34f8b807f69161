"""What asks to be filled in, chosen or checked again is a slip: it leaves no line in a case's ledger."""

import re
from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages

import pytest

import mediation
from mediation.kernel.errors import Refused

ON_CASES = (
    *("agreements", "attachments", "cases", "casework", "clocks", "comments", "hearings"),
    *("oversight", "parties", "reviews"),
)
"""The rooms whose refusals meet acts on a case."""
MENDED_ON_THE_FORM = re.compile(
    r"^请(填写|写明|选择|勾选|至少)|请核对|请从(列出|名单)|请重新选择|日期{day}不对|晚于今天|在今天之后"
)


def refusals() -> Iterator[type[Refused]]:
    """Yield every refusal of the rooms on cases."""
    for room in ON_CASES:
        for module in walk_packages([f"{mediation.__path__[0]}/{room}"], f"mediation.{room}."):
            for each in vars(import_module(module.name)).values():
                if isinstance(each, type) and issubclass(each, Refused) and each.__module__ == module.name:
                    yield each


def test_what_is_mended_on_the_form_is_marked_as_a_slip() -> None:
    asked = {each for each in refusals() if each.status == 422 and MENDED_ON_THE_FORM.search(each.message)}

    assert len(asked) > 30
    assert {each.__qualname__ for each in asked if not each.is_slip} == set()


@pytest.mark.parametrize(
    "name", ["ClockExpired", "ClockEnded", "PauseNotAllowed", "NotOfMediation", "ConsentNotWritten"]
)
def test_what_the_rules_of_time_limits_forbid_stays_recorded(name: str) -> None:
    assert not vars(import_module("mediation.clocks.operations.refusals"))[name].is_slip
