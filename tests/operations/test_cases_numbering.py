"""Numbers are given out once each, also to people who report at the same moment."""

from threading import Barrier, Thread

from mediation.cases.operations import next_number
from tests.operations.case_stage import moment


def test_numbers_given_out_at_once_are_all_different_and_leave_no_gap(open_uow):
    start, given = Barrier(4), []
    units = [open_uow() for _ in range(4)]

    def take(uow) -> None:
        start.wait()
        given.append(next_number(uow, at=moment(1, 2)))
        uow.commit()

    threads = [Thread(target=take, args=(uow,)) for uow in units]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(given) == [f"浏调〔2026〕{number:06d}号" for number in range(1, 5)]
