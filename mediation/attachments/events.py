"""What happens to attachments, as past-tense facts. A file's name may name a citizen and is left out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from mediation.kernel.facts import CaseFact
from mediation.kernel.sentences import part
from mediation.kernel.text import N_

COUNTED = {"photo": N_("{n}张照片"), "voice": N_("{n}段录音"), "file": N_("{n}份文件")}
ONE = {"photo": N_("一张照片"), "voice": N_("一段录音"), "file": N_("一份文件")}


@dataclass(frozen=True, kw_only=True)
class FilesAttached(CaseFact):
    """Photographs, voice notes or files came to the case.

    :ivar code: first digits of the SHA-256 over all of them, so that the chain of the ledger also
        vouches for the bytes; nobody need read it
    """

    photos: int = 0
    voices: int = 0
    files: int = 0
    code: str
    sentence: ClassVar[str] = N_("{by}附上了{what}。")
    beside: ClassVar[tuple[str, ...]] = ("code",)

    def params(self) -> dict[str, Any]:
        numbers = {"photo": self.photos, "voice": self.voices, "file": self.files}
        what = [part(COUNTED[kind], n=count) for kind, count in numbers.items() if count]
        return {"what": what, "code": self.code}


@dataclass(frozen=True, kw_only=True)
class FileRemoved(CaseFact):
    """An attachment's bytes were dropped; that it was there stays written."""

    kind: str
    reason: str
    attached_at: datetime
    sentence: ClassVar[str] = N_("{by}移除了{attached_at}附上的{what}。理由：{reason}。")

    def params(self) -> dict[str, Any]:
        return {"what": ONE[self.kind], "reason": self.reason, "attached_at": self.attached_at}
