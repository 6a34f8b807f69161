"""Who stands in for whom in turn, when a substitute is away as well. No database, no clock.

Work goes down the chain to the last one, who is there; those before may still do it. Beyond three links
nobody knows any more whose work it is (county default); a ring would leave it with nobody.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from mediation.kernel.errors import Refused
from mediation.kernel.text import N_

LINKS_AT_MOST = 3


class ChainLoops(Refused):
    message = N_("这样代理会绕成一圈：{chain}。{day}那天一个在岗的人都没有，请另选代理人，或者错开日期。")


class ChainTooLong(Refused):
    message = N_("{chain}：代理人接连外出，最多转{most}次，再转就说不清该谁办了。请选一位在岗的同事。")


@dataclass(frozen=True)
class Link:
    """Somebody away from–to, first and last day included, and who stands in."""

    person_id: int
    substitute_id: int
    from_on: date
    to_on: date


@dataclass(frozen=True)
class Chain:
    """Persons each of whom stands in for the one before, on every day from–to."""

    person_ids: tuple[int, ...]
    from_on: date
    to_on: date

    @property
    def links(self) -> int:
        """How often the work passes on."""
        return len(self.person_ids) - 1

    @property
    def is_ring(self) -> bool:
        """Whether it comes back to whom it began with."""
        return self.person_ids[0] == self.person_ids[-1]

    def shares_a_day(self, link: Link) -> bool:
        """Whether ``link`` runs on one of its days."""
        return link.from_on <= self.to_on and link.to_on >= self.from_on


def through(new: Link, known: Sequence[Link]) -> Chain:
    """Return the ring ``new`` would close on some day, else the longest chain it would be part of."""
    alone = Chain((new.person_id, new.substitute_id), new.from_on, new.to_on)
    onwards = list(_onwards(alone, known))
    for chain in onwards:
        if chain.is_ring:
            return chain
    return max((whole for chain in onwards for whole in _back(chain, known)), key=lambda chain: chain.links)


def _onwards(chain: Chain, known: Sequence[Link]) -> Iterator[Chain]:
    """Yield ``chain`` and each way it goes on; one that comes back to its beginning goes no further."""
    yield chain
    if chain.is_ring:
        return
    for link in known:
        if link.person_id == chain.person_ids[-1] and chain.shares_a_day(link):
            yield from _onwards(_joined(chain, link, (*chain.person_ids, link.substitute_id)), known)


def _back(chain: Chain, known: Sequence[Link]) -> Iterator[Chain]:
    """Yield ``chain`` and each way that leads into it."""
    yield chain
    for link in known:
        if link.substitute_id == chain.person_ids[0] and chain.shares_a_day(link):
            yield from _back(_joined(chain, link, (link.person_id, *chain.person_ids)), known)


def _joined(chain: Chain, link: Link, person_ids: tuple[int, ...]) -> Chain:
    return Chain(person_ids, max(chain.from_on, link.from_on), min(chain.to_on, link.to_on))
