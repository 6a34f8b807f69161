"""Why an instance does not move as it was told."""

from mediation.kernel.errors import Refused
from mediation.kernel.text import N_


class NotOpen(Refused):
    """The task was done, cancelled or never there."""

    message = N_("这一步已经办过，或者已经不需要办了，请刷新后再看。")
    status = 409


class NotWaiting(Refused):
    """No token waits for that."""

    message = N_("现在没有哪一步在等“{message}”，因此不能这样办理。")
    status = 409


class NoWayBack(Refused):
    """The token cannot return there."""

    message = N_("不能退回到这一步：它不在这件事走过来的路上，或者中间有不能退的环节。")
