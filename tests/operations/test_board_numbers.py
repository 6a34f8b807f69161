"""The numbers of a board: what a case must have about it to count for each."""

from datetime import timedelta

import pytest

from mediation.boards import overview
from mediation.kernel.clock import start_of
from tests.operations.board_looks import counted, every, shown


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (-1, {"late"}),
        (0, {"week"}),
        (4, {"week"}),
        (5, set()),
        (None, set()),
    ],
)
def test_a_task_counts_by_its_last_day_in_time(board, days, expected):
    """Wednesday: four days on is Sunday, the last day of this week."""
    case = board.case()
    board.task(case, days=days)
    board.done()

    assert counted(board, case) == {"open", *expected}


def test_a_case_with_late_work_and_another_date_this_week_counts_for_both_once(board):
    case = board.case()
    for days in (-3, -2, 2):
        board.task(case, days=days)
    board.done()

    assert counted(board, case) == {"open", "late", "week"}
    assert shown(board).counts["late"] == 1


def test_a_limit_of_the_case_that_ran_out_makes_it_late_though_every_task_is_in_time(board):
    case = board.case()
    board.task(case, days=9)
    board.clock(case, state="reached", scope="case", days=-1)
    board.done()

    assert counted(board, case) == {"open", "late"}


def test_a_stopped_limit_counts_no_more(board):
    case = board.case()
    board.clock(case, state="stopped", days=-1)
    board.done()

    assert counted(board, case) == {"open"}


def test_only_what_comes_due_first_makes_a_date_provisional(board):
    near, far = board.case(), board.case()
    board.task(near, days=20, provisional=True)
    board.task(near, days=30)
    board.task(far, days=20)
    board.task(far, days=30, provisional=True)
    board.done()

    assert counted(board, near) == {"open", "provisional"}
    assert counted(board, far) == {"open"}


def test_a_certain_limit_before_a_provisional_task_is_what_comes_first(board):
    sure, alike = board.case(), board.case()
    for case, days in ((sure, 19), (alike, 20)):
        board.task(case, days=20, provisional=True)
        board.clock(case, days=days)
    board.done()

    assert counted(board, sure) == {"open"}
    assert counted(board, alike) == {"open", "provisional"}


def test_a_board_drawn_again_counts_by_its_own_moment(board):
    case = board.case()
    board.task(case, days=5)
    board.clock(case, state="paused", scope="item", paused_at=board.at - timedelta(days=6))
    board.instruction(case, finish_by=board.today + timedelta(days=5))
    board.done()

    first = shown(board).counts
    board.at += timedelta(days=7)
    again = shown(board).counts

    asked = ("late", "week", "paused_short", "paused_long", "instructed_late")
    assert [first[number] for number in asked] == [0, 0, 1, 0, 0]
    assert [again[number] for number in asked] == [1, 0, 0, 1, 1]


def test_what_is_late_already_may_have_a_provisional_date_to_come_and_its_line_says_which(board):
    late, sure = board.case(), board.case()
    board.task(late, days=-3)
    board.clock(late, days=20, provisional=True)
    board.task(sure, days=-3)
    board.task(sure, days=9)
    board.clock(sure, days=20, provisional=True)
    board.done()

    lines = every(board, number="provisional")

    assert counted(board, late) == {"open", "late", "provisional"}
    assert [line.id for line in lines if line.provisional] == [line.id for line in lines] == [late]
    assert lines[0].next_due.due_at == start_of(board.today + timedelta(days=21))
    assert not next(line for line in every(board, number="open") if line.id == sure).provisional


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (0, "paused_short"),
        (6, "paused_short"),
        (7, "paused_long"),
        (29, "paused_long"),
        (30, "paused_very_long"),
        (400, "paused_very_long"),
    ],
)
def test_a_pause_counts_by_how_long_it_has_lasted(board, days, expected):
    case = board.case()
    board.clock(case, state="paused", scope="item", paused_at=board.at - timedelta(days=days))
    board.clock(case, state="paused", paused_at=board.at)
    board.done()

    assert counted(board, case) == {"open", "paused", expected}


@pytest.mark.parametrize(
    ("kind", "state", "changes", "expected"),
    [
        ("red", "reached", {}, {"red", "unexplained"}),
        ("red", "reached", {"explanation": "人手不够"}, {"red"}),
        ("red", "reached", {"closed": True}, set()),
        ("red", "reached", {"voided": True}, set()),
        ("yellow", "running", {}, {"yellow"}),
        ("yellow", "reached", {}, set()),
        ("yellow", "running", {"voided": True}, set()),
    ],
)
def test_a_card_counts_while_it_is_open(board, kind, state, changes, expected):
    case = board.case()
    clock = board.clock(case, state=state, scope="item", days=9)
    given = {
        **(
            {"explanation": changes["explanation"], "explained_at": board.at}
            if "explanation" in changes
            else {}
        ),
        **({"closed_at": board.at} if "closed" in changes else {}),
        **({"voided_at": board.at} if "voided" in changes else {}),
    }
    board.card(case, clock, kind, **given)
    board.done()

    assert counted(board, case) == {"open", *expected}


@pytest.mark.parametrize(
    ("changes", "days", "expected"),
    [
        ({}, 0, {"instructed"}),
        ({}, -1, {"instructed", "instructed_late"}),
        ({"state": "answered", "answer": "办好了"}, -1, {"instructed"}),
        ({"state": "closed", "answer": "办好了"}, -1, set()),
    ],
)
def test_an_instruction_counts_until_it_is_closed(board, changes, days, expected):
    case = board.case()
    moments = {"answered_at": board.at} if "answer" in changes else {}
    closed = {"closed_at": board.at} if changes.get("state") == "closed" else {}
    board.instruction(case, finish_by=board.today + timedelta(days=days), **changes, **moments, **closed)
    board.done()

    assert counted(board, case) == {"open", *expected}


def test_what_was_taken_off_the_list_counts_no_more(board):
    listed, delisted = board.case(), board.case()
    board.listing(listed)
    board.listing(delisted, closed_at=board.at, close_reason="办结")
    board.done()

    assert counted(board, listed) == {"open", "listed"}
    assert counted(board, delisted) == {"open"}


def test_a_rank_is_unreached_until_somebody_is_in_post_or_the_work_is_done(board):
    waiting_case, done = board.case(), board.case()
    board.unreached(waiting_case, board.clock(waiting_case, scope="item", state="reached"))
    board.unreached(done, board.clock(done, scope="item", state="stopped"))
    filled = board.case()
    board.unreached(filled, board.clock(filled, scope="item", state="reached"), unit="town")
    board.done()

    assert counted(board, waiting_case) == {"open", "unreached"}
    assert counted(board, done) == {"open"}
    assert counted(board, filled) == {"open"}


def test_a_closed_case_is_in_no_hand(board):
    case = board.case(closed_at=board.at, outcome="oral_agreement")
    board.task(case, days=-3)
    board.done()

    assert counted(board, case) == set()
    assert shown(board).counts == {**overview.NONE, "closed_late": 1}
