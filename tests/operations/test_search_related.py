"""Disputes that have to do with one another, and those one may not see."""

from mediation.parties.operations import NewParty
from mediation.people.identity import Identity
from mediation.search.queries import RelatedCases, related
from tests.factories.county import County


def couple(one: str, other: str) -> tuple[NewParty, NewParty]:
    return NewParty(side="applicant", name=one), NewParty(side="respondent", name=other)


def of(county: County, case_id: int, login: str | Identity = "village_director") -> RelatedCases:
    with county.session() as session:
        return related(session, case_id, county.who(login) if isinstance(login, str) else login)


def why(county: County, case_id: int, login: str = "village_director") -> dict[int, tuple[str, ...]]:
    return {each.case_id: each.reasons for each in of(county, case_id, login).items}


def test_the_same_parties_at_the_same_place_are_the_same_matter(county: County) -> None:
    first = county.report(place="3 组（老水井）旁")
    second = county.report(place="３组老水井旁。", story="又漏了。")

    assert why(county, second) == {first: ("same_matter", "same_place", "same_parties")}
    assert why(county, first) == {second: ("same_matter", "same_place", "same_parties")}


def test_a_plot_is_known_by_its_number_however_it_is_written(county: County) -> None:
    first = county.report(plot="430181 104219 jc00123", parties=couple("朱甲", "朱乙"))
    second = county.report(plot="４３０１８１１０４２１９ＪＣ００１２３", parties=couple("吴甲", "郑乙"))

    assert why(county, second) == {first: ("same_plot",)}


def test_another_plot_is_not_the_same_for_lack_of_a_dash(county: County) -> None:
    county.report(plot="12-3", parties=couple("朱甲", "朱乙"))
    second = county.report(plot="123", parties=couple("吴甲", "郑乙"))

    assert why(county, second) == {}


def test_nothing_has_to_do_with_a_case_without_place_or_plot(county: County) -> None:
    county.report(parties=couple("朱甲", "朱乙"))
    second = county.report(parties=couple("吴甲", "郑乙"))

    assert not of(county, second)


def test_those_one_may_not_see_are_counted_without_being_told(county: County) -> None:
    county.report(place="村口桥头", unit_id=county.units["village"], parties=couple("朱甲", "朱乙"))
    second = county.report(place="村口桥头", parties=couple("吴甲", "郑乙"))

    found = of(county, second, "town_police")

    assert (found.items, found.hidden) == ((), 1)


def test_a_case_of_violence_tells_nothing_by_its_place(county: County) -> None:
    county.report(place="村口桥头", kind="family", traits={"violence": True}, parties=couple("陈甲", "陈乙"))
    second = county.report(place="村口桥头", parties=couple("吴甲", "郑乙"))

    found = of(county, second, "county_director")

    assert not found
