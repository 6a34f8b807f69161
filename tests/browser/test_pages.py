"""Every page on a phone and at a desk: axe-core finds nothing, nothing sticks out, nothing complains."""

import pytest

PAGES = {
    "inbox": "/inbox",
    "inbox, nothing there": "/inbox?box=done",
    "inbox, narrowed": "/inbox?box=mine&kind=neighbour&due=week&words=漏水",
    "inbox, followed": "/inbox?box=followed",
    "saved lists": "/inbox/lists",
    "task": "/work/1",
    "search": "/search?words=漏水",
    "search, not found": "/search?words=没有这样的案件",
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
    "comments": "{case}/comments",
    "own comment": "{case}/comments/1",
    "who sees what": "{case}/who-sees",
    "related": "{case}/related",
    "clocks": "{case}/clocks",
    "paper": "{case}/papers/1",
    "diagram": "{case}/diagram",
    "withdraw": "{case}/withdraw",
    "refuse": "{case}/refuse",
    "whistle": "{case}/whistle",
    "send back": "/work/1/send-back",
    "hand over": "/work/1/hand-over",
    "delegate": "/work/1/delegate",
    "ask a co-signer": "/work/1/cosigners",
    "copy in": "/work/1/copy",
    "keep away": "/work/1/recuse",
    "units": "/units",
    "unit": "/units/2",
    "account": "/account",
    "absences": "/absences",
    "drafts": "/drafts",
    "instructions": "/instructions",
    "keys": "/keys",
    "notices": "/notices",
    "ways out": "/account/channels",
    "e-mail": "/account/channels/add/email",
    "robot": "/account/channels/add/wecom",
    "gallery": "/gallery",
    "not found": "/nowhere",
}


OTHERS = {
    "village": {"whose absence": "/absences?name=王", "absence": "/absences/of/4", "nudge": "/work/1/nudge"},
    "county": {
        "board": "/board",
        "board of a grid": "/board?unit=5&by=level",
        "behind a number": "/board/list?number=open",
        "behind a number, nothing": "/board/list?number=late&kind=medical",
        "who is waited for": "/board/waiting?role=grid_leader",
        "in whose hands": "/board/waiting?role=grid_leader&at=5",
        "a person's work": "/board/people/1",
        "how it runs": "/incidents",
        "calendar": "/calendar?year=2026",
        "a year not published": "/calendar?year=2027",
        "calendar, some days": "/calendar/edit",
        "calendar, the notice": "/calendar/import?year=2027",
        "calendar, changes": "/calendar/changes",
        "channel health": "/channels/health",
        "absences": "/absences",
        "units": "/units",
        "returns": "/returns",
        "return": "/returns/1/2026-08",
        "return for outside": "/returns/1/2026-Q3?version=outside",
        "submitting": "/returns/1/2026-08/submit",
        "rates": "/rates?window=365",
        "three zeros": "/badges",
        "three zeros of grids": "/badges?level=grid&quarter=2026-Q3",
        "three zeros lost": "/badges?level=grid&quarter=2026-Q3&only=lost",
        "what broke them": "/badges/3/2026-Q3",
    },
    "town": {
        "order": "/board/acts/instruct?case=1",
        "listing": "/board/acts/list?case=1",
        "listing, nothing chosen": "/board/acts/list",
        "orders given": "/instructions?box=given",
    },
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
@pytest.mark.parametrize("login", OTHERS)
def test_pages_of_leads_and_supervisors_are_sound(window, case, size, login):
    here = window(size).sign_in(login)

    found = {name: here.open(path).faults() for name, path in OTHERS[login].items()}

    assert {name: faults for name, faults in found.items() if faults} == {}
    assert [each for each in here.complaints if "404" not in each] == []


@pytest.mark.parametrize("size", ["phone", "desk"])
@pytest.mark.parametrize("login", ["grid", "county"])
def test_large_type_fits_everywhere(window, case, size, login):
    pages = OTHERS.get(login, PAGES)
    here = window(size).sign_in(login)
    here.page.click("details.who summary")
    here.page.click("button[name=large]")

    faults = {name: here.open(path.format(case=case)).faults() for name, path in pages.items()}

    assert {name: each for name, each in faults.items() if each} == {}


def test_every_page_says_what_it_is_about_without_scripts(window, case):
    silent = {}
    for login in ("grid", *OTHERS):
        here = window("phone", java_script_enabled=False).sign_in(login)
        for name, path in (PAGES if login == "grid" else OTHERS[login]).items():
            here.open(path.format(case=case))
            heading = here.page.locator("main h1")
            words = here.page.locator("main").inner_text()
            if heading.count() != 1 or len(words) < 10:
                silent[name] = words

    assert silent == {}


def test_the_diagram_comes_into_the_case_at_a_desk_with_its_text(window, case):
    here = window("desk").sign_in("grid").open(case)
    here.page.click(".places >> text=流程图")
    here.page.wait_for_selector("#diagram .diagram.is-drawn")

    faults = here.faults()

    assert here.page.locator("#diagram .diagram-canvas").count() == 1
    assert "走过的步骤" in here.page.inner_text("#diagram")
    assert faults == []
    assert here.complaints == []


def test_on_the_phone_a_link_leads_to_the_diagram(window, case):
    here = window("phone").sign_in("grid").open(case)
    here.page.locator("#diagram").scroll_into_view_if_needed()

    assert here.page.locator("#diagram [data-diagram]").count() == 0
    assert here.page.locator("#diagram a").get_attribute("href") == f"{case}/diagram"


def test_parts_of_a_case_come_by_themselves_and_take_the_focus_from_nobody(window, case):
    here = window("desk").sign_in("grid").open(case)
    here.page.wait_for_selector("#related a[href^='/cases/'], #related p.quiet")
    focused = here.page.evaluate("document.activeElement === document.body")

    here.page.click("text=谁能看到什么")
    here.page.wait_for_selector("#parties table")
    here.page.click(".about-pick >> text=留言")
    here.page.wait_for_function("() => document.querySelector('#happened-lines').innerText.includes('留言')")

    assert focused
    assert "看不到本案" in here.page.inner_text("#parties")
    assert here.faults() == []
