"""What may not be done to a clock, and why."""

from mediation.kernel.errors import Refused
from mediation.kernel.text import N_


class AnchorMissing(Refused):
    """The day or moment a clock counts from is not in the file yet."""

    message = N_("“{title}”要从“{anchor}”起算，但案卷中还没有这个日期，请先补上。")


class ClockEnded(Refused):
    """The clock no longer runs."""

    message = N_("“{title}”已经停止计算，不能再变更。")


class ClockExpired(Refused):
    """The clock has run out (委派、委托调解: extension by consent only before expiry)."""

    message = N_("“{title}”已于{due}届满，届满之后不能暂停，也不能延长。")


class PauseNotAllowed(Refused):
    """Only appraisal stops a clock."""

    message = N_("期限只因鉴定暂停，“{reason}”不能作为暂停理由。")


class AlreadyPaused(Refused):
    """It is paused already."""

    message = N_("“{title}”已在暂停中，不必再次暂停。")
    is_slip = True


class NotPaused(Refused):
    """It is not paused, so it cannot be resumed."""

    message = N_("“{title}”没有暂停，不需要恢复。")
    is_slip = True


class ResumedTooEarly(Refused):
    """It cannot be resumed before it was paused."""

    message = N_("恢复的时间不能早于暂停的时间。")
    is_slip = True


class PaperNotYetWritten(Refused):
    """An appraisal's paper dated after the act that stands on it."""

    message = N_("文书的日期在今天之后。请填文书上写的日期，最晚是今天。")
    is_slip = True


class PausedCannotExtend(Refused):
    """A paused clock has no end to extend."""

    message = N_("“{title}”正在暂停，请先恢复计算，再办延长。")


class NotOfMediation(Refused):
    """The parties may give mediation more time, not a deadline of the law or of the county."""

    message = N_("“{title}”不是调解期限，不能因当事人同意而延长。")


class NothingAdded(Refused):
    """An extension must add time."""

    message = N_("延长的期限必须大于零。")
    is_slip = True


class ConsentMissing(Refused):
    """Not every party has agreed to the extension."""

    message = N_("延长期限须各方当事人都同意，还缺：{missing}。")
    is_slip = True


class ConsentNotWritten(Refused):
    """An oral consent does not extend a clock."""

    message = N_("延长期限须书面同意，{party}只有口头同意。")


class ConsentNotYetGiven(Refused):
    """A consent dated after the extension."""

    message = N_("{party}的同意日期在今天之后，不能据此延长。")
    is_slip = True
