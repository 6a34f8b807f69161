"""Sending a dispute back once too often is refused on the page, and the level above gets its duty."""

from sqlalchemy import select, update

from mediation.cases.model import Case
from mediation.casework.model import WorkItem
from tests.web.stage import Served


def _task(served: Served, element: str) -> int:
    with served.session() as session:
        mine = (WorkItem.element == element, WorkItem.state == "open")
        return session.scalars(select(WorkItem.id).where(*mine)).one()


def _at_the_town_again(served: Served) -> None:
    served.visit("village").report()
    village = _task(served, "village_accept")
    served.visit("village").post(f"/work/{village}", {"decision": "up", "reason": "涉及三个村"})
    with served.session() as session:
        session.execute(update(Case).values(returns=2))
        session.commit()


def test_the_page_says_why_not_and_the_level_above_has_a_task(served: Served) -> None:
    _at_the_town_again(served)
    town = _task(served, "town_accept")

    page = served.visit("town").post(f"/work/{town}", {"decision": "back", "reason": "先由村里摸清"})

    assert page.status == 422
    assert "已经下交2次，不能再下交。已请上一级指定一名责任人限期办结" in page.text
    desk = served.visit("county").get("/inbox")
    assert "指定一名责任人" in desk.text
    form = served.visit("county").get(f"/work/{_task(served, 'name_owner')}")
    assert "只定一个人，从现在起由这个人负责到底。" in form.text


def test_who_is_named_reads_it_on_the_case(served: Served) -> None:
    _at_the_town_again(served)
    town = _task(served, "town_accept")
    served.visit("town").post(f"/work/{town}", {"decision": "back", "reason": "先由村里摸清"})
    owner = {"owner": str(served.people["town"]), "finish_by": "2026-09-25", "instruction": "一人负责到底"}

    page = served.visit("county").post(f"/work/{_task(served, 'name_owner')}", owner)

    assert page.status == 303
    case = served.visit("town").get("/cases/1")
    assert "由周德明在9月25日（含当日）之前办结" in case.text
