"""Facts as sentences: dates as people say them, who acted in which post, nothing but what is said."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, ClassVar

import pytest

from mediation.kernel.actor import SYSTEM, Actor
from mediation.kernel.clock import SHANGHAI
from mediation.kernel.facts import CaseFact
from mediation.kernel.sentences import author, fact_kinds, params_of, part, render, sentence_of

AT = datetime(2026, 12, 30, 16, 30, tzinfo=UTC)
LUO = Actor(person_id=7, name="罗建华", role="village_director", unit_id=5, post="官渡镇南岳村调委会主任")


@dataclass(frozen=True, kw_only=True)
class GateMended(CaseFact):
    """A fact of these tests alone."""

    on: date
    until: datetime
    who: tuple[str, ...] = ("徐某", "李某")
    ok: bool = True
    note: str | None = None
    plan_id: int = 3
    cost: int = 0

    sentence: ClassVar[str] = "{by}修门：{on}，{until}，{who}，{ok}，{note}，{words}。"

    def params(self) -> dict[str, Any]:
        return {"words": f"花了{self.cost}元"}


@dataclass(frozen=True, kw_only=True)
class GateForgotten(CaseFact):
    """A fact whose sentence names what it does not carry."""

    sentence: ClassVar[str] = "{by}忘了{what}。"


def mended(**changes: Any) -> GateMended:
    given: dict[str, Any] = {
        "case_id": 1,
        "on": date(2026, 9, 22),
        "until": datetime(2027, 1, 2, 12, 15, tzinfo=SHANGHAI),
        "by": LUO,
        "at": datetime(2026, 9, 22, 8, 0, tzinfo=SHANGHAI),
    }
    return GateMended(**{**given, **changes})


def test_says_days_without_the_year_it_is_said_in() -> None:
    assert sentence_of(mended()) == (
        "官渡镇南岳村调委会主任罗建华修门：9月22日，2027年1月2日12:15，徐某、李某，是，无，花了0元。"
    )


def test_the_year_is_the_county_s_and_not_the_machine_s() -> None:
    said = sentence_of(mended(at=datetime(2026, 12, 31, 16, 30, tzinfo=UTC)))

    assert "2026年9月22日，1月2日12:15" in said


def test_keeps_what_is_said_and_ids_and_nothing_else() -> None:
    assert params_of(mended(cost=80)) == {
        "by": "官渡镇南岳村调委会主任罗建华",
        "on": "2026-09-22",
        "until": "2027-01-02T12:15:00+08:00",
        "who": ["徐某", "李某"],
        "ok": True,
        "note": None,
        "words": "花了80元",
        "plan_id": 3,
    }


def test_a_stored_fact_can_be_said_again_in_another_language() -> None:
    english = {
        GateMended.sentence: "{by} mended the gate on {on}",
        "{month}{day}日": "{day} {month}",
        "9月": "Sep",
    }

    said = render(
        "GateMended", params_of(mended()), year=2026, translate=lambda words: english.get(words, words)
    )

    assert said == "官渡镇南岳村调委会主任罗建华 mended the gate on 22 Sep"


def test_words_of_the_field_and_parts_of_sentences_are_said_in_it_too() -> None:
    english = {
        GateMended.sentence: "{words} / {who}",
        "大修（{by}）": "overhaul ({by})",
        "木匠": "carpenter",
        "、": ", ",
        "门轴": "hinge",
    }
    kept = {"words": part("大修（{by}）", by="木匠"), "who": ["门轴", "门板"]}
    stored = {**params_of(mended()), **kept}

    said = render("GateMended", stored, translate=lambda words: english.get(words, words))

    assert said == "overhaul (carpenter) / hinge, 门板"


def test_a_kind_of_fact_no_longer_known_says_nothing() -> None:
    assert render("GateBurnt", {}) is None


def test_says_plainly_what_a_sentence_lacks() -> None:
    with pytest.raises(LookupError, match=r"GateForgotten names \['what'\], which it does not carry"):
        sentence_of(GateForgotten(case_id=1, by=LUO, at=AT))


def test_braces_people_type_are_left_as_they_are() -> None:
    assert "{by}{x}" in sentence_of(mended(note="{by}{x}"))


def test_drops_what_a_database_cannot_hold() -> None:
    assert params_of(mended(note="墙\0裂"))["note"] == "墙裂"


def test_names_the_post_once_and_whom_a_substitute_stands_in_for() -> None:
    substitute = Actor(7, "罗建华", "village_director", 5, "南岳村调委会主任", standing_in_for="张桂英")

    assert author(SYSTEM) == "系统"
    assert author(substitute) == "南岳村调委会主任罗建华（代张桂英）"


def test_knows_facts_of_facts() -> None:
    assert fact_kinds()["GateMended"] is GateMended


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("支部谈不下来。", "理由：支部谈不下来。下一步。"),
        ("行不行？", "理由：行不行？下一步。"),
        ("谈不下来", "理由：谈不下来。下一步。"),
    ],
)
def test_a_sentence_ends_once(reason, said):
    params = {"words": part("理由：{reason}。下一步。", reason=reason), "by": "", "on": "", "until": ""}

    found = render("GateMended", {**params, "who": "", "ok": True, "note": ""})

    assert found is not None
    assert found.endswith(f"，{said}")


def test_a_sentence_in_english_ends_once():
    def english(text: str) -> str:
        return "{words}. Then {ok}." if text.startswith("{by}修门") else text

    stored = {**params_of(mended()), "words": "Never!", "ok": "no more."}
    found = render("GateMended", stored, translate=english)

    assert found == "Never! Then no more."
