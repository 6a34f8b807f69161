"""Signing in, staying, being locked out, leaving; language and large type."""

from datetime import timedelta

import pytest

from tests.web.stage import PASSWORD


def test_the_right_password_opens_the_inbox(served):
    page = served.visit().post("/sign-in", {"login": "grid", "password": PASSWORD})

    assert (page.status, page.location) == (303, "/inbox")


def test_goes_on_to_the_page_that_was_wanted(served):
    visitor = served.visit()
    wanted = visitor.get("/cases?words=漏水")

    page = visitor.post(
        "/sign-in", {"login": "grid", "password": PASSWORD, "next": "/cases?words=%E6%BC%8F%E6%B0%B4"}
    )

    assert wanted.location.startswith("/sign-in?next=/cases")
    assert page.location.startswith("/cases?words=")


@pytest.mark.parametrize(
    "elsewhere",
    ["//evil.example", "https://evil.example/inbox", "/\\evil.example", "inbox", "/\t/evil.example"],
)
def test_never_leads_to_another_site(served, elsewhere):
    page = served.visit().post("/sign-in", {"login": "grid", "password": PASSWORD, "next": elsewhere})

    assert page.location == "/inbox"


def test_a_wrong_password_and_an_unknown_login_get_the_same_answer(served):
    visitor = served.visit()

    wrong = visitor.post("/sign-in", {"login": "grid", "password": "guessed-0001"})
    unknown = visitor.post("/sign-in", {"login": "nobody", "password": "guessed-0001"})

    assert wrong.status == unknown.status == 422
    assert "登录名或密码不对" in wrong.text
    assert wrong.text == unknown.text


def test_five_failures_lock_the_account_even_for_the_right_password(served):
    visitor = served.visit()
    for _ in range(5):
        visitor.post("/sign-in", {"login": "grid", "password": "guessed-0001"})

    locked = visitor.post("/sign-in", {"login": "grid", "password": PASSWORD})
    served.later(minutes=16)
    later = visitor.post("/sign-in", {"login": "grid", "password": PASSWORD})

    assert (locked.status, later.status) == (422, 303)


def test_a_visit_ends_after_half_an_hour_without_a_click(served):
    visitor = served.visit("grid")
    for _ in range(3):
        served.later(minutes=20)
        assert visitor.get("/inbox").status == 200

    served.later(minutes=31)
    gone = visitor.get("/inbox")

    assert gone.status == 303
    assert "您离开得久了" in visitor.get("/sign-in").text


def test_somebody_who_left_is_out_at_the_next_click(served):
    visitor = served.visit("grid")
    with served.system.uow() as uow:
        from mediation.people.model import Person

        uow.get(Person, served.people["grid"]).is_active = False
        uow.commit()

    assert visitor.get("/inbox").status == 303


def test_signing_out_ends_the_visit(served):
    visitor = served.visit("grid")

    visitor.post("/sign-out")

    assert visitor.get("/inbox").status == 303


def test_a_new_visit_keeps_nothing_of_the_old_but_how_pages_look(served):
    visitor = served.visit("grid")
    visitor.post("/display", {"large": "yes"})
    visitor.post("/display", {"language": "en"})
    with visitor.client.session_transaction() as visit:
        visit["left behind"] = "by somebody"

    visitor.post("/sign-in", {"login": "village", "password": PASSWORD})

    with visitor.client.session_transaction() as visit:
        assert set(visit) == {"person", "seen", "mark", "language", "large"}


def test_the_cookie_is_shut_to_scripts_and_other_sites(served):
    cookie = (
        served.visit().post("/sign-in", {"login": "grid", "password": PASSWORD}).answer.headers["Set-Cookie"]
    )

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_pages_speak_english_and_large_where_asked(served):
    visitor = served.visit("grid")

    visitor.post("/display", {"language": "en", "back": "/inbox"})
    visitor.post("/display", {"large": "yes", "back": "/inbox"})
    page = visitor.get("/inbox")

    assert "Nothing in your name now" in page.text
    assert '<html lang="en" class="is-large"' in page.html


def test_an_unknown_language_changes_nothing(served):
    visitor = served.visit("grid")

    visitor.post("/display", {"language": "tlh"})

    assert "待办" in visitor.get("/inbox").text


def test_a_visit_from_the_future_is_taken_as_now(served):
    visitor = served.visit("grid")
    served.clock.set(served.clock.now() - timedelta(hours=1))

    assert visitor.get("/inbox").status == 200
