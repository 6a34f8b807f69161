"""Levels are data: 云浮's 大中小微 grids work with the same code as 浏阳's five levels."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from mediation.kernel.actor import SYSTEM
from mediation.kernel.clock import SHANGHAI
from mediation.kernel.locality import Locality, read_locality
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.people.queries import holder_for
from mediation.units.importing import import_units, parse
from mediation.units.model import Unit
from mediation.units.queries import ancestor_at, by_code, count_below
from tests.factories import a_person, a_post

DATA = Path(__file__).parents[1] / "data"
AT = datetime(2026, 9, 1, 9, 0, tzinfo=SHANGHAI)

YUNFU = """
key: yunfu
title: 云城区
case_prefix: 云调
levels:
  - {key: county, title: 区, title_en: District, handler: district_mediator, lead: district_mediator}
  - {key: town, title: 大网格, title_en: Large grid, handler: large_leader, lead: large_leader}
  - {key: village, title: 中网格, title_en: Middle grid, handler: middle_leader, lead: middle_leader}
  - {key: small, title: 小网格, title_en: Small grid, handler: small_leader, lead: small_leader}
  - {key: micro, title: 微网格, title_en: Micro-grid, handler: micro_leader, lead: micro_leader}
  - {key: yard, title: 院落, title_en: Yard}
roles:
  - {key: district_mediator, title: 区调解员, title_en: District mediator, level: county}
  - {key: large_leader, title: 大网格长, title_en: Large grid leader, level: town}
  - {key: middle_leader, title: 中网格长, title_en: Middle leader, level: village, stands_in: large_leader}
  - {key: small_leader, title: 小网格长, title_en: Small grid leader, level: small, stands_in: middle_leader}
  - {key: micro_leader, title: 微网格长, title_en: Micro leader, level: micro, stands_in: small_leader}
households: {warn_from: 30, warn_to: 70, refuse_above: 100}
"""


@pytest.fixture
def yunfu(tmp_path: Path) -> Locality:
    path = tmp_path / "locality.yaml"
    path.write_text(YUNFU, encoding="utf-8")
    return read_locality(path)


@pytest.fixture
def six_levels(session: Session, yunfu: Locality) -> Callable[[], UnitOfWork]:
    return lambda: UnitOfWork(session, locality=yunfu)


def test_a_county_with_six_levels_is_imported_and_climbed(
    session: Session, yunfu: Locality, six_levels: Callable[[], UnitOfWork]
) -> None:
    real = (DATA / "445302-yuncheng.csv").read_text(encoding="utf-8")
    village = next(line for line in real.splitlines() if line.endswith(",village")).split(",")[0]
    below = (
        f"{village}01,第一小网格,{village},small\n"
        f"{village}0101,第一微网格,{village}01,micro\n"
        f"{village}010101,东院,{village}0101,yard\n"
    )
    uow = six_levels()
    import_units(uow, rows=parse((real.rstrip() + "\n" + below).encode()), by=SYSTEM, at=AT)
    uow.commit()

    yard = by_code(session, f"{village}010101")
    climbed = [ancestor_at(session, yard.id, level) for level in yunfu.levels]
    assert all(climbed)
    assert [yunfu.level(unit.level).rank for unit in climbed if unit] == [1, 2, 3, 4, 5, 6]
    assert count_below(session, by_code(session, "445302"))["town"] > 5


def test_work_of_a_vacant_micro_grid_goes_up_the_locality_s_own_ladder(
    session: Session, yunfu: Locality, six_levels: Callable[[], UnitOfWork]
) -> None:
    rows = "code,name,parent_code,level\nY,云城区,,county\nT,云城街道,Y,town\nV,兴云社区,T,village\n"
    rows += "S,一号小网格,V,small\nM,一号微网格,S,micro\n"
    uow = six_levels()
    import_units(uow, rows=parse(rows.encode()), by=SYSTEM, at=AT)
    middle = a_person(session, name="梁志强")
    unit = by_code(session, "V")
    session.flush()

    a_post(session, person=middle, role="middle_leader", unit=session.get_one(Unit, unit.id))
    uow.commit()

    routed = holder_for(session, yunfu, "micro_leader", by_code(session, "M").id, date(2026, 9, 1))

    assert (routed.role, routed.unit_id, routed.diverted_from_role) == (
        "middle_leader",
        unit.id,
        "micro_leader",
    )
