"""Photographs as they are kept: upright, at most 1600 px, as JPEG, without anything else inside.

A phone writes where and when a photograph was taken into the file; none of that is kept, because
only the pixels are taken over.
"""

import io
from dataclasses import dataclass

from PIL import Image, ImageOps

from mediation.attachments.refusals import BrokenPicture, PictureBomb
from mediation.attachments.settings import Limits

FORMATS = ("JPEG", "PNG", "WEBP")
QUALITY, THUMB_QUALITY = 82, 70
BOMB = (Image.DecompressionBombError, Image.DecompressionBombWarning)
# Header only: what is unfolded is checked against the county's own limit below.
Image.MAX_IMAGE_PIXELS = 400_000_000


@dataclass(frozen=True)
class Picture:
    """A photograph as kept, and its small picture; both JPEG."""

    body: bytes
    thumb: bytes
    width: int
    height: int


def photograph(body: bytes, *, name: str, limits: Limits) -> Picture:
    """Return the photograph in ``body`` as it is kept.

    :raises BrokenPicture: it cannot be read to its end
    :raises PictureBomb: it would unfold to more than the limit
    """
    try:
        with Image.open(io.BytesIO(body), formats=FORMATS) as opened:
            full = opened.size
            opened.draft("RGB", (limits.photo_side, limits.photo_side))
            if opened.width * opened.height > limits.megapixels * 1_000_000:
                raise PictureBomb(name=name, width=full[0], height=full[1])
            upright = ImageOps.exif_transpose(opened)
            kept = _shrunk(_flat(upright), limits.photo_side)
    except BOMB as error:
        raise PictureBomb(name=name, width="…", height="…") from error
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:
        raise BrokenPicture(name=name) from error
    return Picture(
        body=_jpeg(kept, QUALITY),
        thumb=_jpeg(_shrunk(kept, limits.thumb_side), THUMB_QUALITY),
        width=kept.width,
        height=kept.height,
    )


def _flat(picture: Image.Image) -> Image.Image:
    """Return ``picture`` in three colours; what was transparent becomes white."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        seen = picture.convert("RGBA")
        paper = Image.new("RGB", seen.size, "white")
        paper.paste(seen, mask=seen.getchannel("A"))
        return paper
    return picture.convert("RGB")


def _shrunk(picture: Image.Image, side: int) -> Image.Image:
    """Return a copy whose longer side is at most ``side``."""
    small = picture.copy()
    small.thumbnail((side, side), Image.Resampling.LANCZOS)
    return small


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    clean = Image.new("RGB", picture.size)
    clean.paste(picture)
    written = io.BytesIO()
    clean.save(written, "JPEG", quality=quality, optimize=True, progressive=True)
    return written.getvalue()
