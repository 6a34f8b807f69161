"""The board in a browser: the drawing, numbers under a thumb, and a row of doors that fits everywhere."""

import pytest

CUT = """[...document.querySelectorAll('.door')].filter((door) => door.offsetWidth && (
    door.scrollWidth > door.clientWidth + 1 || door.querySelector('span').getClientRects().length > 1
)).map((door) => door.innerText)"""


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_the_trend_is_drawn_beside_its_table(window, case, size):
    here = window(size).sign_in("county").open("/board")

    here.page.wait_for_selector("[data-chart] canvas")

    box = here.page.locator("[data-chart] canvas").bounding_box()
    assert box["width"] > 250
    assert here.page.locator("#trend table tbody tr").count() == 12
    assert here.complaints == []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("size", ["phone", "desk"])
def test_the_doors_stand_in_one_row_and_none_is_cut(window, case, size, large, language):
    here = window(size).sign_in("county")
    for wanted in [name for name, on in (("large", large), ("lang=en", language == "en")) if on]:
        here.page.click("details.who summary")
        here.page.click("button[name=large]" if wanted == "large" else "button[lang=en]")
    here.open("/board")

    doors = here.page.locator(".door:visible")
    boxes = [door.bounding_box() for door in doors.all()]
    cut = here.page.evaluate(CUT)

    assert len(boxes) == (6 if size == "phone" else 5)
    assert len({round(box["y"]) for box in boxes}) == 1
    assert all(box["height"] >= 44 and box["width"] >= 44 for box in boxes)
    assert cut == []
    assert here.faults() == []


def test_every_number_and_name_is_large_enough_for_a_thumb(window, case):
    here = window("phone").sign_in("county").open("/board")

    small = here.page.evaluate(
        "[...document.querySelectorAll('.board-figure, .board-table .cell, .how > summary, .files a')]"
        ".filter(e => e.offsetParent && e.getBoundingClientRect().height < 44).map(e => e.outerHTML)"
    )

    assert small == []


def test_the_definition_of_a_number_opens_without_scripts(window, case):
    here = window("phone", java_script_enabled=False).sign_in("county").open("/board")

    here.page.click(".how summary >> nth=0")

    assert "一件算一件" in here.page.inner_text(".how >> nth=0")


def test_the_bar_of_what_is_ticked_leaves_a_phone_most_of_its_height(window, case):
    here = window("phone").sign_in("county").open("/board/list?number=open")

    here.page.check("input[name=case] >> nth=0")

    bar = here.page.locator(".bulk").bounding_box()
    doors = here.page.locator(".door:visible").first.bounding_box()
    assert bar["height"] <= 120
    assert bar["y"] + bar["height"] <= doors["y"]
    buttons = here.page.locator(".bulk-acts button").all()
    assert len({round(each.bounding_box()["y"]) for each in buttons}) == 1


def test_what_is_ticked_can_be_acted_on(window, case):
    here = window("desk").sign_in("county").open("/board/list?number=open")

    here.page.check("input[name=case] >> nth=0")
    here.page.click("text=下达督办单")

    assert here.page.url.startswith(here.base)
    assert here.page.locator("main h1").inner_text()


@pytest.mark.parametrize(("size", "is_said"), [("phone", True), ("desk", False)])
def test_a_table_wider_than_the_phone_says_that_it_goes_on(window, case, size, is_said):
    here = window(size).sign_in("county").open("/board")

    table = here.page.locator("#units .scrolls")
    goes_on = table.evaluate("each => each.scrollWidth > each.clientWidth")

    assert goes_on == is_said
    assert here.page.locator("#units .swipe-hint").is_visible() == is_said
