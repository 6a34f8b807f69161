"""How notices leave the house, as the environment says."""

import subprocess
import sys
from datetime import time

import pytest

from tests.house.source import ROOT
from web.sending.joining import outside
from web.sending.settings import Misconfigured, Smtp, read

URL = {"MEDIATION_URL": "https://tiaojie.example.cn/"}
MAIL = {
    **URL,
    "MEDIATION_SMTP": "smtps://tj%40example.cn:ge%2Fheim@mail.example.cn",
    "MEDIATION_MAIL_FROM": "tj@example.cn",
}


def test_nothing_set_means_in_the_app_only() -> None:
    assert outside(read({})).senders == {}


def test_robots_are_there_once_messages_know_where_to_lead() -> None:
    found = read(URL)

    assert (found.url, found.robots.hosts) == ("https://tiaojie.example.cn", ("qyapi.weixin.qq.com",))
    assert set(outside(found).senders) == {"wecom"}
    assert outside(found).link(12) == "https://tiaojie.example.cn/cases/12"
    assert not read({**URL, "MEDIATION_WEBHOOK_HOSTS": "none"}).robots


def test_a_mail_server_is_read_with_its_escapes_and_keeps_its_password_to_itself() -> None:
    found = read(MAIL)

    assert found.smtp == Smtp("mail.example.cn", 465, "tj@example.cn", "ge/heim", tls_first=True)
    assert "ge/heim" not in repr(found)
    assert set(outside(found).senders) == {"email", "wecom"}


def test_hosts_may_have_ports_and_go_without_tls_where_said() -> None:
    found = read({**URL, "MEDIATION_WEBHOOK_HOSTS": "qyapi.weixin.qq.com, http://10.0.0.8:9000"})

    assert (found.robots.hosts, found.robots.plain) == (("qyapi.weixin.qq.com",), ("10.0.0.8:9000",))


def test_the_digest_goes_out_at_eight_or_when_the_county_says() -> None:
    assert read({}).digest_at == time(8)
    assert read({"MEDIATION_DIGEST_AT": "7:30"}).digest_at == time(7, 30)


def test_a_scheduler_by_itself_can_say_every_notice_in_english() -> None:
    program = (
        "import web.scheduler, web.sending.joining, mediation.bootstrap\n"
        "from mediation.kernel.sentences import fact_kinds\n"
        "from mediation.notifications.audiences import AUDIENCES\n"
        "print(sorted(AUDIENCES.keys() - fact_kinds().keys()))"
    )

    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert ran.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ({"MEDIATION_URL": "tiaojie.example.cn"}, "MEDIATION_URL"),
        ({**MAIL, "MEDIATION_URL": ""}, "MEDIATION_URL"),
        ({**MAIL, "MEDIATION_MAIL_FROM": ""}, "MEDIATION_MAIL_FROM"),
        ({**MAIL, "MEDIATION_MAIL_FROM": "tj"}, "MEDIATION_MAIL_FROM"),
        ({**MAIL, "MEDIATION_SMTP": "mail.example.cn:25"}, "MEDIATION_SMTP"),
        ({**MAIL, "MEDIATION_SMTP": "smtp://mail.example.cn:notaport"}, "MEDIATION_SMTP"),
        ({**URL, "MEDIATION_WEBHOOK_HOSTS": "https://a.cn/path"}, "MEDIATION_WEBHOOK_HOSTS"),
        ({"MEDIATION_DIGEST_AT": "25:00"}, "MEDIATION_DIGEST_AT"),
    ],
)
def test_says_which_variable_cannot_be_used(given: dict[str, str], names: str) -> None:
    with pytest.raises(Misconfigured, match=names):
        read(given)
