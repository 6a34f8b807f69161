"""What may be kept as a draft, under which name, and for how long. No database, no clock."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mediation.kernel.errors import Conflict, NotFound, Refused
from mediation.kernel.locality import Locality
from mediation.kernel.text import N_

LARGEST_BYTES = 256 * 1024
"""Twenty full pages of typing (county default); no form of the house takes as much."""
KEPT_DAYS = 30
"""How long drafts of a closed case are kept (county default, ``settings.drafts.closed_days``)."""
IDLE_DAYS = 180
"""How long any draft is kept untouched (county default, ``settings.drafts.idle_days``; 个人信息保护法 19:
personal data is kept no longer than its purpose needs)."""
COPIES = range(2, 10)

_KEY = re.compile(r"[a-z][a-z-]{0,23}(:[a-z0-9-]{1,32}){0,2}")
_PATH = re.compile(r"/(?![/\\])[^\s\\]{0,199}")
_NEVER = frozenset({"csrf_token", "submission", "list", "next", "password", "old", "new", "again"})
"""Tokens are of one page and one visit; passwords are kept nowhere."""
OWN_PREFIX = "draft-"

Answers = Mapping[str, Sequence[str]]


class BadDraft(Refused):
    """A form that cannot be told from another cannot have a draft."""

    message = N_("这一页的内容不能存为草稿，请直接提交。")


class DraftTooLarge(Refused):
    """More than any form of the house takes."""

    message = N_("内容太长，草稿存不下。请先提交，或者删短一些。")
    status = 413


class NewerDraft(Conflict):
    """Another device, or another window, saved the same form in the meantime."""

    message = N_("另一处在{when}存过这份内容，比您这一页打开时新。两份都还在，请选用哪一份。")


class TooManyCopies(Refused):
    """Further copies would only pile up."""

    message = N_("这份内容已经另存了好几份，请先到“我的草稿”里整理，再存新的。")


class NoDraft(NotFound):
    """It is somebody else's, sent already, or dropped."""

    message = N_("这份草稿已经不在了：可能已经提交，或者在别处删掉了。")


@dataclass(frozen=True)
class About:
    """What a draft's form is about, as its key says."""

    item_id: int | None = None
    case_id: int | None = None


def check_key(key: str) -> str:
    """Return ``key``.

    :raises BadDraft: it is not a key
    """
    if not _KEY.fullmatch(key):
        raise BadDraft()
    return key


def check_path(path: str) -> str:
    """Return ``path``.

    :raises BadDraft: it does not lead to a page of this site
    """
    if not _PATH.fullmatch(path):
        raise BadDraft()
    return path


def about(key: str) -> About:
    """Return the task of ``task:12``, the case of ``act:7:withdraw``; neither of another key."""
    kind, _, rest = key.partition("~")[0].partition(":")
    number = rest.partition(":")[0]
    if not number.isdigit() or len(number) > 12:
        return About()
    return About(
        item_id=int(number) if kind == "task" else None,
        case_id=int(number) if kind in ("act", "case") else None,
    )


def copy_of(key: str, number: int) -> str:
    """Return the key under which another version of the same form is kept beside."""
    return f"{key}~{number}"


def typed(fields: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return what somebody typed: all fields but tokens, passwords and the draft's own.

    :raises DraftTooLarge: more than any form takes
    """
    kept = {
        key: [str(value) for value in values]
        for key, values in fields.items()
        if key not in _NEVER and not key.startswith(OWN_PREFIX)
    }
    if len(json.dumps(kept, ensure_ascii=False).encode()) > LARGEST_BYTES:
        raise DraftTooLarge()
    return kept


def is_blank(answers: Answers) -> bool:
    """Say whether nothing at all stands in the fields."""
    return not any(value.strip() for values in answers.values() for value in values)


def kept_until(locality: Locality, *, at: datetime) -> tuple[datetime, datetime]:
    """Return before which moments a case must have closed, and any draft been saved last, to be swept."""
    chosen = locality.settings.get("drafts", {})
    closed, idle = chosen.get("closed_days", KEPT_DAYS), chosen.get("idle_days", IDLE_DAYS)
    return at - timedelta(days=closed), at - timedelta(days=idle)
