"""What may be written down about a party, and who may read it."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from mediation.parties import rules
from mediation.parties.queries import PartyView, shown
from mediation.parties.rules import Standing, Viewer

# Checksums computed for invented persons; the regions exist.
XU = "430181196503124234"
CHILD = "430181201704055611"


def party(**changes: object) -> PartyView:
    given: dict[str, Any] = {
        "id": 1,
        "case_id": 1,
        "side": "applicant",
        "alias": "申请人甲",
        "name": "徐甲",
        "is_minor": False,
        "id_number": XU,
        "phone": "13800000000",
        "address": "官渡镇南岳村",
    }
    return PartyView(**{**given, **changes})


def test_takes_a_number_whose_check_digit_holds_and_reads_the_birthday() -> None:
    assert rules.check_id_number(" 43018119650312４２３4 ") == XU
    assert rules.birthday_of(XU) == date(1965, 3, 12)


def test_takes_the_check_digit_x_in_either_case() -> None:
    found = [number for digit in range(1000) if (number := f"43018119650312{digit:03d}x") and _holds(number)]

    assert found
    assert rules.check_id_number(found[0]).endswith("X")


def _holds(number: str) -> bool:
    try:
        rules.check_id_number(number)
    except rules.BadIdNumber:
        return False
    return True


def test_exactly_one_check_digit_holds() -> None:
    assert sum(_holds(XU[:17] + digit) for digit in "0123456789X") == 1


@pytest.mark.parametrize(
    "number", ["", "43018119650312423", XU[:16] + "91", "430181196513124231", "430181650312423", "x" * 18]
)
def test_refuses_numbers_that_cannot_be(number: str) -> None:
    with pytest.raises(rules.BadIdNumber):
        rules.check_id_number(number)


def test_checks_an_organisation_s_credit_code() -> None:
    assert rules.check_credit_code("91350100M000100Y43") == "91350100M000100Y43"
    for code in ("91350100M000100Y44", "91350100I000100Y43", "9135"):
        with pytest.raises(rules.BadCreditCode):
            rules.check_credit_code(code)


@pytest.mark.parametrize("phone", ["13800000000", "+86 138 0000 0000", "0731-83612345", "83612345", "12345"])
def test_takes_mobile_landline_and_service_numbers(phone: str) -> None:
    assert rules.check_phone(phone)


@pytest.mark.parametrize("phone", ["1380000000", "abc", "138000000000", "++86"])
def test_refuses_phones_that_cannot_be(phone: str) -> None:
    with pytest.raises(rules.BadPhone):
        rules.check_phone(phone)


@pytest.mark.parametrize(
    ("day", "is_minor"),
    [(date(2026, 9, 7), True), (date(2026, 9, 8), False), (date(2026, 9, 9), False)],
)
def test_one_comes_of_age_on_the_eighteenth_birthday(day: date, is_minor: bool) -> None:
    assert rules.is_minor_on(date(2008, 9, 8), day) is is_minor


def test_a_leap_day_child_comes_of_age_the_day_after_where_there_is_no_such_day() -> None:
    born = date(2008, 2, 29)

    assert rules.age_on(born, date(2026, 2, 28)) == 17
    assert rules.age_on(born, date(2026, 3, 1)) == 18


def test_stems_run_through_the_whole_case() -> None:
    taken: list[str] = []
    for side in ("applicant", "respondent", "respondent", "third", "child", "child"):
        taken.append(rules.alias_for(side, taken=taken))

    assert taken == ["申请人甲", "被申请人乙", "被申请人丙", "第三人丁", "未成年人", "未成年人乙"]


def test_more_than_ten_parties_are_numbered() -> None:
    taken: list[str] = []
    for _ in range(12):
        taken.append(rules.alias_for("applicant", taken=taken))

    assert taken[9:] == ["申请人癸", "申请人11号", "申请人12号"]
    assert len(set(taken)) == 12


def test_compares_names_over_widths_blanks_and_dots() -> None:
    assert rules.normal_name("阿依古丽 ・ 买买提") == rules.normal_name("阿依古丽·买买提")
    assert rules.normal_name("ＡＢ公司") == rules.normal_name("ab 公司")
    assert rules.normal_name("徐甲") != rules.normal_name("徐乙")


def test_replaces_a_minor_s_name_wherever_it_stands() -> None:
    child = SimpleNamespace(name="陈小星", nickname="水生", alias="未成年人", is_minor=True)
    father = SimpleNamespace(name="陈甲", nickname="老三", alias="被申请人甲", is_minor=False)

    masked = rules.mask_minors("陈甲打了陈小星,陈 小　星躲在灶屋，老三喊水生出来。", [father, child])

    assert masked == "陈甲打了未成年人,未成年人躲在灶屋，老三喊未成年人出来。"


def test_replaces_longer_names_first_for_those_outside() -> None:
    short = SimpleNamespace(name="徐甲", nickname=None, alias="申请人甲", is_minor=False)
    long = SimpleNamespace(name="徐甲乙", nickname="水生", alias="被申请人乙", is_minor=False)

    assert rules.mask_names("徐甲乙与徐甲", [short, long]) == "被申请人乙与申请人甲"
    assert rules.mask_names("水生说不去", [short, long]) == "被申请人乙说不去"


def test_those_who_work_on_the_case_see_what_they_need() -> None:
    seen = shown(party(), Viewer(Standing.MEMBER))

    assert (seen.name, seen.id_number, seen.phone, seen.address) == (
        "徐甲",
        XU,
        "13800000000",
        "官渡镇南岳村",
    )
    assert not seen.masked


def test_a_party_sees_its_own_data_and_of_the_other_the_name_alone() -> None:
    me = Viewer(Standing.PARTY, party_ids=frozenset({1}))

    own, other = shown(party(), me), shown(party(id=2, name="徐乙", alias="被申请人乙"), me)

    assert own.phone == "13800000000"
    assert other.name == "徐乙"
    assert (other.id_number, other.phone, other.address, other.guardian) == (None,) * 4
    assert other.masked


def test_anybody_outside_sees_the_alias_alone() -> None:
    seen = shown(party(), Viewer(Standing.OUTSIDE))

    assert (seen.name, seen.id_number, seen.phone, seen.address) == ("申请人甲", None, None, None)


@pytest.mark.parametrize("viewer", [Viewer(standing) for standing in Standing])
def test_a_minor_goes_by_the_alias_and_without_number_for_everybody(viewer: Viewer) -> None:
    child = party(name="陈小星", alias="未成年人", is_minor=True, side="child", id_number=CHILD)

    seen = shown(child, viewer)

    assert (seen.name, seen.id_number) == ("未成年人", None)
    assert seen.masked


def test_an_address_in_a_case_of_violence_is_open_to_nobody_but_its_own() -> None:
    member = shown(party(), Viewer(Standing.MEMBER, addresses_sealed=True))
    own = shown(party(), Viewer(Standing.PARTY, party_ids=frozenset({1}), addresses_sealed=True))

    assert (member.address, member.phone) == (None, "13800000000")
    assert member.masked
    assert own.address == "官渡镇南岳村"


def test_a_guardian_signs_for_a_minor() -> None:
    assert party().signs == "徐甲"
    assert party(is_minor=True, guardian="陈乙", name="陈小星").signs == "陈乙"
