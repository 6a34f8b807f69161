"""What is said of a step of 督办: its time comes, and the next rank takes over. Nobody is late by it."""

from collections.abc import Iterator

from mediation.clocks.model import Clock
from mediation.clocks.policies import is_of_oversight
from mediation.clocks.words import Sentence
from mediation.kernel.text import N_

ENTERED = {
    "oversight.town": N_("乡镇督办"),
    "oversight.county": N_("县级挂牌"),
    "oversight.interview": N_("约谈"),
}
"""What begins by itself when that time has come."""


def fired(clock: Clock) -> Sentence | None:
    """Return that the time of a step came, and what began then; None where it has not, or is no step."""
    if clock.reached_at is None or not is_of_oversight(clock.policy):
        return None
    begun = ENTERED.get(clock.policy)
    return Sentence(N_("到时，已进入{what}"), {"what": begun}) if begun else Sentence(N_("已到时"))


def comes(clock: Clock, first_day_after: Sentence) -> Sentence:
    """Return when the time of a step comes, and what begins then."""
    said = {"day": first_day_after}
    begun = ENTERED.get(clock.policy)
    if begun is None:
        return Sentence(N_("所以{day}零点到时。"), said)
    return Sentence(
        N_("所以{day}零点到时，那时逾期的工作还没有办完的，进入{what}。"), {**said, "what": begun}
    )


def before_it_stopped(clock: Clock) -> Iterator[Sentence]:
    """Yield that the time had come before the step was stopped."""
    came = fired(clock)
    if came is not None:
        yield Sentence(N_("停止之前{came}。"), {"came": came})
