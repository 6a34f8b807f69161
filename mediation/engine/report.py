"""What an act did to the tokens of an instance."""

from dataclasses import dataclass

from mediation.engine.elements import Element

Scope = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class OpenTask:
    """A task, timer or operation that waits for somebody.

    :ivar ref: names it within its instance, also after a reload
    :ivar scope: (process, element) of each call or subprocess it stands in, the outermost first
    :ivar level: nearest ``level`` property of the element or what encloses it
    :ivar turn: place in a parallel multi-instance, from 0; else None
    """

    ref: str
    element: Element
    scope: Scope = ()
    level: str | None = None
    turn: int | None = None


@dataclass(frozen=True)
class PathStep:
    """One element a token came to.

    :ivar state: "done", "open" or "cancelled"
    """

    process: str
    element: str
    state: str
    scope: Scope = ()


@dataclass(frozen=True)
class Report:
    """What changed since the last report, but for ``operations``: all that wait now.

    :ivar opened: user tasks newly open
    :ivar closed: refs of tasks, timers and operations completed
    :ivar cancelled: refs of those that are no longer wanted
    :ivar timers: timer events newly waiting
    :ivar operations: service and business-rule tasks that wait for the caller to run their step
        and complete them; take the first, complete it, look at the next report
    :ivar finished: nothing is left to do in the instance
    :ivar ended: ids of end events reached, in order
    :ivar passed: sequence flows the tokens took, as "process/flow", one for each time
    """

    opened: tuple[OpenTask, ...] = ()
    closed: tuple[str, ...] = ()
    cancelled: tuple[str, ...] = ()
    timers: tuple[OpenTask, ...] = ()
    operations: tuple[OpenTask, ...] = ()
    finished: bool = False
    ended: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()

    def then(self, later: "Report") -> "Report":
        """Return what both acts did together; what opened and closed in between is left out."""
        gone = {*later.closed, *later.cancelled}
        passing = {task.ref for task in (*self.opened, *self.timers) if task.ref in gone}
        return Report(
            opened=tuple(task for task in self.opened if task.ref not in gone) + later.opened,
            closed=self.closed + tuple(ref for ref in later.closed if ref not in passing),
            cancelled=self.cancelled + tuple(ref for ref in later.cancelled if ref not in passing),
            timers=tuple(task for task in self.timers if task.ref not in gone) + later.timers,
            operations=later.operations,
            finished=later.finished,
            ended=self.ended + later.ended,
            passed=self.passed + later.passed,
        )
