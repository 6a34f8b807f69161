"""The sample county: accounts for every role and disputes at every stage. Never in production."""

from collections.abc import Callable, Iterable
from datetime import datetime

from mediation.bootstrap import System


def fill(system: System, *, at: datetime, say: Callable[[str], None]) -> Iterable[str]:
    """Make what the sample county lacks; running it again keeps what is there.

    :param say: told what is being done, for anything that takes over two seconds
    :returns: lines that say who may sign in
    """
    return ()
