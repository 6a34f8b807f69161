"""Parties under seal, their aliases, and whose word stands."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.orm import Session

from mediation.cases.model import Case
from mediation.kernel.actor import Actor
from mediation.kernel.clock import SHANGHAI
from mediation.kernel.facts import CaseFact
from mediation.kernel.sentences import sentence_of
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.parties import queries, rules
from mediation.parties.model import Party
from mediation.parties.operations import NewParty, add_party, record_consent
from tests.factories import a_case, a_unit

AT = datetime(2026, 9, 9, 10, 0, tzinfo=SHANGHAI)
LUO = Actor(
    person_id=None, name="罗建华", role="village_director", unit_id=None, post="官渡镇南岳村调委会主任"
)
SAID: dict[str, Any] = {"by": LUO, "at": AT}
XU = "430181196503124234"


@pytest.fixture
def case(session: Session) -> Case:
    return a_case(session, unit=a_unit(session, level="village", name="南岳村"))


def add(uow: UnitOfWork, case: Case, side: str, name: str, **given: Any) -> Party:
    return add_party(uow, case_id=case.id, party=NewParty(side=side, name=name, **given), **SAID)


def say(uow: UnitOfWork, party: Party, given: bool, *, kind: str = "mediation", **more: Any) -> None:
    options = {"form": "written", **SAID, **more}
    record_consent(uow, case_id=party.case_id, party_id=party.id, kind=kind, given=given, **options)


def test_gives_aliases_through_the_whole_case(uow: UnitOfWork, session: Session, case: Case) -> None:
    add(uow, case, "applicant", "徐甲", id_number=XU, phone="138 0000 0000", address="南岳村三组")
    add(uow, case, "respondent", "徐乙")

    found = queries.parties(session, case.id)

    assert [each.alias for each in found] == ["申请人甲", "被申请人乙"]
    assert (found[0].born_on, found[0].phone, found[0].is_minor) == (date(1965, 3, 12), "13800000000", False)


def test_no_personal_data_lies_open_in_the_database(uow: UnitOfWork, session: Session, case: Case) -> None:
    add(uow, case, "applicant", "徐甲", id_number=XU, phone="13800000000", address="南岳村三组")
    uow.commit()

    row = session.execute(text("SELECT * FROM parties")).mappings().one()

    stored = b"|".join(value if isinstance(value, bytes) else str(value).encode() for value in row.values())
    for secret in ("徐甲", XU, "13800000000", "南岳村三组", "1965-03-12"):
        assert secret.encode() not in stored
    assert len(row["name_key"]) == 64


def test_the_ledger_sentence_names_the_alias_alone(uow: UnitOfWork, case: Case) -> None:
    party = add(uow, case, "applicant", "徐甲")
    say(uow, party, True, form="oral")

    assert [sentence_of(fact) for fact in uow.recorded] == [
        "官渡镇南岳村调委会主任罗建华登记了申请人甲。",
        "申请人甲于9月9日口头同意调解，由官渡镇南岳村调委会主任罗建华记录。",
    ]


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"side": "witness", "name": "徐甲"}, rules.UnknownSide),
        ({"side": "applicant", "name": " "}, rules.BadParty),
        ({"side": "applicant", "name": "徐甲", "id_number": XU[:-1] + "1"}, rules.BadIdNumber),
        ({"side": "applicant", "name": "徐甲", "phone": "138"}, rules.BadPhone),
        ({"side": "applicant", "name": "徐甲", "born_on": date(2026, 9, 10)}, rules.BadBirthday),
        (
            {"side": "applicant", "name": "徐甲", "id_number": XU, "born_on": date(1965, 3, 13)},
            rules.BadBirthday,
        ),
        ({"side": "applicant", "name": "徐小", "born_on": date(2010, 1, 1)}, rules.MinorNeedsGuardian),
        ({"side": "applicant", "name": "徐小", "is_minor": True, "guardian": " "}, rules.MinorNeedsGuardian),
        (
            {"side": "respondent", "name": "某公司", "is_organisation": True, "id_number": XU},
            rules.BadCreditCode,
        ),
    ],
)
def test_refuses_what_cannot_be_a_party(
    uow: UnitOfWork, case: Case, given: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        add_party(uow, case_id=case.id, party=NewParty(**given), **SAID)


def test_a_birthday_decides_who_is_a_minor(uow: UnitOfWork, session: Session, case: Case) -> None:
    add(uow, case, "applicant", "徐丙", born_on=date(2008, 9, 9), is_minor=True)
    add(uow, case, "respondent", "徐小", born_on=date(2008, 9, 10), guardian="徐乙")
    add(uow, case, "child", "徐小小")

    assert [each.is_minor for each in queries.parties(session, case.id)] == [False, True, True]


def test_the_same_name_on_the_same_side_is_registered_once(uow: UnitOfWork, case: Case) -> None:
    add(uow, case, "applicant", "徐甲")

    with pytest.raises(rules.SameParty, match="申请人甲"):
        add(uow, case, "applicant", "徐 甲")
    add(uow, case, "applicant", "徐甲", id_number=XU)
    add(uow, case, "respondent", "徐甲")


def test_a_clear_refusal_stands_until_that_party_agrees_again(
    uow: UnitOfWork, session: Session, case: Case
) -> None:
    xu_jia, xu_yi = add(uow, case, "applicant", "徐甲"), add(uow, case, "respondent", "徐乙")
    assert not queries.refused(session, case.id)

    say(uow, xu_yi, False, form="oral")
    say(uow, xu_jia, True)
    assert queries.refusing(session, case.id) == ("被申请人乙",)

    say(uow, xu_yi, True, at=AT + timedelta(days=1))
    assert not queries.refused(session, case.id)


def test_an_older_word_recorded_later_does_not_undo_a_refusal(
    uow: UnitOfWork, session: Session, case: Case
) -> None:
    party = add(uow, case, "respondent", "徐乙")
    say(uow, party, False, given_on=date(2026, 9, 8))

    say(uow, party, True, given_on=date(2026, 9, 7))

    assert queries.refused(session, case.id)


def test_a_refusal_of_something_else_does_not_end_mediation(
    uow: UnitOfWork, session: Session, case: Case
) -> None:
    say(uow, add(uow, case, "respondent", "徐乙"), False, kind="hearing")

    assert not queries.refused(session, case.id)


def test_all_must_agree_and_the_form_must_do(uow: UnitOfWork, session: Session, case: Case) -> None:
    assert not queries.all_consent(session, case.id, "hearing")
    xu_jia, xu_yi = add(uow, case, "applicant", "徐甲"), add(uow, case, "respondent", "徐乙")
    add(uow, case, "child", "徐小")

    say(uow, xu_jia, True, kind="hearing")
    assert not queries.all_consent(session, case.id, "hearing")
    say(uow, xu_yi, True, kind="hearing", form="oral")

    assert queries.all_consent(session, case.id, "hearing")
    assert not queries.all_consent(session, case.id, "hearing", form="written")
    assert queries.missing_consents(session, case.id, "hearing", "written") == ("被申请人乙",)


def test_a_new_occasion_needs_new_consent(uow: UnitOfWork, session: Session, case: Case) -> None:
    party = add(uow, case, "applicant", "徐甲")
    say(uow, party, True, kind="extension")
    later = AT + timedelta(days=10)

    assert not queries.all_consent(session, case.id, "extension", since=later)
    say(uow, party, True, kind="extension", at=later)
    assert queries.all_consent(session, case.id, "extension", since=later)


def test_a_minor_speaks_through_the_guardian(uow: UnitOfWork, case: Case) -> None:
    child = add(uow, case, "respondent", "徐小", is_minor=True, guardian="徐乙")

    say(uow, child, True)

    said = uow.recorded[-1]
    assert isinstance(said, CaseFact)
    assert sentence_of(said).startswith("被申请人甲的监护人于9月9日书面同意调解")


def test_refuses_consents_that_cannot_be(uow: UnitOfWork, session: Session, case: Case) -> None:
    party = add(uow, case, "applicant", "徐甲")
    other = a_case(session, unit=a_unit(session, level="village", name="竹山村"))

    with pytest.raises(rules.ConsentNotYet):
        say(uow, party, True, given_on=date(2026, 9, 10))
    with pytest.raises(rules.UnknownConsent):
        say(uow, party, True, kind="marriage")
    with pytest.raises(rules.UnknownConsent):
        say(uow, party, True, form="wink")
    with pytest.raises(rules.NotAParty):
        record_consent(
            uow,
            case_id=other.id,
            party_id=party.id,
            kind="mediation",
            given=True,
            form="oral",
            **SAID,
        )


def test_finds_earlier_cases_between_the_same_parties(uow: UnitOfWork, session: Session, case: Case) -> None:
    unit = a_unit(session, level="village", name="竹山村")
    swapped, half, namesake = (a_case(session, unit=unit) for _ in range(3))
    for each, pairs in (
        (case, (("applicant", "徐甲"), ("respondent", "徐乙"))),
        (swapped, (("applicant", "徐　乙"), ("respondent", "徐甲"))),
        (half, (("applicant", "徐甲"), ("respondent", "徐丙"))),
        (namesake, (("applicant", "朱甲"), ("respondent", "朱乙"))),
    ):
        for side, name in pairs:
            add(uow, each, side, name)

    assert queries.same_parties(session, case.id) == [swapped.id]
    assert queries.same_parties(session, namesake.id) == []


def test_asks_for_a_standing_refusal_in_one_statement(
    uow: UnitOfWork, session: Session, engine: Engine, case: Case
) -> None:
    case_id = case.id
    say(uow, add(uow, case, "respondent", "徐乙"), False)
    uow.commit()
    seen: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *args: seen.append(args[2]))

    assert queries.refused(session, case_id)

    assert len([said for said in seen if not said.startswith("BEGIN")]) == 1, seen
