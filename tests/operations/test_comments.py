"""Comments on a case: who reads which, counted once, taken back, nothing of them in the ledger."""

from typing import Any

import pytest
from sqlalchemy import func, select

from mediation.cases.model import Appointment, Case
from mediation.cases.queries import case_file
from mediation.comments import operations, queries, rules
from mediation.comments.model import Comment
from mediation.kernel.actor import SYSTEM
from mediation.kernel.clock import day_of
from mediation.kernel.errors import Forbidden, NotFound
from mediation.ledger.model import LedgerLine
from mediation.parties.operations import NewParty, add_party
from mediation.people.operations import set_absence
from tests.factories.county import County


@pytest.fixture
def case_id(county: County) -> int:
    """A case the village mediates, by its first mediator."""
    found = county.report(unit_id=county.units["village"])
    county.do(found, "village_accept", {"decision": "accept"})
    mediators = [str(county.logins["village_mediator"])]
    county.do(found, "village_appoint", {"mediators": mediators, "parties_agree": True})
    return found


def write(county: County, case_id: int, login: str, text: str, visibility: str = "case", **given: Any) -> int:
    with county.system.uow() as uow:
        by = county.who(login)
        comment = operations.add(
            uow, case_id=case_id, text=text, visibility=visibility, by=by, at=county.at, **given
        )
        uow.commit()
        return comment.id


def reads(county: County, case_id: int, login: str) -> list[str | None]:
    """Texts somebody reads; nothing where the case is not theirs to see."""
    who, locality = county.who(login), county.system.locality
    with county.session() as session:
        try:
            file = case_file(session, case_id, who)
        except NotFound:
            return []
        found = queries.comments(session, file, who, locality=locality)
        assert queries.count(session, file, who, locality=locality) == len(found.items)
        return [each.text for each in found.items]


def test_all_who_see_the_case_read_what_is_for_all(county, case_id):
    write(county, case_id, "village_mediator", "明天上午去看现场。")

    for login in ("village_mediator", "village_mediator_2", "village_director", "town_director", "auditor"):
        assert reads(county, case_id, login) == ["明天上午去看现场。"], login
    assert reads(county, case_id, "town_police") == []


def test_what_is_said_apart_is_for_those_who_mediate(county, case_id):
    write(county, case_id, "village_mediator", "李甲私下说愿意让两千。", "mediators")

    assert reads(county, case_id, "village_director") == ["李甲私下说愿意让两千。"]
    for login in ("village_mediator_2", "town_director", "county_director", "auditor", "grid_leader"):
        assert reads(county, case_id, login) == [], login


def test_who_writes_apart_without_mediating_reads_their_own(county, case_id):
    write(county, case_id, "grid_leader", "李乙托我带话。", "mediators")

    assert reads(county, case_id, "grid_leader") == ["李乙托我带话。"]
    assert reads(county, case_id, "village_mediator") == ["李乙托我带话。"]


def test_what_is_for_a_unit_is_for_those_in_post_there(county, case_id):
    write(county, case_id, "village_mediator", "村部投影仪坏了。", "unit", unit_id=county.units["village"])

    assert reads(county, case_id, "village_mediator_2") == ["村部投影仪坏了。"]
    assert reads(county, case_id, "village_director") == ["村部投影仪坏了。"]
    for login in ("town_director", "grid_leader", "auditor"):
        assert reads(county, case_id, login) == [], login


def test_a_private_note_is_for_nobody_else_not_even_a_substitute(county, case_id):
    write(county, case_id, "village_mediator", "记得带卷尺。", "self")
    _stands_in(county, "village_mediator_2", away="village_mediator")

    assert reads(county, case_id, "village_mediator") == ["记得带卷尺。"]
    assert reads(county, case_id, "village_director") == []
    assert reads(county, case_id, "village_mediator_2") == []


def test_a_substitute_of_the_mediator_reads_what_was_said_apart(county, case_id):
    write(county, case_id, "village_director", "李甲的底线是两千。", "mediators")
    _stands_in(county, "village_mediator_2", away="village_mediator")

    assert reads(county, case_id, "village_mediator_2") == ["李甲的底线是两千。"]


def test_who_was_recused_reads_and_writes_nothing(county, case_id):
    write(county, case_id, "village_director", "商量好了再说。")
    with county.system.uow() as uow:
        row = uow.session.scalars(select(Appointment)).one()
        row.recused_at = county.at
        uow.commit()

    assert reads(county, case_id, "village_mediator") == []
    with pytest.raises(NotFound):
        write(county, case_id, "village_mediator", "我还想说一句。")


def test_a_lead_who_is_party_never_reads_what_the_other_side_said_apart(county, case_id):
    write(county, case_id, "village_mediator", "李甲的底线是两千。", "mediators")
    with county.system.uow() as uow:
        third = NewParty(side="third", name="调委会主任甲")
        add_party(uow, case_id=case_id, party=third, by=SYSTEM, at=county.at)
        uow.commit()

    assert reads(county, case_id, "village_director") == []
    assert reads(county, case_id, "village_mediator") == ["李甲的底线是两千。"]


def test_somebody_who_may_not_see_the_case_writes_nothing(county, case_id):
    with pytest.raises(NotFound):
        write(county, case_id, "town_police", "路过说一句。")


def test_who_only_looks_may_not_write(county, case_id):
    with pytest.raises(Forbidden):
        write(county, case_id, "auditor", "请补材料。")


def test_a_child_goes_by_the_alias_and_outsiders_read_no_names(county):
    child = NewParty(side="child", name="陈小雨", is_minor=True, guardian="陈甲")
    parties = (
        NewParty(side="applicant", name="陈甲"),
        NewParty(side="respondent", name="陈乙"),
        child,
    )
    case_id = county.report(unit_id=county.units["village"], parties=parties)
    write(county, case_id, "village_director", "陈甲说陈小雨怕陈乙。")

    assert reads(county, case_id, "village_director") == ["陈甲说未成年人怕陈乙。"]
    (masked,) = reads(county, case_id, "auditor")
    assert not any(name in masked for name in ("陈甲", "陈乙", "陈小雨"))


def test_a_form_sent_twice_counts_once(county, case_id):
    first = write(county, case_id, "village_mediator", "只写一遍。", submission="same")
    again = write(county, case_id, "village_mediator", "只写一遍。", submission="same")

    assert first == again
    assert reads(county, case_id, "village_mediator") == ["只写一遍。"]
    with pytest.raises(rules.SentBySomebodyElse):
        write(county, case_id, "village_director", "只写一遍。", submission="same")


def test_withdrawing_leaves_the_place_and_a_line_without_the_text(county, case_id):
    comment_id = write(county, case_id, "village_mediator", "李甲骂了人。")

    with county.system.uow() as uow:
        operations.withdraw(uow, comment_id=comment_id, by=county.who("village_mediator"), at=county.at)
        uow.commit()

    assert reads(county, case_id, "village_mediator") == [None]
    with county.session() as session:
        assert session.get_one(Comment, comment_id).text is None
        rows = session.scalars(select(LedgerLine).order_by(LedgerLine.seq))
        lines = [line.sentence for line in rows if "留言" in line.sentence]
    assert [line.split("村级调解员甲")[1] for line in lines] == [
        "在案件上留言。",
        "删除了自己的一条留言。",
    ]


def test_a_note_to_oneself_leaves_no_line_at_all(county, case_id):
    with county.session() as session:
        before = session.scalar(select(func.count(LedgerLine.id)))
    comment_id = write(county, case_id, "village_mediator", "记得带卷尺。", "self")
    with county.system.uow() as uow:
        operations.withdraw(uow, comment_id=comment_id, by=county.who("village_mediator"), at=county.at)
        uow.commit()

    with county.session() as session:
        assert session.scalar(select(func.count(LedgerLine.id))) == before


def test_the_line_does_not_say_who_may_read_it(county, case_id):
    write(county, case_id, "village_mediator", "李甲的底线是两千。", "mediators")

    with county.session() as session:
        line = session.scalars(select(LedgerLine).where(LedgerLine.kind == "CommentAdded")).one()
    assert line.sentence.endswith("在案件上留言。")
    assert "mediators" not in str(line.params)


def test_only_its_writer_takes_a_comment_back_and_only_once(county, case_id):
    comment_id = write(county, case_id, "village_mediator", "先等等。")
    take_back = {"comment_id": comment_id, "at": county.at}

    with county.system.uow() as uow, pytest.raises(rules.NotYourComment):
        operations.withdraw(uow, by=county.who("village_director"), **take_back)
    with county.system.uow() as uow:
        operations.withdraw(uow, by=county.who("village_mediator"), **take_back)
        uow.commit()
    with county.system.uow() as uow, pytest.raises(rules.CommentGone):
        operations.withdraw(uow, by=county.who("village_mediator"), **take_back)


def test_changing_takes_back_and_writes_anew_for_other_readers(county, case_id):
    comment_id = write(county, case_id, "village_mediator", "李甲愿让两千。")

    def change() -> int:
        with county.system.uow() as uow:
            made = operations.change(
                uow,
                comment_id=comment_id,
                text="李甲愿让两千，别外传。",
                visibility="mediators",
                submission="changed",
                by=county.who("village_mediator"),
                at=county.at,
            )
            uow.commit()
            return made.id

    assert change() == change()
    assert reads(county, case_id, "town_director") == [None]
    assert reads(county, case_id, "village_director") == ["李甲愿让两千，别外传。", None]


def test_an_archived_case_takes_private_notes_alone(county, case_id):
    earlier = write(county, case_id, "village_mediator", "归档前写的。")
    with county.system.uow() as uow:
        case = uow.get(Case, case_id)
        case.outcome, case.closed_at, case.archived_at = "oral_agreement", county.at, county.at
        uow.commit()

    with pytest.raises(rules.CaseArchived, match="已经归档"):
        write(county, case_id, "village_mediator", "再补一句。")
    with county.system.uow() as uow, pytest.raises(rules.CaseArchived):
        operations.withdraw(uow, comment_id=earlier, by=county.who("village_mediator"), at=county.at)
    write(county, case_id, "village_mediator", "自己记一笔。", "self")
    with county.session() as session:
        who = county.who("village_mediator")
        choices = queries.choices(case_file(session, case_id, who), who)
    assert [each.key for each in choices] == ["self"]


def test_a_long_list_goes_on_page_by_page(county, case_id):
    for number in range(5):
        write(county, case_id, "village_mediator", f"第{number}条")
    who, locality = county.who("village_mediator"), county.system.locality

    with county.session() as session:
        file = case_file(session, case_id, who)
        first = queries.comments(session, file, who, locality=locality, size=3)
        second = queries.comments(session, file, who, locality=locality, size=3, after=first.next)

    assert [each.text for each in (*first.items, *second.items)] == [f"第{n}条" for n in (4, 3, 2, 1, 0)]
    assert second.next is None


def test_a_colleague_named_is_called_only_if_they_may_read_it(county, case_id):
    said = "@村级调解员乙 @矛调中心主任甲 请看"

    for visibility, called in (("case", 2), ("mediators", 0)):
        with county.system.uow() as uow:
            operations.add(
                uow,
                case_id=case_id,
                text=said,
                visibility=visibility,
                by=county.who("village_mediator"),
                at=county.at,
            )
            assert len(uow.recorded[-1].called) == called


def _stands_in(county: County, login: str, *, away: str) -> None:
    with county.system.uow() as uow:
        set_absence(
            uow,
            person_id=county.logins[away],
            substitute_id=county.logins[login],
            from_on=day_of(county.at),
            to_on=day_of(county.at),
            by=county.who(away).speaker(),
            at=county.at,
        )
        uow.commit()
