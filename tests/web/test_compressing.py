"""Pages are compressed for our own pages and people, never for what another site made a browser ask."""

import gzip

import pytest

GZIP = {"Accept-Encoding": "gzip, br"}


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_a_page_leaves_compressed(served, site):
    client = served.visit("grid").client

    plain = client.get("/inbox")
    small = client.get("/inbox", headers={**GZIP, "Sec-Fetch-Site": site})

    assert small.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in small.headers["Vary"]
    assert int(small.headers["Content-Length"]) * 2 < int(plain.headers["Content-Length"])
    assert "待办" in gzip.decompress(small.get_data()).decode()


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {}])
def test_what_another_site_asks_for_is_not_compressed(served, headers):
    answer = served.visit("grid").client.get("/inbox", headers={**GZIP, **headers})

    assert "Content-Encoding" not in answer.headers


def test_an_older_browser_says_by_the_referrer_who_asks(served):
    client = served.visit("grid").client

    own = client.get("/inbox", headers={**GZIP, "Referer": "http://localhost/cases"})
    other = client.get("/inbox", headers={**GZIP, "Referer": "http://localhost.evil.example/"})

    assert own.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in other.headers


def test_a_browser_that_cannot_unpack_gets_it_plain(served):
    answer = served.visit("grid").client.get("/inbox", headers={"Sec-Fetch-Site": "none"})

    assert "Content-Encoding" not in answer.headers
