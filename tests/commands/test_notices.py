"""Sending on the command line: one pass, and how it fares."""

import pytest


def test_says_that_nothing_is_set_up(county):
    code, said = county("notices", "send", "--once")

    assert code == 1
    assert "no way out is set up" in said
    assert county("notices", "status")[1].startswith("ways out: none: notices stay in the app")


def test_one_pass_says_what_was_done(county, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MEDIATION_URL", "https://tiaojie.example.cn")

    assert county("notices", "send", "--once") == (0, "0 sent, 0 later, 0 given up, 0 unsure\n")


def test_says_how_sending_fares(county, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MEDIATION_URL", "https://tiaojie.example.cn")

    code, said = county("notices", "status")

    assert code == 0
    assert said.splitlines() == [
        "ways out: wecom",
        "waiting: 0",
        "on the way: 0, unsure: 0, given up: 0",
        "dead channels: 0",
    ]


def test_a_setting_that_cannot_be_used_is_one_sentence(county, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MEDIATION_SMTP", "mail.example.cn")

    code, said = county("notices", "status")

    assert (code, said.count("\n")) == (1, 1)
    assert "MEDIATION_SMTP must be like" in said
