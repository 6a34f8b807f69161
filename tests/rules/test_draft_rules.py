"""What may be kept as a draft, under which name, for how long."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from mediation.drafts import rules
from mediation.drafts.carrying import Carried, NotCarried, seal, unseal
from mediation.drafts.rules import About

AT = datetime(2026, 9, 14, 2, 0, tzinfo=UTC)
CARRIED = Carried(
    person_id=7, key="task:12", title="接单", path="/work/12", answers={"note": ["漏水"]}, seen=0, at=AT
)


@pytest.mark.parametrize("key", ["task:12", "act:7:raise-risk", "report", "quick-report", "form:0a1b2c"])
def test_a_form_is_known_by_its_key(key):
    assert rules.check_key(key) == key


@pytest.mark.parametrize("key", ["", "task:12~2", "Task:1", "a" * 30, "act:7:x:y", "task:", "../x", "task 1"])
def test_refuses_what_is_no_key(key):
    with pytest.raises(rules.BadDraft):
        rules.check_key(key)


@pytest.mark.parametrize("path", ["", "inbox", "//evil.example", "/\\evil.example", "/a b", "/" + "a" * 200])
def test_refuses_a_path_that_leads_elsewhere(path):
    with pytest.raises(rules.BadDraft):
        rules.check_path(path)


@pytest.mark.parametrize(
    ("key", "found"),
    [
        ("task:12", About(item_id=12)),
        ("task:12~2", About(item_id=12)),
        ("act:7:withdraw", About(case_id=7)),
        ("report", About()),
        ("task:x", About()),
        ("task:" + "9" * 13, About()),
    ],
)
def test_the_key_says_what_the_form_is_about(key, found):
    assert rules.about(key) == found


def test_tokens_and_passwords_are_no_part_of_what_was_typed():
    sent = {
        "note": ["漏水"],
        "came": ["1", "2"],
        **{name: ["x"] for name in ("csrf_token", "submission", "password", "old", "draft-key", "list")},
    }

    assert rules.typed(sent) == {"note": ["漏水"], "came": ["1", "2"]}


def test_refuses_more_than_any_form_takes():
    with pytest.raises(rules.DraftTooLarge):
        rules.typed({"note": ["漏" * 90_000]})


def test_empty_fields_are_blank_whatever_their_number():
    assert rules.is_blank({"note": ["", "  "], "came": []})
    assert not rules.is_blank({"note": ["", "x"]})


def test_how_long_drafts_stay_is_the_countys_choice(locality):
    strict = replace(locality, settings={**locality.settings, "drafts": {"closed_days": 3, "idle_days": 9}})
    plain = replace(locality, settings={})

    assert rules.kept_until(plain, at=AT) == (AT - timedelta(days=30), AT - timedelta(days=180))
    assert rules.kept_until(strict, at=AT) == (AT - timedelta(days=3), AT - timedelta(days=9))


def test_what_was_sealed_comes_back_as_it_was():
    sealed = seal(CARRIED)

    assert "漏水" not in sealed
    assert unseal(sealed, at=AT + timedelta(hours=12)) == CARRIED


@pytest.mark.parametrize("later", [timedelta(hours=12, seconds=1), timedelta(seconds=-1)])
def test_what_was_sealed_too_long_ago_does_not_come_back(later):
    with pytest.raises(NotCarried):
        unseal(seal(CARRIED), at=AT + later)


@pytest.mark.parametrize("text", ["", "rubbish", "漏水"])
def test_what_was_cut_or_changed_does_not_come_back(text):
    with pytest.raises(NotCarried):
        unseal(text, at=AT)
