"""What the explanation reads of a case: consents, aliases, and whether the rule is still in the table."""

from decimal import Decimal

import pytest
from lxml import etree
from sqlalchemy import Engine, select

from mediation.bootstrap import known
from mediation.clocks import operations as clocks
from mediation.clocks.model import Clock, ClockEntry
from mediation.clocks.operations.refusals import ConsentMissing
from mediation.clocks.policies import UnknownPolicy, is_in_table, resolve
from mediation.clocks.queries import for_case
from mediation.kernel.actor import SYSTEM
from mediation.kernel.clock import day_of
from mediation.parties.operations import NewParty, add_party
from mediation.processes.files import read_folder
from mediation.processes.operations import publish
from tests.factories.clocks import no_facts
from tests.factories.county import HOME, moment
from tests.operations.limit_stage import LIMIT, Mediated

GONE = "现在用的期限表里已经没有这条规定"


@pytest.fixture
def county(engine: Engine) -> Mediated:
    return Mediated(engine)


def text(county: Mediated, policy: str = LIMIT) -> str:
    with county.session() as session:
        found = for_case(session, county.case_id, county.at)
    return str(next(each for each in found if each.policy == policy))


def extend(county: Mediated, *party_ids: int) -> None:
    given = [
        clocks.Consented(each, given_on=day_of(county.at), evidence="李甲的同意书，案卷第12页")
        for each in party_ids
    ]
    with county.system.uow() as uow:
        clock = county.limit(uow.session)
        clocks.extend(
            uow, clock=clock, amount=10, unit="working_day", consents=given, by=SYSTEM, at=county.at
        )
        uow.commit()


def publish_without(county: Mediated, *policies: str) -> None:
    """Publish the same diagrams with rows of the deadline table deleted."""
    files = dict(read_folder(HOME))
    name = next(name for name in files if name.endswith("deadlines.dmn"))
    tree = etree.fromstring(files[name])
    for rule in tree.findall(".//{*}rule"):
        asked = [entry.findtext("{*}text") or "" for entry in rule.findall("{*}inputEntry")]
        if any(f'"{policy}"' in cell for policy in policies for cell in asked):
            rule.getparent().remove(rule)
    files[name] = etree.tostring(tree)
    for diagram in [each for each in files if each.endswith(".bpmn")]:
        for policy in policies:
            files[diagram] = files[diagram].replace(policy.encode(), b"village.accept")
    with county.system.uow() as uow:
        publish(uow, files=files, known=known(uow.locality), by=SYSTEM, at=county.at)
        uow.commit()


def test_consents_are_said_by_alias_with_day_form_and_paper(county: Mediated) -> None:
    extend(county, *county.parties(county.case_id))

    told = text(county)

    assert "申请人甲于9月1日（周二）书面同意这次延长，凭据：申请人甲的同意书，案卷第12页。" in told
    assert "李甲" not in told
    assert "请核对" not in told


def test_an_extension_one_party_did_not_sign_moves_nothing(county: Mediated) -> None:
    before = text(county)

    with pytest.raises(ConsentMissing) as refused:
        extend(county, county.parties(county.case_id)[0])

    assert refused.value.sentence() == "延长期限须各方当事人都同意，还缺：被申请人乙。"
    assert text(county) == before
    with county.session() as session:
        assert session.scalars(select(ClockEntry).where(ClockEntry.kind == "extended")).all() == []


def test_a_party_who_joins_later_is_named_as_not_having_signed(county: Mediated) -> None:
    extend(county, *county.parties(county.case_id))
    with county.system.uow() as uow:
        joined = NewParty(side="third", name="王丙")
        add_party(uow, case_id=county.case_id, party=joined, by=SYSTEM, at=county.at)
        uow.commit()

    told = text(county)

    assert "书面同意这次延长的记录。延长要各方当事人都书面同意；后来才加入的当事人除外。" in told
    assert "王丙" not in told


def test_a_rule_deleted_from_the_table_leaves_its_clock_as_it_was_and_is_said(county: Mediated) -> None:
    before = text(county)
    assert GONE not in before

    publish_without(county, LIMIT)

    with county.session() as session:
        assert not is_in_table(session, LIMIT, county.at)
        assert is_in_table(session, "village.accept", county.at)
        assert is_in_table(session, "P3D", county.at)
    after = text(county)
    assert GONE in after
    assert after.splitlines()[0] == before.splitlines()[0]


def test_a_process_under_way_goes_on_by_the_rule_it_began_with(county: Mediated) -> None:
    publish_without(county, "village.inquire", "village.rights", "village.appoint")

    county.do(county.case_id, "village_appoint", {"mediators": [county.logins["village_mediator"]]})

    item = county.item(county.case_id, "village_rights")
    assert item.due_on is not None
    with county.session() as session:
        clock = session.get_one(Clock, item.clock_id)
        assert GONE in str(
            next(each for each in for_case(session, county.case_id, county.at) if each.id == clock.id)
        )
        with pytest.raises(UnknownPolicy):
            resolve(session, clock.policy, no_facts, day_of(county.at))


def test_a_clock_whose_rule_is_gone_still_pauses_and_goes_on(county: Mediated) -> None:
    publish_without(county, LIMIT)
    with county.system.uow() as uow:
        clock = county.limit(uow.session)
        clocks.pause(uow, clock=clock, evidence="委托书", by=SYSTEM, at=moment("2026-09-03 10:00"))
        clocks.resume(uow, clock=clock, evidence="意见书", by=SYSTEM, at=moment("2026-09-05 10:00"))
        uow.commit()
        assert clock.exact_amount == Decimal(1)

    assert "暂停的2天不计入" in text(county)
