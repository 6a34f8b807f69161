"""What makes a 集体评议 valid. No database, no clock.

All of it is county default; the phases are the counties' practice. A review imposes nothing.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil

from mediation.clocks.rules import months_after
from mediation.kernel.errors import Forbidden, Refused
from mediation.kernel.text import N_

OPINIONS = {"support": N_("支持"), "partial": N_("部分支持"), "oppose": N_("不支持")}
PHASES = {"evidence": N_("举证"), "questions": N_("质疑"), "exchange": N_("交流")}
NOBODY = frozenset({"", "无", "没有", "均无"})


class NotOldPetition(Refused):
    """Only old petitions are reviewed."""

    message = N_("集体评议用于信访积案：要满{months}个月，或者{attempts}次以上没有调成。本案还不符合。")


class ConsentNotWritten(Refused):
    """The petitioner consents in writing."""

    message = N_("集体评议要信访人书面同意，口头同意不行。")


class NotPetitioner(Refused):
    """The petitioner is a party of the case."""

    message = N_("请从本案当事人中选择信访人。")
    is_slip = True


class BadPanelSize(Refused):
    """A panel is odd, and neither too small nor too large."""

    message = N_("评议团要{least}到{most}人，而且是单数，现在选了{size}人。")


class TooFewGroups(Refused):
    """The panel comes from several party groups."""

    message = N_("评议团要来自{least}个以上的网格党小组，现在是{groups}个。")


class GroupsDoNotFit(Refused):
    """More groups than members."""

    message = N_("评议团只有{size}人，不可能来自{groups}个党小组，请核对。")
    is_slip = True


class TooFewVeterans(Refused):
    """A third are 老党员 or 老干部."""

    message = N_("评议团里老党员、老干部不能少于{least}人，现在是{veterans}人。")


class VeteranNotOnPanel(Refused):
    """A veteran who is not on the panel."""

    message = N_("勾选的老党员、老干部里有人不在评议团中，请核对。")
    is_slip = True


class TooManyFromHandlingBody(Refused):
    """At most one from the body that handled it."""

    message = N_("原办理单位的人最多{most}名，现在有{given}名。")


class RelatedMember(Refused):
    """Whoever is related steps aside."""

    message = N_("有关系的人要回避：“{relations}”。请换人后再提交；都没有关系的，填“无”。")


class PartyOnPanel(Refused):
    """Nobody reviews his own matter."""

    message = N_("{names}与当事人同名，是当事人本人的不能进评议团，请换人。")


class PhaseMissing(Refused):
    """A phase was left out."""

    message = N_("评议会按举证、质疑、交流进行，还没有记录“{phase}”。")


class NotBothHeard(Refused):
    """Both sides are heard."""

    message = N_("双方都要听到，才能评议。")


class NotLeft(Refused):
    """The parties leave before opinions are written."""

    message = N_("当事人要先退场，评议员才能写意见。")


class NotOnPanel(Forbidden):
    """Only members of the panel give an opinion, each his own."""

    message = N_("您不在这次评议团中，不能提交评议意见；评议意见也不能由别人代写。")


class AlreadyGiven(Refused):
    """One opinion each, and no change afterwards."""

    message = N_("您已经交了评议意见，交后不能再改。")
    status = 409


class UnknownOpinion(Refused):
    """An opinion the form does not offer."""

    message = N_("请选择支持、部分支持或者不支持。")
    is_slip = True


class NoReason(Refused):
    """An opinion comes with its reason."""

    message = N_("请写明理由。")
    is_slip = True


class OpinionsSealed(Forbidden):
    """Nobody sees another's opinion before all are in."""

    message = N_("评议意见还在封存：已交{given}份，共{size}份，全部交齐后才能看。")


class OpinionsMissing(Refused):
    """Nothing is summed up before all are in."""

    message = N_("评议意见还差{missing}份，交齐后才能归纳。")


class NoSummary(Refused):
    """A summary that says nothing."""

    message = N_("请写评议归纳。")
    is_slip = True


@dataclass(frozen=True)
class Panel:
    """A panel as proposed.

    :ivar members: ids of persons, in the order of their seats
    :ivar veterans: ids of those who are 老党员 or 老干部
    :ivar groups: how many 网格党小组 they come from
    :ivar handling_body: how many belong to the body that handled the matter
    :ivar relations: relations to a party as disclosed; blank or 无 for none
    """

    members: tuple[int, ...]
    veterans: frozenset[int]
    groups: int
    handling_body: int
    relations: str


def is_old(
    *, reported_on: date, today: date, failed: int, named_old: bool, months: int, attempts: int
) -> bool:
    """Say whether a matter is an old petition: by its age, its failed attempts, or as known at intake."""
    return named_old or failed >= attempts or months_after(reported_on, months) <= today


def check_panel(
    panel: Panel,
    *,
    least: int,
    most: int,
    groups: int,
    veterans: Fraction,
    handling_body: int,
) -> None:
    """Check size, groups, veterans, the handling body and relations, in that order.

    :raises BadPanelSize, TooFewGroups, GroupsDoNotFit, VeteranNotOnPanel, TooFewVeterans,
        TooManyFromHandlingBody, RelatedMember:
    """
    size = len(set(panel.members))
    if size != len(panel.members) or not least <= size <= most or size % 2 == 0:
        _refuse(BadPanelSize, "members", least=least, most=most, size=size)
    if panel.groups < groups:
        _refuse(TooFewGroups, "groups", least=groups, groups=panel.groups)
    if panel.groups > size:
        _refuse(GroupsDoNotFit, "groups", size=size, groups=panel.groups)
    if not panel.veterans <= set(panel.members):
        _refuse(VeteranNotOnPanel, "veterans")
    needed = ceil(veterans * size)
    if len(panel.veterans) < needed:
        _refuse(TooFewVeterans, "veterans", least=needed, veterans=len(panel.veterans))
    if panel.handling_body > handling_body:
        _refuse(
            TooManyFromHandlingBody, "handling_body_members", most=handling_body, given=panel.handling_body
        )
    if panel.relations.strip().rstrip("。") not in NOBODY:
        _refuse(RelatedMember, "relations", relations=panel.relations.strip())


def check_no_party(names: Collection[str], *, party_names: Collection[str]) -> None:
    """Check that no member is a party.

    :raises PartyOnPanel: naming those who share a party's name
    """
    shared = sorted(set(names) & set(party_names))
    if shared:
        _refuse(PartyOnPanel, "members", names="、".join(shared))


def check_session(phases: Mapping[str, str], *, both_heard: bool, left: bool) -> None:
    """Check that both sides were heard in three phases and then left.

    :raises PhaseMissing: naming the first without a record
    """
    for key, title in PHASES.items():
        if not phases.get(key, "").strip():
            _refuse(PhaseMissing, key, phase=title)
    if not both_heard:
        _refuse(NotBothHeard, "both_heard")
    if not left:
        _refuse(NotLeft, "left")


def check_opinion(opinion: str, reason: str) -> None:
    """Check one opinion.

    :raises UnknownOpinion: not one of support, partial, oppose
    :raises NoReason: without a reason
    """
    if opinion not in OPINIONS:
        _refuse(UnknownOpinion, "opinion")
    if not reason.strip():
        _refuse(NoReason, "reason")


def check_all_in(*, given: int, size: int) -> None:
    """Check that every opinion is in before anything is summed up.

    :raises OpinionsMissing: with how many are missing
    """
    if given < size:
        raise OpinionsMissing(missing=size - given)


def _refuse(kind: type[Refused], field: str, **words: object) -> None:
    raise kind(**words, fields={field: kind.message.format(**words)})
