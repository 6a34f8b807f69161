"""Plays every diagram with tokens, all ways at once, to find joins that would wait for ever."""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property

from mediation.engine.elements import Diagram, Element, Flow
from mediation.kernel.text import N_
from mediation.processes.rules.problem import Problem, Surroundings, about

MOST_MARKINGS = 20_000

Marking = frozenset[tuple[str, int]]
"""How many tokens stand on which flow."""


def check_joins(diagram: Diagram, around: Surroundings) -> list[Problem]:
    """No parallel gateway waits for a branch that may never come.

    A call or subprocess counts as one step; what its boundary events may do is played too. Given
    up in silence where a diagram has too many markings to look at.
    """
    scopes = [None, *(each.id for each in diagram.elements.values() if each.kind == "sub_process")]
    stuck: set[str] = set()
    for scope in scopes:
        stuck |= _Net(diagram, scope).stuck_joins()
    message = N_("这个并行网关要等齐所有进线，但有的进线可能永远不来；选择的分支请先用排他网关合并。")
    return [about(diagram.elements[key], message) for key in diagram.ids if key in stuck]


class _Net:
    """One process or expanded subprocess as places (flows) and moves (elements)."""

    def __init__(self, diagram: Diagram, scope: str | None) -> None:
        self._elements = [each for each in diagram.elements.values() if each.inside == scope]
        known = {each.id for each in self._elements}
        self._flows = [flow for flow in diagram.flows if flow.source in known and flow.target in known]

    @cached_property
    def _going(self) -> dict[str, list[str]]:
        return self._by(flow.source for flow in self._flows)

    @cached_property
    def _coming(self) -> dict[str, list[str]]:
        return self._by(flow.target for flow in self._flows)

    def _by(self, ends: Iterable[str]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {each.id: [] for each in self._elements}
        flow: Flow
        for flow, end in zip(self._flows, ends, strict=True):
            found[end].append(flow.id)
        return found

    def stuck_joins(self) -> set[str]:
        """Return the parallel gateways at which tokens may stand for ever."""
        begun = [
            flow for each in self._elements if each.kind == "start_event" for flow in self._going[each.id]
        ]
        first: Marking = frozenset(Counter(begun).items())
        seen, waiting, stuck = {first}, [first], set()
        while waiting:
            marking = waiting.pop()
            moved = False
            for after in self._moves(marking):
                moved = True
                if after not in seen:
                    seen.add(after)
                    waiting.append(after)
            if len(seen) > MOST_MARKINGS:
                return set()
            if not moved and marking:
                stuck |= {each.id for each in self._elements if self._stands_before(each, marking)}
        return stuck

    def _stands_before(self, element: Element, marking: Marking) -> bool:
        here = {flow for flow, _ in marking}
        return element.kind == "parallel_gateway" and bool(here.intersection(self._coming[element.id]))

    def _moves(self, marking: Marking) -> Iterator[Marking]:
        tokens = Counter(dict(marking))
        for element in self._elements:
            coming = self._coming[element.id]
            if element.kind == "parallel_gateway":
                if coming and all(tokens[flow] for flow in coming):
                    yield _after(tokens, coming, self._going[element.id])
                continue
            for flow in coming:
                if tokens[flow]:
                    for going in self._choices(element):
                        yield _after(tokens, [flow], going)

    def _choices(self, element: Element) -> Iterator[list[str]]:
        """Return each way of going on after ``element``, as flows that get a token."""
        going = self._going[element.id]
        if element.kind in ("exclusive_gateway", "event_based_gateway"):
            yield from ([flow] for flow in going)
            return
        yield going
        for boundary in self._elements:
            if boundary.attached_to == element.id:
                out = self._going[boundary.id]
                yield out if boundary.interrupting else [*going, *out]


def _after(tokens: Counter[str], taken: Iterable[str], given: Iterable[str]) -> Marking:
    """Return the marking after a move. Two tokens on a flow say as much as more, so that loops end."""
    left = tokens.copy()
    left.subtract(taken)
    left.update(given)
    return frozenset((flow, min(count, 2)) for flow, count in left.items() if count > 0)
