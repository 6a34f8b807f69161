"""Word papers as an office files them: Chinese type on whatever machine, and whose they are and of when."""

from collections.abc import Iterable
from io import BytesIO
from typing import IO, Any

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt

from web.spreadsheets import Made

SONG, HEI = "宋体", "黑体"
Styles = Iterable[tuple[str, str, float | None]]


def blank(made: Made, styles: Styles) -> Any:
    """Return an empty document.

    :param styles: style, font of its Chinese, and size in points; None leaves size and Latin font
    """
    document = Document()
    told = document.core_properties
    told.title, told.author, told.last_modified_by, told.comments = made.title, made.author, made.author, ""
    told.created = told.modified = made.at_utc
    for name, font, size in styles:
        style = document.styles[name]
        if size is not None:
            style.font.name, style.font.size = font, Pt(size)
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    return document


def saved(document: Any) -> IO[bytes]:
    """Return the document as a file at its beginning."""
    file = BytesIO()
    document.save(file)
    file.seek(0)
    return file
