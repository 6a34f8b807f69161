"""Sends what the outbox holds, after the act's own transaction: each content to each address once.

A message is taken (``sending``, committed), then sent, then settled. Whoever dies in between
leaves it ``sending``; after a while that is ``unsure``, and only a person sends it again.
"""

from mediation.notifications.delivery.outside import Counted, Message, Outcome, Outside, Sender
from mediation.notifications.delivery.passing import Delivered, deliver
from mediation.notifications.delivery.testing import try_out

__all__ = ["Counted", "Delivered", "Message", "Outcome", "Outside", "Sender", "deliver", "try_out"]
