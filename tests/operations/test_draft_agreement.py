"""Drafts of agreements: declined, replaced, dropped, and what a draft may not say."""

import pytest
from sqlalchemy.exc import IntegrityError

from mediation.agreements.model import Agreement
from mediation.agreements.operations import drop_under_way, sign_agreement
from mediation.agreements.rules import force
from mediation.agreements.rules.terms import BadPromises
from tests.operations.signing_stage import AT, draft, seal, sign, sign_mediator


@pytest.fixture
def stage(settling):
    return settling()


def test_declining_ends_the_draft_and_binds_nobody(stage):
    agreement = draft(stage)

    sign_agreement(
        stage.uow,
        case_id=stage.case.id,
        signed=[],
        identities_checked=False,
        read_aloud=False,
        declined=True,
        by=stage.mediator,
        at=AT,
    )

    assert agreement.state == "dropped"
    assert "没有约束" in stage.told()
    with pytest.raises(force.NothingDrafted):
        sign(stage, stage.both)


def test_a_new_draft_drops_the_old_one_and_its_signatures(stage):
    old = draft(stage)
    sign(stage, stage.both)

    new = draft(stage)
    sign_mediator(stage)

    assert old.state == "dropped"
    assert seal(stage) == ("申请人签字", "被申请人签字")
    assert new.state == "draft"


def test_an_earlier_agreement_gives_way_only_when_the_new_one_is_in_force(stage):
    first = draft(stage)
    sign(stage, stage.both)
    sign_mediator(stage)
    seal(stage)

    second = draft(stage)
    assert first.state == "in_force"
    sign(stage, stage.both)
    sign_mediator(stage)
    seal(stage)

    assert (first.state, second.state) == ("replaced", "in_force")
    stage.uow.commit()


def test_wrong_promises_are_named_by_line(stage):
    with pytest.raises(BadPromises) as refused:
        draft(stage, promises="李乙|拆除旧房|2026-09-11\n李丙|作证|2026-09-11")
    assert refused.value.fields["promises"].startswith("第2行")


def test_a_draft_falls_away_with_the_case(stage):
    assert not drop_under_way(stage.uow, case_id=stage.case.id, reason="撤回申请", by=stage.director, at=AT)
    draft(stage)

    assert drop_under_way(stage.uow, case_id=stage.case.id, reason="撤回申请", by=stage.director, at=AT)
    assert "撤回申请" in stage.told()


def test_the_database_keeps_one_agreement_under_way(stage):
    draft(stage)
    stage.session.add(
        Agreement(
            case_id=stage.case.id,
            form="written",
            state="draft",
            terms="另一份",
            reached_on=AT.date(),
            recorded_at=AT,
        )
    )
    with pytest.raises(IntegrityError):
        stage.session.flush()


@pytest.mark.parametrize(
    ("stated", "sum_fen"), [(None, 120_050), ("", 120_050), ("0", 120_050), ("2000", 200_000)]
)
def test_without_a_sum_of_its_own_it_is_of_what_its_promises_come_to(stage, stated, sum_fen):
    owed = "李乙|赔偿一期|2026-09-25|1000\n李乙|赔偿二期|2026-10-25|200.50\n李乙|修好水管|2026-09-25|"

    agreement = draft(stage, promises=owed, amount_yuan=stated)

    assert agreement.amount_fen == sum_fen


def test_an_agreement_about_no_money_has_no_sum(stage):
    assert draft(stage, promises="李乙|修好水管|2026-09-25|").amount_fen is None
