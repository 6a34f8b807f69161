"""Every page on a phone and at a desk: axe-core finds nothing, nothing sticks out, nothing complains."""

import pytest

PAGES = {
    "inbox": "/inbox",
    "inbox, nothing there": "/inbox?box=done",
    "report": "/report",
    "short report": "/report/quick",
    "unsent": "/unsent",
    "without signal": "/offline",
    "attachments": "{case}/attachments",
    "place": "/report/place",
    "cases": "/cases",
    "cases, not found": "/cases?words=没有这样的案件",
    "case": "{case}",
    "what happened": "{case}/happened",
    "paper": "{case}/papers/1",
    "diagram": "{case}/diagram",
    "withdraw": "{case}/withdraw",
    "refuse": "{case}/refuse",
    "whistle": "{case}/whistle",
    "send back": "/work/1/send-back",
    "units": "/units",
    "unit": "/units/2",
    "account": "/account",
    "notices": "/notices",
    "ways out": "/account/channels",
    "gallery": "/gallery",
    "not found": "/nowhere",
}


@pytest.mark.parametrize("size", ["phone", "desk"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_is_sound(window, case, size, language):
    here = window(size)
    found = {}
    here.open("/sign-in")
    found["sign-in"] = here.faults()
    here.sign_in("grid")
    if language == "en":
        here.page.click("details.who summary")
        here.page.click("button[lang=en]")

    for name, path in PAGES.items():
        here.open(path.format(case=case))
        if name == "diagram":
            here.page.wait_for_selector(".diagram.is-drawn")
        found[name] = here.faults()

    assert {name: faults for name, faults in found.items() if faults} == {}
    assert [each for each in here.complaints if "404" not in each] == []


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_large_type_fits_too(window, case, size):
    here = window(size).sign_in("grid")
    here.page.click("details.who summary")
    here.page.click("button[name=large]")

    faults = {path: here.open(path.format(case=case)).faults() for path in ("/inbox", "{case}", "/report")}

    assert {path: each for path, each in faults.items() if each} == {}
