"""Addresses of pages that are told by words what to show, as `addresses.py` reads them."""

from collections.abc import Mapping
from typing import Any

from flask import url_for


def leading_to(endpoint: str, words: Mapping[str, str], **more: str) -> str:
    """Return the address of a page, with ``words`` and ``more`` as its parameters."""
    said: dict[str, Any] = {**words, **more}
    return url_for(endpoint, **said)
