"""Comments on a case's pages: written, refused beside the field, changed, taken back, masked."""

import re

import pytest
from sqlalchemy import select

from mediation.comments.model import Comment


@pytest.fixture
def case(served):
    """Address of a reported case."""
    return served.visit("grid").report().location


def comments(served):
    with served.session() as session:
        return session.scalars(select(Comment).order_by(Comment.id)).all()


def say(visitor, case, text="明天上门看看。", readers="case", **more):
    return visitor.post(f"{case}/comments", {"comment": text, "readers": readers, "submission": "c1", **more})


def test_a_comment_is_written_and_read_by_those_above(served, case):
    done = say(served.visit("grid"), case)

    assert (done.status, done.location) == (303, f"{case}#comments")
    page = served.visit("village").get(case)
    assert "明天上门看看。" in page.text
    assert "徐满爷 官渡镇南岳村青桥党支部第9微网格长" in page.text


@pytest.mark.parametrize(
    ("given", "field", "says"),
    [
        ({"text": "  "}, "comment", "请填写留言内容。"),
        ({"text": "字" * 2001}, "comment", "2000"),
        ({"readers": "unit:1"}, "readers", "谁能看到：请从列出的选项中选择。"),
        ({"readers": "everybody"}, "readers", "谁能看到：请从列出的选项中选择。"),
    ],
)
def test_says_beside_the_field_what_is_wrong_and_keeps_the_text(served, case, given, field, says):
    page = say(served.visit("grid"), case, **given)

    assert page.status == 422
    assert says in page.html.split(f'id="field-{field}-error"')[1].split("</p>")[0]
    assert given.get("text", "明天上门看看。").strip() in page.html
    assert comments(served) == []


def test_a_form_sent_twice_writes_once(served, case):
    visitor = served.visit("grid")

    assert (say(visitor, case).status, say(visitor, case).status) == (303, 303)
    assert len(comments(served)) == 1


def test_what_is_for_the_mediators_is_not_on_the_page_of_the_town(served, case):
    say(served.visit("grid"), case, text="李甲私下说愿让两千。", readers="mediators")

    assert "愿让两千" in served.visit("grid").get(case).text
    assert "愿让两千" not in served.visit("town").get(case).html
    assert "愿让两千" not in served.visit("town").get(f"{case}/comments").html


def test_an_auditor_reads_comments_without_names_and_writes_none(served, case):
    say(served.visit("grid"), case, text="李甲愿意先修水管。")
    visitor = served.visit("auditor")

    page = visitor.get(f"{case}/comments")

    assert "申请人甲愿意先修水管。" in page.text
    assert "李甲" not in page.html
    assert "<textarea" not in page.html
    assert say(visitor, case).status == 403


def test_somebody_elsewhere_finds_nothing(served, case):
    visitor = served.visit("elsewhere")

    assert visitor.get(f"{case}/comments").status == 404
    assert say(visitor, case).status == 404


def test_ones_own_comment_is_changed_and_the_old_one_leaves_its_place(served, case):
    visitor = served.visit("grid")
    say(visitor, case)
    own = visitor.get(case).links(f"{case}/comments/")[0]

    form = visitor.get(own)
    done = visitor.post(own, {"comment": "后天上门。", "readers": "case", "submission": "c2"})

    assert "明天上门看看。" in form.html
    assert done.status == 303
    page = visitor.get(case)
    assert "后天上门。" in page.text
    assert "（已删除）" in page.text
    assert "明天上门看看" not in page.html
    assert visitor.get(own).status == 409


def test_ones_own_comment_is_taken_back_once_and_nobody_elses(served, case):
    visitor = served.visit("grid")
    say(visitor, case)
    address = f"{case}/comments/{comments(served)[0].id}"

    assert served.visit("village").post(f"{address}/withdraw").status == 403
    assert served.visit("village").get(address).status == 403
    asked = visitor.get(f"{address}/withdraw")
    assert (asked.status, comments(served)[0].text) == (200, "明天上门看看。")
    assert "不能恢复" in asked.text
    assert visitor.post(f"{address}/withdraw").status == 303
    assert visitor.post(f"{address}/withdraw").status == 409
    assert visitor.get(f"{address}/withdraw").status == 409
    assert comments(served)[0].text is None


def test_a_comment_of_another_case_is_not_found_under_this_one(served, case):
    visitor = served.visit("grid")
    other = visitor.report(submission="second", title="田埂放水的次序").location
    say(visitor, case)
    address = f"{other}/comments/{comments(served)[0].id}"

    assert visitor.get(address).status == 404
    assert visitor.post(f"{address}/withdraw").status == 404


def test_older_comments_follow_on_request(served, case):
    visitor = served.visit("grid")
    for number in range(12):
        say(visitor, case, text=f"第{number}条", submission=f"c{number}")

    onwards = re.findall(rf'href="({case}/comments\?after=\d+)"', visitor.get(case).html)
    part = visitor.get(onwards[0], headers={"HX-Request": "true"})

    assert "第0条" in part.html
    assert "第11条" not in part.html
    assert "<html" not in part.html


def test_a_comment_written_at_a_task_leads_back_to_it(served, case):
    visitor = served.visit("grid")
    task = visitor.get(case).links("/work/")[0]
    item = task.rsplit("/", 1)[1]

    done = say(visitor, case, item=item)

    assert done.location == f"{task}#comments"
    assert comments(served)[0].item_id == int(item)


def test_what_was_typed_is_offered_again_and_gone_once_sent(served, case):
    visitor, number = served.visit("grid"), case.rsplit("/", 1)[1]
    draft = {
        "draft-key": f"case:{number}:comment",
        "draft-title": "留言",
        "draft-path": f"{case}/comments",
        "draft-seen": "0",
        "comment": "写到一半",
        "readers": "mediators",
    }
    visitor.post("/drafts", draft)

    offered = visitor.get(case)
    say(visitor, case, **{"draft-kept": "yes", "draft-seen": "1"})

    assert "写到一半" in offered.html
    assert "写到一半" not in visitor.get(case).html
