"""The explanation of deadlines: the same text on the page, in the files and from the command line."""

import re
from io import BytesIO

import pytest
from docx import Document

from mediation.clocks.explaining import as_text
from mediation.clocks.queries import for_case


@pytest.fixture
def case(served):
    return served.visit("grid").report().location


def lines_of(served, case):
    with served.session() as session:
        case_id = int(case.rsplit("/", 1)[1])
        told = as_text(each.explanation for each in for_case(session, case_id, served.clock.now()))
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

    assert [line for line in lines_of(served, case) if plain(line) not in text and "“" not in line] == []


def test_the_text_file_says_the_same(served, case):
    answer = served.visit("grid").get(f"{case}/clocks.txt")

    text = answer.answer.get_data().decode("utf-8-sig")
    assert answer.answer.mimetype == "text/plain"
    assert text.startswith("浏调〔2026〕000001号 期限说明\n9月14日 10:00由系统生成\n")
    assert [line for line in lines_of(served, case) if line not in text] == []


def test_the_word_file_says_the_same_under_headings(served, case):
    answer = served.visit("grid").client.get(f"{case}/clocks.docx")

    document = Document(BytesIO(answer.get_data()))
    said = [each.text for each in document.paragraphs]
    assert [line for line in lines_of(served, case) if line not in said] == []
    assert document.paragraphs[0].style.name == "Heading 1"
    assert answer.headers["Content-Disposition"].startswith("attachment")


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
