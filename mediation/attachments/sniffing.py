"""What a file is, found in its bytes and never taken from its name or from what the sender claims."""

import io
import zipfile

import filetype

from mediation.attachments.refusals import FilmNotTaken, MacroPaper, UnreadableFormat

_OFFICE = "application/vnd.openxmlformats-officedocument"
_FOLDERS = {
    "word/": f"{_OFFICE}.wordprocessingml.document",
    "xl/": f"{_OFFICE}.spreadsheetml.sheet",
    "ppt/": f"{_OFFICE}.presentationml.presentation",
}
_FILM_CODECS = (b"V_VP8", b"V_VP9", b"V_AV1", b"V_MPEG")
_SOUND_IN = {"video/webm": "audio/webm", "video/x-matroska": "audio/webm"}


def found_type(body: bytes, *, name: str) -> str | None:
    """Return the media type found in ``body``, None where nothing is recognised.

    A container that may hold film or sound counts as sound where no film is in it.

    :raises FilmNotTaken: there is film in it
    :raises UnreadableFormat: a photograph most computers cannot read
    :raises MacroPaper: a paper that carries a program
    """
    if body[4:8] == b"ftyp":
        return _boxed(body, name)
    guessed = filetype.guess(body)
    found: str | None = guessed.mime if guessed else None
    if found in _SOUND_IN:
        if any(codec in body[:65536] for codec in _FILM_CODECS):
            raise FilmNotTaken(name=name)
        return _SOUND_IN[found]
    if found is not None and found.startswith("video/"):
        raise FilmNotTaken(name=name)
    if body[:4] == b"PK\x03\x04":
        return _zipped(body, found, name)
    return found


def _boxed(body: bytes, name: str) -> str:
    """Return what an ISO container (mp4, m4a, 3gp, heic, mov) holds."""
    if body[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"hevc", b"avif"):
        raise UnreadableFormat(name=name)
    place = body.find(b"hdlr")
    while place >= 0:
        if body[place + 12 : place + 16] == b"vide":
            raise FilmNotTaken(name=name)
        place = body.find(b"hdlr", place + 4)
    return "audio/mp4"


def _zipped(body: bytes, found: str | None, name: str) -> str | None:
    """Return which office paper a zip is; its list of contents is read, nothing is unfolded."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            inside = packed.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
    if any(each.lower().endswith("vbaproject.bin") for each in inside):
        raise MacroPaper(name=name)
    if "[Content_Types].xml" in inside:
        return next((kind for at, kind in _FOLDERS.items() if any(e.startswith(at) for e in inside)), None)
    return found
