"""Every write of this room but those of ``delivery``. Nothing is sent from here."""

from mediation.notifications.operations.channels import add_channel, change_channel, remove_channel
from mediation.notifications.operations.deliveries import drop_delivery, send_again
from mediation.notifications.operations.notices import mark_all_read, mark_read, put

__all__ = [
    "add_channel",
    "change_channel",
    "drop_delivery",
    "mark_all_read",
    "mark_read",
    "put",
    "remove_channel",
    "send_again",
]
