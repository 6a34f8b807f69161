"""Writing an import: in one transaction, level by level, many rows a statement."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, islice
from typing import Any, TypeVar

from sqlalchemy import String, bindparam, cast, func, insert, select, update
from sqlalchemy.orm import Session, aliased

from mediation.kernel.actor import Actor
from mediation.kernel.database import table_of
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.units.events import UnitsImported
from mediation.units.importing.checking import Fresh, Known, Naming, Plan, full_names, make_plan
from mediation.units.importing.problems import BadRows
from mediation.units.importing.sheet import Sheet
from mediation.units.locks import lock_roots
from mediation.units.model import Unit

BATCH = 5000
Progress = Callable[[int], object]
Item = TypeVar("Item")


@dataclass(frozen=True)
class Imported:
    """What an import did.

    :ivar unusual: micro-grids whose households lie outside the usual; taken, but worth a look
    """

    created: int
    updated: int
    unchanged: int
    unusual: int = 0
    usual: tuple[int, int] = (0, 0)

    def __str__(self) -> str:
        said = f"新增{self.created}个单位，更新{self.updated}个，{self.unchanged}个没有变化。"
        if self.unusual:
            said += f"请留意：{self.unusual}个微网格的户数不在{self.usual[0]}至{self.usual[1]}户之间。"
        return said


def import_units(
    uow: UnitOfWork, *, rows: Sheet, progress: Progress | None = None, by: Actor, at: datetime
) -> Imported:
    """Add the units of a table, and update names and households of those that are there.

    Rows may come in any order. Importing the same table again changes nothing. An empty
    households cell leaves what is known.

    :param progress: called with how many more rows are done
    :raises BadRows: with every bad row; nothing was written
    """
    done = progress or (lambda more: None)
    lock_roots(uow)
    known = _known(uow.session)
    plan = make_plan(rows, known, uow.locality)
    names, too_long = full_names(_namings(known, plan))
    problems = [*rows.problems, *plan.problems, *too_long]
    if problems:
        raise BadRows(problems)
    done(plan.unchanged)
    _insert(uow.session, plan.fresh, known, names, done)
    _update(uow.session, plan.changed, known, names, done)
    uow.session.expire_all()
    if plan.fresh or plan.changed:
        uow.record(UnitsImported(created=len(plan.fresh), updated=len(plan.changed), by=by, at=at))
    limits = uow.locality.households
    return Imported(
        created=len(plan.fresh),
        updated=len(plan.changed),
        unchanged=plan.unchanged,
        unusual=plan.unusual,
        usual=(limits.warn_from, limits.warn_to),
    )


def _known(session: Session) -> dict[str, Known]:
    """Return every unit by code."""
    parent = aliased(Unit)
    query = select(
        Unit.code,
        Unit.id,
        Unit.name,
        Unit.level,
        func.coalesce(parent.code, ""),
        Unit.full_name,
        Unit.households,
        Unit.retired_at.is_not(None),
    ).outerjoin(parent, parent.id == Unit.parent_id)
    return {code: Known(*rest) for code, *rest in session.execute(query)}


def _namings(known: dict[str, Known], plan: Plan) -> dict[str, Naming]:
    namings = {code: Naming(unit.name, unit.parent_code) for code, unit in known.items()}
    for row in (*plan.fresh, *plan.changed):
        namings[row.code] = Naming(row.name, row.parent_code, row.line)
    bad_parents = {code for code, naming in namings.items() if naming.parent_code not in namings}
    return {
        code: Naming(naming.name, "", naming.line) if code in bad_parents else naming
        for code, naming in namings.items()
    }


def _insert(
    session: Session, fresh: Sequence[Fresh], known: dict[str, Known], names: dict[str, str], done: Progress
) -> None:
    """Add the rows, a level at a time, so that each finds its parent's id and path."""
    ids = {code: unit.id for code, unit in known.items()}
    for _, level in groupby(fresh, key=lambda row: row.level):
        for batch in _batches(level):
            session.execute(
                insert(table_of(Unit)),
                [
                    {
                        "code": row.code,
                        "name": row.name,
                        "level": row.level,
                        "parent_id": ids[row.parent_code] if row.parent_code else None,
                        "path": "",
                        "full_name": names[row.code],
                        "households": row.households,
                    }
                    for row in batch
                ],
            )
            done(len(batch))
        ids.update(session.execute(select(Unit.code, Unit.id).where(Unit.path == "")).tuples().all())
        _set_paths(session)


def _set_paths(session: Session) -> None:
    """Give every unit without a path its parent's, and its own id."""
    parent = aliased(Unit)
    above = select(parent.path).where(parent.id == Unit.parent_id).scalar_subquery()
    path = func.coalesce(above, "/") + cast(Unit.id, String) + "/"
    session.execute(
        update(Unit).where(Unit.path == "").values(path=path).execution_options(synchronize_session=False)
    )


def _update(
    session: Session, changed: Sequence[Fresh], known: dict[str, Known], names: dict[str, str], done: Progress
) -> None:
    """Write changed names and households, then every full name that follows from them."""
    table = table_of(Unit)
    by_id = update(table).where(table.c.id == bindparam("unit_id"))
    own = by_id.values(name=bindparam("new_name"), households=bindparam("new_households"))
    for batch in _batches(changed):
        session.execute(own, [_changes(row, known[row.code]) for row in batch])
        done(len(batch))
    renamed = (
        {"unit_id": unit.id, "new_full_name": names[code]}
        for code, unit in known.items()
        if names[code] != unit.full_name
    )
    for names_batch in _batches(renamed):
        session.execute(by_id.values(full_name=bindparam("new_full_name")), names_batch)


def _changes(row: Fresh, known: Known) -> dict[str, Any]:
    households = known.households if row.households is None else row.households
    return {"unit_id": known.id, "new_name": row.name, "new_households": households}


def _batches(rows: Sequence[Item] | Iterator[Item]) -> Iterator[list[Item]]:
    each = iter(rows)
    while batch := list(islice(each, BATCH)):
        yield batch
