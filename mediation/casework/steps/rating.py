"""Steps of rating and archive."""

from collections.abc import Mapping
from typing import Any

from mediation.cases import operations as cases
from mediation.cases.refusals import DossierIncomplete
from mediation.casework import answers as read
from mediation.casework.act import Act, Step
from mediation.casework.dossier import disputants, issue, said
from mediation.documents.kinds import paper_kinds
from mediation.documents.queries import for_case, missing_for_dossier, titles
from mediation.kernel.clock import day_of

SCORE, REMARK = "score_", "remark_"


def record(act: Act) -> None:
    """What each party said, 1–5; silence is "not rated"."""
    cases.record_ratings(
        act.uow,
        case=act.case,
        scores=_by_party(act.answers, "scores", SCORE),
        remarks=_by_party(act.answers, "remarks", REMARK),
        parties={each.id: each.alias for each in disputants(act)},
        by=act.by,
        at=act.at,
    )


def _by_party(answers: Mapping[str, Any], name: str, prefix: str) -> dict[int, Any]:
    """Return party id -> answer, from one mapping or from a field per party."""
    given = answers.get(name)
    found = {int(key): value for key, value in given.items()} if isinstance(given, Mapping) else {}
    for key, value in answers.items():
        if key.startswith(prefix) and key.removeprefix(prefix).isdigit():
            found[int(key.removeprefix(prefix))] = value
    return found


def call_back(act: Act) -> None:
    """Somebody else asked why the rating was low."""
    cases.call_back(
        act.uow,
        case=act.case,
        called_on=read.day(act.answers, "called_on") or day_of(act.at),
        said=said(act, "said"),
        by=act.by,
        at=act.at,
    )


def check_dossier(act: Act) -> None:
    """Papers that lie in the file are entered; what is missing still is named.

    :raises DossierIncomplete:
    """
    held = {each.kind for each in for_case(act.uow.session, act.case.id)}
    for kind in _on_paper(act.answers):
        if kind not in held:
            issue(act, kind, text="纸质原件已入卷，经核对无误。")
    missing = missing_for_dossier(act.uow.session, act.case)
    if missing:
        raise DossierIncomplete(missing="、".join(titles(missing)))
    count = len(for_case(act.uow.session, act.case.id))
    cases.note_complete(act.uow, case=act.case, papers=count, by=act.by, at=act.at)


def _on_paper(answers: Mapping[str, Any]) -> list[str]:
    """Return the kinds ticked as lying in the file; a tick replaces no paper the system must make."""
    ticked = answers.get("papers") or ()
    named = [ticked] if isinstance(ticked, str) else list(ticked)
    named += [key for key in paper_kinds() if read.flag(answers, key)]
    kinds = paper_kinds()
    return [kind for kind in dict.fromkeys(named) if kind in kinds and kinds[kind].on_paper]


def archive(act: Act) -> None:
    """Cover, contents, statement and back cover are made; the dossier is read-only from here."""
    lines = for_case(act.uow.session, act.case.id)
    listed = [
        {"title": f"{each.title}（作废）" if each.is_void else each.title, "number": each.number}
        for each in lines
    ]
    issue(act, "cover")
    issue(act, "contents", papers=listed)
    issue(act, "statement", count=len(lines), note=read.text(act.answers, "note"))
    issue(act, "back_cover", count=len(lines))
    cases.archive(act.uow, case=act.case, by=act.by, at=act.at)


STEPS: dict[str, Step] = {
    "rating.record": record,
    "rating.call_back": call_back,
    "archive.check": check_dossier,
    "archive.close": archive,
}

OTHER_HANDS = frozenset({"rating.call_back"})
"""Steps of whoever answers for the case that nobody who handled it may take."""
