"""States written by earlier releases, brought up to date when they are loaded."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from SpiffWorkflow.bpmn.serializer.workflow import VERSION as RELEASED

from mediation.engine.definition import Definition
from mediation.engine.state import Packed

FORMAT = 1

Upgrade = Callable[[Packed], Packed]
UPGRADES: Mapping[int, Upgrade] = MappingProxyType({})
"""Our own formats: number -> function that returns the next one."""


class StateUnknown(Exception):
    """A state written by a release newer than this one."""


def stamped(packed: Packed) -> Packed:
    """Return ``packed`` with our format and the engine's serializer version."""
    return {"v": FORMAT, "e": RELEASED, **packed}


def upgraded(
    packed: Packed, *, definition: Definition, process: str, upgrades: Mapping[int, Upgrade] = UPGRADES
) -> Packed:
    """Return ``packed`` in the present format.

    :raises StateUnknown: it was written by a newer release
    """
    while packed["v"] < FORMAT:
        packed = {**upgrades[packed["v"]](packed), "v": packed["v"] + 1}
    if packed["v"] > FORMAT:
        raise StateUnknown(f"state of {process} has format {packed['v']}, this release knows {FORMAT}")
    return packed
