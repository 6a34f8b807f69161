"""What a notice says to its reader, where that is another thing than the ledger of a case keeps."""

from collections.abc import Mapping
from typing import Any

from mediation.kernel.sentences import Translate, fill
from mediation.kernel.text import N_

DATES_MOVED = N_(
    "工作日历有调整（{reason}）：您办理的{cases}件案件有{clocks}项期限改了日子，新的日期已写在待办和案件里。"
)
OWN_SENTENCES = {
    "CalendarCounted": DATES_MOVED,
    "ClockAlert": N_("请办完“{title}”，最迟{due}。"),
    "LatenessUnexplained": N_(
        "“{title}”已经逾期，{late}到期没有说明原因。请点开这项工作，在“更多办法”里催办，必要时转办。"
    ),
}
"""Sentences by kind of fact: about no case, or telling the reader what to do."""


def own_words(kind: str, params: Mapping[str, Any], *, year: int, translate: Translate = str) -> str | None:
    """Return what a notice says to its reader; None where it says what the ledger says.

    A reminder calls a time limit by the work it is for, 网格接单 for 网格接单期限, as its English name does.

    :param params: as the fact keeps them
    :param year: dates of that year are said without it
    """
    own = OWN_SENTENCES.get(kind)
    if own is None:
        return None
    title = translate(str(params.get("title", "")))
    title = title.removesuffix("期限") if kind == "ClockAlert" else title
    return fill(own, {**params, "title": title}, year=year, translate=translate)
