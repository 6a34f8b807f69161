"""What happened to a clock on its way: pauses, extensions with their consents, recounts."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime

from mediation.clocks.explaining import dates
from mediation.clocks.model import Clock, ClockEntry
from mediation.clocks.policies import is_of_oversight
from mediation.clocks.rules import Unit
from mediation.clocks.words import Sentence, limit_of
from mediation.kernel.clock import day_of
from mediation.kernel.text import N_

Mask = Callable[[str], str]

OTHER = N_("{when}，{reason}。")
UNWRITTEN = N_("没有写明")
FORMS = {"written": N_("书面"), "oral": N_("口头")}


def entries(
    clock: Clock, entries: Sequence[ClockEntry], *, signing: Mapping[int, str], mask: Mask, year: int
) -> Iterator[Sentence]:
    """Yield each entry as time went, an extension with who agreed to it and who did not.

    :param signing: aliases of those who sign for the case, by party id
    :param mask: puts aliases in the place of parties' names
    """
    reminded: list[Sentence | str] = []
    paused: datetime | None = None
    for entry in sorted(entries, key=lambda each: each.at):
        said = _said(entry, mask, year)
        if entry.kind == "reminded":
            reminded.append(dates.moment(entry.at, year))
            continue
        yield from _reminded(reminded)
        reminded = []
        if entry.kind == "resumed" and paused is not None:
            yield Sentence(_resumed(clock), {**said, "left_out": _left_out(clock, paused, entry.at)})
        else:
            yield Sentence(_told(clock, entry), said)
        if entry.kind == "paused":
            paused = entry.at
        if entry.kind == "extended":
            yield from _consents(entry, signing, mask, year)
    yield from _reminded(reminded)


def _reminded(moments: Sequence[Sentence | str]) -> Iterator[Sentence]:
    """Yield in one sentence the reminders between which nothing else happened."""
    if moments:
        yield Sentence(N_("已经提醒过：{when}。"), {"when": dates.listed(moments)})


_TOLD = {
    "paused": N_("{when}，{who}因{reason}暂停计算，凭据：{evidence}。"),
    "resumed": N_("{when}，{who}恢复计算，凭据：{evidence}。"),
    "extended": N_("{when}，{who}办理延长{limit}，改为到{due}为止。理由：{reason}。"),
    "recomputed": N_("{when}，{reason}，重新计算，到{due}为止。"),
    "reached": N_("{when}，期限已过，系统登记逾期。"),
    "reopened": N_("{when}，{reason}，接着原来的期限计算，不重新起算，到{due}为止（{who}）。"),
}
EXTENDED = N_("{when}，{who}办理延长{limit}，改为到{due}为止。")
"""Said where no reason was given: the law asks for the parties' consent, not for a reason."""
STEP_REACHED = N_("{when}，督办环节的时间已到。")
"""Said of a step of 督办: no red card is given for it."""


def _told(clock: Clock, entry: ClockEntry) -> str:
    if entry.kind == "reached" and is_of_oversight(clock.policy):
        return STEP_REACHED
    if entry.kind == "extended" and not entry.reason:
        return EXTENDED
    return _TOLD.get(entry.kind, OTHER)


def _resumed(clock: Clock) -> str:
    if clock.unit == Unit.HOUR:
        return N_("{when}，{who}恢复计算，凭据：{evidence}。暂停了{left_out}，往后顺延这么久，到{due}为止。")
    return N_("{when}，{who}恢复计算，凭据：{evidence}。暂停的{left_out}不计入，到{due}为止。")


def _left_out(clock: Clock, since: datetime, until: datetime) -> Sentence:
    if clock.unit != Unit.HOUR:
        return Sentence(N_("{days}天"), {"days": (day_of(until) - day_of(since)).days})
    minutes = int((until - since).total_seconds() // 60)
    return Sentence(N_("{hours}小时{minutes}分"), {"hours": minutes // 60, "minutes": minutes % 60})


def _said(entry: ClockEntry, mask: Mask, year: int) -> dict[str, object]:
    return {
        "when": dates.moment(entry.at, year),
        "who": entry.by_post,
        "reason": entry.reason or UNWRITTEN,
        "evidence": mask(entry.evidence) or UNWRITTEN,
        "limit": limit_of(entry.amount, entry.unit or "") if entry.amount else "",
        "due": dates.day(entry.due_on, year) if entry.due_on else N_("以后再定"),
    }


def _consents(entry: ClockEntry, signing: Mapping[int, str], mask: Mask, year: int) -> Iterator[Sentence]:
    agreed: set[int] = set()
    for consent in entry.consents:
        party_id = consent["party_id"]
        given = {
            "party": signing.get(party_id, N_("当事人")),
            "day": dates.day(date.fromisoformat(consent["given_on"]), year),
            "form": FORMS.get(consent["form"], consent["form"]),
            "evidence": mask(consent.get("evidence") or "") or UNWRITTEN,
        }
        yield Sentence(N_("{party}于{day}{form}同意这次延长，凭据：{evidence}。"), given)
        if consent["form"] == "written":
            agreed.add(party_id)
    missing = [alias for party_id, alias in signing.items() if party_id not in agreed]
    if missing:
        yield Sentence(
            N_(
                "请核对：案卷里没有{parties}书面同意这次延长的记录。"
                "延长要各方当事人都书面同意；后来才加入的当事人除外。"
            ),
            {"parties": dates.listed(missing)},
        )
