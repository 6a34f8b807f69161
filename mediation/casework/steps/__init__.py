"""Every step a diagram may name, and the operation behind it."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from mediation.casework.act import Step, Undo


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


@cache
def all_undo() -> dict[str, Undo | None]:
    """Return the steps one may go behind, gathered from the ``UNDO`` of the modules of this folder.

    A step stands there when what it did can be taken back: with the operation that voids it, or with
    None where it only said what will be said anew. Any other step ends every way back: what the
    law lets happen once (acceptance, refusal, seal, filing, meetings held) is not undone by a desk.

    :raises ValueError: a module lets a step be undone that it does not have
    """
    found: dict[str, Undo | None] = {}
    for module in iter_modules(__path__):
        loaded = import_module(f"{__name__}.{module.name}")
        undo: dict[str, Undo | None] = getattr(loaded, "UNDO", {})
        if unknown := undo.keys() - loaded.STEPS.keys():
            raise ValueError(f"{module.name} undoes what it does not do: {', '.join(sorted(unknown))}")
        found.update(undo)
    return found
