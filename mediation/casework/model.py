"""Running processes, the work they put in inboxes, and the timers they wait for."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from mediation.kernel.base import Base
from mediation.kernel.columns import BIG_JSON, Moment, Sealed

FAR = datetime(9999, 1, 1, tzinfo=UTC)


class ProcessInstance(Base):
    """One running or finished process of a case, with the engine's state and nothing else."""

    __tablename__ = "process_instances"
    __table_args__ = (Index("ix_process_instances_process_started_at", "process", "started_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    process: Mapped[str] = mapped_column(String(60), comment="process id, e.g. dispute, oversight, whistle")
    digest: Mapped[str] = mapped_column(String(64), comment="publication the process began with")
    subject_id: Mapped[int | None] = mapped_column(comment="oversight: the late clock; whistle: the receipt")
    addressee: Mapped[str | None] = mapped_column(
        String(40), comment="role called in, where the diagram says only that a department is"
    )
    state: Mapped[bytes] = mapped_column(
        LargeBinary, comment="compressed engine state without spec and case data"
    )
    kept_clocks: Mapped[dict[str, list[int | None]]] = mapped_column(
        BIG_JSON,
        default=dict,
        server_default="{}",
        comment="process/element to be done anew -> its clock, and the clock of the work sent back",
    )
    timers: Mapped[int] = mapped_column(default=0, comment="timer events waiting; 0 spares a look-up")
    trail: Mapped[dict[str, int]] = mapped_column(
        BIG_JSON,
        default=dict,
        server_default="{}",
        comment="process/sequence flow -> how often a token took it",
    )
    started_at: Mapped[datetime] = mapped_column(Moment)
    finished_at: Mapped[datetime | None] = mapped_column(Moment)
    row_version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": row_version}


OPEN = "state = 'open'"
UNCLAIMED = f"{OPEN} AND person_id IS NULL"
FOLLOWED_UP = f"{OPEN} AND follow_up_on IS NOT NULL"
VISITS = "step = 'performance.visit'"
DELEGATED = f"{OPEN} AND delegated_by_id IS NOT NULL"
DONE = text("state = 'done' AND parent_id IS NULL")


def _index(name: str, *columns: str, of: str = OPEN, carries: str | None = None) -> tuple[Index]:
    """An index over a part of the work, open work unless said: the rest weighs nothing in it.

    :param carries: column to be read off the index too, so that counting need not open the tasks
    """
    include = [carries] if carries else None
    where = text(of)
    return (Index(name, *columns, postgresql_where=where, sqlite_where=where, postgresql_include=include),)


class WorkItem(Base):
    """One task in an inbox, open or past."""

    __tablename__ = "work_items"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'done', 'cancelled')", name="known_state"),
        CheckConstraint("(closed_at IS NULL) = (state = 'open')", name="open_until_closed"),
        CheckConstraint("state <> 'done' OR closed_post IS NOT NULL", name="done_by_somebody"),
        Index(
            "ix_work_items_unit_role_due",
            "unit_id",
            "role",
            "sort_at",
            "id",
            postgresql_where=text("state = 'open'"),
            sqlite_where=text("state = 'open'"),
        ),
        *_index("ix_work_items_person_due", "person_id", "sort_at", "id", carries="case_id"),
        *_index(
            "ix_work_items_unclaimed_due",
            *("unit_id", "role", "sort_at", "id"),
            of=UNCLAIMED,
            carries="case_id",
        ),
        *_index("ix_work_items_unclaimed_new", "unit_id", "role", "opened_at", "id", of=UNCLAIMED),
        *_index(
            "ix_work_items_unclaimed_risk", "unit_id", "role", "risk_rank", "sort_at", "id", of=UNCLAIMED
        ),
        *_index("ix_work_items_unclaimed_kind", "unit_id", "role", "kind", "sort_at", "id", of=UNCLAIMED),
        *_index("ix_work_items_person_new", "person_id", "opened_at", "id"),
        *_index("ix_work_items_person_risk", "person_id", "risk_rank", "sort_at", "id"),
        *_index("ix_work_items_person_kind", "person_id", "kind", "sort_at", "id"),
        *_index("ix_work_items_follow_up", "person_id", "follow_up_on", of=FOLLOWED_UP),
        *_index("ix_work_items_delegated_by_id", "delegated_by_id", of=DELEGATED),
        *_index("ix_work_items_parent_id", "parent_id"),
        *_index("ix_work_items_visits", "due_on", of=VISITS),
        Index("ix_work_items_case_id", "case_id"),
        Index(
            "ix_work_items_done",
            "process",
            "closed_at",
            postgresql_where=DONE,
            sqlite_where=DONE,
        ),
        Index("ix_work_items_closed_by_closed_at", "closed_by", "closed_at", "id"),
        Index(
            "ix_work_items_clock_id",
            "clock_id",
            postgresql_where=text("state = 'open'"),
            sqlite_where=text("state = 'open'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    instance_id: Mapped[int] = mapped_column(ForeignKey("process_instances.id"))
    task_ref: Mapped[str] = mapped_column(String(40), comment="the engine's id of the task")
    process: Mapped[str] = mapped_column(String(60))
    element: Mapped[str] = mapped_column(String(80), comment="element id of the diagram")
    label: Mapped[str] = mapped_column(String(120))
    label_en: Mapped[str] = mapped_column(String(120), default="")
    form_key: Mapped[str | None] = mapped_column(String(80))
    step: Mapped[str | None] = mapped_column(String(80), comment="operation called on completion")
    role: Mapped[str] = mapped_column(
        String(40), comment="role that may do it, after virtual roles and vacancies"
    )
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    diverted_from_id: Mapped[int | None] = mapped_column(
        ForeignKey("units.id"), comment="unit whose vacant post this was for"
    )
    diverted_from_role: Mapped[str | None] = mapped_column(String(40))
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("persons.id"), comment="who claimed it or was named"
    )
    attempt_id: Mapped[int | None] = mapped_column(ForeignKey("attempts.id"))
    task_level: Mapped[str | None] = mapped_column(String(24), comment="level whose process this is")
    turn: Mapped[int | None] = mapped_column(comment="place in a multi-instance, from 0")
    clock_id: Mapped[int | None] = mapped_column(ForeignKey("clocks.id"))
    due_at: Mapped[datetime | None] = mapped_column(Moment, comment="first moment at which it is late")
    due_on: Mapped[date | None] = mapped_column(comment="last day in time")
    sort_at: Mapped[datetime] = mapped_column(Moment, comment="due_at, or the far future where none")
    provisional: Mapped[bool] = mapped_column(default=False)
    late: Mapped[bool] = mapped_column(default=False, comment="set when its clock ran out; never unset")
    state: Mapped[str] = mapped_column(String(10), default="open")
    opened_at: Mapped[datetime] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    closed_post: Mapped[str | None] = mapped_column(String(200))
    submission: Mapped[str | None] = mapped_column(String(40), comment="token of the form that completed it")
    parent_id: Mapped[int | None] = mapped_column(
        ForeignKey("work_items.id"),
        comment="会签: the task whose co-signer this row asks; no token waits for it",
    )
    cosigns_open: Mapped[int] = mapped_column(
        default=0,
        server_default="0",
        comment="co-signers still asked; it cannot be completed before they answered",
    )
    delegated_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("persons.id"), comment="委派: whose it stays, and who gets it back from person_id"
    )
    follow_up_on: Mapped[date | None] = mapped_column(
        comment="when its holder wants to see it again; no clock knows of it"
    )
    risk_rank: Mapped[int] = mapped_column(
        default=2, server_default="2", comment="0 red, 1 orange, 2 yellow, as of its case"
    )
    kind: Mapped[str] = mapped_column(String(24), default="", server_default="", comment="kind of its case")
    row_version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": row_version}


class WorkMove(Base):
    """A task that changed hands, or that somebody was asked about: 转办, 委派, 加签, 退回, 撤回.

    What was asked and not yet answered has no outcome; only that can be taken back.
    """

    __tablename__ = "work_moves"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('handed_over', 'delegated', 'cosign', 'sent_back', 'taken_back')", name="known_kind"
        ),
        CheckConstraint("(answered_at IS NULL) = (outcome IS NULL)", name="answered_with_an_outcome"),
        Index("ix_work_moves_item_id", "item_id"),
        Index("ix_work_moves_case_id", "case_id"),
        Index(
            "ix_work_moves_waiting",
            "by_id",
            postgresql_where=text("outcome IS NULL"),
            sqlite_where=text("outcome IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("work_items.id"))
    kind: Mapped[str] = mapped_column(String(12))
    by_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), comment="who moved it or asked")
    by_post: Mapped[str] = mapped_column(String(200))
    from_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"), comment="who held it before")
    to_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"), comment="who got it or is asked")
    to_item_id: Mapped[int | None] = mapped_column(
        ForeignKey("work_items.id"), comment="co-signer's row, or the task opened again"
    )
    reason: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(Moment)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    outcome: Mapped[str | None] = mapped_column(
        String(12), comment="done, given_back, agreed, objected, dropped, taken_back"
    )
    remark: Mapped[str] = mapped_column(Text, default="", comment="what was answered")


class TimerWait(Base):
    """A timer event of a diagram waiting for a clock."""

    __tablename__ = "timer_waits"

    id: Mapped[int] = mapped_column(primary_key=True)
    instance_id: Mapped[int] = mapped_column(ForeignKey("process_instances.id"), index=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    task_ref: Mapped[str] = mapped_column(String(40))
    element: Mapped[str] = mapped_column(String(80))
    clock_id: Mapped[int] = mapped_column(ForeignKey("clocks.id"), index=True)


UNRESOLVED = text("resolved_at IS NULL")


class ParkedStep(Base):
    """An automatic step that failed: its token waits where it stands until somebody tries again."""

    __tablename__ = "parked_steps"
    __table_args__ = (
        CheckConstraint("(resolved_at IS NULL) = (resolution IS NULL)", name="resolved_somehow"),
        CheckConstraint("resolution IN ('retried', 'gone')", name="known_resolution"),
        Index(
            "uq_parked_steps_task",
            "instance_id",
            "task_ref",
            unique=True,
            postgresql_where=UNRESOLVED,
            sqlite_where=UNRESOLVED,
        ),
        Index("ix_parked_steps_case_id", "case_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    instance_id: Mapped[int] = mapped_column(ForeignKey("process_instances.id"))
    task_ref: Mapped[str] = mapped_column(String(40), comment="the engine's id of the task")
    process: Mapped[str] = mapped_column(String(60))
    element: Mapped[str] = mapped_column(String(80))
    label: Mapped[str] = mapped_column(String(120))
    step: Mapped[str] = mapped_column(String(80), comment="operation that failed")
    failures: Mapped[int] = mapped_column(default=1)
    failure: Mapped[str] = mapped_column(String(500), comment="what went wrong, for the administrator")
    handed: Mapped[dict[str, Any] | None] = mapped_column(
        Sealed, comment="what the step was handed: answers of the task before it, and who acted"
    )
    parked_at: Mapped[datetime] = mapped_column(Moment)
    failed_at: Mapped[datetime] = mapped_column(Moment, comment="last time it failed")
    resolved_at: Mapped[datetime | None] = mapped_column(Moment)
    resolved_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    resolution: Mapped[str | None] = mapped_column(
        String(8), comment="retried: it went through; gone: its token is not there any more"
    )
