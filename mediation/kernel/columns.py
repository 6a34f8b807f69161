"""Column types shared by all rooms: moments, JSON and sealed personal text."""

import hashlib
import hmac
import json
import os
from datetime import UTC, datetime
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import JSON, DateTime, LargeBinary
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

BIG_JSON = JSON().with_variant(postgresql.JSONB(), "postgresql")


class Moment(TypeDecorator[datetime]):
    """An aware moment, stored as UTC. A naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without a time zone cannot be stored: {value!r}")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class KeyMissing(Exception):
    """No key for personal data was given (MEDIATION_DATA_KEYS)."""


_cipher: MultiFernet | None = None
_hash_key: bytes = b""


def use_data_keys(keys: str) -> None:
    """Set the keys that seal personal data: comma-separated Fernet keys, the newest first."""
    global _cipher, _hash_key
    parts = [part.strip() for part in keys.split(",") if part.strip()]
    if not parts:
        raise KeyMissing("MEDIATION_DATA_KEYS holds no key")
    try:
        _cipher = MultiFernet([Fernet(part) for part in parts])
    except ValueError as error:
        raise KeyMissing("MEDIATION_DATA_KEYS: not a key; `mediation keys` prints one") from error
    _hash_key = hashlib.sha256(b"mediation keyed hash:" + parts[-1].encode()).digest()


def data_cipher() -> MultiFernet:
    """Return the cipher of personal data, reading MEDIATION_DATA_KEYS on first use."""
    if _cipher is None:
        use_data_keys(os.environ.get("MEDIATION_DATA_KEYS", ""))
    assert _cipher is not None
    return _cipher


def keyed_hash(text: str) -> str:
    """Return what ``text`` can be found by again, without its being readable: 64 hex digits.

    Made with the oldest key, so that putting a newer one in front finds the same persons.

    :raises KeyMissing: when no key was configured
    """
    data_cipher()
    return hmac.new(_hash_key, text.encode(), hashlib.sha256).hexdigest()


def seal(value: Any) -> bytes:
    """Return JSON-able personal data as it is kept, for statements that write it without a mapped row.

    :raises KeyMissing: when no key was configured
    """
    return data_cipher().encrypt(json.dumps(value, ensure_ascii=False).encode())


class Sealed(TypeDecorator[Any]):
    """Personal data: JSON-able values, encrypted at rest.

    :raises KeyMissing: when no key was configured
    """

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        return None if value is None else seal(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        try:
            return json.loads(data_cipher().decrypt(bytes(value)))
        except InvalidToken as error:
            raise KeyMissing("personal data cannot be read with the configured keys") from error
