"""What was said about a case and taken back; the text itself stays out of the ledger."""

from dataclasses import dataclass
from typing import Any, ClassVar

from mediation.kernel.facts import CaseFact
from mediation.kernel.text import N_


@dataclass(frozen=True, kw_only=True)
class CommentAdded(CaseFact):
    """Somebody wrote a comment.

    :ivar seen_by: who may read it, in words
    :ivar called: ids of colleagues named with @ who may read it
    """

    comment_id: int
    visibility: str
    seen_by: Any
    called: tuple[int, ...] = ()
    sentence: ClassVar[str] = N_("{by}留言，{seen_by}。")


@dataclass(frozen=True, kw_only=True)
class CommentWithdrawn(CaseFact):
    """Somebody took a comment of their own back; its place stays, without the text."""

    comment_id: int
    seen_by: Any
    sentence: ClassVar[str] = N_("{by}撤回了一条留言（{seen_by}）。")
