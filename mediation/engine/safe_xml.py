"""Reads XML that somebody else wrote: no DTD, no entities, no network, no giants."""

from lxml import etree

from mediation.kernel.errors import Refused
from mediation.kernel.text import N_

LARGEST = 5 * 1024 * 1024


class UnsafeFile(Refused):
    """A file that is not even parsed, or that could not be."""

    message = N_("文件“{file}”不能使用。")


class TooLarge(UnsafeFile):
    """More than any diagram needs; refused by its size alone."""

    message = N_("文件“{file}”有{size} MB，超过 5 MB 的上限，未读取。")


class HasDoctype(UnsafeFile):
    """A document type declaration can pull in other files or blow up in memory."""

    message = N_("文件“{file}”含有 DTD 或实体声明，为安全起见不予读取；请删去“<!DOCTYPE …>”后再试。")


class NotUtf8(UnsafeFile):
    """Diagrams are UTF-8; any other encoding could hide a declaration."""

    message = N_("文件“{file}”不是 UTF-8 编码，请另存为 UTF-8 后再试。")


class NotXml(UnsafeFile):
    """The parser could not read it."""

    message = N_("文件“{file}”第{line}行不是合格的 XML：{detail}")


def parse(name: str, content: bytes) -> etree._Element:
    """Return the root element of ``content``; ``name`` is the file named in a refusal.

    :raises UnsafeFile: larger than 5 MB, a DTD or entities, not UTF-8, or not XML
    """
    if len(content) > LARGEST:
        raise TooLarge(file=name, size=-(-len(content) // (1024 * 1024)))
    _refuse_doctype(name, content)
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise NotXml(file=name, line=error.lineno or 1, detail=error.msg or "") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise HasDoctype(file=name)
    return root


def _refuse_doctype(name: str, content: bytes) -> None:
    """Look before parsing: attribute values expand entities whatever the parser was told."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotUtf8(file=name) from None
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise HasDoctype(file=name)
