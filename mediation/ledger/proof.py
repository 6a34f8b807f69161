"""Telling a whole ledger from a changed, cut, reordered or forged one. No database, no clock.

Whoever rewrites a case's whole chain and its head as well leaves no trace here; that takes the
database's own keys and every line after the change.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mediation.kernel.text import N_
from mediation.ledger.rules import BEGINNING, seal

SENTENCES = {
    "missing": N_("{number}：第{seq}条缺失，该案台账被删过。"),
    "changed": N_("{number}：第{seq}条与原来记下的不一致，被改过。"),
    "reordered": N_("{number}：第{seq}条原是第{was}条，顺序被动过。"),
    "forged": N_("{number}：第{seq}条接不上前一条，不是系统记下的。"),
    "headless": N_("{number}：台账末条的登记不见了，无法证明末尾完整。"),
}


@dataclass(frozen=True)
class Fault:
    """One thing that does not hold.

    :ivar kind: missing, changed, reordered, forged or headless
    :ivar was: for a reordered line, its place before
    """

    case_id: int
    case_number: str
    seq: int
    kind: str
    was: int | None = None

    @property
    def sentence(self) -> str:
        """Which line of which case, and what is wrong with it."""
        return SENTENCES[self.kind].format(number=self.case_number, seq=self.seq, was=self.was)

    def __str__(self) -> str:
        return self.sentence


def faults_of(
    case_id: int, number: str, lines: Sequence[Mapping[str, Any]], head: tuple[int, str] | None
) -> Iterator[Fault]:
    """Yield the faults of one case's ``lines``, which are in order of seq.

    :param head: seq and hash of what is registered as the last line
    """

    def fault(seq: int, kind: str, was: int | None = None) -> Fault:
        return Fault(case_id=case_id, case_number=number, seq=seq, kind=kind, was=was)

    expected, last = 1, BEGINNING
    longest = max(len(lines), head[0] if head else 0)
    for line in lines:
        gap = range(expected, line["seq"])
        yield from (fault(seq, "missing") for seq in gap)
        if seal(line) != line["hash"]:
            was = _former_place(line, longest)
            yield fault(line["seq"], "reordered" if was else "changed", was)
        elif not gap and line["prev_hash"] != last:
            yield fault(line["seq"], "forged")
        expected, last = line["seq"] + 1, line["hash"]
    if head is None:
        yield fault(expected - 1, "headless")
        return
    yield from (fault(seq, "missing") for seq in range(expected, head[0] + 1))
    if expected > head[0] + 1:
        yield from (fault(seq, "forged") for seq in range(head[0] + 1, expected))
    elif expected == head[0] + 1 and lines and last != head[1]:
        yield fault(expected - 1, "forged")


def _former_place(line: Mapping[str, Any], length: int) -> int | None:
    """Return the place at which the line's seal holds, where it was only moved."""
    for seq in range(1, length + 1):
        if seq != line["seq"] and seal({**line, "seq": seq}) == line["hash"]:
            return seq
    return None
