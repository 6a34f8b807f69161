"""A task passed on in a real browser: asked, answered, moved in bulk; every page of it is sound."""

import pytest


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_a_co_signer_is_asked_and_answers(window, case, size):
    mine = window(size).sign_in("grid")
    address = mine.page.get_attribute("a.task-name:has-text('接单')", "href").split("?")[0]
    mine.open(f"{address}/cosigners")
    asked = mine.page.get_attribute("select[name=to_id] option:has-text('罗长根')", "value")
    mine.page.select_option("select[name=to_id]", asked)
    mine.page.fill("textarea[name=question]", "接不接")
    mine.page.click("[data-main]")
    mine.page.wait_for_url(f"**{address}")
    asked_faults = mine.faults()

    theirs = window(size).sign_in("branch")
    theirs.page.click("a.task-name:has-text('会签')")
    answer_faults = theirs.faults()
    theirs.page.click("label:has-text('有异议')")
    theirs.page.fill("textarea[name=remark]", "先看现场")
    theirs.page.click("main [data-main]")
    theirs.page.wait_for_url("**/inbox*")
    mine.open(address)

    assert asked_faults == answer_faults == []
    assert "有异议" in mine.page.inner_text("#more")
    assert mine.complaints == theirs.complaints == []
