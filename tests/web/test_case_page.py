"""The page of one case: what to do now, who sees what, what else there is to it, what comes on request."""

import pytest


@pytest.fixture
def case(served):
    """Address of a reported case."""
    return served.visit("grid").report().location


def test_says_first_what_to_do_now_and_what_comes_next(served, case):
    page = served.visit("grid").get(case)

    now = page.text[page.text.index("现在") : page.text.index("当事人")]
    assert "现在由您办： 接单" in now
    assert "办完以后：" in now


def test_says_who_holds_it_and_until_when_to_those_who_only_follow(served, case):
    page = served.visit("village").get(case)

    assert "现在没有要您办的事。" in page.text
    assert "这一步现由官渡镇南岳村青桥党支部第9微网格长 徐满爷办：" in page.text


def test_a_closed_case_says_how_it_ended(served, case):
    visitor = served.visit("grid")
    visitor.post(f"{case}/withdraw", {"reason": "两家已经自己说好了"})

    assert "结案：" in visitor.get(case).text


def test_every_place_named_at_the_top_is_on_the_page(served, case):
    page = served.visit("grid").get(case)

    places = page.html.split('<nav class="places"')[1].split("</nav>")[0].split('href="#')[1:]
    for place in (each.split('"')[0] for each in places):
        assert f'id="{place}"' in page.html, place


def test_tells_who_sees_what_by_the_rules(served, case):
    page = served.visit("grid").get(f"{case}/who-sees")
    part = served.visit("grid").get(f"{case}/who-sees", headers={"HX-Request": "true"})

    assert "<html" not in part.html
    rows = {row.split("</th>")[0].split(">")[-2].split("<")[0]: row for row in page.html.split("<tr>")[2:]}
    lines = page.text.split("谁 姓名")[1]
    assert "审计人员 浏阳市审计员 代称 看不到 看不到 全案可见的 看不到" in lines
    assert "承办人 官渡镇南岳村青桥党支部第9微网格长 真名 能看 能看 全案可见的、仅调解员可见的 能看" in lines
    assert "派出所（没有事在手上时） 官渡镇派出所民警 看不到本案" in lines
    assert rows


def test_violence_closes_the_case_to_more_people_and_addresses_to_all(served):
    case = served.visit("grid").report(signs=["violence"]).location

    lines = served.visit("village").get(f"{case}/who-sees").text

    assert "上一级负责人" in lines
    assert "能看 能看 全案" not in lines


def test_somebody_elsewhere_opens_none_of_its_parts(served, case):
    visitor = served.visit("elsewhere")

    for part in ("who-sees", "related", "clocks", "happened", "diagram", "comments"):
        assert visitor.get(f"{case}/{part}").status == 404, part
    assert visitor.post(f"{case}/follow").status == 404


def test_other_disputes_of_the_same_parties_are_named(served, case):
    visitor = served.visit("grid")
    other = visitor.report(submission="second", title="又为水管吵架").location

    page = visitor.get(f"{other}/related")

    assert case in page.links("/cases/")
    assert "相同当事人" in page.text


def test_what_happened_is_read_by_what_it_is_about(served, case):
    visitor = served.visit("grid")
    visitor.post(f"{case}/comments", {"comment": "看过了。", "readers": "case", "submission": "c"})

    clocks, comments, acts = (
        visitor.get(f"{case}/happened?about={about}").text for about in ("clocks", "comments", "acts")
    )

    assert "开始计算" in clocks
    assert "登记了" not in clocks
    assert "在案件上留言" in comments
    assert "登记了" in acts
    assert "开始计算" not in acts


def test_stopped_clocks_are_a_page_away(served, case):
    visitor = served.visit("grid")
    task = visitor.get(case).links("/work/")[0]
    visitor.post(task, {"decision": "accept", "submission": "s"})

    page = visitor.get(case)
    assert "全部期限和说明，可打印、可下载（含已停止的1个）" in page.text
    assert "已停止" in visitor.get(f"{case}/clocks").text


def test_a_case_is_followed_and_let_go(served, case):
    visitor = served.visit("town")

    followed = visitor.post(f"{case}/follow")
    again = visitor.post(f"{case}/follow")
    listed = visitor.get("/inbox?box=followed")

    assert (followed.status, followed.location, again.status) == (303, case, 303)
    assert "取消关注" in visitor.get(case).text
    assert "接单" in listed.text
    assert visitor.post(f"{case}/unfollow").status == 303
    assert "/unfollow" not in visitor.get(case).html


def test_the_diagram_comes_as_a_part_with_its_table(served, case):
    part = served.visit("grid").get(f"{case}/diagram", headers={"HX-Request": "true"})

    assert "data-diagram" in part.html
    assert "走过的步骤" in part.html
    assert "<html" not in part.html
