"""Each step a diagram may name has its decision here: a new one must decide before it is used."""

from types import SimpleNamespace

import pytest

from mediation.casework.returning.law import OWN_WORD, lawful, may_pass, may_redo, offered_again
from mediation.casework.steps import all_steps, all_undo
from mediation.engine.instance import Earlier

VOID = "what it wrote is taken back by the room that wrote it"
SAID = "it only said what will be said anew"
ONCE = "it counts once and for all"

DECIDED = {
    "agreement.draft": (VOID, "the text binds nobody yet; what replaces it is signed anew by all"),
    "agreement.record_settlement": (VOID, "an oral agreement not registered yet; a private one ends the try"),
    "agreement.register_oral": (ONCE, "registered, it is in force (人民调解法 30)"),
    "agreement.seal": (ONCE, "the committee's seal (人民调解法 29)"),
    "agreement.sign": (VOID, "signatures under a text not in force; each signs anew, none is carried over"),
    "agreement.sign_mediator": (VOID, "the same, for the mediator"),
    "archive.check": (ONCE, "papers were entered into the dossier"),
    "archive.close": (ONCE, "the dossier is read-only"),
    "attempt.accept": (ONCE, "acceptance or refusal starts statutory time (若干规定 22, 33)"),
    "attempt.choose_route": (VOID, "a way not gone yet; a clock it stopped runs again"),
    "attempt.close": (ONCE, "the try is over"),
    "attempt.conclude": (ONCE, "it ends the try"),
    "attempt.conference": (ONCE, "a conference was held, its paper issued"),
    "attempt.government_decision": (ONCE, "a government decided"),
    "attempt.open": (ONCE, "the case changed hands, with a receipt"),
    "attempt.record_talk": (ONCE, "the talk took place, its record is in the dossier"),
    "closure.confirm_feedback": (ONCE, "the applicant was told in person"),
    "closure.feed_back": (ONCE, "the answer went out"),
    "closure.hand_over_police": (ONCE, "the case is closed"),
    "closure.refuse": (ONCE, "a party refused (人民调解法 17)"),
    "closure.reopen": (ONCE, "the dispute is open again"),
    "closure.suit": (ONCE, "a suit was filed (人民调解法 3)"),
    "closure.tell_remedies": (ONCE, "the parties were told, with a paper (人民调解法 26)"),
    "closure.withdraw": (ONCE, "the applicant withdrew"),
    "confirmation.ask": (VOID, "the wish to apply is asked for again; nothing lies with the court"),
    "confirmation.file": (ONCE, "it lies with the court (民诉法 205)"),
    "confirmation.lapse": (ONCE, "the 30 days are over (人民调解法 33)"),
    "confirmation.result": (ONCE, "the court ruled"),
    "confirmation.screen": (VOID, "our own check, before anything is filed"),
    "departments.report_in": (SAID, "a department's advice; it adds to it or corrects it"),
    "hearings.minutes": (ONCE, "signed minutes of a meeting held"),
    "hearings.name_facilitator": (VOID, "nobody has led anything yet; another is named"),
    "hearings.notice": (VOID, "the notice is cancelled; the next one has its full days ahead"),
    "hearings.propose": (VOID, "called off before it was held"),
    "hearings.publish": (ONCE, "it was put up in public"),
    "hearings.record_consents": (VOID, "consents to this meeting are forgotten, each is asked again"),
    "hearings.record_phases": (ONCE, "the meeting was held"),
    "hearings.sign_in": (ONCE, "the meeting was held"),
    "hearings.vote": (ONCE, "they voted"),
    "inquiry.record": (ONCE, "the record of what was found is in the dossier"),
    "intake.assess_risk": (ONCE, "the risk is read once; it is raised and lowered on the case page"),
    "intake.decide_merge": (SAID, "kept apart; a merged case is closed"),
    "intake.department_handle": (ONCE, "the department answered"),
    "intake.department_receipt": (ONCE, "the department's receipt, or its objection in time"),
    "intake.find_related": (ONCE, "looked up once"),
    "intake.hand_over": (ONCE, "handed over against a receipt; the case is closed"),
    "intake.redirect": (ONCE, "the case changed hands, with a receipt"),
    "intake.register": (ONCE, "the case has its number"),
    "intake.screen": (ONCE, "whether it may be mediated at all"),
    "mediators.appoint": (VOID, "the appointment and its paper are void; consents to a relation with it"),
    "oversight.call_off": (ONCE, "the day was put off: the cards say so for good"),
    "oversight.call_rank": (ONCE, "the rank was called, or found vacant"),
    "oversight.close": (ONCE, "what is given in 督办 is closed, never taken back"),
    "oversight.explain": (ONCE, "what is given in 督办 is closed, never taken back"),
    "oversight.instruct": (ONCE, "what is given in 督办 is closed, never taken back"),
    "oversight.interview": (ONCE, "the talk was held"),
    "oversight.list": (ONCE, "it was listed"),
    "oversight.name_owner": (ONCE, "what is given in 督办 is closed or withdrawn, never taken back"),
    "oversight.red_card": (ONCE, "the lateness stays on record"),
    "oversight.unexplained": (ONCE, "the silence stays on record"),
    "oversight.warn_of_limit": (ONCE, "the lead was told"),
    "oversight.warn_of_risk": (ONCE, "the town's leader was told"),
    "oversight.yellow_card": (ONCE, "the warning was given"),
    "performance.confirm": (ONCE, "a promise was kept or broken"),
    "performance.plan_visit": (ONCE, "visits are planned from the day of performance"),
    "performance.urge": (ONCE, "what urging led to stands with the promise"),
    "performance.vary": (ONCE, "all parties agreed to another promise"),
    "performance.visit": (ONCE, "the visit was made, its record is in the dossier"),
    "protection.contact": (ONCE, "the victim was reached"),
    "protection.guide": (ONCE, "the victim was told"),
    "protection.police_report": (ONCE, "the police gave a receipt"),
    "protection.warning": (ONCE, "a 告诫书 was issued or not (反家暴法 16)"),
    "protection.weekly_visit": (ONCE, "the visit was made"),
    "rating.call_back": (ONCE, "the call was made"),
    "rating.record": (ONCE, "the parties' own word; no desk takes it back"),
    "red.police_receipt": (ONCE, "the police gave a receipt"),
    "red.town_receipt": (ONCE, "the town gave a receipt"),
    "reviews.consent": (VOID, "the review falls with the consent it rests on; the petitioner is asked again"),
    "reviews.deliver_summary": (ONCE, "the parties have it"),
    "reviews.form_panel": (VOID, "a panel that has not sat is dissolved"),
    "reviews.give_opinion": (ONCE, "sealed"),
    "reviews.hold": (ONCE, "the review was held"),
    "reviews.sum_up": (ONCE, "opinions were opened for it, its paper issued"),
    "rights.tell": (ONCE, "what was told cannot be untold; its paper was handed out (若干规定 30)"),
    "sessions.hold": (ONCE, "the session was held, its record is in the dossier"),
    "sessions.notice": (VOID, "the call and its paper are void; the next one has its full days ahead"),
    "whistle.report_in": (ONCE, "the department came, at that hour"),
    "whistle.result": (ONCE, "the department answered"),
}


def test_every_step_has_decided():
    assert set(DECIDED) == set(all_steps())


@pytest.mark.parametrize("step", sorted(all_steps()))
def test_the_step_is_undone_as_decided(step):
    decision, reason = DECIDED[step]
    undo = all_undo()

    assert reason
    if decision == ONCE:
        assert step not in undo
    else:
        assert (undo[step] is not None) == (decision == VOID)


def _element(step=None, kind="user_task", **properties):
    return SimpleNamespace(step=step, kind=kind, properties=properties)


def test_a_task_without_a_step_can_always_be_done_anew():
    assert may_redo(_element())
    assert may_redo(_element("agreement.draft"))
    assert not may_redo(_element("agreement.seal"))


def test_an_event_is_passed_only_where_the_designer_says_so():
    assert may_pass(_element(kind="timer_event", passable="true"))
    assert not may_pass(_element(kind="timer_event"))
    assert not may_pass(_element("attempt.close", kind="service_task", passable="true"))


def test_the_way_back_ends_before_what_counts_once():
    draft, seal, file = _element("agreement.draft"), _element("agreement.seal"), _element()
    way = [
        Earlier(file, (file,), ()),
        Earlier(seal, (file, seal), ()),
        Earlier(draft, (file, seal, draft), ()),
    ]

    assert [each.element for each in lawful(way)] == [file]


def test_the_way_back_ends_where_a_branch_beside_was_worked_on():
    begin, right = _element(), _element()

    assert list(lawful([Earlier(begin, (right, begin), ())])) == []


def test_signatures_and_consents_are_not_filled_in_again():
    signed = {"signed": [1, 2], "decision": "signed", "identities_checked": True}

    assert offered_again("agreement.sign", signed) == {}
    assert set(all_undo()) >= OWN_WORD


def test_what_was_ticked_is_not_ticked_again():
    given = {"mediators": [4], "relation": "堂兄", "parties_agree": True, "note": None, "urgent": False}

    assert offered_again("mediators.appoint", given) == {
        "mediators": [4],
        "relation": "堂兄",
        "note": None,
        "urgent": False,
    }
