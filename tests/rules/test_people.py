"""Passwords, post titles, and where a vacant post's work goes."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from mediation.kernel.errors import Forbidden
from mediation.kernel.locality import Locality, read_locality
from mediation.people import rules
from mediation.people.identity import Identity, PostView
from mediation.people.rules import Routed, Rung

LEVELS = ("grid", "branch", "village", "town", "county")


@pytest.fixture(scope="module")
def place() -> Locality:
    return read_locality(Path(__file__).parents[2] / "workflows" / "liuyang" / "locality.yaml")


def ladder(**held: set[str]) -> dict[str, Rung]:
    return {
        level: Rung(unit_id=number, level=level, held=dict.fromkeys(held.get(level, ()), (number * 10,)))
        for number, level in enumerate(LEVELS, start=1)
    }


def routed(place: Locality, role: str, start: str = "grid", **held: set[str]) -> Routed:
    rungs = ladder(**held)
    return rules.route(place, role=role, ladder=rungs, start=rungs[start])


@pytest.mark.parametrize("password", ["qingqiao2026", "N4nyue cun", "屋场会在南岳村2026年"])
def test_takes_passwords_of_letters_and_digits(password: str) -> None:
    rules.check_password(password, login="luojianhua")


@pytest.mark.parametrize(
    "password",
    [
        "",
        "a1b2c3",
        "abcdefgh",
        "12345678",
        "password1",
        "admin1234",
        "a1a1a1a1",
        "luojianhua1",
        "x1y2z3" * 30,
    ],
)
def test_refuses_weak_passwords(password: str) -> None:
    with pytest.raises(rules.PasswordTooWeak, match="至少8位"):
        rules.check_password(password, login="luojianhua")


@pytest.mark.parametrize(
    ("login", "name", "field"),
    [
        ("l", "罗建华", "login"),
        ("罗建华", "罗建华", "login"),
        ("a b", "罗建华", "login"),
        ("luo", " ", "name"),
    ],
)
def test_refuses_logins_and_names_that_cannot_be_used(login: str, name: str, field: str) -> None:
    with pytest.raises(rules.BadPerson) as refused:
        rules.check_login(login, name)

    assert list(refused.value.fields) == [field]


def test_a_login_is_kept_in_small_letters() -> None:
    assert rules.check_login(" Luo.JianHua ", "罗建华") == ("luo.jianhua", "罗建华")


@pytest.mark.parametrize(
    ("unit", "role", "title"),
    [
        ("官渡镇南岳村", "调委会主任", "官渡镇南岳村调委会主任"),
        ("官渡镇南岳村青桥党支部", "党支部书记", "官渡镇南岳村青桥党支部书记"),
        ("官渡镇南岳村青桥党支部第9微网格", "微网格长", "官渡镇南岳村青桥党支部第9微网格长"),
        ("官渡镇南岳村", "村级调解员", "官渡镇南岳村村级调解员"),
        ("浏阳市", "矛调指导中心主任", "浏阳市矛调指导中心主任"),
    ],
)
def test_a_post_reads_without_saying_a_word_twice(unit: str, role: str, title: str) -> None:
    assert rules.post_title(unit, role) == title


def test_refuses_a_period_that_ends_before_it_begins() -> None:
    rules.check_period(date(2026, 9, 1), date(2026, 9, 1))
    with pytest.raises(rules.BadPeriod):
        rules.check_period(date(2026, 9, 2), date(2026, 9, 1))


def test_work_goes_to_the_unit_of_the_role_s_level(place: Locality) -> None:
    assert routed(place, "village_director", village={"village_director"}) == Routed("village_director", 3)


def test_a_vacant_post_s_work_goes_up_and_says_whose_it_was(place: Locality) -> None:
    assert routed(place, "grid_leader", branch={"branch_secretary"}) == Routed(
        "branch_secretary", 2, diverted_from_role="grid_leader", diverted_from_id=1
    )


def test_says_who_is_in_the_post_the_work_goes_to(place: Locality) -> None:
    assert routed(place, "grid_leader", grid={"grid_leader"}).person_ids == (10,)
    assert routed(place, "grid_leader", branch={"branch_secretary"}).person_ids == (20,)
    assert routed(place, "grid_leader").person_ids == ()


def test_it_climbs_over_several_vacant_posts(place: Locality) -> None:
    assert routed(place, "grid_leader", town={"town_director"}) == Routed(
        "town_director", 4, diverted_from_role="grid_leader", diverted_from_id=1
    )


def test_a_colleague_of_the_same_unit_comes_before_the_unit_above(place: Locality) -> None:
    found = routed(place, "village_mediator", village={"village_director"}, town={"town_director"})

    assert (found.role, found.unit_id) == ("village_director", 3)


def test_a_level_left_out_of_the_tree_counts_as_vacant_where_the_case_is(place: Locality) -> None:
    rungs = {key: rung for key, rung in ladder(village={"village_director"}).items() if key != "branch"}

    found = rules.route(place, role="branch_secretary", ladder=rungs, start=rungs["grid"])

    assert found == Routed("village_director", 3, diverted_from_role="branch_secretary", diverted_from_id=1)


def test_with_nobody_anywhere_the_work_stays_visibly_vacant(place: Locality) -> None:
    assert routed(place, "grid_leader") == Routed("grid_leader", 1, is_vacant=True)


def test_a_role_without_a_stand_in_is_led_from_above(place: Locality) -> None:
    assert place.role("town_police").stands_in is not None
    lonely = replace(
        place,
        roles={**place.roles, "town_police": replace(place.role("town_police"), stands_in=None)},
    )

    assert routed(lonely, "town_police", start="village", county={"county_director"}) == Routed(
        "county_director", 5, diverted_from_role="town_police", diverted_from_id=4
    )


def test_a_locality_may_let_work_wait_for_the_vacant_post(place: Locality) -> None:
    waiting = replace(place, settings={**place.settings, "vacancy": "wait"})

    assert routed(waiting, "grid_leader", branch={"branch_secretary"}) == Routed(
        "grid_leader", 1, is_vacant=True
    )


def post(role: str, unit: int, path: str, *permissions: str, standing_in_for: str | None = None) -> PostView:
    return PostView(
        post_id=unit,
        role=role,
        role_title=role,
        unit_id=unit,
        unit_path=path,
        unit_level="village",
        unit_name="南岳村",
        title=f"南岳村{role}",
        held_by_id=9 if standing_in_for else 1,
        permissions=frozenset(permissions),
        standing_in_for=standing_in_for,
    )


def test_acts_in_one_s_own_post_before_one_stood_in_for() -> None:
    both = (
        post("village_director", 5, "/1/5/", standing_in_for="张桂英"),
        post("village_director", 5, "/1/5/"),
    )

    actor = Identity(1, "罗建华", "zh", both).actor_for("village_director", 5)

    assert actor.standing_in_for is None


def test_names_whose_substitute_acts_and_whose_work_may_be_done() -> None:
    identity = Identity(1, "罗建华", "zh", (post("village_director", 5, "/1/5/", standing_in_for="张桂英"),))

    assert identity.actor_for("village_director", 5).standing_in_for == "张桂英"
    assert identity.person_ids == {1, 9}


def test_refuses_to_act_in_a_post_not_held_and_says_which_is_needed() -> None:
    identity = Identity(1, "罗建华", "zh", (), role_titles={"village_director": "调委会主任"})

    with pytest.raises(Forbidden, match="调委会主任"):
        identity.actor_for("village_director", 5)


def test_permissions_hold_below_the_units_of_the_posts_that_grant_them() -> None:
    posts = (
        post("town_director", 5, "/1/5/", "see_subtree"),
        post("village_director", 7, "/1/5/7/", "see_subtree"),
        post("village_mediator", 12, "/1/12/", "act_on_case"),
    )
    identity = Identity(1, "罗建华", "zh", posts)

    assert identity.permissions == {"see_subtree", "act_on_case"}
    assert identity.paths_with("see_subtree") == ("/1/5/",)
    assert not Identity(1, "罗建华", "zh").may("see_subtree")


def test_acts_with_a_permission_from_the_highest_post_that_has_it() -> None:
    posts = (
        post("village_director", 7, "/1/5/7/", "supervise"),
        post("town_leader", 5, "/1/5/", "supervise"),
    )

    assert Identity(1, "罗建华", "zh", posts).actor_with("supervise").role == "town_leader"
    with pytest.raises(Forbidden):
        Identity(1, "罗建华", "zh", posts).actor_with("audit")
