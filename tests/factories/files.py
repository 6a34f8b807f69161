"""Files as phones and offices send them, made here: photographs, recordings, papers, and bad ones."""

import io
import struct
import zipfile
import zlib

from PIL import Image, TiffImagePlugin

from mediation.attachments.intake import Incoming

SECRET_PLACE = b"GPS-28.35N-113.88E"


def a_photo(
    name: str = "IMG_0001.jpg", *, size: tuple[int, int] = (400, 300), side_ways: bool = False
) -> Incoming:
    """A photograph with the place, the phone and a comment inside; red above, blue below."""
    picture = Image.new("RGB", size, "blue")
    picture.paste("red", (0, 0, size[0], size[1] // 2))
    exif = Image.Exif()
    exif[0x010F] = "Phone of somebody"
    if side_ways:
        exif[0x0112] = 6
    place = exif.get_ifd(0x8825)
    place[1], place[2] = "N", (TiffImagePlugin.IFDRational(28), TiffImagePlugin.IFDRational(21), 0)
    written = io.BytesIO()
    picture.save(written, "JPEG", exif=exif, comment=SECRET_PLACE)
    return Incoming(name, written.getvalue())


def a_png(name: str = "截图.png") -> Incoming:
    """A picture with a transparent ground."""
    written = io.BytesIO()
    Image.new("RGBA", (60, 40), (0, 0, 0, 0)).save(written, "PNG")
    return Incoming(name, written.getvalue())


def a_large_photo(name: str, *, megabytes: int) -> Incoming:
    """A photograph of so many megabytes: the rest is a comment no eye sees."""
    body = a_photo().body
    filler = b"\xff\xfe\xff\xff" + bytes(65533)
    parts = megabytes * 1024 * 1024 // len(filler) + 1
    return Incoming(name, body[:2] + filler * parts + body[2:])


def a_bomb(name: str = "bomb.png", *, side: int = 30_000) -> Incoming:
    """A few kilobytes that unfold to side × side pixels."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return Incoming(
        name, b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(bytes(999)))
    )


def a_voice(name: str = "录音.webm") -> Incoming:
    """What a browser records."""
    return Incoming(name, b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm" + b"A_OPUS" + bytes(400))


def a_film(name: str = "film.webm") -> Incoming:
    """The same container with film in it."""
    return Incoming(name, b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm" + b"V_VP9" + bytes(400))


def an_m4a(name: str = "记录.m4a", *, film: bool = False) -> Incoming:
    """A phone's recording, with the place it was made at; or a film in the same kind of box."""
    place = b"\xa9xyz" + struct.pack(">HH", 18, 0x15C7) + b"+28.35+113.88/0000"
    boxes = struct.pack(">I", len(place) + 4) + place
    handler = b"hdlr" + bytes(8) + (b"vide" if film else b"soun")
    return Incoming(name, b"\x00\x00\x00\x18ftypmp42" + bytes(12) + boxes + handler + bytes(64))


def a_pdf(name: str = "协议.pdf") -> Incoming:
    """A paper."""
    return Incoming(name, b"%PDF-1.7\n" + bytes(300))


def a_docx(name: str = "说明.docx", *, macro: bool = False) -> Incoming:
    """An office paper, perhaps with a program in it."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("word/document.xml", "<w/>")
        if macro:
            packed.writestr("word/vbaProject.bin", b"x")
    return Incoming(name, written.getvalue())


def a_page(name: str = "照片.jpg") -> Incoming:
    """A web page that says it is a photograph."""
    return Incoming(name, b"<!doctype html><script>alert(1)</script>" + bytes(50))


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
