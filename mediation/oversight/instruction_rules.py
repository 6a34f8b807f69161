"""Who does what with a 督办单, and what each step needs. No database, no clock.

County default (DOMAIN 8): its owner answers, or who stands in; who gave it, or whoever supervises the
unit, says whether that is enough. Nobody judges an answer of their own.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from mediation.kernel.clock import local
from mediation.kernel.errors import Refused
from mediation.kernel.text import N_
from mediation.oversight import refusals
from mediation.oversight.rules import check_finish_by, said
from mediation.people.identity import Identity, PostView

ANSWER_AT_MOST, REMARK_AT_MOST = 2000, 500


class FinishBySooner(Refused):
    """Whoever is to do more is not given fewer days for it (county default)."""

    message = N_("退回时限期只能往后延，不能早于原来的{day}。")
    is_slip = True


@dataclass(frozen=True)
class Standing:
    """How somebody stands to an instruction.

    :ivar owner_post: the post in which one answers; None: it is not one's to answer
    :ivar judge_post: the post in which one accepts or sends back; None: one does not
    :ivar gave_it: one gave it oneself, or stands in for who did
    """

    owner_post: PostView | None
    judge_post: PostView | None
    gave_it: bool

    @property
    def answers(self) -> bool:
        """Whether one has to answer."""
        return self.owner_post is not None

    @property
    def judges(self) -> bool:
        """Whether one says if the answer is enough: never of one's own."""
        return self.judge_post is not None and not self.answers


def standing(
    identity: Identity,
    *,
    owner_id: int | None,
    unit_id: int | None,
    unit_path: str,
    given_by: int | None,
) -> Standing:
    """Return how ``identity`` stands to an instruction for the unit at ``unit_path``.

    Where nobody is named, whoever leads the unit answers.
    """
    if owner_id is None:
        owning = [post for post in identity.posts if post.is_lead and post.unit_id == unit_id]
    else:
        owning = [post for post in identity.posts if post.held_by_id == owner_id]
    above = [
        post
        for post in identity.posts
        if "supervise" in post.permissions and unit_path.startswith(post.unit_path)
    ]
    giving = [post for post in identity.posts if given_by is not None and post.held_by_id == given_by]
    return Standing(
        owner_post=next(iter(owning), None),
        judge_post=next(iter([*giving, *above]), None),
        gave_it=bool(giving),
    )


def check_answer(answer: str) -> str:
    """Return the answer, tidied.

    :raises AnswerMissing:
    :raises TooLong:
    """
    return _tidied(answer, "answer", refusals.AnswerMissing, ANSWER_AT_MOST)


def check_remark(remark: str) -> str:
    """Return what is still to be done, tidied.

    :raises RemarkMissing:
    :raises TooLong:
    """
    return _tidied(remark, "remark", refusals.RemarkMissing, REMARK_AT_MOST)


def check_until(until: date, *, was: date, today: date) -> None:
    """Let who sends an answer back give more days, never fewer.

    :raises FinishByPassed: the day has passed
    :raises FinishBySooner: it is before the day that holds now
    """
    check_finish_by(until, today=today)
    if until < was:
        raise FinishBySooner(day=said(was), fields={"finish_by": FinishBySooner.message})


def check_reason(reason: str, *, most: int = REMARK_AT_MOST) -> str:
    """Return why something is withdrawn, listed or taken off, tidied.

    :raises ReasonMissing:
    :raises TooLong:
    """
    return _tidied(reason, "reason", refusals.ReasonMissing, most)


def check_state(state: str, wanted: str, *, number: str, when: datetime | None) -> None:
    """Let an instruction be answered only while open, and judged only once answered.

    :raises InstructionClosed: says when it was closed
    :raises AnsweredAlready: it was answered already
    :raises NotAnsweredYet: there is no answer to judge
    """
    if state == wanted:
        return
    if state == "closed":
        raise refusals.InstructionClosed(number=number, when=_when(when))
    if wanted == "open":
        raise refusals.AnsweredAlready(number=number, when=_when(when))
    raise refusals.NotAnsweredYet(number=number)


def kept(
    *,
    answer: str,
    answered_at: datetime | None,
    answered_by: str,
    remark: str,
    by_post: str,
    at: datetime,
) -> dict[str, Any]:
    """Return an answer that was not enough, as the instruction keeps it."""
    return {
        "answer": answer,
        "answered_at": answered_at.isoformat() if answered_at else None,
        "answered_by": answered_by,
        "remark": remark,
        "by_post": by_post,
        "at": at.isoformat(),
    }


def _tidied(text: str, name: str, missing: type[refusals.Slip], most: int) -> str:
    tidied = text.strip()
    if len(tidied) < 2:
        raise missing(fields={name: missing.message})
    if len(tidied) > most:
        raise refusals.TooLong(most=most, fields={name: refusals.TooLong.message})
    return tidied


def _when(moment: datetime | None) -> str:
    return f"{said(local(moment).date())}{local(moment):%H:%M}" if moment else ""
