"""States written by earlier releases, brought up to date when they are loaded.

Two numbers stand in every state: our own format, and the version of the engine's serializer. An
older engine's state is written out as that engine would have, put through the engine's own
released migrations, and read back.
"""

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.serializer.config import DEFAULT_CONFIG
from SpiffWorkflow.bpmn.serializer.default.event_definition import TimerConditionalEventDefinitionConverter
from SpiffWorkflow.bpmn.serializer.default.task_spec import BpmnTaskSpecConverter
from SpiffWorkflow.bpmn.serializer.default.workflow import BpmnWorkflowConverter
from SpiffWorkflow.bpmn.serializer.migration.version_migration import MIGRATIONS
from SpiffWorkflow.bpmn.serializer.workflow import VERSION as RELEASED
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow

from mediation.engine.specs import NamedTimer, OperationTask
from mediation.engine.state import Packed

FORMAT = 1

Upgrade = Callable[[Packed], Packed]
UPGRADES: Mapping[int, Upgrade] = MappingProxyType({})
"""Our own formats: number -> function that returns the next one."""

Migrations = Mapping[str, Callable[[dict[str, Any]], None]]


class StateUnknown(Exception):
    """A state that this release cannot read: it was written by a newer one."""


def stamped(packed: Packed) -> Packed:
    """Return ``packed`` with our format and the engine's serializer version."""
    return {"v": FORMAT, "e": RELEASED, **packed}


def upgraded(packed: Packed, upgrades: Mapping[int, Upgrade] = UPGRADES, to: int = FORMAT) -> Packed:
    """Return ``packed`` in our present format.

    :raises StateUnknown: it was written by a newer release
    """
    while packed["v"] < to:
        packed = {**upgrades[packed["v"]](packed), "v": packed["v"] + 1}
    if packed["v"] > to:
        raise StateUnknown(f"state has format {packed['v']}, this release knows {to}")
    return packed


def migrated(workflow: BpmnWorkflow, version: str, migrations: Migrations = MIGRATIONS) -> BpmnWorkflow:
    """Return ``workflow``, written by serializer ``version``, as the present engine means it.

    :raises StateUnknown: the engine knows no way from there
    """
    if version == RELEASED:
        return workflow
    if version not in migrations:
        raise StateUnknown(f"state has serializer version {version}, this release knows {RELEASED}")
    written = json.loads(_serializer(workflow).serialize_json(workflow))
    written.pop(BpmnWorkflowSerializer.VERSION_KEY)
    migrations[version](written)
    restored: BpmnWorkflow = _serializer(workflow).from_dict(written)
    restored.script_engine = workflow.script_engine
    return restored


def _serializer(workflow: BpmnWorkflow) -> BpmnWorkflowSerializer:
    class OnSameSpecs(BpmnWorkflowConverter):
        """Restores onto the diagrams at hand instead of those in the state."""

        def from_dict(self, dct: dict[str, Any]) -> Any:
            specs = {"spec": workflow.spec, "subprocess_specs": dict(workflow.subprocess_specs)}
            return super().from_dict({**dct, **specs})

    config = {
        **DEFAULT_CONFIG,
        BpmnWorkflow: OnSameSpecs,
        OperationTask: BpmnTaskSpecConverter,
        NamedTimer: TimerConditionalEventDefinitionConverter,
    }
    return BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure(config))
