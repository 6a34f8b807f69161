"""What the files about one subject share."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Engine

from mediation.kernel.unit_of_work import UnitOfWork
from tests.operations import board_stage, settle_stage


@pytest.fixture
def board(engine: Engine) -> Iterator[board_stage.Stage]:
    """A small county to put down what its board counts."""
    made = board_stage.Stage(engine)
    yield made
    made.session.close()


@pytest.fixture
def settling(uow: UnitOfWork) -> Iterator[Callable[..., settle_stage.Stage]]:
    """Sets a dispute on its way to a settlement; all that its ledger tells in the end is whole sentences."""
    stages = []

    def _set(**given: Any) -> settle_stage.Stage:
        stages.append(settle_stage.set_stage(uow, **given))
        return stages[-1]

    yield _set
    assert all(line.endswith("。") for stage in stages for line in stage.told().splitlines())
