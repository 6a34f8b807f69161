"""What a locality may set for attachments; the defaults are county defaults."""

from dataclasses import dataclass
from typing import Any

from mediation.kernel.locality import Locality

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Settings under ``attachments`` of locality.yaml.

    :ivar photo_mb: a photograph as it arrives; it is kept smaller
    :ivar voice_mb: a voice note
    :ivar file_mb: any other file
    :ivar files_at_once: files of one form
    :ivar files_of_a_case: files that one case keeps, removed ones not counted
    :ivar photo_side: the longer side of a photograph as kept, in pixels
    :ivar thumb_side: the longer side of its small picture
    :ivar megapixels: what is unfolded at most to read one photograph, in millions of pixels
    """

    photo_mb: int = 25
    voice_mb: int = 10
    file_mb: int = 10
    files_at_once: int = 20
    files_of_a_case: int = 200
    photo_side: int = 1600
    thumb_side: int = 320
    megapixels: int = 60

    def bytes_of(self, kind: str) -> int:
        """Return how many bytes a file of ``kind`` (photo, voice, file) may bring."""
        return {"photo": self.photo_mb, "voice": self.voice_mb}.get(kind, self.file_mb) * MEGABYTE


def of(locality: Locality) -> Limits:
    """Return the locality's limits over the defaults."""
    given: dict[str, Any] = locality.settings.get("attachments", {})
    return Limits(**given)
