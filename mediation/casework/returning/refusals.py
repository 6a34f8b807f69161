"""Why work cannot go back, and what to do instead."""

from mediation.kernel.errors import Conflict, Forbidden, Refused
from mediation.kernel.text import N_


class NowhereToGo(Refused):
    """No earlier step can be done anew."""

    message = N_(
        "“{label}”前面没有可以退回的环节：前面的步骤已经签收、入卷或者生效，不能重来。"
        "有意见请写在办理内容里，或者在案件页留言。"
    )


class NotAPlace(Refused):
    """The step chosen is none of those one may go back to."""

    message = N_("“{label}”不能退回到选中的环节，请从列出的环节中选择。")
    is_slip = True


class OthersAtWork(Conflict):
    """Somebody works on a branch beside that would fall away."""

    message = N_("同时进行的“{label}”已经有人在办，退回会使它作废。请先与{who}商量。")


class NotDoneYet(Refused):
    """Only what was done can be taken back."""

    message = N_("“{label}”还没有办结，不用撤回；办不了可以退回。")


class NotYourWork(Forbidden):
    """Only whoever did it takes it back."""

    message = N_("“{label}”是{who}办结的，只有本人可以撤回。")


class CannotBeUndone(Refused):
    """The law, or what it led to, lets it happen only once."""

    message = N_("“{label}”办结即生效，不能撤回。确有错误的，请在案件页留言说明，由接着办的人更正或者退回。")


class ActedUpon(Conflict):
    """Somebody has gone on from there."""

    message = N_("不能撤回了：{when}，{what}")


class MovedOn(Conflict):
    """What followed is no longer as it was put on the desk."""

    message = N_(
        "不能撤回了：后面的“{label}”已经转交、会签或者办过。如需更正，请与{who}联系，由对方退回给您。"
    )


class DoneAnew(Conflict):
    """The step has been opened again since."""

    message = N_("“{label}”后来又重新打开过，这一次办的已经不作数。请看案件页上的最新进展。")


class OverAlready(Conflict):
    """The process has ended."""

    message = N_("不能撤回了：这段流程已经走完。")


class NotTheLast(Refused):
    """One's own later work rests on it."""

    message = N_("“{label}”之后您又办了“{later}”，请先撤回后办的那一步。")
