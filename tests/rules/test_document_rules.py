"""What a dossier must hold for each way a case can end."""

import pytest

from mediation.cases.taxonomy import OUTCOMES
from mediation.documents import rules
from mediation.documents.kinds import paper_kinds
from mediation.documents.rendering import TEMPLATES, say_day, say_moment


def missing(outcome: str, *held: str, mediated: bool = True) -> tuple[str, ...]:
    """What is missing among ``held``."""
    return rules.missing(held=held, outcome=outcome, mediated=mediated)


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_dossier_begins_with_application_or_registration(outcome):
    assert missing(outcome)[0] == "application"
    assert "application" not in missing(outcome, "registration")


def test_a_written_agreement_needs_all_six():
    held = ["application", "rights_notice", "identities", "mediation_record", "agreement"]

    assert missing("written_agreement", *held) == ()
    for each in held:
        rest = [kind for kind in held if kind != each]
        assert missing("written_agreement", *rest) == (each,)


def test_a_private_settlement_in_the_grid_needs_little():
    assert missing("settled_private", "registration", "talk", mediated=False) == ()


@pytest.mark.parametrize("outcome", ["refused", "failed", "absent"])
def test_what_ends_without_agreement_needs_the_remedies_told(outcome):
    assert "remedies" in missing(outcome, "registration", "rights_notice", "mediation_record")


def test_a_rights_notice_is_asked_only_where_mediation_began():
    assert missing("refused", "registration", "remedies", mediated=False) == ()
    assert missing("refused", "registration", "remedies") == ("rights_notice",)


def test_every_kind_asked_for_is_known_and_every_template_exists():
    kinds = paper_kinds()
    asked = {
        kind
        for outcome in OUTCOMES
        for choices in rules.required(outcome=outcome, mediated=True)
        for kind in choices
    }

    assert asked <= kinds.keys()
    assert all((TEMPLATES / f"{kind.template}.txt").exists() for kind in kinds.values() if kind.template)


def test_places_are_filled_for_the_reader():
    body = f"{rules.party_place(3)}与{rules.party_place(14)}"

    assert rules.parties_in(body) == {3, 14}
    assert rules.fill_parties(body, {3: "李甲"}) == "李甲与当事人"


def test_days_read_as_on_paper():
    assert say_day("2026-09-02") == "2026年9月2日"
    assert say_moment("2026-09-02T01:30:00+00:00") == "2026年9月2日09:30"
    assert say_day("") == say_day(None) == ""
