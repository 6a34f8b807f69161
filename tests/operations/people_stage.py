"""A Monday in September on which people take up and leave posts."""

from datetime import date, datetime

from mediation.kernel.actor import SYSTEM
from mediation.kernel.clock import SHANGHAI

AT = datetime(2026, 9, 7, 9, 0, tzinfo=SHANGHAI)
TODAY = date(2026, 9, 7)
SAID = {"by": SYSTEM, "at": AT}
