"""Whose desk holds what: lists and counts read from one table, never from the engine."""

from mediation.inbox.queries.asked import BOXES, DUES, SORTS, Asked
from mediation.inbox.queries.followers import CopyView, Following, following
from mediation.inbox.queries.listing import count, counts, listing
from mediation.inbox.queries.orders import BadPageKey
from mediation.inbox.queries.reading import of_case, open_item
from mediation.inbox.queries.saved import SavedView, saved_lists
from mediation.inbox.queries.views import COUNT_CAP, Counts, ItemView, Page, shown

__all__ = [
    "BOXES",
    "COUNT_CAP",
    "DUES",
    "SORTS",
    "Asked",
    "BadPageKey",
    "CopyView",
    "Counts",
    "Following",
    "ItemView",
    "Page",
    "SavedView",
    "count",
    "counts",
    "following",
    "listing",
    "of_case",
    "open_item",
    "saved_lists",
    "shown",
]
