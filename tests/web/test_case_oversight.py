"""What 督办 did, on the page of the case: unexplained lateness and ranks nobody holds."""

from sqlalchemy import select

from mediation.casework.model import WorkItem
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


def _explaining(served: Served) -> int:
    with served.session() as session:
        query = select(WorkItem.id).where(WorkItem.process == "oversight", WorkItem.state == "open")
        return session.scalars(query.order_by(WorkItem.id)).first() or 0


def test_explaining_lateness_leads_to_the_late_task_and_says_what_follows_for_people(served: Served) -> None:
    _late(served, 7)

    page = served.visit("village").get(f"/work/{_explaining(served)}")

    assert "看逾期的这件事" in page.text
    assert "/cases/1/clocks#clock-" in page.html
    assert "逾期的事办完，督办就结束" in page.text
    assert "各级都已督办" not in page.text


def test_what_is_ones_own_stands_before_supervision(served: Served) -> None:
    _late(served, 7)

    for path in ("/cases/1", "/cases/1/clocks"):
        html = served.visit("village").get(path).html.partition('id="clock')[2]
        own, _, chain = html.partition("督办环节")
        assert "村级受理期限" in own, path
        assert "村级受理期限" not in chain.partition("</section>")[0], path
        assert "督办" in chain, path


def test_the_form_of_an_order_offers_the_grid_leader_who_was_late(served: Served) -> None:
    served.visit("grid").report()
    served.later(days=10)
    tick(served.system.uow, at=served.clock.now())
    with served.session() as session:
        ordering = (WorkItem.element == "town_instruction", WorkItem.state == "open")
        item_id = session.scalars(select(WorkItem.id).where(*ordering)).first()

    html = served.visit("county").get(f"/work/{item_id}").html

    assert f'<option value="{served.people["grid"]}" selected' in html
    assert f'<option value="{served.people["auditor"]}"' not in html


def test_an_order_that_is_late_itself_says_that_the_chain_goes_on_without_it(served: Served) -> None:
    _late(served, 9)
    served.later(days=9)
    tick(served.system.uow, at=served.clock.now())
    with served.session() as session:
        item = session.scalars(
            select(WorkItem).where(WorkItem.element == "town_instruction", WorkItem.state == "open")
        ).one()

    task = served.visit("county").get(f"/work/{item.id}").text
    person = served.visit("county").get(f"/board/people/{served.people['county']}").text

    for page in (task, person):
        assert "逐级督办不等这一步：" in page
        assert "起已在浏阳市挂牌" in page


def test_a_card_says_when_work_became_late_and_when_it_was_given_and_what_became_of_a_warning(
    served: Served,
) -> None:
    served.visit("village").report()
    served.later(days=2)
    tick(served.system.uow, at=served.clock.now())
    served.later(days=5)
    tick(served.system.uow, at=served.clock.now())

    html = served.visit("county").get("/cases/1").html

    assert html.count("<h2>督办情况</h2>") == 1
    text = served.visit("county").get("/cases/1").text
    assert "已转红牌" in text
    assert "9月18日 00:00起逾期，9月21日 10:00发牌" in text


def test_whom_a_talk_is_with_stands_on_the_task_and_that_it_is_to_come_on_the_case(served: Served) -> None:
    _late(served, 28)
    with served.session() as session:
        talking = (WorkItem.element == "county_interview", WorkItem.state == "open")
        item_id = session.scalars(select(WorkItem.id).where(*talking)).first()

    task, case = served.visit("county").get(f"/work/{item_id}"), served.visit("village").get("/cases/1")

    assert "约谈对象：官渡镇南岳村调委会主任李国华" in task.text
    assert "待约谈 官渡镇南岳村调委会主任李国华" in case.text
    assert "约谈，10月" in case.text


def test_late_work_and_the_task_to_explain_it_say_what_supervision_has_done_so_far(served: Served) -> None:
    _late(served, 7)
    explaining = _explaining(served)
    served.later(days=7)
    tick(served.system.uow, at=served.clock.now())
    with served.session() as session:
        late = session.scalars(select(WorkItem.id).where(WorkItem.element == "village_accept")).one()

    for item_id in (late, explaining):
        page = served.visit("village").get(f"/work/{item_id}")
        done = page.html.partition('id="overseen"')[2].partition("</section>")[0]

        assert "红牌，须说明原因。" in done
        assert "到期没有说明原因，已报" in done
        assert 'href="#overseen"' in page.html
        assert page.html.count("/cases/1/clocks#clock-1") == 1


def test_work_in_time_says_nothing_of_supervision(served: Served) -> None:
    served.visit("village").report()

    page = served.visit("village").get("/work/1")

    assert "督办经过" not in page.text
    assert "看期限是怎么算的" not in page.text


def test_who_gave_an_order_is_led_to_it(served: Served) -> None:
    _late(served, 9)
    with served.session() as session:
        ordering = (WorkItem.element == "town_instruction", WorkItem.state == "open")
        item_id = session.scalars(select(WorkItem.id).where(*ordering)).one()
    given = {"owner": str(served.people["village"]), "finish_by": "2026-10-09", "instruction": "三日内办结"}

    visitor = served.visit("county")
    page = visitor.get(visitor.post(f"/work/{item_id}", given).location)

    assert "已下达督办单" in page.text
    assert '<a href="/instructions/1">' in page.html
