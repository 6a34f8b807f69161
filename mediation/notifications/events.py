"""What happened to the ways out of the house. None of it belongs to a case."""

from dataclasses import dataclass

from mediation.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ChannelAdded(Fact):
    """Somebody chose a way out for their notices."""

    channel_id: int
    person_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class ChannelChanged(Fact):
    """Somebody changed what goes through it, or switched it."""

    channel_id: int
    state: str
    urgent: bool
    digest: bool


@dataclass(frozen=True, kw_only=True)
class ChannelRemoved(Fact):
    """Somebody took it away; its address is gone."""

    channel_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class ChannelDied(Fact):
    """The other side refused for good, or too often in a row."""

    channel_id: int
    person_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class ChannelRevived(Fact):
    """A test arrived, and it is on again."""

    channel_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class DeliverySentAgain(Fact):
    """A supervisor let something go once more that may have gone already."""

    delivery_id: int


@dataclass(frozen=True, kw_only=True)
class DeliveryDropped(Fact):
    """A supervisor let something be that had not gone."""

    delivery_id: int
