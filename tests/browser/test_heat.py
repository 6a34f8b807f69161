"""The heat map in a browser: its numbers drawn on it, the table first on the phone, sound on both."""

import pytest

LEVEL = "/heat?process=grid_level"


@pytest.mark.parametrize("size", ["phone", "desk"])
@pytest.mark.parametrize("colour", ["now", "late"])
def test_the_heat_map_is_drawn_with_its_numbers_and_is_sound(window, case, size, colour):
    here = window(size).sign_in("county").open(f"{LEVEL}&colour={colour}")
    here.page.wait_for_selector(".diagram.is-drawn")

    faults = here.faults()

    assert faults == []
    assert here.complaints == []
    if colour == "now":
        badge = here.page.locator("[data-container-id=grid_accept] .heat-badge")
        assert badge.inner_text().isdecimal()
        assert here.page.locator(".heat-band").count() > 0


def test_a_click_on_a_call_opens_the_diagram_of_what_it_calls(window, case):
    here = window("desk").sign_in("county").open("/heat?process=dispute")
    here.page.wait_for_selector(".diagram.is-drawn")

    here.page.click("[data-zoom=fit]")
    here.page.locator("[data-element-id=climb_grid] .djs-hit").first.click(force=True)
    here.page.wait_for_url("**/heat?process=grid_level**")

    assert "微网格" in here.page.inner_text("h1")


def test_on_the_phone_the_table_comes_before_the_drawing(window, case):
    here = window("phone").sign_in("county").open(LEVEL)
    here.page.wait_for_selector(".diagram.is-drawn")

    table, drawing = (
        here.page.locator(each).bounding_box() for each in (".heat-steps >> nth=0", "[data-heat]")
    )

    assert table["y"] < drawing["y"]


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_the_drawing_opens_where_the_process_begins_and_numbers_stay_readable(window, case, size):
    here = window(size).sign_in("county").open("/heat?process=dispute")
    here.page.wait_for_selector(".diagram.is-drawn")
    sheet = here.page.locator("[data-heat] .diagram-canvas").bounding_box()
    begins = here.page.locator("[data-element-id=reported] .djs-visual").bounding_box()
    tools = here.page.locator(".diagram-tools").bounding_box()
    drawn = [each.bounding_box() for each in here.page.locator("[data-heat] .djs-shape > .djs-visual").all()]

    assert sheet["x"] < begins["x"] < sheet["x"] + sheet["width"] / 2
    assert tools["y"] + tools["height"] <= begins["y"] < sheet["y"] + sheet["height"] / 2
    assert min(box["x"] for box in drawn if box) >= sheet["x"]

    here.page.click("[data-zoom=fit]")

    assert here.page.locator(".heat-badge").first.bounding_box()["height"] >= 18


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_the_highest_number_is_one_press_away(window, case, size):
    here = window(size).sign_in("county").open("/heat?process=dispute")
    here.page.wait_for_selector(".diagram.is-drawn")
    way = here.page.locator("[data-in-drawing]")
    step = way.get_attribute("data-in-drawing")

    way.click()

    sheet = here.page.locator("[data-heat] .diagram-canvas").bounding_box()
    badge = here.page.locator(f"[data-container-id={step}] .heat-badge").bounding_box()
    assert sheet["x"] < badge["x"] < badge["x"] + badge["width"] < sheet["x"] + sheet["width"]
    assert sheet["y"] < badge["y"] < sheet["y"] + sheet["height"]
    assert way.inner_text().endswith("）")


def test_a_large_drawing_is_seen_whole_on_demand(window, case):
    here = window("desk").sign_in("county").open("/heat?process=dispute&colour=median")
    here.page.wait_for_selector(".diagram.is-drawn")
    sheet = here.page.locator("[data-heat] .diagram-canvas").bounding_box()

    def lane():
        return here.page.locator("[data-heat] .djs-group .djs-shape").first.bounding_box()

    assert 0 <= lane()["x"] - sheet["x"] < 80
    assert lane()["width"] > sheet["width"]

    here.page.click("[data-zoom=fit]")

    assert lane()["width"] <= sheet["width"] + 8


@pytest.mark.parametrize("size", ["phone", "desk"])
@pytest.mark.parametrize("process", ["dispute", "grid_level"])
def test_no_number_lies_on_a_word_from_near_or_far(window, case, size, process):
    here = window(size).sign_in("county").open(f"/heat?process={process}")
    here.page.wait_for_selector(".diagram.is-drawn")

    assert covered(here) == []

    here.page.click("[data-zoom=fit]")

    assert covered(here) == []


def covered(here):
    """Return the numbers that lie on words of the drawing, or on each other."""
    return here.page.evaluate("""() => {
      const boxes = (chosen) => [...document.querySelectorAll(chosen)]
        .map((each) => [each.textContent, each.getBoundingClientRect()])
        .filter(([said, box]) => said.trim() && box.width);
      const numbers = boxes('.heat-badge, .heat-late, .heat-share');
      const words = boxes('[data-heat] .djs-shape .djs-label tspan');
      const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 &&
        Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3;
      return numbers.flatMap(([said, box], turn) => [...words, ...numbers.slice(turn + 1)]
        .filter(([, other]) => meet(box, other)).map(([name]) => `${said} on ${name}`));
    }""")
