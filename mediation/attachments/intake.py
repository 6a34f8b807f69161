"""Takes files in: each is looked into, made fit to keep, or refused with the reason. Writes nothing."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from mediation.attachments import rules
from mediation.attachments.pictures import photograph
from mediation.attachments.settings import Limits
from mediation.attachments.sniffing import found_type

_PLACES = (b"\xa9xyz", b"loci")


@dataclass(frozen=True)
class Incoming:
    """A file as somebody sends it.

    :ivar name: what the sender calls it; may hold a path or a lie
    """

    name: str
    body: bytes


@dataclass(frozen=True)
class Taken:
    """A file as it is kept.

    :ivar kind: photo, voice or file
    :ivar media_type: as found in its bytes
    :ivar thumb: small picture of a photograph
    """

    name: str
    kind: str
    media_type: str
    body: bytes
    sha256: str
    thumb: bytes | None = None
    width: int | None = None
    height: int | None = None


def take_in(files: Sequence[Incoming], limits: Limits) -> tuple[Taken, ...]:
    """Return the files as they are kept; one that is refused refuses all.

    Photographs become JPEG of at most ``limits.photo_side`` without place or time inside. This is
    the slow part, done before a transaction begins, so that nobody waits for it.

    :raises TooManyFiles:
    :raises BadFile: one of its kinds, naming the file
    """
    rules.check_number(len(files), limits=limits)
    return tuple(_taken(each, limits) for each in files)


def _taken(file: Incoming, limits: Limits) -> Taken:
    name = rules.bare_name(file.name)
    rules.check_size(len(file.body), kind="photo", name=name, limits=limits)
    kind = rules.kind_of(found_type(file.body, name=name), name=name)
    rules.check_size(len(file.body), kind=kind.kind, name=name, limits=limits)
    kept_as = rules.named_as(name, kind)
    if kind.kind != "photo":
        body = _without_place(file.body) if kind.media_type == "audio/mp4" else file.body
        return Taken(kept_as, kind.kind, kind.media_type, body, _digest(body))
    picture = photograph(file.body, name=name, limits=limits)
    return Taken(
        name=kept_as,
        kind=kind.kind,
        media_type=kind.media_type,
        body=picture.body,
        sha256=_digest(picture.body),
        thumb=picture.thumb,
        width=picture.width,
        height=picture.height,
    )


def _without_place(body: bytes) -> bytes:
    """Return a recording without the place some phones write into it: the box is renamed to "free"."""
    for box in _PLACES:
        place = body.find(box)
        while place >= 4:
            length = int.from_bytes(body[place - 4 : place])
            if 8 <= length <= 512 and place - 4 + length <= len(body):
                body = body[:place] + b"free" + bytes(length - 8) + body[place - 4 + length :]
            place = body.find(box, place + 4)
    return body


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
