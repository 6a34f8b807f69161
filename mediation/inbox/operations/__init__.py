"""What people do with tasks short of doing them: take them, put them back."""

from mediation.inbox.operations.claiming import NotClaimed, claim, release

__all__ = ["NotClaimed", "claim", "release"]
