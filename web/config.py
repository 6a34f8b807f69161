"""What the environment says, read once. A default is safe in production, or start-up fails."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from web.sending.settings import Misconfigured, Sending
from web.sending.settings import read as read_sending

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Settings:
    """Everything a deployment chooses.

    :ivar database_url: SQLite file or PostgreSQL
    :ivar data_keys: comma-separated Fernet keys that seal personal data, the newest first
    :ivar secret_key: signs sessions and forms
    :ivar home: folder of the locality: locality.yaml, diagrams, forms, decision tables
    :ivar is_demo: the throw-away demo, the only place with shared accounts and plain cookies
    :ivar sending: how notices leave the house; by default they do not
    :ivar metrics_token: what a watcher must know to read /metrics; empty: only this machine reads it
    :ivar processes: how many fire at once where much is due, the scheduler's own among them
    :ivar idle_minutes: a visit ends after so long without a click (等保 2.0: screens left alone lock)
    """

    database_url: str
    data_keys: str
    secret_key: str
    home: Path
    host: str = "127.0.0.1"
    port: int = 8000
    threads: int = 8
    processes: int = 1
    is_demo: bool = False
    secure_cookies: bool = True
    idle_minutes: int = 30
    metrics_token: str = ""
    sending: Sending = field(default_factory=Sending)


def from_environment(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings.

    :raises Misconfigured: a key is missing or a value cannot be used
    """
    given = os.environ if environment is None else environment
    home = Path(given.get("MEDIATION_LOCALITY", "liuyang"))
    return Settings(
        database_url=given.get("DATABASE_URL") or f"sqlite:///{ROOT / 'var' / 'mediation.db'}",
        data_keys=_needed(given, "MEDIATION_DATA_KEYS", "mediation keys prints a fresh one"),
        secret_key=_needed(given, "SECRET_KEY", "mediation keys prints a fresh one"),
        home=home if home.is_absolute() else ROOT / "workflows" / home,
        host=given.get("MEDIATION_HOST", "127.0.0.1"),
        port=_number(given, "MEDIATION_PORT", 8000),
        threads=_number(given, "MEDIATION_THREADS", 8),
        processes=_number(given, "MEDIATION_PROCESSES", one_a_core()),
        is_demo=given.get("MEDIATION_DEMO") == "1",
        secure_cookies=given.get("MEDIATION_PLAIN_COOKIES") != "1",
        idle_minutes=_number(given, "MEDIATION_IDLE_MINUTES", 30),
        metrics_token=given.get("MEDIATION_METRICS_TOKEN", "").strip(),
        sending=read_sending(given),
    )


def _needed(given: Mapping[str, str], name: str, hint: str) -> str:
    value = given.get(name, "").strip()
    if not value:
        raise Misconfigured(f"{name} is not set ({hint})")
    return value


def one_a_core() -> int:
    """Return how many processes this machine runs side by side."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _number(given: Mapping[str, str], name: str, default: int) -> int:
    text = given.get(name, str(default))
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise Misconfigured(f"{name} must be a whole number from 1 to 65535, not {text!r}")
    return int(text)
