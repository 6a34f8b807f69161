"""The diagram of a case: where it stands, into its calls, with a table that says the same."""

import json
import re
from html import unescape

import pytest


@pytest.fixture
def case(served):
    """Address of a reported case."""
    return served.visit("grid").report().location


def states(page):
    return json.loads(unescape(re.search(r'data-states="([^"]*)"', page.html)[1]))


def test_marks_what_was_done_and_what_is_open(served, case):
    page = served.visit("village").get(f"{case}/diagram")

    assert states(page)["climb_grid"] == "open"
    assert states(page)["register_case"] == "done"
    assert "正在办" in page.text


def test_leads_into_the_call_where_the_case_stands(served, case):
    visitor = served.visit("village")
    link = next(each for each in visitor.get(f"{case}/diagram").links(f"{case}/diagram") if "inside" in each)

    page = visitor.get(unescape(link))

    assert states(page)["grid_accept"] == "open"
    assert "接单" in page.text


def test_a_way_the_case_never_went_is_not_found(served, case):
    assert served.visit("village").get(f"{case}/diagram?inside=climb_county").status == 404
    assert served.visit("village").get(f"{case}/diagram?process=999").status == 404


def test_sends_the_published_drawing_to_those_signed_in(served, case):
    visitor = served.visit("village")
    address = re.search(r'data-xml="([^"]*)"', visitor.get(f"{case}/diagram").html)[1]

    answer = visitor.get(address).answer

    assert answer.mimetype == "application/xml"
    assert "immutable" in answer.headers["Cache-Control"]
    assert b"BPMNDiagram" in answer.data


def test_an_unknown_drawing_is_not_found(served):
    assert served.visit("village").get(f"/processes/{'0' * 64}/dispute.bpmn").status == 404


def test_in_english_a_diagram_and_those_above_it_go_by_their_english_names(served, case):
    visitor = served.visit("village")
    visitor.post("/display", {"language": "en"})

    page = visitor.get(f"{case}/diagram?inside=climb_grid")

    assert "<h1>Settling in the micro-grid</h1>" in page.html
    assert "Settling a dispute" in page.text
