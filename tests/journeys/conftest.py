"""A whole small county for every journey."""

from tests.operations.conftest import county  # noqa: F401
