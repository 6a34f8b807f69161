"""Reporting a dispute: allowed, refused, invalid, sent twice, on a phone without scripts."""

import re

from tests.web.stage import DISPUTE


def test_a_report_becomes_a_case_with_its_first_task(served):
    visitor = served.visit("grid")

    page = visitor.report()
    case = visitor.get(page.location)

    assert page.status == 303
    assert "浏调〔2026〕000001号" in case.text
    assert "接单" in case.text
    assert "还剩 24 小时，9月15日 10:00止" in case.text


def test_sent_twice_it_is_one_case(served):
    visitor = served.visit("grid")

    first, second = visitor.report(), visitor.report()

    assert first.location == second.location
    assert len(visitor.get("/cases").links("/cases/")) == 1


def test_going_back_and_sending_the_same_words_again_makes_no_second_case(served):
    visitor = served.visit("grid")

    first, second = visitor.report(), visitor.report(submission="a-fresh-form")
    other = visitor.report(submission="another", title="楼上漏水泡坏墙面")

    assert second.location == first.location
    assert "没有重复登记" in visitor.get(second.location).text
    assert other.location != first.location


def test_says_of_which_party_something_is_wrong(served):
    page = served.visit("grid").report(name_1="", id_number_0="43018119450101")

    assert page.status == 422
    assert "当事人 1：身份证号码不对" in page.text
    assert "当事人 2：请填写姓名或单位名称。" in page.text
    assert 'href="#field-id_number_0"' in page.html


def test_says_beside_each_field_what_is_missing_and_keeps_what_was_typed(served):
    page = served.visit("grid").report(kind="", name_1="", submission="kept")

    assert page.status == 422
    assert "请选择纠纷类型。" in page.text
    assert 'href="#field-name_1"' in page.html
    assert 'value="楼上漏水泡坏天花板"' in page.html
    assert 'name="submission" value="kept"' in page.html


def test_a_further_party_is_added_without_scripts_and_nothing_is_lost(served):
    visitor = served.visit("grid")

    page = visitor.report(add_party="yes", rows="2")

    assert page.status == 200
    assert "当事人 3" in page.text
    assert 'value="李甲"' in page.html
    assert visitor.get("/cases").links("/cases/") == []


def test_an_empty_further_row_does_not_count(served):
    visitor = served.visit("grid")

    case = visitor.get(visitor.report(rows="3", side_2="third").location)

    assert case.status == 200
    assert "第三人" not in case.text


def test_a_minor_needs_a_guardian_and_goes_by_an_alias(served):
    visitor = served.visit("grid")

    without = visitor.report(is_minor_1="true")
    case = visitor.get(visitor.report(is_minor_1="true", guardian_1="李大山", submission="2").location)

    assert "请填写监护人姓名。" in without.text
    assert "李乙" not in case.html
    assert "未成年人" in case.text


def test_a_wrong_telephone_is_refused_beside_the_form(served):
    page = served.visit("grid").report(phone_0="12")

    assert page.status == 422
    assert re.search("电话", page.text)


def test_danger_turns_the_case_red(served):
    visitor = served.visit("grid")

    case = visitor.get(visitor.report(signs=["suicide_threat"]).location)

    assert "红色风险" in case.text
    assert "派出所" in case.text


def test_a_place_outside_ones_posts_is_refused(served):
    with served.session() as session:
        from mediation.units.queries import find

        other = find(session, "第10微网格")[0].id

    page = served.visit("grid").report(unit=str(other))

    assert page.status == 403
    assert "不在您任职的范围内" in page.text


def test_the_place_is_found_by_name_or_down_the_tree(served):
    visitor = served.visit("village")

    found = visitor.get("/report/place?words=第10微网格")
    tree = visitor.get("/report/place")

    assert "官渡镇南岳村青桥党支部第10微网格" in found.text
    assert "青桥党支部" in tree.text


def test_only_places_within_ones_posts_are_offered(served):
    assert "第10微网格" not in served.visit("grid").get("/report/place?words=第10微网格").text.replace(
        'value="第10微网格"', ""
    )


def test_far_too_much_is_refused(served):
    page = served.visit("grid").post("/report", {**DISPUTE, "story": "长" * 1_500_000})

    assert page.status == 413
