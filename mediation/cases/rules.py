"""What may be done with a dispute, and when. No database, no clock."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from re import escape, fullmatch, sub
from typing import Any
from unicodedata import normalize

from mediation.cases.refusals import (
    BadScore,
    MediationRefused,
    NobodyAbsent,
    NoMediator,
    NotAllAttended,
    NotForMediation,
    NoticeTooShort,
    ProtectionFirst,
    ReasonNeeded,
    SentBackTooOften,
    TooFewMediators,
    UnknownHandover,
)
from mediation.cases.settings import CaseSettings
from mediation.cases.taxonomy import HANDOVERS, OUTCOMES
from mediation.kernel.text import N_

HEAVY = frozenset({"major", "hard"})
REGISTERED_DIGITS = 6
RISK_ORDER = ("yellow", "orange", "red")


def case_number(prefix: str, year: int, count: int) -> str:
    """Return a case number as printed on papers, e.g. ``浏调〔2026〕000012号``."""
    return f"{prefix}〔{year}〕{count:06d}号"


def plain_number(number: str) -> str:
    """Return a case number as people type it: ``浏调2026000012号``, without the brackets."""
    return "".join(char for char in number if char.isalnum())


def number_meant(typed: str, *, prefix: str) -> str | None:
    """Return the case number somebody typed in full, with or without prefix, brackets and zeros; else None.

    ``浏调(2026)12号``, ``2026 12`` and ``2026000012`` all mean ``浏调〔2026〕000012号``.
    """
    plain = normalize("NFKC", typed).strip()
    found = fullmatch(rf"(?:{escape(prefix)})?\W*(20\d\d)(?:\W+0*([1-9]\d*)|(\d{{6}}))\W*号?", plain)
    return case_number(prefix, int(found[1]), int(found[2] or found[3])) if found else None


def place_key(place: str) -> str:
    """Return a place as it is compared: letters, digits and characters alone, widths and cases made one.

    ``3 组（老水井）旁`` and ``3组老水井旁。`` are one place.
    """
    return "".join(char for char in normalize("NFKC", place).casefold() if char.isalnum())[:120]


def plot_key(plot: str | None) -> str | None:
    """Return the number or name of a plot as it is kept and compared, None where there is none.

    Dashes and slashes between digits are kept: 12-3 is another plot than 123.
    """
    plain = sub(r"[‐‑‒–—―−~]", "-", normalize("NFKC", plot or "")).upper()
    return sub(r"[^\w/#.-]|_", "", plain).strip("-./")[:60] or None


def is_registered_plot(plot: str) -> bool:
    """Whether it reads like a number of the land register, one in the county, and not like a name."""
    return sum(char.isdigit() for char in plot) >= REGISTERED_DIGITS


def need_reason(reason: str | None, *, what: str) -> str:
    """Return the reason, trimmed.

    :raises ReasonNeeded: there is none
    """
    if not (reason or "").strip():
        raise ReasonNeeded(what=what)
    return str(reason).strip()


def check_mediable(*, refused: bool, may_mediate: bool, violence: bool, handover_to: str | None) -> None:
    """Check that mediation may go on (人民调解法 17; 反家庭暴力法).

    :raises MediationRefused: or one of its kinds
    """
    if violence:
        raise ProtectionFirst()
    if not may_mediate:
        raise NotForMediation(body=HANDOVERS.get(handover_to or "", N_("有权机关")))
    if refused:
        raise MediationRefused()


def check_notice(*, told_on: date, session_on: date, days: int, waived: bool) -> None:
    """Check that a session is far enough ahead; the day of the notice does not count (民法典 201).

    :param waived: a red case, or all parties agreed to come sooner
    :raises NoticeTooShort: naming the earliest day
    """
    if session_on < told_on or (not waived and (session_on - told_on).days < days):
        earliest = date.fromordinal(told_on.toordinal() + days)
        raise NoticeTooShort(days=days, earliest=say_day(earliest))


def check_mediators(
    *,
    difficulty: str,
    mediators: int,
    recorders: int,
    least: int,
    least_when_major: int,
    recorder_when_major: bool,
) -> None:
    """Check the number of mediators (county default for major cases).

    :raises NoMediator:
    :raises TooFewMediators:
    """
    if mediators < least:
        raise NoMediator()
    if difficulty in HEAVY and (mediators < least_when_major or (recorder_when_major and recorders < 1)):
        raise TooFewMediators(needed=least_when_major, given=mediators, recorders=recorders)


def check_attendance(*, decision: str, attended: Collection[int], parties: Mapping[int, str]) -> None:
    """Check that what a session came to fits who came.

    :param parties: party id -> alias
    :raises NotAllAttended:
    :raises NobodyAbsent:
    """
    missing = [alias for party_id, alias in parties.items() if party_id not in attended]
    if decision == "agreed" and missing:
        raise NotAllAttended(missing="、".join(missing))
    if decision == "absent" and not missing:
        raise NobodyAbsent()


def check_returns(*, returns: int, allowed: int) -> None:
    """Check that a case may be sent down or back once more.

    :raises SentBackTooOften:
    """
    if returns >= allowed:
        raise SentBackTooOften(returns=returns)


def check_score(value: Any) -> int | None:
    """Return a score from one to five, or None where the party said nothing.

    :raises BadScore:
    """
    if value is None or str(value).strip() == "":
        return None
    text = str(value).strip()
    if text not in {"1", "2", "3", "4", "5"}:
        raise BadScore()
    return int(text)


def presumed_difficulty(
    *, named: str, people: int, amount_fen: int | None, traits: Collection[str], settings: CaseSettings
) -> str:
    """Return the difficulty: major where the statistics' thresholds are passed (DOMAIN 3), else as named.

    :param named: what whoever reported it chose; never lowered
    :param traits: keys of the traits that hold
    """
    if named in HEAVY:
        return named
    costly = amount_fen is not None and amount_fen > settings.major_amount_fen
    grave = not settings.major_traits.isdisjoint(traits)
    return "major" if people >= settings.major_people or costly or grave else named


def highest_risk(risks: Iterable[str]) -> str:
    """Return the gravest of ``risks``; yellow where there is none."""
    return max(risks, key=RISK_ORDER.index, default="yellow")


def higher_level(ranks: Mapping[str, int], one: str | None, other: str) -> str:
    """Return whichever level stands higher: nobody below the place of a dispute can try it."""
    if one is None or one not in ranks:
        return other
    return max(one, other, key=lambda key: ranks[key])


def outcome_of_handover(body: str) -> str:
    """Return the outcome of handing over to ``body``.

    :raises UnknownHandover:
    """
    outcome = f"transferred_{body}"
    if outcome not in OUTCOMES:
        raise UnknownHandover()
    return outcome


def reopening_level(*, last_level: str, risk: str, red_level: str) -> str:
    """Return where a reopened case resumes: the same level, or the town if red (DOMAIN 7)."""
    return red_level if risk == "red" else last_level


def say_day(day: date) -> str:
    """Return ``day`` as people say it."""
    return f"{day.year}年{day.month}月{day.day}日"


def say_moment(moment: datetime) -> str:
    """Return a local moment as people say it."""
    return f"{moment.month}月{moment.day}日{moment:%H:%M}"
