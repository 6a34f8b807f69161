"""A form sent after its visit had ended, sealed so that it can wait in the sign-in page.

Only the person whose visit it was can have it back, and only for a while.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from cryptography.fernet import InvalidToken

from mediation.kernel.columns import data_cipher
from mediation.kernel.errors import Refused
from mediation.kernel.text import N_

KEPT_FOR = timedelta(hours=12)
"""A working day and its evening (county default)."""


class NotCarried(Refused):
    """What came back is not what was sealed here, or too old."""

    message = N_("登录前没有提交的内容已经过期，没有带过来。请看“我的草稿”，那里留着最后一次自动存下的内容。")


@dataclass(frozen=True, kw_only=True)
class Carried:
    """What somebody had typed when their visit ended.

    :ivar seen: version of the draft the page knew of
    """

    person_id: int
    key: str
    title: str
    path: str
    answers: Mapping[str, Sequence[str]]
    seen: int
    at: datetime


def seal(carried: Carried) -> str:
    """Return ``carried`` as text that nobody can read or change."""
    plain = {**asdict(carried), "at": carried.at.isoformat()}
    return data_cipher().encrypt(json.dumps(plain, ensure_ascii=False).encode()).decode("ascii")


def unseal(text: str, *, at: datetime) -> Carried:
    """Return what was sealed.

    :raises NotCarried: it was cut or changed, or its time is over
    """
    try:
        plain: dict[str, Any] = json.loads(data_cipher().decrypt(text.encode("ascii")))
    except (InvalidToken, ValueError):
        raise NotCarried() from None
    sent_at = datetime.fromisoformat(plain.pop("at"))
    if not timedelta(0) <= at - sent_at <= KEPT_FOR:
        raise NotCarried()
    return Carried(**plain, at=sent_at)
