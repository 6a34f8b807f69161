"""What stands in the way of submitting a return."""

from mediation.kernel.errors import Conflict, Forbidden, Refused
from mediation.kernel.text import N_


class PeriodNotOver(Refused):
    """The figures of a period are known when it is over."""

    message = N_("{period}还没有结束，{day}起可以上报。现在的数字可以查看，随时会变。")
    is_slip = True


class PeriodNotBegun(Refused):
    """There is nothing to count in a period that is still to come."""

    message = N_("{period}还没有开始，没有数字可看。请从“统计报表”或“三零”里选已经开始的一期。")
    status = 404


class NotChecked(Refused):
    """Whoever submits says that they looked at the figures."""

    message = N_("没有上报：请先核对单位、报告期和数字，勾选“已核对”再上报。")
    is_slip = True


class EarlierNotKnown(NotChecked):
    """Whoever submits out of turn says that they know it."""

    message = N_("没有上报：本单位以前还有{count}期没有上报。请先补报，或者勾选“知道”再上报这一期。")


class NotYours(Forbidden):
    """Somebody at the unit or above it submits."""

    message = N_("{unit}的报表由本单位或上级有督办权限的岗位上报，您现任职务不能上报。")


class SubmittedAlready(Conflict):
    """A return is submitted once."""

    message = N_("这一期报表已由{who}于{when}上报，不能再报。数字有变化的，会列入下一期的更正。")


class FiguresMoved(Conflict):
    """What was looked at is not what counts any more."""

    message = N_("就在您核对时，案件有了变化，下面是现在的数字。请重新核对一遍，勾选“已核对”再上报。")
