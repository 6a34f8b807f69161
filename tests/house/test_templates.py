"""No script and no style stands in a template: the Content-Security-Policy would stop it."""

import re

import pytest

from tests.house.source import files, name

TEMPLATES = files("web/templates", ends=".html")
INLINE = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*="),
    "a style element": re.compile(r"<style\b"),
    "a script without src": re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")"),
    "an on... attribute": re.compile(r"<[^>]*\son[a-z]+\s*="),
    "something from elsewhere": re.compile(r"(?:src|href)=\"https?://"),
    "unescaped text": re.compile(r"\|\s*safe\b"),
}
IN_JINJA = re.compile(r"{{.*?}}|{%.*?%}|{#.*?#}", re.DOTALL)
FULL_WIDTH = re.compile("[，。：；（）、！？“”《》]")
# The shapes of the icons are written in that very file.
ALLOWED = {("unescaped text", "web/templates/components/icons.html")}


@pytest.mark.parametrize("what", INLINE)
def test_no_template_holds(what):
    found = [name(path) for path in TEMPLATES if INLINE[what].search(path.read_text(encoding="utf-8"))]

    assert [each for each in found if (what, each) not in ALLOWED] == []


def test_no_template_is_longer_than_120_lines():
    long = [name(path) for path in TEMPLATES if len(path.read_text(encoding="utf-8").splitlines()) > 120]

    assert long == []


def test_punctuation_between_sentences_is_said_in_the_visitors_language():
    outside = {name(path): IN_JINJA.sub("", path.read_text(encoding="utf-8")) for path in TEMPLATES}

    assert [path for path, text in outside.items() if FULL_WIDTH.search(text)] == []
