"""Names file sets by their contents, and keeps what was read from them."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Mapping
from threading import RLock
from typing import Generic, TypeVar

Thing = TypeVar("Thing")

SETS_KEPT = 32


def digest_of(files: Mapping[str, bytes]) -> str:
    """Return the SHA-256 over names and contents, whatever the order."""
    total = hashlib.sha256()
    for name in sorted(files):
        total.update(f"{name}\0{hashlib.sha256(files[name]).hexdigest()}\n".encode())
    return total.hexdigest()


class Kept(Generic[Thing]):
    """What was read from the latest sets of files, for all threads of this process."""

    def __init__(self, most: int = SETS_KEPT) -> None:
        self._most = most
        self._things: OrderedDict[str, Thing] = OrderedDict()
        self._lock = RLock()

    def get(self, digest: str, make: Callable[[], Thing]) -> Thing:
        """Return what is kept under ``digest``, made now where nothing is."""
        with self._lock:
            if digest in self._things:
                self._things.move_to_end(digest)
                return self._things[digest]
        made = make()
        with self._lock:
            kept = self._things.setdefault(digest, made)
            while len(self._things) > self._most:
                self._things.popitem(last=False)
            return kept
