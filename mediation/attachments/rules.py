"""What may come in as an attachment: names, sizes, numbers, kinds. No database, no clock."""

import unicodedata
from dataclasses import dataclass

from mediation.attachments.refusals import EmptyFile, FileTooBig, TooManyFiles, UnknownFile
from mediation.attachments.settings import MEGABYTE, Limits

NAME_AT_MOST = 80
UNNAMED = "未命名"
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


@dataclass(frozen=True)
class Kind:
    """What a type of file is kept as.

    :ivar kind: photo, voice or file
    :ivar media_type: what it is served as
    :ivar ending: ending of its name
    """

    kind: str
    media_type: str
    ending: str


_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
JPEG = Kind("photo", "image/jpeg", "jpg")
KINDS: dict[str, Kind] = {
    "image/jpeg": JPEG,
    "image/png": JPEG,
    "image/webp": JPEG,
    "audio/webm": Kind("voice", "audio/webm", "webm"),
    "audio/ogg": Kind("voice", "audio/ogg", "ogg"),
    "audio/mp4": Kind("voice", "audio/mp4", "m4a"),
    "audio/mpeg": Kind("voice", "audio/mpeg", "mp3"),
    "audio/x-wav": Kind("voice", "audio/wav", "wav"),
    "audio/amr": Kind("voice", "audio/amr", "amr"),
    "application/pdf": Kind("file", "application/pdf", "pdf"),
    "application/msword": Kind("file", "application/msword", "doc"),
    "application/vnd.ms-excel": Kind("file", "application/vnd.ms-excel", "xls"),
    "application/vnd.ms-powerpoint": Kind("file", "application/vnd.ms-powerpoint", "ppt"),
    f"{_OFFICE}.wordprocessingml.document": Kind("file", f"{_OFFICE}.wordprocessingml.document", "docx"),
    f"{_OFFICE}.spreadsheetml.sheet": Kind("file", f"{_OFFICE}.spreadsheetml.sheet", "xlsx"),
    f"{_OFFICE}.presentationml.presentation": Kind("file", f"{_OFFICE}.presentationml.presentation", "pptx"),
    f"{_OPEN}.text": Kind("file", f"{_OPEN}.text", "odt"),
    f"{_OPEN}.spreadsheet": Kind("file", f"{_OPEN}.spreadsheet", "ods"),
}
"""Found type -> how it is kept. What is not here does not come in (county default)."""


def bare_name(claimed: str) -> str:
    """Return a file's name without any path, unseen characters or blanks around it.

    An over-long one loses its middle and keeps its ending; one of which nothing is left is called 未命名.
    """
    name = unicodedata.normalize("NFC", claimed).replace("\\", "/").rpartition("/")[2]
    seen = "".join(sign for sign in name if unicodedata.category(sign) not in UNSEEN)
    name = " ".join(seen.split()).strip(". ") or UNNAMED
    if len(name) <= NAME_AT_MOST:
        return name
    stem, dot, ending = name.rpartition(".")
    ending = f"{dot}{ending}" if stem and len(ending) <= 8 else ""
    return f"{name[: NAME_AT_MOST - len(ending)]}{ending}"


def named_as(name: str, kind: Kind) -> str:
    """Return ``name`` with the ending of what was found in the file, not of what was claimed."""
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 8 or " " in ending:
        stem = name
    return f"{stem[: NAME_AT_MOST - len(kind.ending) - 1]}.{kind.ending}"


def kind_of(found: str | None, *, name: str) -> Kind:
    """Return how a file is kept, by the type found in its bytes.

    :raises UnknownFile: nothing that is taken
    """
    kind = KINDS.get(found or "")
    if kind is None:
        raise UnknownFile(name=name)
    return kind


def check_size(size: int, *, kind: str, name: str, limits: Limits) -> None:
    """Check that a file is neither empty nor larger than its kind may be (county default).

    :raises EmptyFile:
    :raises FileTooBig: naming the file and the limit
    """
    if size == 0:
        raise EmptyFile(name=name)
    most = limits.bytes_of(kind)
    if size > most:
        raise FileTooBig(name=name, size=say_size(size), limit=say_size(most))


def check_number(count: int, *, limits: Limits) -> None:
    """Check that a form brings no more files than it may (county default).

    :raises TooManyFiles:
    """
    if count > limits.files_at_once:
        raise TooManyFiles(limit=limits.files_at_once, count=count)


def say_size(size: int) -> str:
    """Return a number of bytes as people say it: 25 MB, 310 KB."""
    if size >= MEGABYTE:
        whole, tenth = divmod(size * 10 // MEGABYTE, 10)
        return f"{whole}.{tenth} MB" if tenth else f"{whole} MB"
    return f"{max(1, round(size / 1024))} KB" if size else "0 KB"
