"""Quorum, the four phases, the vote and the minutes of a 屋场会. No database, no clock."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil

from mediation.kernel.errors import Refused
from mediation.kernel.lines import read_day, split_lines
from mediation.kernel.text import N_

PHASES = {
    "evidence": N_("举证"),
    "questions": N_("质疑"),
    "exchange": N_("交流"),
    "review": N_("评议"),
}


class NotYetTime(Refused):
    """The day of the meeting has not come."""

    message = N_("屋场会定在{hearing_at}，还没到日子，不能签到。")


class TooManyPresent(Refused):
    """More households than there are."""

    message = N_("到会{present}户，比总户数{total}户还多，请核对。每户算一个代表。")
    is_slip = True


class QuorumNotMet(Refused):
    """Too few came; nothing may be talked over or voted on."""

    message = N_(
        "到会{present}户，要{required}户以上才能开会，还差{missing}户，不能进行会议和表决。请另行通知再开。"
    )


class PhaseMissing(Refused):
    """A phase was left out; the four follow each other."""

    message = N_("屋场会按举证、质疑、交流、评议四步进行，还没有记录“{phase}”。")


class TooManyVotes(Refused):
    """More votes than people."""

    message = N_("赞成{votes_for}票、反对{votes_against}票，加起来比到会的{present}户还多，请核对。")
    is_slip = True


class NoConsensus(Refused):
    """Consensus with somebody against."""

    message = N_("有{votes_against}票反对，不能算一致同意，请改填票数。")
    is_slip = True


class TooFewSigners(Refused):
    """Minutes need their witnesses."""

    message = N_("会议记录要由主持人和另外{others}人签字，现在还差{missing}人。")


class FacilitatorDidNotSign(Refused):
    """The facilitator signs the minutes."""

    message = N_("会议记录要有主持人的签字。")


class NoMinutes(Refused):
    """Minutes that say nothing."""

    message = N_("请写会议记录。")
    is_slip = True


class BadDuties(Refused):
    """Lines of the list of duties that cannot be understood."""

    message = N_("责任清单有{count}行没有写清楚，请按提示改正后再提交。")
    is_slip = True


@dataclass(frozen=True)
class Duty:
    """One line of the list of duties: who does what by when."""

    owner: str
    what: str
    due_on: date


def quorum(*, matter: str, households_total: int, least: int, share: Fraction) -> int:
    """Return how many households make a quorum.

    A 村民小组 matter needs at least two thirds of the households (村民委员会组织法 28), anything
    else ``least`` (county default).
    """
    return ceil(share * households_total) if matter == "group" else least


def check_sign_in(*, present: int, households_total: int, day: date, hearing_on: date) -> None:
    """Check a sign-in against the calendar and the number of households.

    :raises NotYetTime: before the day of the meeting
    :raises TooManyPresent: more than there are
    """
    if day < hearing_on:
        raise NotYetTime(hearing_at=hearing_on)
    if present < 0 or (households_total and present > households_total):
        words = {"present": present, "total": households_total}
        raise TooManyPresent(**words, fields={"present": TooManyPresent.message.format(**words)})


def check_quorum(*, present: int, required: int) -> None:
    """Check that enough households came.

    :raises QuorumNotMet: with how many are missing
    """
    if present < required:
        raise QuorumNotMet(present=present, required=required, missing=required - present)


def check_phases(phases: Mapping[str, str]) -> None:
    """Check that each phase has its record; each rests on the one before.

    :raises PhaseMissing: naming the first that has none
    """
    for key, title in PHASES.items():
        if not phases.get(key, "").strip():
            raise PhaseMissing(phase=title, fields={key: PhaseMissing.message.format(phase=title)})


def passes(*, votes_for: int, votes_against: int, present: int, consensus: bool, majority: Fraction) -> bool:
    """Say whether the vote passes: by consensus, or by more than half of those present.

    :raises TooManyVotes: more votes than households present
    :raises NoConsensus: consensus with votes against
    """
    if votes_for < 0 or votes_against < 0 or votes_for + votes_against > present:
        words = {"votes_for": votes_for, "votes_against": votes_against, "present": present}
        raise TooManyVotes(**words, fields={"votes_for": TooManyVotes.message.format(**words)})
    if consensus and votes_against:
        raise NoConsensus(
            votes_against=votes_against,
            fields={"consensus": NoConsensus.message.format(votes_against=votes_against)},
        )
    return consensus or votes_for > majority * present


def check_minutes(*, minutes: str, signers: Sequence[str], facilitator: str, least: int) -> None:
    """Check the minutes: written, signed by the facilitator and two others (county default).

    :raises NoMinutes: they are blank
    :raises FacilitatorDidNotSign: not among the signers
    :raises TooFewSigners: fewer than ``least`` different people
    """
    if not minutes.strip():
        raise NoMinutes(fields={"minutes": NoMinutes.message})
    if facilitator not in signers:
        raise FacilitatorDidNotSign(fields={"signed_by": FacilitatorDidNotSign.message})
    lacking = least - len(set(signers))
    if lacking > 0:
        words = {"others": least - 1, "missing": lacking}
        raise TooFewSigners(**words, fields={"signed_by": TooFewSigners.message.format(**words)})


def lines_of(text: str) -> tuple[str, ...]:
    """Return the lines that are not blank, each without outer blanks."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def parse_duties(text: str, *, parties: Collection[str], not_before: date) -> tuple[Duty, ...]:
    """Read one duty a line, ``谁|做什么|哪天前``.

    A party's own duties never come out of a meeting: they need the party's signature under an
    agreement, whatever the neighbours voted.

    :param parties: names and aliases of the case's parties
    :raises BadDuties: with one sentence for each wrong line, at field ``duties``
    """
    duties, faults = [], []
    for number, parts in split_lines(text):
        read = _read_duty(parts, parties, not_before)
        if isinstance(read, Duty):
            duties.append(read)
        else:
            faults.append(f"第{number}行：{read}")
    if faults:
        raise BadDuties(count=len(faults), fields={"duties": "\n".join(faults)})
    return tuple(duties)


def _read_duty(parts: list[str], parties: Collection[str], not_before: date) -> Duty | str:
    if len(parts) != 3 or not parts[0] or not parts[1]:
        return "请写成“谁|做什么|哪天前”，中间用竖线隔开。"
    who, what, day = parts
    if who in parties:
        return f"{who}是当事人，他的义务不能由会议决定，只能写进他本人签字的协议。"
    due_on = read_day(day)
    if due_on is None:
        return f"“{day}”不是日期，请写成 2026-09-22。"
    if due_on < not_before:
        return f"{day}已经过去。"
    return Duty(owner=who, what=what, due_on=due_on)
