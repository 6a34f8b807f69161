"""What a dossier must hold, and what may stand in a paper. No database, no clock.

司法部卷宗要求 2010 [M]: application or registration, rights notice, identities, mediation record,
agreement, back cover; here only what applies to how the case ended.
"""

import re
from collections.abc import Collection

from mediation.kernel.errors import Refused
from mediation.kernel.text import N_

APPLICATION = ("application", "registration")
RECORDS = ("mediation_record", "talk", "hearing_minutes")
PARTY = re.compile(r"\[\[party:(\d+)\]\]")


class UnknownPaper(Refused):
    """A kind of paper nobody knows."""

    message = N_("没有“{kind}”这种文书。")


def required(*, outcome: str, mediated: bool) -> tuple[tuple[str, ...], ...]:
    """Return the kinds a dossier must hold; each entry is satisfied by any of its kinds.

    The back cover is not among them: it is made when the dossier is closed.

    :param mediated: a mediation committee told the parties their rights, so mediation began
    """
    needed: list[tuple[str, ...]] = [APPLICATION]
    if mediated and outcome != "merged":
        needed.append(("rights_notice",))
    if outcome == "written_agreement":
        needed += [("identities",), RECORDS, ("agreement",)]
    elif outcome == "oral_agreement":
        needed += [RECORDS, ("oral_agreement",)]
    elif outcome == "settled_private":
        needed += [("talk", "settlement")]
    elif outcome == "failed":
        needed += [RECORDS, ("remedies",)]
    elif outcome in ("absent", "refused"):
        needed.append(("remedies",))
    elif outcome == "not_accepted":
        needed.append(("not_accepted",))
    return tuple(needed)


def missing(*, held: Collection[str], outcome: str, mediated: bool) -> tuple[str, ...]:
    """Return the first kind of each entry that nothing in ``held`` satisfies."""
    return tuple(
        choices[0]
        for choices in required(outcome=outcome, mediated=mediated)
        if not any(kind in held for kind in choices)
    )


def parties_in(body: str) -> frozenset[int]:
    """Return the ids of the parties a text names."""
    return frozenset(int(found) for found in PARTY.findall(body))


def party_place(party_id: int) -> str:
    """Return what stands for a party in a stored text."""
    return f"[[party:{party_id}]]"


def fill_parties(body: str, names: dict[int, str]) -> str:
    """Return ``body`` with each party's place filled by its name as the reader may see it."""
    return PARTY.sub(lambda found: names.get(int(found.group(1)), "当事人"), body)
