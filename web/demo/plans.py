"""How far each demo dispute has come: about sixty, at every stage, some late; and the year behind them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from web.demo.answers import Answers, up

NOT_SETTLED = "谈了两回，对费用怎么出谈不拢，请上一级出面。"
FIRM = "双方都要求请村里到场丈量，支部谈不下来。"

_UP_GRID: Mapping[str, Answers] = {"grid_talk": up(NOT_SETTLED)}
_UP_BRANCH: Mapping[str, Answers] = {**_UP_GRID, "branch_talk": up(FIRM)}
_UP_VILLAGE: Mapping[str, Answers] = {
    **_UP_BRANCH,
    "village_session": lambda scene: {
        "attended": [str(party) for party in scene.parties],
        "decision": "failed",
        "summary": "对赔偿数额相差较大，两次协商未果。",
    },
    "village_conclude": lambda scene: {"decision": "up", "reason": "涉及多个部门，请镇里协调。"},
}
UP_TOWN: Mapping[str, Answers] = {
    **_UP_VILLAGE,
    "town_session": lambda scene: {
        "attended": [str(party) for party in scene.parties],
        "decision": "failed",
        "summary": "双方对责任认定分歧大。",
    },
    "town_conclude": lambda scene: {"decision": "up", "reason": "需要县里专业调委会参与。"},
}
_HEARING: Mapping[str, Answers] = {**_UP_BRANCH, "village_route": lambda scene: {"decision": "hearing"}}
_ABSENT: Mapping[str, Answers] = {
    **_UP_BRANCH,
    "village_session": lambda scene: {"attended": [], "decision": "absent", "summary": "被申请人未到。"},
}
_CONFIRM: Mapping[str, Answers] = {
    **_UP_BRANCH,
    "ask_confirmation": lambda scene: {"decision": "both_apply"},
    "screen_confirmation": lambda scene: {"court": "浏阳市人民法院"},
}
_LOW: Mapping[str, Answers] = {
    "collect_rating": lambda scene: {f"score_{party}": "2" for party in scene.parties[:1]}
}


@dataclass(frozen=True)
class Plan:
    """One dispute of the demo.

    :ivar days_ago: when it was reported
    :ivar stop: element at which everybody stops working on it; "" lets it run to its end
    :ivar say: answers that differ from the usual ones
    """

    days_ago: int
    stop: str = ""
    say: Mapping[str, Answers] = field(default_factory=dict)


PLANS: tuple[Plan, ...] = (
    *(Plan(days, "grid_accept") for days in (0, 0, 0, 2)),
    *(Plan(days, "grid_talk") for days in (1, 2, 3, 7)),
    *(Plan(days, "branch_accept", _UP_GRID) for days in (3, 3)),
    *(Plan(days, "branch_talk", _UP_GRID) for days in (3, 4, 9)),
    *(Plan(days, "village_accept", _UP_BRANCH) for days in (5, 6, 11)),
    *(Plan(days, "village_appoint", _UP_BRANCH) for days in (5, 6)),
    *(Plan(days, "village_rights", _UP_BRANCH) for days in (6, 11)),
    *(Plan(days, "village_inquire", _UP_BRANCH) for days in (8, 12)),
    *(Plan(days, "village_route", _UP_BRANCH) for days in (10, 44)),
    Plan(9, "village_notice", _UP_BRANCH),
    *(Plan(days, "village_session", _UP_BRANCH) for days in (9, 12)),
    Plan(14, "hearing_sign_in", _HEARING),
    Plan(9, "name_facilitator", _HEARING),
    Plan(18, "tell_remedies", _ABSENT),
    Plan(14, "draft_agreement", _UP_BRANCH),
    *(Plan(days, "collect_signatures", _UP_BRANCH) for days in (14, 20)),
    Plan(14, "seal_agreement", _UP_BRANCH),
    *(Plan(days, "town_accept", _UP_VILLAGE) for days in (15, 22)),
    Plan(22, "town_inquire", _UP_VILLAGE),
    *(Plan(days, "town_session", _UP_VILLAGE) for days in (20, 24)),
    Plan(29, "county_accept", UP_TOWN),
    *(Plan(days, "county_conference", UP_TOWN) for days in (31, 48)),
    *(Plan(days, "confirm_performance", _UP_BRANCH) for days in (18, 20, 34)),
    *(Plan(days, "file_confirmation", _CONFIRM) for days in (20, 40)),
    *(Plan(days, "return_visit") for days in (20, 34)),
    *(Plan(days, "return_visit", _UP_BRANCH) for days in (30, 62)),
    Plan(31, "collect_rating"),
    Plan(32, "call_back", _LOW),
    Plan(44, "complete_dossier"),
    *(Plan(days) for days in (70, 90, 118, 125, 130)),
    *(Plan(days, "", _UP_BRANCH) for days in (140, 150)),
)

_PAST = 395
_FAILED: Mapping[str, Answers] = {
    **UP_TOWN,
    "town_conclude": lambda scene: {"decision": "end", "reason": "双方差距大，告知诉讼途径。"},
}
_WAYS: tuple[Mapping[str, Answers], ...] = ({}, {}, _UP_GRID, {}, _UP_BRANCH, {}, _LOW, _UP_GRID, _FAILED)


def past(*, every: int, first: int = 58) -> tuple[Plan, ...]:
    """Return disputes of the past year that ran to their end, one every ``every`` days."""
    days = range(first, _PAST, every)
    return tuple(Plan(day, "", _WAYS[number % len(_WAYS)]) for number, day in enumerate(days))


# Of the other towns: reported at a village, some of them late in the village's hands or the town's.
ELSEWHERE: tuple[Plan, ...] = (
    *(Plan(days, "village_accept") for days in (1, 6)),
    *(Plan(days, "village_route") for days in (12, 20)),
    *(Plan(days, "village_session") for days in (15, 17)),
    *(Plan(days, "town_accept", _UP_VILLAGE) for days in (16, 25)),
    *(Plan(days, "town_session", _UP_VILLAGE) for days in (30, 34)),
    *(Plan(days, "confirm_performance") for days in (26, 40)),
)
