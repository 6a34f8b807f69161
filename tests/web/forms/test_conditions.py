"""Conditions that hide a field: read safely, evaluated the same on both sides."""

import pytest

from web.forms.conditions import BadCondition, holds, read_condition


@pytest.mark.parametrize(
    ("text", "answers", "expected"),
    [
        ('=decision = "up"', {"decision": "up"}, True),
        ('=decision != "up"', {"decision": "up"}, False),
        ('decision = "a" or decision = "b"', {"decision": "b"}, True),
        ('decision = "a" and urgent = true', {"decision": "a", "urgent": "true"}, True),
        ("not(urgent = true)", {"urgent": False}, True),
        ("=seal", {"seal": True}, True),
        ("=reason = null", {}, True),
        ("=visit = 3", {"visit": 3}, True),
        ('=(a = "1" or b = "1") and c = "1"', {"b": "1", "c": "1"}, True),
    ],
)
def test_holds(text, answers, expected):
    assert holds(read_condition(text), answers) is expected


@pytest.mark.parametrize("text", ["=1 = 1", '=a = "x" extra', "=a > 3", "=f(x)", '="up" = decision', "=a ="])
def test_anything_else_is_refused(text):
    with pytest.raises(BadCondition):
        read_condition(text)
