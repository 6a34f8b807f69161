"""Orders of a list, and the key by which its next page goes on where this one ended."""

import json
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, UnaryExpression, bindparam, tuple_

from mediation.casework.model import WorkItem
from mediation.inbox.queries.asked import Asked
from mediation.kernel.errors import Refused
from mediation.kernel.text import N_

CHECK = 6


class BadPageKey(Refused):
    """The address of the page was cut or changed."""

    message = N_("网址中的翻页位置不完整，请从第一页重新翻起。")


@dataclass(frozen=True)
class Order:
    """Columns that put tasks in one order; the last is their id, so that no two stand in one place."""

    name: str
    columns: tuple[str, ...]
    descending: bool = False

    def by(self, table: Any) -> list[UnaryExpression[Any]]:
        """Return what to sort by, in ``table`` or whatever holds the columns."""
        columns = [getattr(table, name) for name in self.columns]
        return [column.desc() if self.descending else column.asc() for column in columns]

    def beyond_key(self) -> ColumnElement[bool]:
        """Return the condition to stand after the place that :meth:`place` reads off a key."""
        here = tuple_(*(getattr(WorkItem, name) for name in self.columns))
        there = tuple_(*(self._bound(name) for name in self.columns))
        return here < there if self.descending else here > there

    def _bound(self, name: str) -> BindParameter[Any]:
        return bindparam(f"after_{name}", type_=getattr(WorkItem, name).type)

    def key(self, last: Any) -> str:
        """Return the key of the page that follows ``last``."""
        values = [_plain(getattr(last, name)) for name in self.columns]
        text = json.dumps([self.name, *values], ensure_ascii=False, separators=(",", ":")).encode()
        return urlsafe_b64encode(_check(text) + text).decode().rstrip("=")

    def place(self, key: str) -> Mapping[str, Any]:
        """Return what :meth:`beyond_key` is to be given.

        :raises BadPageKey: the key was cut, changed, or made for another order
        """
        name, *values = _read(key)
        if name != self.name or len(values) != len(self.columns):
            raise BadPageKey()
        return {
            f"after_{each}": _lived(each, value) for each, value in zip(self.columns, values, strict=True)
        }


ORDERS = {
    "due": Order("due", ("sort_at", "id")),
    "new": Order("new", ("opened_at", "id"), descending=True),
    "risk": Order("risk", ("risk_rank", "sort_at", "id")),
    "kind": Order("kind", ("kind", "sort_at", "id")),
}
DONE = Order("done", ("closed_at", "id"), descending=True)


def order_of(asked: Asked) -> Order:
    """Return the order of a list; what is done always stands in the order it was done, the latest first."""
    return DONE if asked.box == "done" else ORDERS[asked.sort]


def _read(key: str) -> Sequence[Any]:
    try:
        raw = urlsafe_b64decode(key + "=" * (-len(key) % 4))
        found = json.loads(raw[CHECK:])
    except ValueError:
        raise BadPageKey() from None
    if _check(raw[CHECK:]) != raw[:CHECK] or not isinstance(found, list) or not found:
        raise BadPageKey()
    return found


def _check(text: bytes) -> bytes:
    """Return what tells a key that was cut: half a key reads like another whole one."""
    return f"{zlib.crc32(text) & 0xFFFFFF:06x}".encode()


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _lived(name: str, value: Any) -> Any:
    return datetime.fromisoformat(value) if name.endswith("_at") else value
