"""Telling a whole ledger from a changed, cut, reordered or forged one."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mediation.ledger.proof import Fault, faults_of
from mediation.ledger.rules import BEGINNING, SEALED, seal

AT = datetime(2026, 9, 8, 2, 30, tzinfo=UTC)
Line = dict[str, Any]


def chain(length: int = 4) -> list[Line]:
    lines: list[Line] = []
    for seq in range(1, length + 1):
        line: Line = {
            "case_id": 12,
            "seq": seq,
            "at": AT + timedelta(minutes=seq),
            "by_id": 7,
            "by_text": "罗建华",
            "post": "官渡镇南岳村调委会主任",
            "standing_in_for": None,
            "kind": "WorkDone",
            "params": {"label": f"第{seq}步"},
            "sentence": f"罗建华办结“第{seq}步”。",
            "prev_hash": lines[-1]["hash"] if lines else BEGINNING,
        }
        lines.append({**line, "hash": seal(line)})
    return lines


def head_of(lines: list[Line]) -> tuple[int, str]:
    return lines[-1]["seq"], lines[-1]["hash"]


def found(lines: list[Line], head: tuple[int, str] | None) -> list[tuple[int, str]]:
    return [(fault.seq, fault.kind) for fault in faults_of(12, "浏调〔2026〕000012号", lines, head)]


def test_a_whole_ledger_has_no_faults() -> None:
    assert found(chain(), head_of(chain())) == []


@pytest.mark.parametrize("field", [name for name in SEALED if name not in ("seq", "case_id")])
def test_finds_a_change_of_any_field(field: str) -> None:
    lines = chain()
    lines[1][field] = {"at": AT, "by_id": None, "params": {}}.get(field, "别的")

    assert (2, "changed") in found(lines, head_of(chain()))


def test_a_change_sealed_anew_breaks_the_chain_after_it() -> None:
    lines = chain()
    lines[1]["sentence"] = "罗建华办结“别的”。"
    lines[1]["hash"] = seal(lines[1])

    assert found(lines, head_of(chain())) == [(3, "forged")]


def test_finds_a_line_cut_out() -> None:
    assert found([chain()[0], *chain()[2:]], head_of(chain())) == [(2, "missing")]


def test_finds_a_line_cut_out_and_the_others_moved_up() -> None:
    lines = [chain()[0], *({**line, "seq": line["seq"] - 1} for line in chain()[2:])]

    assert found(lines, head_of(chain())) == [(2, "reordered"), (3, "reordered"), (4, "missing")]


def test_finds_lines_cut_off_the_end() -> None:
    assert found(chain()[:2], head_of(chain())) == [(3, "missing"), (4, "missing")]
    assert found([], head_of(chain(2))) == [(1, "missing"), (2, "missing")]


def test_finds_two_lines_that_changed_places() -> None:
    lines = chain()
    lines[1], lines[2] = {**lines[2], "seq": 2}, {**lines[1], "seq": 3}

    faults = list(faults_of(12, "浏调〔2026〕000012号", lines, head_of(chain())))

    assert [(fault.seq, fault.kind, fault.was) for fault in faults[:2]] == [
        (2, "reordered", 3),
        (3, "reordered", 2),
    ]
    assert faults[0].sentence == "浏调〔2026〕000012号：第2条原是第3条，顺序被动过。"


def test_finds_a_line_put_on_at_the_end() -> None:
    longer = chain(5)

    assert found(longer, head_of(chain(4))) == [(5, "forged")]


def test_finds_a_whole_chain_sealed_anew() -> None:
    forged = chain()
    for number, line in enumerate(forged):
        line["sentence"] = "没有这回事。"
        line["prev_hash"] = forged[number - 1]["hash"] if number else BEGINNING
        line["hash"] = seal(line)

    assert found(forged, head_of(chain())) == [(4, "forged")]


def test_finds_that_the_end_is_not_registered() -> None:
    assert found(chain(), None) == [(4, "headless")]


def test_names_the_case_and_the_line() -> None:
    fault = Fault(case_id=12, case_number="浏调〔2026〕000012号", seq=3, kind="missing")

    assert fault.sentence == "浏调〔2026〕000012号：第3条缺失，该案台账被删过。"
