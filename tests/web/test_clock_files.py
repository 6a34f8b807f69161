"""The explanation of deadlines: the same text on the page, in the files and from the command line."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from docx import Document
from sqlalchemy import select

from mediation.clocks.explaining import as_text
from mediation.clocks.model import Clock
from mediation.clocks.queries import for_case, for_paper


@pytest.fixture
def case(served):
    return served.visit("grid").report().location


def lines_of(served, case, read=for_paper):
    with served.session() as session:
        case_id = int(case.rsplit("/", 1)[1])
        told = as_text(each.explanation for each in read(session, case_id, served.clock.now()))
    return [line.strip().removeprefix("- ") for line in told.splitlines() if line.strip()]


def plain(text):
    return re.sub(r"\s+", "", text)


def test_the_page_says_every_line(served, case):
    page = served.visit("grid").get(f"{case}/clocks")

    lines = lines_of(served, case)
    assert len(lines) > 8
    assert [line for line in lines if plain(line) not in plain(page.text)] == []


def test_the_case_itself_says_how_each_date_came_about(served, case):
    text = plain(served.visit("grid").get(case).text)

    assert [
        line for line in lines_of(served, case, for_case) if plain(line) not in text and "“" not in line
    ] == []


def test_the_text_file_says_the_same(served, case):
    answer = served.visit("grid").get(f"{case}/clocks.txt")

    text = answer.answer.get_data().decode("utf-8-sig")
    assert answer.answer.mimetype == "text/plain"
    assert text.startswith("浏调〔2026〕000001号 期限说明\n2026年9月14日 10:00由系统生成\n")
    assert [line for line in lines_of(served, case) if line not in text] == []


def test_the_word_file_says_the_same_under_headings(served, case):
    answer = served.visit("grid").client.get(f"{case}/clocks.docx")

    document = Document(BytesIO(answer.get_data()))
    said = [each.text for each in document.paragraphs]
    assert [line for line in lines_of(served, case) if line not in said] == []
    assert document.paragraphs[0].style.name == "Heading 1"
    assert answer.headers["Content-Disposition"].startswith(
        "attachment; filename=time-limits-2026-000001-20260914.docx;"
    )
    told = document.core_properties
    assert (told.title, told.author) == ("浏调〔2026〕000001号 期限说明", "浏阳市矛盾纠纷多元化解")
    assert told.created == told.modified
    assert f"{told.created:%Y-%m-%d %H:%M}" == "2026-09-14 02:00"


def test_it_is_said_in_english_too(served, case):
    visitor = served.visit("grid")
    visitor.post("/display", {"language": "en"})

    text = visitor.get(f"{case}/clocks.txt").answer.get_data(as_text=True)

    assert "Counted from" in text
    assert "Sep" in text


def test_who_may_not_know_of_the_case_gets_nothing(served, case):
    for kind in ("txt", "docx"):
        assert served.visit("elsewhere").get(f"{case}/clocks.{kind}").status == 404
        assert served.visit("grid").client.get(f"{case}/clocks.{kind}").status_code == 200
    assert served.visit("grid").get(f"{case}/clocks.pdf").status == 404


@pytest.fixture
def supervised(served, case):
    """The case with a step of 督办 whose time came and went, and one that was stopped after that."""
    with served.system.uow() as uow:
        own = uow.session.scalars(select(Clock).order_by(Clock.id)).first()
        shared = {
            "case_id": own.case_id,
            **{name: getattr(own, name) for name in ("amount", "unit", "started_at", "counted_from")},
            **{name: getattr(own, name) for name in ("due_on", "due_at")},
            "scope": "item",
            "anchor": "late_due_on",
            "basis": "本县规定",
            "mark": "D",
            "family": "supervision",
            "scope_key": "",
            "reminders": [],
            "reached_at": own.due_at,
        }
        uow.add(Clock(policy="oversight.interview", title="升至约谈", state="reached", **shared))
        ended = {"state": "stopped", "ended_at": own.due_at + timedelta(days=1), "end_reason": "已办结"}
        uow.add(Clock(policy="oversight.county", title="升至县级挂牌", **ended, **shared))
        uow.commit()
    return case


def test_the_paper_for_the_parties_leaves_the_steps_of_supervision_out(served, supervised):
    visitor = served.visit("grid")

    text = visitor.get(f"{supervised}/clocks.txt").answer.get_data(as_text=True)
    document = Document(BytesIO(visitor.client.get(f"{supervised}/clocks.docx").get_data()))

    for paper in (text, "\n".join(each.text for each in document.paragraphs)):
        assert "全程办结期限" in paper
        assert [word for word in ("约谈", "挂牌", "督办") if word in paper] == []


def test_staff_read_that_a_step_of_supervision_came_and_never_that_it_is_late(served, supervised):
    page = served.visit("grid").get(f"{supervised}/clocks")

    chain = page.text.split("督办环节", 1)[1]
    assert "到时，已进入约谈" in chain
    assert "停止之前到时，已进入县级挂牌。" in chain
    assert "办完就不算逾期" not in chain
    assert "曾逾期" not in chain
    assert "已逾期" not in chain


def test_page_and_file_list_limits_in_one_order(served, case):
    page = served.visit("grid").get(f"{case}/clocks").text
    text = served.visit("grid").get(f"{case}/clocks.txt").answer.get_data(as_text=True)

    titles = re.findall(r"^“(.+?)”", text, re.M)
    places = [page.index(f"“{title}”：") for title in titles]
    assert len(titles) > 1
    assert places == sorted(places)


def test_every_date_of_the_paper_has_its_year(served, case):
    text = served.visit("grid").get(f"{case}/clocks.txt").answer.get_data(as_text=True)

    without = re.findall(r"(?<![年\d至])\d{1,2}月\d{1,2}日", text)
    assert without == []
