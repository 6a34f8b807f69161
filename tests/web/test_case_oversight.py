"""What 督办 did, on the page of the case: unexplained lateness and ranks nobody holds."""

from sqlalchemy import select

from mediation.clocks.sweep import tick
from mediation.units.model import Unit
from tests.factories import a_person, a_post
from tests.web.stage import Served


def _late(served: Served, days: int) -> None:
    served.visit("village").report()
    served.later(days=days)
    tick(served.system.uow, at=served.clock.now())


def test_lateness_nobody_explained_is_seen(served: Served) -> None:
    _late(served, 7)
    served.later(days=14)
    tick(served.system.uow, at=served.clock.now())

    page = served.visit("village").get("/cases/1")

    assert "红牌" in page.text
    assert "到期没有说明原因" in page.text


def test_a_vacant_rank_is_seen_until_somebody_holds_the_post(served: Served) -> None:
    _late(served, 28)
    before = served.visit("village").get("/cases/1")
    assert "岗位空缺 官渡镇乡镇主要领导" in before.text
    assert "已报浏阳市矛调指导中心主任" in before.text

    with served.system.uow() as uow:
        town = uow.session.scalars(select(Unit).where(Unit.level == "town")).first()
        assert town is not None
        a_post(uow.session, person=a_person(uow.session, name="新书记"), role="town_leader", unit=town)
        uow.commit()

    assert "已能联系上 官渡镇乡镇主要领导" in served.visit("village").get("/cases/1").text
