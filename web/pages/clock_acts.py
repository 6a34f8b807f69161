"""Moving the end of a mediation limit: more time by everybody's written consent, a pause for an appraisal."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from mediation.cases.queries import CaseView
from mediation.clocks import foreseeing
from mediation.clocks import operations as clocks
from mediation.clocks.operations.refusals import ConsentMissing, ConsentNotYetGiven
from mediation.kernel.actor import Actor
from mediation.kernel.unit_of_work import UnitOfWork
from web import asking, words
from web.forms import build
from web.language import word
from web.pages import clock_fields
from web.pages.clock_fields import Answers


@dataclass(frozen=True)
class Nothing:
    """Why an act has nothing to act on.

    :ivar leads_to: key of the act that goes on from there; "" for none
    """

    said: str
    leads_to: str = ""


def nothing_to_extend(case: CaseView) -> Nothing | None:
    """Return why there is no limit to extend, or None where there is one."""
    if clock_fields.limits(case, clock_fields.EXTENDABLE):
        return None
    return Nothing(_("本案目前没有可以延长的调解期限。"))


def nothing_to_pause(case: CaseView) -> Nothing | None:
    """Return why there is no limit to pause: mostly that it is paused already."""
    if clock_fields.limits(case, clock_fields.PAUSABLE):
        return None
    paused = clock_fields.limits(case, clock_fields.PAUSED)
    if not paused:
        return Nothing(_("本案目前没有可以暂停的调解期限。"))
    since = [
        _(
            "%(title)s从%(when)s起已经暂停，不用再办。",
            title=word(each.title),
            when=words.moment(each.paused_at),
        )
        for each in paused
    ]
    return Nothing("".join(since), leads_to="resume")


def nothing_to_resume(case: CaseView) -> Nothing | None:
    """Return that no limit is paused, or None where one is."""
    if clock_fields.limits(case, clock_fields.PAUSED):
        return None
    return Nothing(_("本案没有暂停的调解期限，不用恢复。"))


def foresee(case: CaseView, sent: Answers) -> str:
    """Return which end an extension would turn into which, whoever has agreed so far.

    :raises Invalid: the limit, the amount or the unit is not filled in yet
    :raises Refused: the limit cannot be extended
    """
    answers = build({"id": "look", "components": clock_fields.by_how_much(case)}).load(sent)
    seen = foreseeing.extended(
        asking.reading(),
        clock_id=clock_fields.chosen(answers),
        amount=answers["amount"],
        unit=answers["unit"],
        at=asking.now(),
    )
    told = {"title": word(seen.title), "was": words.day(seen.was_on), "due": words.day(seen.due_on)}
    if seen.provisional:
        return _(
            "%(title)s将由%(was)s改为暂定到%(due)s为止，放假安排公布后自动重算。现在还没有登记。", **told
        )
    return _("%(title)s将由%(was)s改为到%(due)s为止。现在还没有登记。", **told)


def extend(uow: UnitOfWork, case_id: int, answers: Answers, by: Actor) -> str:
    """Extend the limit and say its new end; what is missing of a consent is said beside that party.

    :raises Refused: it has run out, or somebody has not agreed in writing
    """
    asked = [int(key.removeprefix("agrees_")) for key in answers if key.startswith("agrees_")]
    consents = [
        clocks.Consented(
            party_id=party_id,
            given_on=answers[f"given_on_{party_id}"],
            evidence=answers[f"evidence_{party_id}"],
        )
        for party_id in asked
        if answers[f"agrees_{party_id}"]
    ]
    try:
        clock = clocks.extend(
            uow,
            clock_id=clock_fields.chosen(answers),
            amount=answers["amount"],
            unit=answers["unit"],
            consents=consents,
            by=by,
            at=asking.now(),
        )
    except ConsentMissing as refusal:
        agreed = {each.party_id for each in consents}
        refusal.fields = {
            f"agrees_{party_id}": refusal.message for party_id in asked if party_id not in agreed
        }
        raise
    except ConsentNotYetGiven as refusal:
        early = [each.party_id for each in consents if each.given_on > asking.today()]
        refusal.fields = {f"given_on_{party_id}": refusal.message for party_id in early[:1]}
        raise
    return _("已登记延长，%(title)s改为到%(due)s为止。", title=word(clock.title), due=words.day(clock.due_on))


def pause(uow: UnitOfWork, case_id: int, answers: Answers, by: Actor) -> str:
    """Stop counting while an appraisal runs."""
    clock = clocks.pause(uow, **_by_paper(answers), by=by, at=asking.now())
    return _("%(title)s已暂停计算。鉴定结束后请马上来恢复。", title=word(clock.title))


def resume(uow: UnitOfWork, case_id: int, answers: Answers, by: Actor) -> str:
    """Go on counting after the appraisal, and say the new end."""
    clock = clocks.resume(uow, **_by_paper(answers), by=by, at=asking.now())
    return _("%(title)s已恢复计算，到%(due)s为止。", title=word(clock.title), due=words.day(clock.due_on))


def _by_paper(answers: Answers) -> dict[str, Any]:
    """Return which limit stands still or goes on, and the appraisal's paper that says so."""
    return {
        "clock_id": clock_fields.chosen(answers),
        **{key: answers[key] for key in ("evidence", "dated_on")},
    }
