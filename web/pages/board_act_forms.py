"""What each act from the board asks for: its fields, whom they offer, and the order they make."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from flask import g
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from mediation.boards import acting
from mediation.boards.acting import Desk, Order, Owner
from mediation.clocks.book import work_calendar
from mediation.inbox.receivers import Receiver
from mediation.oversight.rules import check_finish_by
from web import asking, words
from web.forms import Form, build
from web.language import language
from web.pages.passing_fields import area, day, people, said, sure_of

DAYS_GIVEN = 3
# As many numbers as one line of a hint holds.
NAMED = 5


@dataclass(frozen=True)
class Fitting:
    """A dispute, the posts that have its work, and who else holds them."""

    case_id: int
    number: str
    title: str
    desks: tuple[Desk, ...]

    @property
    def people(self) -> tuple[Receiver, ...]:
        """Who it could be handed to, in whichever post."""
        return tuple(each for desk in self.desks for each in desk.others)


def form(kind: str, chosen: Sequence[int], given: Mapping[str, Any] | None = None) -> Form:
    """Return the form of an act on the chosen disputes.

    :param given: what was typed, where something was: a day far ahead is asked about
    """
    if kind == "instruct":
        today = asking.today()
        found = acting.owners_for(asking.reading(), asking.locality(), chosen, today, by=asking.person())
        fields = [
            _owners(found, len(chosen)),
            day("finish_by", _("限期"), _("到这一天为止，含当天。"), today + timedelta(days=DAYS_GIVEN)),
            *sure_of("finish_by", given, today),
            area("instruction", _("要求"), _("必须办到什么。"), most=1000),
        ]
    elif kind == "reassign":
        fields = [_colleagues(chosen), area("reason", _("为什么转"))]
    else:
        label = _("为什么挂牌") if kind == "list" else _("为什么摘牌")
        fields = [_units(), area("reason", label, most=200)]
    return build({"id": f"board-{kind}", "components": fields})


def check_day(until: date) -> None:
    """Let nothing be asked for by a day that has passed.

    :raises FinishByPassed:
    """
    check_finish_by(until, today=asking.today())


def told(form: Form, given: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what was filled in as (label, words), to be read once more before it is confirmed."""
    shown = []
    for view in form.fields(given, language=language()):
        chosen = _("、").join(option.label for option in view.options if option.chosen)
        on = _date(view.value) if view.type == "datetime" else None
        if view.type != "checkbox":
            shown.append((view.label, chosen or (words.day(on) if on else view.value)))
    return shown


def closed_day(order: Order) -> str:
    """Say that the last day is none on which offices work; "" where it is one."""
    if not isinstance(order, acting.Instruct) or order.finish_by is None:
        return ""
    found = work_calendar(asking.reading()).day(order.finish_by)
    return "" if found.works else _("%(day)s不是工作日。", day=words.day(order.finish_by))


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def is_ticked(order: Order) -> bool:
    """Say whether another 督办单 was ticked for any dispute that has one."""
    return isinstance(order, acting.Instruct) and bool(order.besides)


def _besides(given: Mapping[str, Any]) -> frozenset[int]:
    """Return the 督办单 beside which another one is ticked; a box holds all of one dispute."""
    ticked = given.getlist("besides") if isinstance(given, MultiDict) else []
    return frozenset(int(each) for box in ticked for each in box.split(".") if each.isdecimal())


def order(kind: str, answers: Mapping[str, Any], given: Mapping[str, Any]) -> Order:
    """Return the order that the answers make.

    :param given: the form as it was sent, with what was ticked when it was looked at

    :raises FinishByPassed: its day has passed
    """
    if kind == "instruct":
        check_day(answers["finish_by"])
        owner = str(answers["owner"])
        return acting.Instruct(
            owner=int(owner) if owner.isdecimal() else owner,
            finish_by=answers["finish_by"],
            instruction=answers["instruction"],
            besides=_besides(given),
        )
    if kind == "reassign":
        return acting.Reassign(to_id=answers["to_id"], reason=answers["reason"])
    listing = acting.PutOnList if kind == "list" else acting.TakeOff
    return listing(unit_id=answers["unit_id"], reason=answers["reason"])


def fitting(chosen: Sequence[int]) -> tuple[Fitting, ...]:
    """Return the chosen disputes one may know of, each with those it could be handed to."""
    named = acting.named(asking.reading(), chosen, asking.person())
    found = _by_case(chosen)
    return tuple(Fitting(each, *named[each], found[each]) for each in chosen if each in named)


def receiver_name(who: Receiver) -> str:
    """Return somebody to hand it to where their post stands beside: the name, and when they are away."""
    return said(replace(who, post=""))


def _by_case(chosen: Sequence[int]) -> Mapping[int, tuple[Desk, ...]]:
    if "board_desks" not in g:
        g.board_desks = acting.desks_by_case(
            asking.reading(), asking.locality(), chosen, asking.today(), by=asking.person()
        )
    found: Mapping[int, tuple[Desk, ...]] = g.board_desks
    return found


def _colleagues(chosen: Sequence[int]) -> dict[str, Any]:
    """Return the choice of everybody who fits any of them, each once, who fits most of them first."""
    by_case = {
        case_id: {each.id: each for desk in desks for each in desk.others}
        for case_id, desks in _by_case(chosen).items()
    }
    fits = Counter(person_id for found in by_case.values() for person_id in found)
    everybody = {person_id: each for found in by_case.values() for person_id, each in found.items()}
    field = people(_("转给谁"), sorted(everybody.values(), key=lambda each: -fits[each.id]))
    for option in field["values"]:
        option["label"] = _of_some(option["label"], fits[option["value"]], len(chosen))
    hints = []
    if any(each < len(chosen) for each in fits.values()):
        hints.append(_("一次只转给一个人：这个人接不了的案件不动，可以再转给别人。"))
    if nobody := [case_id for case_id, found in by_case.items() if not found]:
        hints.append(_for_nobody(nobody))
    return {**field, "description": " ".join(hints) if language() == "en" else "".join(hints)}


def _for_nobody(case_ids: Sequence[int]) -> str:
    """Name the disputes nobody can take; of many, say where each stands."""
    if len(case_ids) > NAMED:
        return _("没有人能接的有%(n)s件，见上面“每件可以转给谁”。", n=len(case_ids))
    named = acting.named(asking.reading(), case_ids, asking.person())
    return _("没有人能接的：%(cases)s。", cases=_("、").join(number for number, _title in named.values()))


def _of_some(who: str, fits: int, chosen: int) -> str:
    """Return somebody to choose, with for how many of the disputes where not for all."""
    return who if fits == chosen else _("%(who)s，%(n)s件", who=who, n=fits)


def _owners(found: Sequence[Owner], chosen: int) -> dict[str, Any]:
    in_charge = [
        {"value": acting.LEAD, "label": _("各案在办单位的负责人")},
        {"value": acting.ABOVE, "label": _("各案上一级的负责人")},
        {"value": acting.HANDLER, "label": _("各案现在的承办人")},
    ]
    return {
        "type": "select",
        "key": "owner",
        "label": _("责任人"),
        "description": _("每件只定一个人。在微网格办的，负责人就是微网格长；上一级负责人在村以上。"),
        "values": [*in_charge, *_named(found, chosen)],
        "defaultValue": acting.LEAD,
        "validate": {"required": True},
    }


def _named(found: Sequence[Owner], chosen: int) -> Iterator[dict[str, Any]]:
    """Yield each by name under their unit, who fits all of the disputes before who fits some of them."""
    for each in sorted(found, key=lambda each: each.fits < chosen):
        label = _of_some(said(each.who), each.fits, chosen)
        group = each.unit if each.fits == chosen else _("%(unit)s（只任其中几件）", unit=each.unit)
        yield {"value": str(each.who.id), "label": label, "group": group}


def _units() -> dict[str, Any]:
    found = acting.units_to_list_at(asking.reading(), asking.person())
    values = [{"value": unit.id, "label": unit.full_name or unit.name} for unit in found]
    return {
        "type": "radio",
        "key": "unit_id",
        "label": _("在哪一级"),
        "values": values,
        "defaultValue": values[0]["value"] if values else None,
        "validate": {"required": True},
    }
