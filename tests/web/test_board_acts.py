"""Ordering from the board: what is chosen and typed is seen, nothing is given twice, the result stays."""

import pytest
from sqlalchemy import func, select, update

from mediation.cases.model import Case
from mediation.casework.model import WorkItem
from mediation.clocks.sweep import tick
from mediation.oversight.model import Instruction
from mediation.units.model import Unit
from tests.factories import a_person, a_post, a_unit
from tests.web.stage import Page, Served

ASKED = {"owner": "lead", "finish_by": "2026-09-17", "instruction": "三天内上门核实漏水。"}
ADDRESS = "/board/acts/instruct?case=1"


@pytest.fixture(autouse=True)
def _reported(served: Served) -> None:
    served.visit("grid").report()


def look(served: Served, **changes: object) -> Page:
    given = {"case": [1], "step": "preview", **ASKED, **changes}
    return served.visit("town").post("/board/acts/instruct", given)


def confirm(served: Served, submission: str, **changes: object) -> Page:
    given = {"case": [1], "step": "do", "submission": submission, **ASKED, **changes}
    town = served.visit("town")
    page = town.post("/board/acts/instruct", given)
    assert page.status == 303
    return town.get(page.location or "")


def count(served: Served) -> int:
    with served.session() as session:
        return session.scalar(select(func.count()).select_from(Instruction)) or 0


def test_two_looked_at_in_two_tabs_give_one_and_the_second_is_told_of_it(served: Served) -> None:
    assert "确认，办这 1 件" in look(served).text
    assert "确认，办这 1 件" in look(served).text
    confirm(served, "tab-1")

    second = confirm(served, "tab-2")

    assert "已有没办结的督办单浏督〔2026〕000001号" in second.text
    assert "9月17日止" in second.text
    assert count(served) == 1


def test_another_one_is_given_only_where_that_is_ticked(served: Served) -> None:
    confirm(served, "first")

    seen = look(served)
    assert "已有督办单浏督〔2026〕000001号：" in seen.text
    assert "微网格长徐满爷，到9月17日（周四）止" in seen.text
    assert "仍要再下一份" in seen.text
    confirm(served, "unticked")
    assert count(served) == 1
    box = seen.html.split('name="besides" value="')[1].split('"')[0]
    assert "1 件已办好。" in confirm(served, "ticked", besides=box).text

    assert count(served) == 2


def test_confirmed_with_nothing_ticked_where_all_have_one_it_is_said_at_once(served: Served) -> None:
    confirm(served, "first")
    seen = look(served)
    assert "确认，只办勾选的" in seen.text
    assert 'name="ticked_only"' in seen.html

    given = {"case": [1], "step": "do", "submission": "unticked", "ticked_only": "yes", **ASKED}
    refused = served.visit("town").post("/board/acts/instruct", given)

    assert refused.status == 422
    assert "一件都没有勾选，没有下督办单" in refused.text
    assert "仍要再下一份" in refused.text
    assert count(served) == 1


def test_whoever_is_offered_by_name_stands_with_their_unit(served: Served) -> None:
    groups = served.visit("town").get(ADDRESS).html.split('<optgroup label="')[1:]

    assert any("李国华（官渡镇南岳村调委会主任）" in group for group in groups)


def test_what_one_confirms_is_read_once_more(served: Served) -> None:
    asked = served.visit("town").get(ADDRESS)
    seen = look(served, finish_by="2026-09-19")

    assert "楼上漏水泡坏天花板 浏调〔2026〕000001号" in asked.text
    assert "三天内上门核实漏水。" in seen.text
    assert "各案在办单位的负责人" in seen.text
    assert "限期 9月19日（周六）" in seen.text
    assert "9月19日（周六）不是工作日。" in seen.text
    assert "不是工作日" not in look(served).text


def test_the_result_can_be_opened_again_refusals_too_and_by_nobody_else(served: Served) -> None:
    served.visit("grid").report(submission="second", title="另一起纠纷", story="另一件事，两家吵起来了。")
    confirm(served, "first")
    town = served.visit("town")
    given = {"case": [1, 2], "step": "do", "submission": "again", **ASKED}

    there = town.post("/board/acts/instruct", given).location or ""
    first, second = town.get(there), town.get(there)

    assert first.text == second.text
    assert "1 件已办好。" in second.text
    assert "已有没办结的督办单浏督〔2026〕000001号" in second.text
    assert second.links("/instructions?box=given")
    assert served.visit("county").get(there).status == 404


def test_the_chosen_stand_in_the_address_of_every_step(served: Served) -> None:
    town = served.visit("town")

    begun = town.post("/board/acts/instruct", {"case": [1], "back": "/board/list?number=late"})

    assert begun.status == 303
    assert "case=1" in (begun.location or "")
    assert town.get(begun.location or "").links("/board/list") == ["/board/list?number=late"]
    assert 'action="/board/acts/instruct?case=1' in look(served).html


def test_a_missing_text_and_a_day_that_has_passed_are_told_at_once(served: Served) -> None:
    page = look(served, instruction="", finish_by="2026-09-01")

    assert page.status == 422
    assert "9月1日已经过了" in page.text
    assert 'id="field-instruction-error"' in page.html


def test_who_does_not_supervise_it_is_refused_before_filling_anything_in(served: Served) -> None:
    with served.system.uow() as uow:
        other = a_unit(uow.session, name="张坊镇", level="town")
        stranger = a_person(uow.session, name="黎望春")
        a_post(uow.session, person=stranger, role="town_director", unit=other)
        served.people["other town"] = stranger.id
        uow.commit()

    assert served.visit("other town").get(ADDRESS).status == 404


def test_taking_off_says_that_it_is_late_still(served: Served) -> None:
    town = served.visit("town")
    unit = town.get("/board/acts/list?case=1").html.split('name="unit_id" value="')[1].split('"')[0]
    given = {"case": [1], "unit_id": unit, "reason": "三次上访"}
    town.post("/board/acts/list", {**given, "step": "do", "submission": "list-1"})
    in_time = town.post("/board/acts/delist", {**given, "step": "preview"})
    with served.session() as session:
        session.execute(update(WorkItem).values(late=True))
        session.commit()

    late = town.post("/board/acts/delist", {**given, "step": "preview"})

    assert "现在还逾期" not in in_time.text
    assert "现在还逾期" in late.text


def test_an_order_about_late_work_begins_with_whoever_has_it_now(served: Served) -> None:
    served.later(days=10)
    tick(served.system.uow, at=served.clock.now())
    with served.session() as session:
        ordering = (WorkItem.element == "town_instruction", WorkItem.state == "open")
        item_id = session.scalars(select(WorkItem.id).where(*ordering)).first()
        late = (WorkItem.element == "grid_accept", WorkItem.state == "open")
        session.execute(update(WorkItem).where(*late).values(person_id=served.people["village"]))
        session.commit()

    html = served.visit("county").get(f"/work/{item_id}").html

    assert f'<option value="{served.people["village"]}" selected' in html


def test_who_handles_the_case_and_who_has_this_step_are_told_apart(served: Served) -> None:
    page = served.visit("town").get("/cases/1")

    assert "这一步现由官渡镇南岳村青桥党支部第9微网格" in page.text
    assert "在办单位 官渡镇南岳村青桥党支部第9微网格" in page.text
    assert "现由谁办" not in page.text


def test_who_fits_all_of_the_chosen_stands_before_who_fits_some(served: Served) -> None:
    served.visit("village").report(submission="second", title="另一起纠纷", story="另一件事，两家吵起来了。")

    groups = served.visit("town").get(f"{ADDRESS}&case=2").html.split('<optgroup label="')[1:]

    assert "只任其中几件" not in groups[0]
    assert any("只任其中几件" in group and "徐满爷" in group for group in groups)
    assert not any("只能任" in group for group in groups)


def test_who_can_take_some_of_the_chosen_says_how_many_and_what_nobody_can_take_is_named(
    served: Served,
) -> None:
    served.visit("village").report(submission="second", title="另一起纠纷", story="另一件事，两家吵起来了。")
    with served.system.uow() as uow:
        (grid,) = uow.session.scalars(select(WorkItem.unit_id).where(WorkItem.case_id == 1)).unique()
        beside = a_person(uow.session, name="陈友良")
        a_post(uow.session, person=beside, role="grid_leader", unit=uow.session.get_one(Unit, grid))
        number = uow.session.get_one(Case, 2).number
        uow.commit()

    alone = served.visit("town").get("/board/acts/reassign?case=1").text
    both = served.visit("town").get("/board/acts/reassign?case=1&case=2").text

    assert "第9微网格长），1件" in both
    assert f"没有人能接的：{number}。" in both
    assert "一次只转给一个人" in both
    assert "），1件" not in alone
    assert "没有人能接的" not in alone


def test_in_english_whoever_is_offered_has_their_title_in_english(served: Served) -> None:
    town = served.visit("town")
    town.post("/display", {"language": "en"})

    page = town.get(ADDRESS)

    assert "徐满爷 (" in page.text
    assert "微网格长" not in page.text
