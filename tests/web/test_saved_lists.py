"""Saved lists on their pages: kept, opened, shared, refused with a sentence."""

import pytest
from sqlalchemy import select

from mediation.inbox.model import SavedList
from mediation.units.model import Unit


def keep(visitor, name="红色邻里", **given):
    return visitor.post("/inbox/lists", {"name": name, "kind": "neighbour", "risk": "red", **given})


def test_the_present_list_is_kept_and_opens_by_its_address(served):
    visitor = served.visit("mediator")

    kept = keep(visitor, box="unit", sort="risk")
    page = visitor.get(kept.location)

    assert (kept.status, kept.location) == (303, "/inbox?box=unit&sort=risk&kind=neighbour&risk=red")
    assert "清单已存下来" in page.html
    assert 'aria-current="true"' in page.html
    assert "待领，类型：邻里，风险：红色" in visitor.get("/inbox/lists").text


@pytest.mark.parametrize(("name", "sentence"), [("", "请给清单起个名字"), ("一" * 31, "不超过30个字")])
def test_a_bad_name_is_said_where_the_list_is(served, name, sentence):
    visitor = served.visit("mediator")

    page = keep(visitor, name)

    assert page.status == 422
    assert sentence in page.html
    assert "类型：邻里" in page.text


def test_the_same_name_twice_is_said(served):
    visitor = served.visit("mediator")
    keep(visitor)

    assert "您已有一份叫“红色邻里”的清单" in keep(visitor).html


def test_a_shared_list_is_there_for_colleagues_and_nobody_else(served):
    visitor = served.visit("mediator")
    keep(visitor, share=_village(served))

    assert "红色邻里" in served.visit("mediator2").get("/inbox").text
    assert "红色邻里" in served.visit("village").get("/inbox/lists").text
    assert "红色邻里" not in served.visit("grid").get("/inbox").text


def _village(served) -> int:
    with served.session() as session:
        return session.scalars(select(Unit.id).where(Unit.level == "village")).one()


def test_it_is_renamed_shared_and_deleted(served):
    visitor, colleague = served.visit("mediator"), served.visit("mediator2")
    keep(visitor)
    number = _only(served).id

    visitor.post(f"/inbox/lists/{number}/rename", {"name": "要紧的"})
    visitor.post(f"/inbox/lists/{number}/share", {"share": _village(served)})
    during = colleague.get("/inbox/lists").text
    refused = colleague.post(f"/inbox/lists/{number}/delete")
    visitor.post(f"/inbox/lists/{number}/share", {"share": ""})
    after = colleague.get("/inbox/lists").text
    visitor.post(f"/inbox/lists/{number}/delete")

    assert "要紧的" in during
    assert refused.status == 403
    assert "只有保存的人才能改" in refused.text
    assert "要紧的" not in after
    with served.session() as session:
        assert session.scalars(select(SavedList)).all() == []


def _only(served) -> SavedList:
    with served.session() as session:
        return session.scalars(select(SavedList)).one()


def test_whoever_leads_the_unit_may_delete_what_is_shared_with_it(served):
    keep(served.visit("mediator"), share=_village(served))
    number, leader = _only(served).id, served.visit("village")

    page = leader.get("/inbox/lists")
    deleted = leader.post(f"/inbox/lists/{number}/delete")

    assert "删除这份清单" in page.text
    assert f"/inbox/lists/{number}/rename" not in page.html
    assert deleted.status == 303


def test_somebody_elses_private_list_is_not_known(served):
    keep(served.visit("mediator"))
    number = _only(served).id

    for act in ("rename", "share", "delete"):
        assert served.visit("village").post(f"/inbox/lists/{number}/{act}", {"name": "别的"}).status == 404


def test_a_list_with_a_name_in_it_is_not_shared(served):
    visitor = served.visit("mediator")

    page = keep(visitor, party="徐大有", share=_village(served))

    assert page.status == 422
    assert "按当事人姓名查找的清单只能自己用" in page.html
    assert 'value="红色邻里"' in page.html
    assert 'name="share" disabled' in page.html


def test_a_list_whose_unit_is_gone_says_so(served):
    visitor = served.visit("town")
    with served.session() as session:
        number = session.scalars(select(Unit.id).where(Unit.name == "第10微网格")).one()
    keep(visitor, unit=number)
    with served.session() as session:
        session.get_one(Unit, number).retired_at = served.clock.now()
        session.commit()

    assert "第10微网格已经停用" in visitor.get("/inbox/lists").text
    assert "第10微网格已经停用" in visitor.get(f"/inbox?unit={number}").text
    assert "已经没有了" in visitor.get("/inbox?unit=987654").text
