"""When an agreement takes effect. No database, no clock."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from mediation.kernel.errors import Refused
from mediation.kernel.text import N_

MEDIATOR = N_("调解员签名")
SEAL = N_("调解委员会印章")


class NotAppointed(Refused):
    """Only an appointed 人民调解员 acting under a committee records an oral agreement."""

    message = N_(
        "{name}不是受聘的人民调解员，只能登记为当事人自行和解。"
        "口头调解协议须由人民调解员主持，并到村（社区）调委会登记（人民调解法第7条、第28条、第30条）。"
    )


class NotCommittee(Refused):
    """Grids and branches are no mediation committees."""

    message = N_(
        "登记口头协议、在协议书上签名盖章，须以调解委员会的名义办理。"
        "微网格和党支部不是调解委员会（人民调解法第8条、第29条、第34条）。"
    )


class NotMediatorOfCase(Refused):
    """Somebody who does not mediate this case cannot sign as its mediator."""

    message = N_("{name}不是本案的调解员，或者已经回避，不能以调解员身份签名。")


class NotReadAloud(Refused):
    """Signing needs checked identities and a text read aloud."""

    message = N_("签字前要先核对各方身份，并当面宣读协议全文。")


class NobodySigned(Refused):
    """A signing at which nobody signed."""

    message = N_("请勾选已经签字的当事人；都不签的，请选“不签”。")
    is_slip = True


class NotAParty(Refused):
    """Somebody who is no party of the case cannot sign as one."""

    message = N_("勾选的人里有人不是本案当事人，请刷新后重选。")
    is_slip = True


class NoGuardian(Refused):
    """A minor's agreement is signed by the guardian."""

    message = N_("{alias}未成年，须由监护人代签。请先登记监护人（民法典第19条、第20条、第144条）。")


class StillCoolingOff(Refused):
    """Nobody signs during the cooling-off."""

    message = N_("冷静期到{until}才满，之后才能签字。")


class NothingDrafted(Refused):
    """There is no agreement under way to sign or seal."""

    message = N_("本案没有正在签署的协议书，请先拟好协议。")


class NotToday(Refused):
    """A day that cannot be right."""

    message = N_("日期{day}不对：应在{first}到{last}之间。")
    is_slip = True


class BindsWithoutSignature(Refused):
    """What somebody owes comes from his own signature, never from a vote."""

    message = N_(
        "{alias}没有签字，协议里不能有他的义务。"
        "屋场会的表决和众人的意见不能处分任何人的私人权利，只有本人签字才算数。"
    )


@dataclass(frozen=True)
class Elements:
    """What an agreement has and still lacks.

    :ivar unsigned: aliases of the parties who have not signed
    :ivar signed_on: days on which parties signed
    :ivar mediator_on: day the mediator signed; None where he has not
    :ivar sealed_on: day the committee sealed it; None where it has not
    """

    unsigned: tuple[str, ...]
    signed_on: tuple[date, ...]
    mediator_on: date | None
    sealed_on: date | None


def missing(elements: Elements) -> tuple[str, ...]:
    """Name what is still missing before a written agreement takes effect (人民调解法 29)."""
    lacking = [f"{alias}签字" for alias in elements.unsigned]
    if elements.mediator_on is None:
        lacking.append(MEDIATOR)
    if elements.sealed_on is None:
        lacking.append(SEAL)
    return tuple(lacking)


def in_force_on(elements: Elements) -> date | None:
    """Return the day of the last element, or None while one is missing (人民调解法 29)."""
    if missing(elements) or elements.mediator_on is None or elements.sealed_on is None:
        return None
    return max(*elements.signed_on, elements.mediator_on, elements.sealed_on)


def check_oral(*, appointed: bool, name: str) -> None:
    """Check that whoever settled it orally is an appointed mediator (人民调解法 7, 13-14, 28, 30).

    :raises NotAppointed: then it is a private settlement
    """
    if not appointed:
        raise NotAppointed(name=name, fields={"form": NotAppointed.message.format(name=name)})


def check_committee(level: str | None, *, committee_levels: Collection[str]) -> None:
    """Check that the post acts for a mediation committee (人民调解法 8, 34).

    :param level: level of the actor's role
    :raises NotCommittee: a grid or a branch
    """
    if level not in committee_levels:
        raise NotCommittee()


def check_read_aloud(*, identities_checked: bool, read_aloud: bool) -> None:
    """Check what comes before a signature (DOMAIN 7).

    :raises NotReadAloud: with the box that is not ticked
    """
    fields = {}
    if not identities_checked:
        fields["identities_checked"] = N_("请核对各方身份证件后勾选。")
    if not read_aloud:
        fields["read_aloud"] = N_("请当面宣读协议全文后勾选。")
    if fields:
        raise NotReadAloud(fields=fields)


def check_bound_by_own_signature(owed_by: Mapping[int, str], signed: Collection[int]) -> None:
    """Check that everybody who owes something has signed himself; no vote stands in for it.

    :param owed_by: id -> alias of the parties who promised
    :raises BindsWithoutSignature: naming the first who has not signed
    """
    for party_id, alias in owed_by.items():
        if party_id not in signed:
            raise BindsWithoutSignature(alias=alias)


def check_day(day: date, *, first: date | None, last: date, field: str) -> None:
    """Check a day that somebody wrote.

    :raises NotToday: before ``first`` or after ``last``
    """
    if day > last or (first is not None and day < first):
        words = {"day": day, "first": first or "…", "last": last}
        raise NotToday(**words, fields={field: NotToday.message.format(**words)})
