"""What the files about one subject share."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from tests.operations.board_stage import Stage


@pytest.fixture
def board(engine: Engine) -> Iterator[Stage]:
    """A small county to put down what its board counts."""
    made = Stage(engine)
    yield made
    made.session.close()
