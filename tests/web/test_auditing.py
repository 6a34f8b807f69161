"""What an auditor reads of the county: board, lists, numbers, returns; none of it lets them act."""

import pytest

from tests.web.return_stage import here_of, settle_in_august
from tests.web.stage import Served
from web.pages import returns

READ = (
    *("/board", "/board/list", "/board/list.csv", "/board/trend.csv", "/board/tables/units.xlsx"),
    *("/board/waiting?role=grid_leader", "/board/waiting.csv?role=grid_leader"),
    *("/returns", "/rates", "/rates/file.csv", "/badges", "/badges/file.csv", "/heat", "/heat.csv"),
    *("/instructions", "/instructions/list.csv"),
)
ACTS = ("/board/acts/instruct", "/board/acts/reassign", "/board/acts/list", "/board/acts/delist")


@pytest.fixture
def audited(served: Served) -> Served:
    """The county with a return to submit, an open dispute, and a 督办单 about it."""
    served.visit("grid").report()
    asked = {"owner": "lead", "finish_by": "2026-09-17", "instruction": "三天内上门核实漏水。"}
    given = {"case": [1], "step": "do", "submission": "one", **asked}
    assert served.visit("town").post("/board/acts/instruct", given).status == 303
    return settle_in_august(served)


def test_an_auditor_reads_numbers_lists_and_files(audited):
    auditor, here = audited.visit("auditor"), here_of(audited)

    files = (f"{here}/file.xlsx", f"{here}/file.docx")
    for address in (*READ, here, *files, "/board/people/1", "/badges/4/2026-Q2"):
        assert auditor.client.get(address).status_code == 200, address


def test_an_auditor_finds_the_doors_to_them(audited):
    page = audited.visit("auditor").get("/inbox")

    assert 'data-door="board"' in page.html
    for address in ("/returns", "/instructions", "/heat"):
        assert page.links(address) == [address]


def test_an_auditor_is_offered_nothing_that_acts(audited):
    auditor = audited.visit("auditor")

    listed, told, sheets = (
        auditor.get("/board/list"),
        auditor.get(here_of(audited)),
        auditor.get("/instructions"),
    )

    assert 'name="case"' not in listed.html
    assert "/board/acts" not in listed.html
    assert "核对并上报" not in told.text
    assert "/submit" not in auditor.get(here_of(audited, key="2025-08")).html
    assert "辖区全部" in sheets.text
    assert "我下达的" not in sheets.text
    assert "浏督〔2026〕000001号" in sheets.text
    assert 'method="post"' not in auditor.get("/instructions/1").html.split("<main")[1]


def test_every_act_of_an_auditor_is_refused(audited):
    auditor, here = audited.visit("auditor"), here_of(audited)

    refused = [
        *(auditor.get(address) for address in (*ACTS, f"{here}/submit")),
        *(auditor.post(address, {"case": [1], "step": "do"}) for address in ACTS),
        auditor.post(f"{here}/submit", {"checked": "1"}),
        *(auditor.post(f"/instructions/1/{act}") for act in ("answer", "accept", "send-back", "withdraw")),
        auditor.post("/calendar/changes"),
    ]

    assert {page.status for page in refused} == {403}


def test_who_audits_above_and_supervises_below_submits_only_below(audited, monkeypatch):
    monkeypatch.setattr(returns.scope, "supervises", lambda identity, path: False)

    page = audited.visit("town").get(f"{here_of(audited)}/submit")

    assert page.status == 403
    assert "由本单位或上级有督办权限的岗位上报" in page.text
