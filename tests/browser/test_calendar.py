"""A change of the work calendar, looked at, confirmed and watched; with scripts and without."""

import pytest


@pytest.fixture
def limits(served):
    """A dispute reported to the village, which has three working days to accept it."""
    served[0].app.config["WTF_CSRF_ENABLED"] = False
    served[0].visit("village").report(unit_id=None)
    served[0].app.config["WTF_CSRF_ENABLED"] = True


def look_before(here):
    here.open("/calendar/edit")
    here.page.fill("input[name=first]", "2026-09-15")
    here.page.fill("input[name=last]", "2026-09-16")
    here.page.check("input[value=disaster]")
    here.page.fill("[name=reason]", "防汛停工")
    here.page.click("button[data-main]")
    here.page.wait_for_selector("#moves")
    return here


def confirm(here):
    look_before(here).page.click("main form[data-once] button[data-main]")
    here.page.wait_for_url("**/calendar/changes/*")
    return here


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_the_look_before_a_change_and_its_progress_are_sound(window, limits, size):
    here = window(size).sign_in("county")

    assert look_before(here).faults() == []
    assert confirm(here).faults() == []
    assert here.page.locator("progress").is_visible()


def test_only_a_page_without_scripts_refreshes_itself(window, limits):
    watched = confirm(window("phone").sign_in("county"))
    address = watched.page.url.removeprefix(watched.base)

    still = window("phone", java_script_enabled=False).sign_in("county").open(address)

    assert watched.page.locator("meta[http-equiv=refresh]").count() == 0
    assert still.page.locator("meta[http-equiv=refresh]").count() == 1
    assert "自动刷新" in still.page.inner_text("#progress")
    still.page.click("#progress a")
    assert still.page.locator("meta[http-equiv=refresh]").count() == 0
