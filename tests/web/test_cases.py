"""The list of cases and the page of one: who sees what, how it is found, what may be done."""

import pytest


@pytest.fixture
def case(served):
    """Address of a reported case."""
    return served.visit("grid").report().location


def test_those_above_find_the_case_by_part_of_its_title_or_number(served, case):
    visitor = served.visit("village")

    assert case in visitor.get("/cases?words=漏水").links("/cases/")
    assert case in visitor.get("/cases?words=000001").links("/cases/")
    assert case not in visitor.get("/cases?words=宅基地").links("/cases/")


def test_a_neighbouring_grid_finds_nothing_and_opens_nothing(served, case):
    visitor = served.visit("elsewhere")

    assert visitor.get("/cases").links("/cases/") == []
    assert visitor.get(case).status == 404
    assert visitor.get(f"{case}/happened").status == 404
    assert visitor.get(f"{case}/diagram").status == 404
    assert visitor.get(f"{case}/papers/1").status == 404
    assert visitor.post(f"{case}/withdraw", {"reason": "不该由我撤回"}).status == 404


def test_an_auditor_reads_aliases_instead_of_names(served, case):
    page = served.visit("auditor").get(case)

    assert page.status == 200
    assert "李甲" not in page.html
    assert "13800000001" not in page.html
    assert "申请人甲" in page.text


def test_tells_what_happened_in_sentences(served, case):
    page = served.visit("village").get(case)

    assert "登记了在官渡镇南岳村青桥党支部第9微网格发生的纠纷" in page.text


def test_tells_each_deadline_and_how_it_was_counted(served, case):
    page = served.visit("village").get(case)

    assert "网格接单期限" in page.text
    assert "怎么算出来的" in page.text
    assert "从起算的时刻起一小时一小时连着算" in page.text


def test_long_histories_go_on_below(served, case):
    visitor = served.visit("grid")
    whole = visitor.get(f"{case}/happened")
    part = visitor.get(f"{case}/happened", headers={"HX-Request": "true"})
    nothing = visitor.get(f"{case}/happened?after=1")

    assert "<html" in whole.html
    assert "<html" not in part.html
    assert "没有更早的记录了。" in nothing.text


def test_late_ones_are_found(served, case):
    visitor = served.visit("village")

    assert visitor.get("/cases?late=yes").links("/cases/") == []
    served.later(days=2)
    late = served.visit("village").get("/cases?late=yes")

    assert case in late.links("/cases/")
    assert "有逾期" in late.text


def test_a_paper_opens_for_those_who_see_the_case(served, case):
    visitor = served.visit("grid")
    paper = visitor.get(case).links(f"{case}/papers/")[0]

    page = visitor.get(paper)

    assert page.status == 200
    assert "浏调〔2026〕000001号-01" in page.text


def test_a_paper_of_another_case_is_not_found_under_this_one(served, case):
    visitor = served.visit("grid")
    other = visitor.report(submission="second", title="田埂放水的次序").location
    paper = visitor.get(case).links(f"{case}/papers/")[0]

    assert visitor.get(paper.replace(case, other)).status == 404


def test_withdrawing_says_what_it_does_and_then_does_it(served, case):
    visitor = served.visit("grid")

    before = visitor.get(f"{case}/withdraw")
    without = visitor.post(f"{case}/withdraw", {"reason": ""})
    done = visitor.post(f"{case}/withdraw", {"reason": "两家已经自己说好了"})
    after = visitor.get(done.location)

    assert "所有正在办理的事项会取消" in before.text
    assert "请填写申请人为什么撤回。" in without.text
    assert (done.status, done.location) == (303, case)
    assert "撤回" in after.text


def test_an_act_on_a_closed_case_is_refused_and_written_down(served, case):
    visitor = served.visit("grid")
    visitor.post(f"{case}/withdraw", {"reason": "两家已经自己说好了"})

    again = visitor.post(f"{case}/withdraw", {"reason": "再撤一次"})

    assert again.status in (409, 422)
    assert "已经结案" in again.text or "不能" in again.text


def test_a_refusal_names_the_party_and_ends_mediation(served, case):
    visitor = served.visit("grid")
    party = visitor.get(f"{case}/refuse").html.split('name="party_id" value="')[1].split('"')[0]

    page = visitor.post(
        f"{case}/refuse", {"party_id": party, "form": "written", "evidence": "拒绝调解书，9月14日"}
    )

    assert page.status == 303
    assert "拒绝" in visitor.get(case).text


def test_only_the_town_lowers_a_red_risk(served):
    case = served.visit("grid").report(signs=["kill_threat"]).location

    assert served.visit("grid").get(f"{case}/lower-risk").status == 404
    done = served.visit("town").post(
        f"{case}/lower-risk", {"risk": "orange", "reason": "双方已冷静，刀具已交出"}
    )

    assert done.status == 303
    assert "橙色风险" in served.visit("town").get(case).text


def test_a_whistle_calls_a_department_into_the_case(served, case):
    done = served.visit("village").post(
        f"{case}/whistle", {"role": "town_police", "reason": "一方多次夜间上门吵闹"}
    )

    assert done.status == 303
    assert "派出所" in served.visit("village").get(case).text


def test_an_unknown_act_is_not_found(served, case):
    assert served.visit("grid").get(f"{case}/explode").status == 404
