"""What happened to the published processes."""

from dataclasses import dataclass

from mediation.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ProcessesPublished(Fact):
    """A set of diagrams became the one new cases begin with."""

    digest: str
    replaced: str | None
