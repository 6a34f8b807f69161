"""What may be said about a case, who may read it, and whom it calls. No database, no clock.

Who reads what follows DOMAIN 9: what is said apart is for those who mediate alone (人民调解法 15).
"""

import re
from collections.abc import Collection, Iterable

from mediation.kernel.errors import Conflict, Forbidden, Refused
from mediation.kernel.text import N_

VISIBILITIES = {
    "case": N_("全案可见"),
    "unit": N_("本单位可见"),
    "mediators": N_("仅调解员可见"),
    "self": N_("仅自己可见"),
}
TEXT_AT_MOST = 2000
CALLED_AT_MOST = 5
_NAME_LENGTHS = range(2, 16)
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class CommentEmpty(Refused):
    message = N_("请写下留言内容。")
    is_slip = True


class CommentTooLong(Refused):
    message = N_("留言最多{most}个字，现在有{length}个字。长的材料请作为附件上传。")
    is_slip = True


class UnknownVisibility(Refused):
    message = N_("请选择谁能看到这条留言。")
    is_slip = True


class NotYourUnit(Refused):
    message = N_("只能选您任职的单位。")
    is_slip = True


class OnlyOpenOrOwn(Refused):
    message = N_("您在本案只能看、不办理，留言请选“全案可见”或“仅自己可见”。")


class NotYourComment(Forbidden):
    message = N_("只有写留言的人能删除或修改它。")


class CommentGone(Conflict):
    message = N_("这条留言已经删除。如需补充，请另写一条。")


class CaseArchived(Refused):
    message = N_("{number}已经归档，不能再留言或删除留言。您可以写一条仅自己可见的留言。")


class SentBySomebodyElse(Conflict):
    message = N_("这张表已经由别人提交过，请刷新页面后再写。")


def check_text(text: str) -> str:
    """Return a comment as it is kept: line ends unified, blanks around it and control characters gone.

    :raises CommentEmpty: nothing is left
    :raises CommentTooLong: more than 2000 characters (county default)
    """
    tidy = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if not tidy:
        raise CommentEmpty(fields={"comment": CommentEmpty.message})
    if len(tidy) > TEXT_AT_MOST:
        beside = {"comment": CommentTooLong.message}
        raise CommentTooLong(most=TEXT_AT_MOST, length=len(tidy), fields=beside)
    return tidy


def check_visibility(
    visibility: str, unit_id: int | None, *, units: Collection[int], is_outside: bool
) -> int | None:
    """Return the unit to keep beside ``visibility``.

    :param units: those one is in post at
    :param is_outside: one may only look at the case
    :raises UnknownVisibility: there is no such choice
    :raises NotYourUnit: one is in no post there
    :raises OnlyOpenOrOwn: who only looks writes for all or for oneself
    """
    if visibility not in VISIBILITIES:
        raise UnknownVisibility(fields={"readers": UnknownVisibility.message})
    if is_outside and visibility not in ("case", "self"):
        raise OnlyOpenOrOwn(fields={"readers": OnlyOpenOrOwn.message})
    if visibility != "unit":
        return None
    if unit_id not in units:
        raise NotYourUnit(fields={"readers": NotYourUnit.message})
    return unit_id


def called(text: str) -> tuple[frozenset[str], ...]:
    """Return for each @ in a comment the names it may mean: 王秀 or 王秀兰, as nothing ends a name."""
    found = [
        frozenset(text[at + 1 : at + 1 + length] for length in _NAME_LENGTHS)
        for at, letter in enumerate(text)
        if letter in "@＠"
    ]
    return tuple(found[:CALLED_AT_MOST])


def longest_known(names: Iterable[str], known: Collection[str]) -> str | None:
    """Return the longest of ``names`` that somebody has."""
    return max((name for name in names if name in known), key=len, default=None)
