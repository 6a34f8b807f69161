"""Reports of several acts, put together."""

from mediation.engine.elements import Element
from mediation.engine.report import OpenTask, Report

TALK = OpenTask("1", Element("talk", "user_task", "上门", "grid_level"))
SIGN = OpenTask("2", Element("sign", "user_task", "签字", "signing"))
WAIT = OpenTask("3", Element("wait", "timer_event", "等", "signing"))


def test_two_acts_together_leave_out_what_came_and_went() -> None:
    first = Report(opened=(TALK,), timers=(WAIT,), closed=("0",), ended=("a",))
    second = Report(opened=(SIGN,), closed=("1",), cancelled=("3", "9"), finished=True, ended=("b",))

    both = first.then(second)

    assert both == Report(opened=(SIGN,), closed=("0",), cancelled=("9",), finished=True, ended=("a", "b"))


def test_operations_are_those_that_wait_at_the_end() -> None:
    assert Report(operations=(TALK,)).then(Report(operations=(SIGN,))).operations == (SIGN,)
