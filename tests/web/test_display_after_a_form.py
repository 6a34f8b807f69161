"""Language and size of type, chosen on a page that answered a form: one stays, or goes to the form's page."""

import re

import pytest
from flask import render_template_string
from werkzeug.exceptions import HTTPException
from werkzeug.routing import AnyConverter, IntegerConverter

from tests.web.calendar_stage import FLOOD, PUBLISH

BACK = re.compile(r'name="back" value="([^"]*)"')
SHOWN = "{% include 'layout/display.html' %}"
REFUSED = (
    ("county", "/calendar/edit", "/calendar/preview", {**FLOOD, "reason": ""}),
    ("county", "/calendar/import", "/calendar/preview", {**PUBLISH, "table": "x"}),
    ("grid", "/report", "/report", {"title": ""}),
    ("grid", "/account", "/account/password", {"old": "x"}),
    ("grid", "/report/quick", "/report/quick", {}),
)


def choose(visitor, page):
    """Ask for English on a page; returns where that leads."""
    (back,) = set(BACK.findall(page.html))
    return visitor.post("/display", {"language": "en", "back": back}).location


def posting(app):
    return [rule for rule in app.url_map.iter_rules() if "POST" in rule.methods]


def built(app, rule):
    with app.test_request_context():
        some = {name: example(made) for name, made in rule._converters.items()}
        return app.url_map.bind("localhost").build(rule.endpoint, some, method="POST")


def example(converter):
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return 1 if isinstance(converter, IntegerConverter) else "x"


@pytest.mark.parametrize("referrer", ["", "/calendar/edit", "/calendar/preview"])
def test_wherever_a_form_is_sent_its_answer_leads_to_a_page_that_opens(served, referrer):
    app, opened = served.app, served.app.url_map.bind("localhost")
    wrong = []
    for rule in posting(app):
        from_page = {"Referer": f"http://localhost{referrer}"} if referrer else {}
        with app.test_request_context(built(app, rule), method="POST", headers=from_page):
            (back,) = BACK.findall(render_template_string(SHOWN))
        try:
            opened.match(back, method="GET")
        except HTTPException:
            wrong.append((rule.rule, back))

    assert wrong == []


@pytest.mark.parametrize(("login", "page", "path", "form"), REFUSED)
def test_what_is_chosen_on_a_refused_form_leads_to_the_page_of_the_form(served, login, page, path, form):
    visitor = served.visit(login)

    refused = visitor.post(path, form, headers={"Referer": f"http://localhost{page}"})
    leads_to = choose(visitor, refused)

    assert refused.status == 422
    assert leads_to == page
    assert visitor.get(leads_to).status == 200


def test_a_page_that_answers_a_page_that_answers_still_knows_the_form(served):
    visitor = served.visit("county")
    look = visitor.post("/calendar/preview", FLOOD, headers={"Referer": "http://localhost/calendar/edit"})
    carried = dict(
        re.findall(r'type="hidden" name="([\w-]+)" value="([^"]*)"', look.html.split("<main", 1)[1])
    )

    raced = visitor.post(
        "/calendar/changes",
        {**carried, "seen": "7"},
        headers={"Referer": "http://localhost/calendar/preview"},
    )

    assert raced.status == 409
    assert choose(visitor, raced) == "/calendar/edit"


def test_where_nothing_is_known_of_the_form_it_is_the_inbox(served):
    visitor = served.visit("county")

    assert choose(visitor, visitor.post("/calendar/preview", FLOOD)) == "/inbox"
    assert visitor.post("/display", {"language": "en", "back": ""}).location == "/inbox"


def test_what_a_form_says_of_its_page_leads_nowhere_else(served):
    elsewhere = {**FLOOD, "draft-path": "//elsewhere.example/inbox"}

    page = served.visit("county").post("/calendar/preview", elsewhere)

    assert set(BACK.findall(page.html)) == {"/inbox"}
