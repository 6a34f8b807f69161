"""How text is cut into what is looked up, where a word stands in it, and what keys and numbers mean."""

import pytest

from mediation.cases.rules import is_registered_plot, number_meant, place_key, plot_key
from mediation.search.rules.asking import Part, Word, marked, words_of
from mediation.search.rules.units import LONGEST, runs, tokens
from mediation.search.segments import segments


def units(text: str) -> list[list[str]]:
    return [[unit.text for unit in run] for run in runs(text)]


def test_a_unit_is_a_character_or_a_run_of_letters_or_of_digits() -> None:
    assert units("3组DN110水管，A12栋") == [["3", "组", "dn", "110", "水", "管"], ["a", "12", "栋"]]


def test_blanks_part_nothing_signs_and_line_ends_do() -> None:
    assert units("3 组　老水井\n旁（东）") == [["3", "组", "老", "水", "井"], ["旁"], ["东"]]


def test_letters_parted_by_a_blank_stay_two() -> None:
    assert units("ab cd 12 34") == [["ab", "cd", "12", "34"]]


def test_widths_and_cases_are_one() -> None:
    assert units("ＤＮ１１０") == units("dn110")


def test_every_word_is_ascii_so_that_no_parser_of_a_database_matters() -> None:
    found = tokens(["浏调〔2026〕000012号 ABS水管 𠮷野家 ①②"])

    assert all(token.isascii() and token.isalnum() for token in found)


def test_a_lone_character_is_no_word_but_a_lone_number_is() -> None:
    assert tokens(["水"]) == {}
    assert tokens(["12"]) == tokens(["０0012"]) == {"w12": None}
    assert tokens(["000"]) == {"w0": None}


def test_a_run_without_end_is_cut() -> None:
    [token] = tokens(["x" * 5000])

    assert len(token) == LONGEST + 1


@pytest.mark.parametrize(
    ("word", "text", "stands"),
    [
        ("滴水", "屋檐滴水", True),
        ("滴水", "滴，水", False),
        ("滴水", "滴 水", True),
        ("12号", "000012号", True),
        ("12", "112", False),
        ("110", "DN110水管", True),
        ("dn", "ＤＮ110", True),
        ("d", "DN110", False),
        ("水", "水", False),
    ],
)
def test_a_word_stands_where_its_units_stand_side_by_side(word: str, text: str, stands: bool) -> None:
    assert Word(word).stands_in(text) is stands


def test_whatever_holds_a_word_holds_its_tokens() -> None:
    text = "去年在3组老水井旁加盖二楼，用DN110水管，编号浏调〔2026〕000012号。"

    for word in ("3组老水井", "老水井旁加盖", "DN110水管", "2026", "12号"):
        assert Word(word).stands_in(text), word
        assert set(Word(word).tokens) <= tokens([text]).keys(), word


def test_what_is_typed_is_parted_at_blanks_and_signs() -> None:
    assert [word.text for word in words_of(" 浏调〔2026〕 滴水，滴水 ")] == ["浏调", "2026", "滴水"]
    assert len(words_of(" ".join(f"词{number}" for number in range(20)))) == 8


def test_marks_every_place_and_joins_those_that_overlap() -> None:
    found = marked("老水井水管", [Word("老水井"), Word("水井水"), Word("水管")])

    assert found == (Part("老水井水管", is_hit=True),)


def test_gives_a_piece_around_the_first_place() -> None:
    text = "甲" * 100 + "滴水" + "乙" * 100

    found = marked(text, [Word("滴水")], around=30)

    assert found[0] == Part("…")
    assert Part("滴水", is_hit=True) in found
    assert found[-1] == Part("…")
    assert sum(len(part.text) for part in found) == 32


def test_parts_a_sentence_as_people_read_it() -> None:
    assert [word.text for word in segments(Word("屋檐滴水纠纷邻居"))] == ["屋檐", "滴水", "纠纷", "邻居"]
    assert segments(Word("滴水")) == []


def test_one_place_has_one_key_however_it_is_written() -> None:
    assert place_key("3 组（老水井）旁。") == place_key("３组老水井旁") == "3组老水井旁"
    assert place_key("——") == ""


def test_one_plot_has_one_key_and_keeps_its_dashes() -> None:
    assert plot_key(" 430181 104219 jc－00123 ") == "430181104219JC-00123"
    assert plot_key("12–3") == "12-3"
    assert plot_key("（）") is None
    assert plot_key(None) is None


def test_a_number_of_the_land_register_is_told_from_a_name() -> None:
    assert is_registered_plot("430181104219JC00123")
    assert not is_registered_plot("大丘12-3")


@pytest.mark.parametrize(
    "typed", ["浏调〔2026〕000012号", "浏调(2026)12", "2026-12", "2026000012", "２０２６ 12号"]
)
def test_a_number_is_meant_however_it_is_typed(typed: str) -> None:
    assert number_meant(typed, prefix="浏调") == "浏调〔2026〕000012号"


@pytest.mark.parametrize("typed", ["12", "2026", "202612", "宁调〔2026〕12号", "1999-12", "滴水"])
def test_less_than_a_number_is_none(typed: str) -> None:
    assert number_meant(typed, prefix="浏调") is None
