"""Who may call a 屋场会, about what, led by whom, and how far ahead. No database, no clock."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from mediation.kernel.clock import day_of, local
from mediation.kernel.errors import Refused
from mediation.kernel.text import N_

MATTERS = {"group": N_("村民小组事项"), "private": N_("个人之间的纠纷")}
PROPOSERS = {"grid": N_("微网格"), "village": N_("村（社区）"), "households": N_("村民联名")}
RELATIONS = {
    "none": N_("没有关系"),
    "relative": N_("亲属"),
    "interest": N_("有利害关系"),
    "other": N_("其他关系"),
}
BARS = {
    "violence": N_("涉及家庭暴力"),
    "minor": N_("涉及未成年人"),
    "private_matter": N_("涉及个人隐私"),
}


class UnknownChoice(Refused):
    """A choice the form does not offer."""

    message = N_("“{choice}”不是可以选的内容，请重新选择。")
    is_slip = True


class TooFewHouseholds(Refused):
    """Too few households propose it."""

    message = N_("村民联名提议要{least}户以上，现在是{given}户。也可以请微网格或者村里提议。")


class NoTopic(Refused):
    """A meeting about nothing."""

    message = N_("请写明屋场会议什么事。")
    is_slip = True


class NoHouseholds(Refused):
    """A group matter needs the number of households, from which the quorum comes."""

    message = N_("议村民小组的事，要先填本组总户数，才能算出到会户数够不够（村民委员会组织法第28条）。")
    is_slip = True


class NoFacilitator(Refused):
    """Nobody leads it."""

    message = N_("请填写主持人姓名。")
    is_slip = True


class RelatedFacilitator(Refused):
    """Whoever leads it must be neutral."""

    message = N_("{name}与当事人{relation}，不能主持这次屋场会，请另请一位中立的主持人。")


class PartyFacilitates(Refused):
    """Nobody leads the meeting on his own dispute."""

    message = N_("当事人不能主持自己的屋场会，请另请一位中立的主持人。")


class RelationNotExplained(Refused):
    """A relation is disclosed in words."""

    message = N_("主持人与当事人有其他关系的，请写明是什么关系。")
    is_slip = True


class NoPlace(Refused):
    """A notice says where."""

    message = N_("请写明在哪里开会。")
    is_slip = True


class NoTime(Refused):
    """A notice says when."""

    message = N_("请写明哪天几点开会。")
    is_slip = True


class NoticeTooShort(Refused):
    """The first notice goes out days ahead."""

    message = N_("屋场会要提前{days}天通知：现在通知，最早可以定在{earliest}。")


class RenewedNoticeTooShort(Refused):
    """After a failed meeting, the next one is still called a day ahead."""

    message = N_("重新通知要提前{hours}小时：现在通知，最早可以定在{earliest}。")


def bars(traits: Mapping[str, Any], *, any_minor: bool, barred: Collection[str]) -> tuple[str, ...]:
    """Return why the matter may not go before the neighbours; empty where it may.

    Sources: 未成年人保护法 103; 反家庭暴力法; county default.
    """
    found = [trait for trait in barred if traits.get(trait)]
    if any_minor and "minor" in barred and "minor" not in found:
        found.append("minor")
    return tuple(BARS.get(trait, trait) for trait in found)


def check_proposal(
    *, matter: str, proposer: str, households: int, households_total: int, topic: str, least: int
) -> None:
    """Check who proposes what (county default: grid, village or at least 5 households).

    :param households: how many propose it together
    :param households_total: households of the group, for a group matter
    :raises TooFewHouseholds: fewer than ``least``
    :raises NoHouseholds: a group matter without the number of households
    :raises NoTopic: nothing to talk about
    """
    if matter not in MATTERS:
        raise UnknownChoice(choice=matter)
    if proposer not in PROPOSERS:
        raise UnknownChoice(choice=proposer)
    if not topic.strip():
        raise NoTopic(fields={"topic": NoTopic.message})
    if proposer == "households" and households < least:
        words = {"least": least, "given": households}
        raise TooFewHouseholds(
            **words, fields={"proposing_households": TooFewHouseholds.message.format(**words)}
        )
    if matter == "group" and households_total < 1:
        raise NoHouseholds(fields={"households_total": NoHouseholds.message})


def check_facilitator(
    *, name: str, relation: str, note: str, barred: Collection[str], party_names: Collection[str]
) -> None:
    """Check that whoever leads the meeting is neutral (county default).

    :raises PartyFacilitates: a party
    :raises RelatedFacilitator: a relative or somebody with an interest
    :raises RelationNotExplained: another relation that is not put into words
    """
    if not name.strip():
        raise NoFacilitator(fields={"facilitator_name": NoFacilitator.message})
    if relation not in RELATIONS:
        raise UnknownChoice(choice=relation)
    if name.strip() in party_names:
        raise PartyFacilitates(fields={"facilitator_name": PartyFacilitates.message})
    if relation in barred:
        words = {"name": name.strip(), "relation": RELATIONS[relation]}
        raise RelatedFacilitator(
            **words, fields={"facilitator_name": RelatedFacilitator.message.format(**words)}
        )
    if relation == "other" and not note.strip():
        raise RelationNotExplained(fields={"relation_note": RelationNotExplained.message})


def check_notice(*, at: datetime, hearing_at: datetime, renewed: bool, days: int, hours: int) -> None:
    """Check how far ahead the notice goes out (county default: 3 days, renewed 24 hours).

    The day of the first notice does not count (民法典 201).

    :raises NoticeTooShort: the first notice
    :raises RenewedNoticeTooShort: a renewed one
    """
    if renewed:
        if hearing_at - at < timedelta(hours=hours):
            earliest = local(at + timedelta(hours=hours))
            words = {"hours": hours, "earliest": f"{earliest:%m月%d日%H:%M}"}
            raise RenewedNoticeTooShort(
                **words, fields={"hearing_at": RenewedNoticeTooShort.message.format(**words)}
            )
        return
    if (day_of(hearing_at) - day_of(at)).days < days:
        earliest = local(at + timedelta(days=days))
        words = {"days": days, "earliest": f"{earliest:%m月%d日}"}
        raise NoticeTooShort(**words, fields={"hearing_at": NoticeTooShort.message.format(**words)})
