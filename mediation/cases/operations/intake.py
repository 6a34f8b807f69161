"""Taking a dispute in: number, risk, screening, merging, redirecting."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from mediation.cases import refusals, rules, settings
from mediation.cases.events import (
    CaseKeptSeparate,
    CaseMergedInto,
    CaseRedirected,
    CaseScreened,
    CaseTookIn,
    Ground,
    RelatedFound,
    RiskAssessed,
)
from mediation.cases.model import Case
from mediation.cases.operations.closure import check_open, close_case
from mediation.cases.operations.numbering import number_in
from mediation.cases.operations.receipts import send
from mediation.cases.taxonomy import HANDOVERS
from mediation.kernel.actor import Actor
from mediation.kernel.clock import day_of
from mediation.kernel.errors import NotFound
from mediation.kernel.text import N_
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.units.queries import UnitView, by_code
from mediation.units.queries import unit as unit_view

SERIES = "case"


def next_number(uow: UnitOfWork, *, at: datetime) -> str:
    """Return the next case number of the year, e.g. ``浏调〔2026〕000012号``; the series row is locked."""
    return number_in(uow, series=SERIES, prefix=uow.locality.case_prefix, at=at)


def register(uow: UnitOfWork, *, case: Case, by: Actor, at: datetime) -> None:
    """Give the case its number; the limitation is interrupted on the day of application (民法典 195)."""
    case.number = next_number(uow, at=at)
    case.limitation_interrupted_on = day_of(case.reported_at)


def set_difficulty(uow: UnitOfWork, *, case: Case) -> None:
    """Presume the case major where the thresholds of the statistics are passed (DOMAIN 3)."""
    case.difficulty = rules.presumed_difficulty(
        named=case.difficulty,
        people=case.people_count,
        amount_fen=case.amount_fen,
        traits=[key for key, holds in case.traits.items() if holds is True],
        settings=settings.of(uow.locality),
    )


def set_risk(
    uow: UnitOfWork, *, case: Case, rows: Sequence[Mapping[str, Any]], by: Actor, at: datetime
) -> None:
    """Set the gravest risk among the matching rows of the risk table."""
    case.risk = rules.highest_risk([str(row["risk"]) for row in rows if row.get("risk")])
    deciding = [row for row in rows if row.get("risk") == case.risk]
    basis = tuple(dict.fromkeys(ground_of(row) for row in deciding)) or (Ground(N_("没有触发任何风险情形")),)
    uow.record(RiskAssessed(case_id=case.id, risk=case.risk, basis=basis, at=at, by=by))


def screen(uow: UnitOfWork, *, case: Case, row: Mapping[str, Any], by: Actor, at: datetime) -> None:
    """Set whether the case may be mediated, whom else it goes to and where it enters the ladder.

    :param row: outputs of the first matching row of the routing table
    """
    case.may_mediate = bool(row.get("may_mediate", True))
    case.handover_to = row.get("handover_to") or None
    place = unit_view(uow.session, case.unit_id)
    case.entry_level = entry_level(uow, wanted=row.get("entry_level") or None, place=place)
    where = (
        uow.locality.level(case.entry_level).title
        if case.may_mediate
        else HANDOVERS.get(case.handover_to or "", "")
    )
    uow.record(
        CaseScreened(
            case_id=case.id, may_mediate=case.may_mediate, where=where, basis=ground_of(row), at=at, by=by
        )
    )


def entry_level(uow: UnitOfWork, *, wanted: str | None, place: UnitView) -> str:
    """Return the level to begin at: never below the place of the dispute."""
    ranks = {key: level.rank for key, level in uow.locality.levels.items()}
    return rules.higher_level(ranks, wanted, place.level)


def ground_of(row: Mapping[str, Any]) -> Ground:
    """Return what a decision row says and the legal basis it names."""
    basis = str(row.get("basis") or row.get("annotation") or N_("本县规定"))
    return Ground(basis, str(row.get("sentence") or ""))


def relate(uow: UnitOfWork, *, case: Case, candidates: Sequence[int], by: Actor, at: datetime) -> bool:
    """Link the newest earlier case of the same kind and place among ``candidates``; True if one is open.

    :param candidates: ids of cases with the same parties
    """
    earlier = uow.session.scalars(
        select(Case)
        .where(
            Case.id.in_(candidates),
            Case.id != case.id,
            Case.kind == case.kind,
            Case.unit_id == case.unit_id,
            Case.outcome.is_distinct_from("merged"),
        )
        .order_by(Case.closed_at.is_(None).desc(), Case.id.desc())
        .limit(1)
    ).first()
    if earlier is None:
        return False
    case.prior_case_id = earlier.id
    is_open = earlier.closed_at is None
    uow.record(RelatedFound(case_id=case.id, number=earlier.number, is_open=is_open, at=at, by=by))
    return is_open


def merge(uow: UnitOfWork, *, case: Case, into_number: str | None, by: Actor, at: datetime) -> Case:
    """Close ``case`` into the other one; both ledgers tell it.

    :param into_number: number of the case that takes it in; None: the related one found at intake
    :raises BadMerge: not found, itself, or closed
    """
    into = _target_of_merge(uow, case, (into_number or "").strip())
    case.merged_into_id = into.id
    uow.record(CaseMergedInto(case_id=case.id, number=into.number, at=at, by=by))
    uow.record(CaseTookIn(case_id=into.id, number=case.number, at=at, by=by))
    close_case(uow, case=case, outcome="merged", by=by, at=at)
    return into


def _target_of_merge(uow: UnitOfWork, case: Case, number: str) -> Case:
    chosen = Case.number == number if number else Case.id == case.prior_case_id
    into = uow.session.scalars(select(Case).where(chosen)).first()
    if into is None:
        raise refusals.BadMerge(number=number or "原案", why="没有这个编号的案件")
    if into.id == case.id:
        raise refusals.BadMerge(number=into.number, why="不能并入自己")
    if into.closed_at is not None:
        raise refusals.BadMerge(number=into.number, why="该案已结案，可以申请重启该案")
    return into


def keep_separate(uow: UnitOfWork, *, case: Case, by: Actor, at: datetime) -> None:
    """Let the case go on by itself."""
    uow.record(CaseKeptSeparate(case_id=case.id, at=at, by=by))


def redirect(
    uow: UnitOfWork, *, case: Case, unit_code: str, reason: str | None, by: Actor, at: datetime
) -> None:
    """Move the place of the case to the unit of ``unit_code``; the ladder begins there.

    :raises BadRedirection: unknown, retired or not below the top level
    :raises ReasonNeeded:
    """
    check_open(case)
    reason = rules.need_reason(reason, what="分流")
    code = str(unit_code or "").strip()
    try:
        unit = by_code(uow.session, code)
    except NotFound:
        raise refusals.BadRedirection(code=code, why="没有这个编码的单位") from None
    if unit.parent_id is None:
        raise refusals.BadRedirection(code=code, why="应当选择县（市）以下的单位")
    if unit.is_retired:
        raise refusals.BadRedirection(code=code, why="该单位已撤销")
    held_before = case.held_by_id
    case.unit_id, case.held_by_id, case.level = unit.id, unit.id, unit.level
    case.entry_level = entry_level(uow, wanted=unit.level, place=unit)
    send(uow, case=case, direction="over", from_unit_id=held_before, to_unit_id=unit.id, reason=reason, at=at)
    uow.record(CaseRedirected(case_id=case.id, unit=unit.full_name, reason=reason, at=at, by=by))
