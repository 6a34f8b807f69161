"""Many tasks at one press: each for itself, a result for each."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from mediation.casework.model import WorkItem
from mediation.people.model import Person

KEPT = 3


@pytest.fixture
def orders(served, colleague):
    """Ids of 200 tasks that wait for either grid leader; the last three are 张桂英's already."""
    visitor = served.visit("grid")
    visitor.report()
    with served.system.uow() as uow:
        first = uow.session.scalars(select(WorkItem)).one()
        columns = [each.key for each in WorkItem.__table__.columns if each.key != "id"]
        kept = {key: getattr(first, key) for key in columns}
        for number in range(199):
            uow.add(WorkItem(**{**kept, "task_ref": f"copy-{number}", "row_version": 1}))
        uow.session.flush()
        ids = list(uow.session.scalars(select(WorkItem.id).order_by(WorkItem.id)))
        uow.session.execute(update(WorkItem).where(WorkItem.id.in_(ids[-KEPT:])).values(person_id=colleague))
        uow.commit()
    return ids


def taken(served, person_id):
    with served.session() as session:
        return set(session.scalars(select(WorkItem.id).where(WorkItem.person_id == person_id)))


def press(served, act, items, **more):
    return served.visit("grid").post("/inbox/bulk", {"act": act, "item": items, **more})


def test_of_200_with_3_not_allowed_197_are_done_and_3_named_with_why(served, orders):
    page = press(served, "claim", orders, back="/inbox?box=unit")

    assert page.status == 200
    assert taken(served, served.people["grid"]) == set(orders[:-KEPT])
    assert "197 件已办好。" in page.text
    assert "3 件没有办成，其余的不受影响。" in page.text
    assert page.text.count("“接单”由张桂英办理。如需由您办理，请与张桂英商量，由其转办或退回。") == KEPT
    for item_id in orders[-KEPT:]:
        assert f'href="/work/{item_id}"' in page.html
    assert 'href="/inbox?box=unit"' in page.html


def test_putting_back(served, orders):
    mine = orders[:2]
    press(served, "claim", mine)

    page = press(served, "release", orders[:3])

    assert taken(served, served.people["grid"]) == set()
    assert "2 件已办好。" in page.text
    assert "“接单”不在您名下，无需退回。" in page.text


def test_handing_over_asks_first_to_whom_and_why(served, orders, colleague):
    press(served, "claim", orders[:5])

    asked = press(served, "hand_over", orders[:5], back="/inbox")

    assert asked.status == 200
    assert "已选 5 件" in asked.text
    assert "张桂英" in asked.text
    assert asked.html.count('name="item"') == 5
    wrong = press(served, "hand_over", orders[:5], to_id="", reason="")
    assert wrong.status == 422
    assert "请" in wrong.text

    page = press(served, "hand_over", [*orders[:5], orders[-1]], to_id=colleague, reason="要住院")

    assert "5 件已办好。" in page.text
    assert taken(served, colleague) == {*orders[:5], *orders[-KEPT:]}


def test_a_task_finished_meanwhile_is_named_and_stops_nothing(served, orders):
    served.later(minutes=5)
    with served.system.uow() as uow:
        item = uow.get(WorkItem, orders[1])
        item.state, item.closed_at = "done", served.clock.now() - timedelta(minutes=1)
        item.closed_by, item.closed_post = served.people["grid2"], "微网格长"
        uow.commit()

    page = press(served, "claim", orders[:3])

    assert "2 件已办好。" in page.text
    assert "张桂英已于09月14日10:04办结“接单”" in page.text


def test_of_a_task_one_may_not_know_of_nothing_is_said(served, orders):
    page = served.visit("elsewhere").post("/inbox/bulk", {"act": "claim", "item": orders[:1]})

    assert "没有找到这项待办" in page.text
    assert "接单" not in page.text
    assert served.visit("elsewhere").get("/cases/1").status == 404


@pytest.mark.parametrize(("items", "sentence"), [([], "请先勾选"), (range(1, 202), "一次最多办200件")])
def test_none_or_too_many(served, items, sentence):
    page = press(served, "claim", list(items))

    assert page.status == 422
    assert sentence in page.text.replace(" ", "")


def test_an_unknown_act_is_not_found(served):
    assert press(served, "delete", [1]).status == 404


def test_it_goes_back_to_no_other_house(served, orders):
    page = press(served, "claim", orders[:1], back="https://evil.example/inbox")

    assert "evil" not in page.html


def test_who_is_recused_gets_a_sentence_not_the_task(served, orders):
    with served.system.uow() as uow:
        uow.get(Person, served.people["grid"]).name = "李甲"
        uow.commit()

    page = press(served, "claim", orders[:2])

    assert page.text.count("您是本案当事人") == 2
    assert taken(served, served.people["grid"]) == set()
