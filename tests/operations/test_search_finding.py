"""What a search finds, how it says where, in which order and in which narrower part."""

import pytest

from mediation.search.queries import Narrowed, exactly
from tests.factories.county import County
from tests.operations.search_stage import ids, look, report_leak, unit_at


@pytest.fixture
def leak(county: County) -> int:
    return report_leak(county)


BY_FIELD = (
    ("浏调〔2026〕000001号", "number"),
    ("浏调2026000001号", "number"),
    ("屋檐滴水", "title"),
    ("滴水", "title"),
    ("老水井", "place"),
    ("３组", "place"),
    ("430181104219jc123", "place"),
    ("南岳村青桥", "place"),
    ("邻里", "kind"),
    ("欧阳锦绣", "party"),
    ("锦绣", "party"),
    ("憨头", "party"),
    ("加盖二楼", "told"),
    ("abs水管", "told"),
    ("DN110", "told"),
    ("登记了在", "told"),
)


def test_finds_by_each_field_and_says_which(county: County, leak: int) -> None:
    for typed, where in BY_FIELD:
        found = look(county, typed)
        hits = {hit.case_id: hit.where for hit in found.items}

        assert where in hits.get(leak, ()), typed
        assert found.how == "whole", typed


def test_words_between_blanks_or_signs_must_all_stand_somewhere(county: County, leak: int) -> None:
    for typed in ("老水井 滴水 锦绣", "屋檐，加盖二楼"):
        assert ids(county, typed) == [leak], typed
        assert ids(county, f"{typed} 彩礼") == [], typed


def test_characters_in_another_order_are_another_word(county: County, leak: int) -> None:
    for typed in ("滴水屋檐下", "井水", "10", "憨老"):
        assert look(county, typed).how != "whole", typed


def test_a_long_word_is_parted_when_it_stands_nowhere(county: County, leak: int) -> None:
    found = look(county, "水井旁边屋檐滴水")

    assert [hit.case_id for hit in found.items] == [leak]
    assert found.how in ("parted", "some")
    assert "滴水" in found.words


def test_all_parts_count_before_some(county: County, leak: int) -> None:
    found = look(county, "墙面滴水")

    assert (found.how, [hit.case_id for hit in found.items]) == ("parted", [leak])


def test_marks_what_was_asked_for(county: County, leak: int) -> None:
    [hit] = look(county, "滴水 二楼").items

    assert [part.text for part in hit.title if part.is_hit] == ["滴水"]
    assert [part.text for part in hit.told if part.is_hit] == ["二楼"]


def test_a_lone_character_is_not_looked_for(county: County, leak: int) -> None:
    for typed in ("", " ", "水", "《》"):
        found = look(county, typed)

        assert (found.items, found.how) == ((), ""), typed
        assert found.left_out == tuple(typed.strip("《》 "))


def test_a_lone_character_beside_a_word_is_left_out_and_said(county: County, leak: int) -> None:
    found = look(county, "王 滴水")

    assert [hit.case_id for hit in found.items] == [leak]
    assert found.left_out == ("王",)


def test_signs_of_the_index_s_own_language_are_only_signs(county: County, leak: int) -> None:
    for typed in ("滴水' OR 1=1 --", '"滴水" AND NOT', "滴水:* & !", "(滴水"):
        assert look(county, typed) is not None


def test_pages_go_on_by_key_without_gap_or_double(county: County) -> None:
    cases = [county.report(title=f"第{number}户漏水", submission=str(number)) for number in range(7)]

    first = look(county, "漏水", size=3)
    second = look(county, "漏水", size=3, after=first.next)
    third = look(county, "漏水", size=3, after=second.next)

    assert [hit.case_id for page in (first, second, third) for hit in page.items] == cases[::-1]
    assert third.next is None


def test_pages_of_parted_words_go_on_too(county: County) -> None:
    cases = [county.report(title=f"墙面渗水，第{number}户", submission=str(number)) for number in range(5)]

    first = look(county, "渗水墙面", size=3)
    second = look(county, "渗水墙面", size=3, after=first.next)

    assert first.how == second.how == "parted"
    assert [hit.case_id for page in (first, second) for hit in page.items] == cases[::-1]


def test_common_words_are_walked_through_and_then_gathered(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mediation.search.queries import candidates

    monkeypatch.setattr(candidates, "FEW", 2)
    monkeypatch.setattr(candidates, "STEP", 2)
    monkeypatch.setattr(candidates, "WALKED_AT_MOST", 2)
    old = [county.report(title="漏水", submission=f"a{number}") for number in range(4)]
    for number in range(3):
        county.report(title="田埂", submission=f"b{number}")

    for login in ("village_director", "county_director"):
        assert ids(county, "漏水", login) == old[::-1]


def test_narrows_by_kind_level_unit_and_state(county: County, leak: int) -> None:
    with county.session() as session:
        path = unit_at(session, county, "village").path

    assert ids(county, "浏调2026", narrowed=Narrowed(kind="neighbour")) == [leak]
    assert ids(county, "浏调2026", narrowed=Narrowed(kind="labour")) == []
    assert leak in ids(county, "浏调2026", narrowed=Narrowed(level="grid"))
    assert ids(county, "浏调2026", narrowed=Narrowed(is_closed=True)) == []
    assert leak in ids(county, "浏调2026", narrowed=Narrowed(unit_path=path))
    assert ids(county, "浏调2026", narrowed=Narrowed(unit_path="/99999/")) == []


MEANT = ("浏调〔2026〕000001号", "浏调[2026]1号", "2026-1", "2026000001", " 浏调 2026 000001 ")


NOT_MEANT = ("浏调", "000001", "2026", "20261", "滴水2026 1")


def test_a_number_typed_in_full_is_that_case_and_less_is_not(county: County, leak: int) -> None:
    who = county.who("village_director")
    with county.session() as session:
        for typed in MEANT:
            assert exactly(session, identity=who, typed=typed, prefix="浏调") == leak, typed
        for typed in NOT_MEANT:
            assert exactly(session, identity=who, typed=typed, prefix="浏调") is None, typed
