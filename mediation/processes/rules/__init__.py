"""What makes a set of diagrams, tables and forms fit to publish. No database, no clock."""

from collections.abc import Mapping

from mediation.kernel.locality import Locality
from mediation.processes.rules.checking import Known, Problem
from mediation.processes.rules.checking import check as _check

__all__ = ["Known", "Problem", "check"]


def check(files: Mapping[str, bytes], locality: Locality, known: Known) -> list[Problem]:
    """Return every problem of the files, one sentence each, in the order of files and elements."""
    return _check(files, locality, known)
