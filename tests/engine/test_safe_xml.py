"""Files from outside: refused before they can do harm."""

import tracemalloc

import pytest

from mediation.engine import safe_xml
from tests.engine import drawing as d

LAUGHS = b"""<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<definitions name="&b;">&b;</definitions>"""
OUTSIDE = b'<!DOCTYPE a SYSTEM "http://example.org/a.dtd"><a/>'


def test_a_plain_diagram_is_read() -> None:
    assert safe_xml.parse("a.bpmn", d.line("talk")).get("id") == "definitions"


def test_a_byte_order_mark_does_no_harm() -> None:
    assert safe_xml.parse("a.bpmn", "\ufeff<a/>".encode()).tag == "a"


@pytest.mark.parametrize("content", [LAUGHS, OUTSIDE, b"<a><!ENTITY x 'y'></a>"])
def test_refuses_doctypes_and_entities(content: bytes) -> None:
    with pytest.raises(safe_xml.HasDoctype, match=r"grid\.bpmn"):
        safe_xml.parse("grid.bpmn", content)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_refuses_encodings_that_could_hide_a_doctype(encoding: str) -> None:
    content = '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'.encode(encoding)

    with pytest.raises(safe_xml.UnsafeFile, match=r"grid\.bpmn"):
        safe_xml.parse("grid.bpmn", content)


def test_a_doctype_in_utf_7_stays_plain_text() -> None:
    content = b'<?xml version="1.0" encoding="utf-7"?>+ADwAIQ-DOCTYPE a+AD4-<a/>'

    with pytest.raises(safe_xml.UnsafeFile, match=r"grid\.bpmn"):
        safe_xml.parse("grid.bpmn", content)


def test_refuses_fifty_megabytes_without_reading_them() -> None:
    giant = b"<a>" + b" " * (50 * 1024 * 1024) + b"</a>"
    tracemalloc.start()

    with pytest.raises(safe_xml.TooLarge, match=r"“giant\.bpmn”有51 MB"):
        safe_xml.parse("giant.bpmn", giant)

    assert tracemalloc.get_traced_memory()[1] < 1024 * 1024
    tracemalloc.stop()


def test_five_megabytes_are_still_read() -> None:
    content = b"<a>" + b" " * (safe_xml.LARGEST - 7) + b"</a>"

    assert safe_xml.parse("a.bpmn", content).tag == "a"
    with pytest.raises(safe_xml.TooLarge):
        safe_xml.parse("a.bpmn", content + b" ")


def test_names_the_line_that_is_not_xml() -> None:
    with pytest.raises(safe_xml.NotXml, match=r"“grid\.bpmn”第2行"):
        safe_xml.parse("grid.bpmn", b"<a>\n<b></a>")


def test_follows_no_include() -> None:
    content = (
        b'<a xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="/etc/hostname" parse="text"/></a>'
    )

    assert "".join(safe_xml.parse("a.bpmn", content).itertext()) == ""


def test_refuses_a_tower_of_tags() -> None:
    with pytest.raises(safe_xml.NotXml):
        safe_xml.parse("a.bpmn", b"<a>" * 100_000 + b"</a>" * 100_000)
