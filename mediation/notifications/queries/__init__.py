"""Reading notices, channels and how delivery fares."""

from mediation.notifications.queries.channels import ChannelView, channels_of
from mediation.notifications.queries.frame import Frame, frame
from mediation.notifications.queries.health import Health, Scope, health, scope_of, status, status_of
from mediation.notifications.queries.notices import (
    NoticeView,
    addressed_notice,
    count_unread,
    earlier,
    outward,
    unread,
)

__all__ = [
    "ChannelView",
    "Frame",
    "Health",
    "NoticeView",
    "Scope",
    "addressed_notice",
    "channels_of",
    "count_unread",
    "earlier",
    "frame",
    "health",
    "outward",
    "scope_of",
    "status",
    "status_of",
    "unread",
]
