"""The lists of 督办单: by whose they are, how far they came, counted, and taken away as files."""

import pytest
from sqlalchemy import update

from mediation.oversight.model import Instruction
from tests.web.stage import Page, Served

ASKED = {"owner": "lead", "finish_by": "2026-09-17", "instruction": "三天内上门核实漏水。"}


@pytest.fixture(autouse=True)
def _reported(served: Served) -> None:
    served.visit("grid").report()


def order(served: Served, submission: str = "form-1", **changes: str) -> None:
    given = {"case": [1], "step": "do", "submission": submission, **ASKED, **changes}
    assert served.visit("town").post("/board/acts/instruct", given).status == 303


def sheets(page: Page) -> int:
    return len([each for each in page.links("/instructions/") if each.rsplit("/")[-1].isdecimal()])


def test_lists_by_tab_state_and_words_with_pages(served: Served) -> None:
    for number in range(35):
        known = ".".join(str(each) for each in range(1, number + 1))
        order(served, f"form-{number}", besides=known)
    town = served.visit("town")

    first = town.get("/instructions?box=given")
    (further,) = [each for each in first.links("/instructions?after=") if "box=given" in each]
    second = town.get(further.replace("&amp;", "&"))

    assert sheets(first) == 30
    assert sheets(second) == 5
    assert "浏督〔2026〕000012号" in town.get("/instructions?box=given&words=000012").text
    assert "没有找到" in town.get("/instructions?box=given&state=closed").text
    assert "没有等您答复的督办单" in town.get("/instructions?box=mine").text
    assert "辖区全部" not in served.visit("grid").get("/instructions").text
    assert sheets(served.visit("county").get("/instructions?box=area")) == 30


def test_it_opens_on_the_first_list_that_has_any_and_counts_sheets_and_cases(served: Served) -> None:
    order(served)
    order(served, "second", besides="1")
    town = served.visit("town")

    page = town.get("/instructions")

    assert "共 2 份，涉及 1 件案件" in page.text
    assert "我下达的 2" in page.text
    assert sheets(page) == 2
    assert "按份看督办单" in town.get("/board/list?number=instructed").text
    assert town.get("/instructions?box=area").links("/board/list?number=instructed")


def test_who_may_give_none_has_no_list_of_those_given(served: Served) -> None:
    order(served)

    for page in ("/instructions", "/instructions?box=given"):
        assert "我下达的" not in served.visit("grid").get(page).text
    assert "我下达的" in served.visit("county").get("/instructions").text


def test_who_gave_one_earlier_keeps_the_list(served: Served) -> None:
    order(served)
    with served.system.uow() as uow:
        uow.session.execute(update(Instruction).values(given_by=served.people["grid"]))
        uow.commit()

    assert "我下达的" in served.visit("grid").get("/instructions").text


def test_the_list_is_taken_away_as_it_stands(served: Served) -> None:
    order(served)
    town = served.visit("town")

    file = town.get("/instructions/list.csv?box=given&words=000001")
    none = town.get("/instructions/list.csv?box=given&state=closed")

    assert town.client.get("/instructions/list.xlsx?box=given").status_code == 200
    assert "我下达的" in file.html
    assert "浏督〔2026〕000001号,浏调〔2026〕000001号" in file.html
    assert "三天内上门核实漏水。" in file.html
    assert "浏督〔2026〕000001号" not in none.html
