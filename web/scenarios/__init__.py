"""Scenarios: a dispute played from a YAML script on a fresh system with its own clock (docs/scenarios.md)."""

from web.scenarios.player import Played, play
from web.scenarios.script import BadScript, Script, read_script

__all__ = ["BadScript", "Played", "Script", "play", "read_script"]
