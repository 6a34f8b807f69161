"""督办单 in the browser: ordered from the case, on top of the owner's desk, answered, judged, withdrawn."""

import pytest
from sqlalchemy import func, select, update

from mediation.casework.model import WorkItem
from mediation.oversight.model import Instruction
from mediation.units.model import Unit
from tests.factories import a_person, a_post

ASKED = {"owner": "lead", "finish_by": "2026-09-17", "instruction": "三天内上门核实漏水。"}


@pytest.fixture
def case_id(served):
    served.visit("grid").report()
    return 1


def order(served, case_id, *, login="town", submission="form-1", **changes):
    given = {"case": [case_id], "step": "do", "submission": submission, **ASKED, **changes}
    return pressed(served.visit(login), "instruct", given)


def pressed(visitor, kind, given):
    """Return what is seen after pressing: the result has an address of its own."""
    page = visitor.post(f"/board/acts/{kind}", given)
    return visitor.get(page.location) if page.status == 303 else page


def count(served):
    with served.session() as session:
        return session.scalar(select(func.count()).select_from(Instruction))


def test_a_supervisor_orders_from_the_case_and_looks_first(served, case_id):
    town = served.visit("town")
    assert town.get(f"/cases/{case_id}").links("/board/acts/instruct")

    asked = town.get(f"/board/acts/instruct?case={case_id}&back=/cases/{case_id}")
    assert "各案在办单位的负责人" in asked.text
    seen = town.post("/board/acts/instruct", {"case": [case_id], "step": "preview", **ASKED})

    assert "徐满爷办理，到9月17日（周四）止" in seen.text
    assert count(served) == 0
    done = order(served, case_id, back=f"/cases/{case_id}")
    assert "1 件已办好。" in done.text
    assert done.links(f"/cases/{case_id}")


def test_sent_twice_it_counts_once(served, case_id):
    order(served, case_id)

    again = order(served, case_id)

    assert "已经提交过" in again.text
    assert count(served) == 1


def test_what_is_missing_stands_beside_its_field(served, case_id):
    page = order(served, case_id, step="preview", instruction="", finish_by="")

    assert page.status == 422
    assert page.html.count("field-error") >= 2
    late = served.visit("town").post(
        "/board/acts/instruct", {"case": [case_id], "step": "preview", **ASKED, "finish_by": "2026-09-01"}
    )
    assert late.status == 422
    assert "9月1日已经过了" in late.text
    assert 'id="field-finish_by-error"' in late.html


def test_a_day_more_than_a_year_ahead_is_asked_about(served, case_id):
    asked = {"case": [case_id], "step": "preview", **ASKED, "finish_by": "2028-01-03"}
    town = served.visit("town")

    page = town.post("/board/acts/instruct", asked)
    assert page.status == 422
    assert "年份没有写错" in page.text
    sure = town.post("/board/acts/instruct", {**asked, "is_sure": "true"})
    assert "到2028年1月3日（周一）止" in sure.text

    order(served, case_id)
    served.visit("grid").post("/instructions/1/answer", {"answer": "已上门核实"})
    back = {"remark": "再看一次", "finish_by": "2028-01-03"}
    assert town.post("/instructions/1/send-back", back).status == 422
    assert town.post("/instructions/1/send-back", {**back, "finish_by": "2026-09-01"}).status == 422
    assert town.post("/instructions/1/send-back", {**back, "is_sure": "true"}).status == 303


def test_owners_stand_under_their_units_and_whose_unit_has_nothing_to_do_with_it_is_left_out(served, case_id):
    page = served.visit("town").get(f"/board/acts/instruct?case={case_id}")

    assert '<optgroup label="' in page.html
    assert "徐满爷" in page.html.split("<optgroup", 1)[1]
    assert "邱远山" not in page.text
    assert "丁和平" not in page.text


def test_the_lead_above_answers_where_a_grid_holds_it(served, case_id):
    seen = order(served, case_id, owner="above")

    assert "李国华" in seen.text


def test_who_holds_it_is_no_choice_and_it_is_said_when_nobody_is_left(served, case_id):
    page = served.visit("town").get(f"/board/acts/reassign?case={case_id}")

    assert "没有同岗位的其他人" in page.text
    assert 'name="to_id"' not in page.html
    assert "徐满爷" not in page.text.split("已选")[1]


def test_each_case_says_who_fits_it(served, case_id):
    with served.system.uow() as uow:
        unit = uow.session.scalars(select(WorkItem.unit_id)).first()
        other = a_person(uow.session, name="童月娥")
        a_post(uow.session, person=other, role="grid_leader", unit=uow.get(Unit, unit))
        uow.commit()
    served.visit("grid").report(submission="second", title="另一起纠纷", story="另一件事，两家吵起来了。")

    page = served.visit("town").get("/board/acts/reassign?case=1&case=2")

    first, second = page.html.split("每件可以转给谁")[1].split("</ul>")[0].split("</li>")[:2]
    assert "童月娥" in first
    assert "徐满爷" not in first
    assert "徐满爷、童月娥" in second


def test_confirmed_again_after_going_back_it_tells_the_result(served, case_id):
    order(served, case_id)
    served.later(days=10)

    again = order(served, case_id)

    assert again.status == 200
    assert "已经提交过" in again.text
    assert count(served) == 1


def test_it_lies_on_top_of_its_owners_desk_and_is_answered(served, case_id):
    order(served, case_id)
    grid = served.visit("grid")

    assert "上级督办，等您答复" in grid.get("/inbox").text
    assert "上级督办" not in served.visit("mediator").get("/inbox").text
    page = grid.get("/instructions/1")
    assert "浏督〔2026〕000001号" in page.text
    assert page.links("/instructions/1/accept") == []
    wrong = grid.post("/instructions/1/answer", {"answer": ""})
    assert wrong.status == 422
    done = grid.post("/instructions/1/answer", {"answer": "已上门，李甲答应周五修管。"})
    assert done.location.endswith("/instructions/1")

    assert "上级督办" not in grid.get("/inbox").text
    town = served.visit("town")
    seen = town.get("/instructions/1")
    assert "这样够不够" in seen.text
    back = town.post("/instructions/1/send-back", {"remark": "周五再看一次", "finish_by": "2026-09-18"})
    assert back.status == 303
    assert "还差：周五再看一次" in grid.get("/instructions/1").text
    grid.post("/instructions/1/answer", {"answer": "修好了"})
    assert town.post("/instructions/1/accept").status == 303
    assert "已办结" in grid.get("/instructions/1").text
    assert "督办单浏督〔2026〕000001号" in town.get(f"/cases/{case_id}/happened").text


def test_its_answer_lies_on_top_of_the_desk_of_who_gave_it(served, case_id):
    order(served, case_id)
    grid, town = served.visit("grid"), served.visit("town")
    assert "份督办单的答复等您看" not in town.get("/inbox").text

    grid.post("/instructions/1/answer", {"answer": "已上门，李甲答应周五修管。"})

    desk = town.get("/inbox")
    assert "有 1 份督办单的答复等您看" in desk.text
    (there,) = desk.links("/instructions?box=given")
    listed = town.get(there.replace("&amp;", "&"))
    assert "共 1 份" in listed.text
    assert listed.links("/instructions/1")
    assert "份督办单的答复等您看" not in served.visit("county").get("/inbox").text
    town.post("/instructions/1/accept")
    assert "份督办单的答复等您看" not in town.get("/inbox").text


def test_who_has_nothing_to_do_with_it_is_refused(served, case_id):
    order(served, case_id)

    assert served.visit("elsewhere").get("/instructions/1").status == 404
    assert served.visit("village").post("/instructions/1/answer", {"answer": "我来答复"}).status == 403
    assert served.visit("village").get(f"/board/acts/instruct?case={case_id}").status == 403
    assert served.visit("village").get(f"/cases/{case_id}").links("/board/acts") == []
    assert served.visit("county").post("/instructions/1/withdraw", {"reason": "不用了"}).status == 403


def test_the_second_of_two_answers_is_told(served, case_id):
    order(served, case_id)
    served.visit("grid").post("/instructions/1/answer", {"answer": "已上门核实"})

    again = served.visit("grid").post("/instructions/1/answer", {"answer": "两家又吵了，周六再去。"})

    assert again.status == 409
    assert "已于9月14日10:00答复" in again.text
    assert "您刚才写的，没有提交" in again.text
    assert "两家又吵了，周六再去。" in again.html.split("<textarea", 1)[1].split("</textarea>")[0]


def test_what_is_missing_stands_on_the_desk_of_who_has_to_answer_again(served, case_id):
    order(served, case_id)
    grid, town = served.visit("grid"), served.visit("town")
    assert "被退回" not in grid.get("/inbox").text
    grid.post("/instructions/1/answer", {"answer": "已上门核实"})

    town.post("/instructions/1/send-back", {"remark": "没有写哪天修好", "finish_by": "2026-09-18"})

    assert "被退回 还差：没有写哪天修好" in grid.get("/inbox").text


def test_sent_back_with_fewer_days_or_two_slips_is_told_at_once(served, case_id):
    order(served, case_id)
    served.visit("grid").post("/instructions/1/answer", {"answer": "已上门核实"})
    town = served.visit("town")

    sooner = town.post("/instructions/1/send-back", {"remark": "再看一次", "finish_by": "2026-09-16"})
    both = town.post("/instructions/1/send-back", {"remark": "", "finish_by": "2026-09-01"})

    assert sooner.status == 422
    assert "不能早于原来的9月17日" in sooner.text
    assert both.status == 422
    assert "9月1日已经过了" in both.text
    assert 'id="field-remark-error"' in both.html


def test_who_judges_reads_whether_the_case_is_late_still(served, case_id):
    order(served, case_id)
    served.visit("grid").post("/instructions/1/answer", {"answer": "已上门核实"})
    town = served.visit("town")
    assert "案件现在没有逾期的事" in town.get("/instructions/1").text
    with served.session() as session:
        session.execute(update(WorkItem).values(late=True))
        session.commit()

    assert "案件现在还逾期" in town.get("/instructions/1").text


def test_listing_and_taking_off_from_the_case(served, case_id):
    with served.session() as session:
        town = session.execute(select(Instruction.id)).all()
    assert town == []
    asked = served.visit("town").get(f"/board/acts/list?case={case_id}")
    unit = asked.html.split('name="unit_id" value="')[1].split('"')[0]
    given = {"case": [case_id], "step": "do", "submission": "list-1", "unit_id": unit, "reason": "三次上访"}

    assert "1 件已办好。" in pressed(served.visit("town"), "list", given).text
    assert "挂牌督办" in served.visit("town").get(f"/cases/{case_id}").text
    off = {**given, "submission": "list-2", "reason": "已约定化解"}
    assert "1 件已办好。" in pressed(served.visit("town"), "delist", off).text
    assert "已摘牌" in served.visit("town").get(f"/cases/{case_id}").text


def test_of_many_each_has_its_own_result(served, case_id):
    served.visit("grid").report(submission="second", title="另一起纠纷", story="另一件事，两家吵起来了。")

    page = order(served, case_id, case=[1, 2, 4711])

    assert "2 件已办好。" in page.text
    assert "1 件没有找到" in page.text


@pytest.mark.parametrize(("cases", "sentence"), [([], "请先勾选"), (range(1, 202), "一次最多办200件")])
def test_none_or_too_many(served, cases, sentence):
    page = served.visit("town").post("/board/acts/instruct", {"case": list(cases)})

    assert page.status == 422
    assert sentence in page.text.replace(" ", "")
    assert "/board/list" in page.links("/board/list")


@pytest.mark.parametrize("kind", ["instruct", "reassign", "list", "delist"])
def test_an_act_opened_without_disputes_says_how_to_choose_them(served, kind):
    town = served.visit("town")

    page = town.get(f"/board/acts/{kind}?back=/board/list?number=late")
    from_a_case = town.get(f"/board/acts/{kind}?back=/cases/7")

    assert page.status == 200
    assert "打开看板上的单子，在每件前面打勾" in page.text
    assert "请先勾选" not in page.text
    assert page.links("/board/list") == ["/board/list?number=late"]
    assert from_a_case.links("/board/list") == ["/board/list"]
    assert from_a_case.links("/cases/7") == ["/cases/7"]


def test_it_goes_back_to_no_other_house(served, case_id):
    assert "evil" not in order(served, case_id, back="https://evil.example/board").html
