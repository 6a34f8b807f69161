"""Every step a diagram may name, and the operation behind it."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from mediation.casework.act import Step


@cache
def all_steps() -> dict[str, Step]:
    """Return step key -> operation, gathered from the modules of this folder.

    :raises ValueError: two modules name the same step
    """
    found: dict[str, Step] = {}
    for module in iter_modules(__path__):
        steps: dict[str, Step] = import_module(f"{__name__}.{module.name}").STEPS
        for key, operation in steps.items():
            if key in found:
                raise ValueError(f"step {key} is defined twice")
            found[key] = operation
    return found
