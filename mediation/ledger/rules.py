"""How a ledger line is sealed. No database, no clock."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

BEGINNING = "0" * 64
SEALED = (
    "case_id",
    "seq",
    "at",
    "by_id",
    "by_text",
    "post",
    "standing_in_for",
    "kind",
    "params",
    "sentence",
    "prev_hash",
)


def seal(line: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a line's fields, the hash of the line before among them, as 64 hex digits.

    Canonical JSON: sorted keys, no blanks, UTF-8; moments in UTC to the microsecond.
    """
    fields = {name: _canonical(line[name]) for name in SEALED}
    text = json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _canonical(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value
