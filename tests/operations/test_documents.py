"""Papers: numbered, in dossier order, naming people only to who may know them."""

import pytest
from sqlalchemy import text

from mediation.cases.refusals import CaseArchived
from mediation.documents.kinds import paper_kinds
from mediation.documents.operations import issue
from mediation.documents.queries import for_case, missing_for_dossier, numbers, paper
from mediation.documents.rules import UnknownPaper
from mediation.parties.queries import Standing, Viewer
from tests.factories import a_party
from tests.operations.case_stage import CaseStage, set_case_stage

MEMBER = Viewer(standing=Standing.MEMBER)
OUTSIDE = Viewer(standing=Standing.OUTSIDE)


@pytest.fixture
def stage(uow) -> CaseStage:
    return set_case_stage(uow)


def put(stage: CaseStage, kind: str, **fields):
    """Issue a paper of the case."""
    return issue(
        stage.uow, case_id=stage.case.id, kind=kind, fields=fields, by=stage.leads["village"], at=stage.at
    )


def test_papers_are_numbered_within_the_case(stage):
    put(stage, "registration")
    put(stage, "rights_notice", told_on="2026-09-08")

    assert numbers(stage.session, stage.case.id) == (f"{stage.case.number}-01", f"{stage.case.number}-02")


def test_the_dossier_is_in_its_own_order(stage):
    for kind in ("rights_notice", "registration", "cover"):
        put(stage, kind)

    assert [line.kind for line in for_case(stage.session, stage.case.id)] == [
        "cover",
        "registration",
        "rights_notice",
    ]


@pytest.mark.parametrize("kind", list(paper_kinds()))
def test_every_kind_of_paper_can_be_issued(stage, kind):
    body = paper(stage.session, put(stage, kind, text="材料一份").id, MEMBER).body

    assert stage.case.number in body
    assert "None" not in body
    assert "{" not in body


def test_who_works_on_the_case_reads_names_and_others_aliases(stage):
    issued = put(stage, "registration")

    assert "李甲" in paper(stage.session, issued.id, MEMBER).body
    assert "李甲" not in paper(stage.session, issued.id, OUTSIDE).body
    assert "申请人" in paper(stage.session, issued.id, OUTSIDE).body


def test_a_name_typed_into_a_field_is_hidden_too(stage):
    issued = put(stage, "inquiry", findings="李乙家的水管老化，李甲家的墙面渗水")

    assert "李乙" not in paper(stage.session, issued.id, OUTSIDE).body
    assert "李乙家的水管老化" in paper(stage.session, issued.id, MEMBER).body


def test_a_minors_name_stands_in_no_paper(stage):
    a_party(stage.session, case=stage.case, side="child", name="李小宝", is_minor=True)
    issued = put(stage, "inquiry", findings="李小宝目睹了争吵")

    assert "李小宝" not in paper(stage.session, issued.id, MEMBER).body
    assert "未成年人目睹了争吵" in paper(stage.session, issued.id, MEMBER).body


def test_the_text_is_sealed_in_the_database(stage):
    put(stage, "inquiry", findings="水管老化")

    stored = stage.session.execute(text("SELECT body, fields FROM papers")).one()

    assert all("水管老化".encode() not in bytes(value) for value in stored)


def test_a_field_is_never_run_as_a_template(stage):
    issued = put(stage, "inquiry", findings="{{ 7 * 7 }}{% for x in range(9) %}x{% endfor %}")

    assert "{{ 7 * 7 }}" in paper(stage.session, issued.id, MEMBER).body


def test_a_paper_from_outside_keeps_its_own_number(stage):
    issued = issue(
        stage.uow,
        case_id=stage.case.id,
        kind="government_decision",
        number="官政处〔2026〕1号",
        title="宅基地处理决定",
        by=stage.leads["town"],
        at=stage.at,
    )

    assert (issued.number, issued.title) == ("官政处〔2026〕1号", "宅基地处理决定")


def test_refuses_an_unknown_kind(stage):
    with pytest.raises(UnknownPaper):
        put(stage, "poem")


def test_refuses_papers_for_an_archived_case(stage):
    stage.case.closed_at, stage.case.outcome, stage.case.archived_at = stage.at, "failed", stage.at

    with pytest.raises(CaseArchived):
        put(stage, "evidence", text="迟到的材料")


def test_a_dossier_without_anything_lacks_its_registration(stage):
    assert missing_for_dossier(stage.session, stage.case) == ("application",)


def test_the_ledger_names_paper_and_number(stage):
    put(stage, "registration")

    assert f"《人民调解受理登记表》入卷，编号{stage.case.number}-01。" in stage.told()
