"""Nobody is mediated against a refusal, and nothing is in force that somebody has not signed."""

import pytest
from sqlalchemy import select

from mediation.agreements.queries import agreements
from mediation.cases.refusals import NotAllAttended
from mediation.cases.rules import MediationRefused
from mediation.casework.interruptions import refuse
from mediation.kernel.actor import SYSTEM
from mediation.ledger.model import LedgerLine
from tests.factories.county import County, moment
from tests.journeys.county_looks import snapshot


def test_mediation_cannot_start_after_a_clear_refusal(county: County) -> None:
    case_id = county.report(unit_id=county.units["village"])
    with county.system.uow() as uow:
        refuse(
            uow,
            case_id=case_id,
            party_id=county.parties(case_id)[1],
            form="written",
            evidence="书面拒绝调解",
            by=county.who("village_director").actor_for("village_director", county.units["village"]),
            at=county.at,
        )
        uow.commit()

    assert county.open(case_id) == ["tell_remedies"]
    with county.session() as session:
        lines = session.scalars(select(LedgerLine.sentence).where(LedgerLine.case_id == case_id)).all()
    assert any("书面表示不同意调解" in line for line in lines)


def test_a_refusal_that_stands_bars_acceptance(county: County) -> None:
    from mediation.parties.operations import record_consent

    case_id = county.report(unit_id=county.units["village"])
    with county.system.uow() as uow:
        record_consent(
            uow,
            case_id=case_id,
            party_id=county.parties(case_id)[1],
            kind="mediation",
            given=False,
            form="written",
            by=SYSTEM,
            at=county.at,
        )
        uow.commit()
    before = snapshot(county)

    with pytest.raises(MediationRefused):
        county.do(case_id, "village_accept", {"decision": "accept"})

    assert snapshot(county) == before


def _to_signing(county: County) -> int:
    """Bring a dispute to the village's draft agreement."""
    case_id = county.report(unit_id=county.units["village"])
    parties = [str(party) for party in county.parties(case_id)]
    county.do(case_id, "village_accept", {"decision": "accept"})
    mediator = [str(county.logins["village_mediator"])]
    county.do(case_id, "village_appoint", {"mediators": mediator, "parties_agree": True})
    county.do(case_id, "village_rights", {"told_on": county.at.date(), "all_told": True})
    county.do(case_id, "village_inquire", {"findings": "走访了双方"})
    county.do(case_id, "village_route", {"decision": "session"})
    county.do(case_id, "village_notice", {"session_at": moment("2026-09-05 09:00"), "open_session": True})
    told = {"attended": parties, "decision": "agreed", "summary": "双方同意各修一半"}
    county.do(case_id, "village_session", told, at="2026-09-05 10:30")
    draft = {"disputes": "谁来修", "terms": "双方各修一半。", "promises": "李乙|修好水管|2026-09-12|"}
    county.do(case_id, "draft_agreement", {**draft, "cooling_off_hours": 0})
    return case_id


def _sign(county: County, case_id: int, *places: int) -> None:
    parties = county.parties(case_id)
    signed = {"decision": "signed", "identities_checked": True, "read_aloud": True}
    county.do(case_id, "collect_signatures", {**signed, "signed": [str(parties[place]) for place in places]})


def _in_force(county: County, case_id: int) -> bool:
    with county.session() as session:
        return agreements(session, case_id, today=county.at.date())[0].is_in_force


def test_an_agreement_one_party_has_not_signed_is_not_in_force_until_they_do(county: County) -> None:
    case_id = _to_signing(county)

    _sign(county, case_id, 0)
    county.do(case_id, "sign_mediator", {"mediator_signed": True})
    county.do(case_id, "seal_agreement", {"sealed": True, "in_force_on": county.at.date()})

    assert not _in_force(county, case_id)
    assert county.open(case_id) == ["collect_signatures"]
    assert county.case(case_id).outcome is None

    _sign(county, case_id, 1)

    assert _in_force(county, case_id)
    assert "confirm_performance" in county.open(case_id)


def test_an_agreement_without_the_seal_is_not_in_force(county: County) -> None:
    case_id = _to_signing(county)
    _sign(county, case_id, 0, 1)
    county.do(case_id, "sign_mediator", {"mediator_signed": True})

    assert not _in_force(county, case_id)
    county.do(case_id, "seal_agreement", {"sealed": False})

    assert not _in_force(county, case_id)
    assert county.case(case_id).outcome is None


def test_a_talk_that_settles_needs_everybody_there(county: County) -> None:
    case_id = county.report()
    county.do(case_id, "grid_accept", {"decision": "accept"})
    only_one = [str(county.parties(case_id)[0])]
    told = {"talked_on": county.at.date(), "attended": only_one, "decision": "settled"}
    before = snapshot(county)

    with pytest.raises(NotAllAttended, match="被申请人乙"):
        county.do(case_id, "grid_talk", told)

    assert snapshot(county) == before
