"""What was said about a case and taken back; the text itself stays out of the ledger.

A note to oneself is nobody's business: it is no fact of the case. Nor does a line say who may read it.
"""

from dataclasses import dataclass
from typing import ClassVar

from mediation.kernel.facts import CaseFact
from mediation.kernel.text import N_


@dataclass(frozen=True, kw_only=True)
class CommentAdded(CaseFact):
    """Somebody wrote a comment that others may read.

    :ivar called: ids of colleagues named with @ who may read it
    """

    comment_id: int
    called: tuple[int, ...] = ()
    sentence: ClassVar[str] = N_("{by}在案件上留言。")


@dataclass(frozen=True, kw_only=True)
class CommentWithdrawn(CaseFact):
    """Somebody took a comment of their own back; its place stays, without the text."""

    comment_id: int
    sentence: ClassVar[str] = N_("{by}删除了自己的一条留言。")
