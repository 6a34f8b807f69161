"""What may be a way out, and how often one tries it."""

from datetime import UTC, datetime, timedelta

import pytest

from mediation.notifications import rules
from mediation.notifications.delivery import Message
from mediation.notifications.rules import Robots
from tests.operations.delivery_stage import HOSTS, ROBOT
from web.sending.robot import body

AT = datetime(2026, 9, 14, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (" Wang.Xiulan@Example.CN ", "Wang.Xiulan@example.cn"),
        ("w+x@mail.liuyang.gov.cn", "w+x@mail.liuyang.gov.cn"),
        ("1234567@qq.com", "1234567@qq.com"),
    ],
)
def test_takes_e_mail_addresses(given: str, kept: str) -> None:
    assert rules.check_email(given) == kept


@pytest.mark.parametrize(
    "given",
    [
        "",
        "wang",
        "wang@",
        "@example.cn",
        "wang@example",
        "wang@@example.cn",
        "wang@exa mple.cn",
        "wang@example.cn\r\nBcc: a@b.cn",
        "wang@example.cn, li@example.cn",
        "王@example.cn",
        "wang..x@example.cn",
        "wang@-example.cn",
        "w" * 65 + "@example.cn",
        "<wang@example.cn>",
    ],
)
def test_refuses_what_is_no_e_mail_address(given: str) -> None:
    with pytest.raises(rules.BadEmail):
        rules.check_email(given)


@pytest.mark.parametrize(
    "given", [ROBOT, f" {ROBOT} ", ROBOT.replace(".com/", ".com:443/"), ROBOT.replace("qyapi", "QYAPI")]
)
def test_takes_robots_of_the_allowed_host(given: str) -> None:
    assert rules.check_robot(given, HOSTS) == ROBOT


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        (ROBOT.replace("https", "http"), rules.BadRobot),
        (ROBOT.replace("https://", "https://evil@"), rules.BadRobot),
        (ROBOT.replace("https://qyapi.weixin.qq.com", "https://qyapi.weixin.qq.com@evil.cn"), rules.BadRobot),
        (ROBOT.replace("qyapi.weixin.qq.com", "qyapi.weixin.qq.com\\@evil.cn"), rules.BadRobot),
        (ROBOT + "#x", rules.BadRobot),
        (ROBOT.partition("?")[0], rules.BadRobot),
        ("not an address", rules.BadRobot),
        ("file:///etc/passwd?key=1", rules.BadRobot),
        ("https://[::1/?key=1", rules.BadRobot),
        ("https://qyapi.weixin.qq.com:99999/?key=1", rules.BadRobot),
        (ROBOT.replace("qyapi.weixin.qq.com", "evil.cn"), rules.RobotElsewhere),
        (ROBOT.replace("qyapi.weixin.qq.com", "qyapi.weixin.qq.com.evil.cn"), rules.RobotElsewhere),
        (ROBOT.replace("qyapi.weixin.qq.com", "127.0.0.1"), rules.RobotElsewhere),
        (ROBOT.replace("qyapi.weixin.qq.com", "169.254.169.254"), rules.RobotElsewhere),
        (ROBOT.replace(".com/", ".com:8443/"), rules.RobotElsewhere),
    ],
)
def test_refuses_robots_anywhere_else(given: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        rules.check_robot(given, HOSTS)


def test_without_tls_only_where_the_county_named_the_host_so() -> None:
    robots = Robots(hosts=("a.cn",), plain=("127.0.0.1:9000",))

    assert rules.check_robot("http://127.0.0.1:9000/send?key=1", robots)
    with pytest.raises(rules.RobotElsewhere):
        rules.check_robot("http://a.cn/send?key=1", robots)
    with pytest.raises(rules.RobotElsewhere):
        rules.check_robot("https://127.0.0.1:9000/send?key=1", robots)


def test_pauses_grow_up_to_an_hour() -> None:
    minutes = [rules.pause(tries) / timedelta(minutes=1) for tries in range(1, 10)]

    assert minutes == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_the_twenty_first_message_waits_until_a_minute_after_the_first() -> None:
    begun = [AT + timedelta(seconds=each) for each in range(20)]

    assert rules.not_before(begun[:19], AT + timedelta(seconds=30)) is None
    assert rules.not_before(begun, AT + timedelta(seconds=30)) == AT + timedelta(minutes=1)
    assert rules.not_before(begun, AT + timedelta(seconds=61)) is None


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("电话13800000001。", "电话****。"),
        ("0731-8361 2345", "****"),
        ("身份证43018119700307123X", "身份证****"),
        ("浏调〔2026〕000012号，9月14日12:00，赔12000元", "浏调〔2026〕000012号，9月14日12:00，赔12000元"),
        ("2026-09-14起", "2026-09-14起"),
    ],
)
def test_long_numbers_are_blotted_out(text: str, kept: str) -> None:
    assert rules.without_numbers(text) == kept


def test_cuts_between_characters() -> None:
    assert rules.fit("调解", 6) == "调解"
    assert rules.fit("调解员", 8) == "调…"
    assert len(rules.fit("调" * 3000, 2048).encode()) <= 2048


@pytest.mark.parametrize(("is_digest", "most"), [(False, 2048), (True, 4096)])
def test_a_robot_s_message_fits_and_keeps_its_link(is_digest: bool, most: int) -> None:
    link = "https://t.example.cn/cases/12"
    lines = ("号", *("很长的一句话。" * 40 for _ in range(40)))
    sent = body(Message("wecom", ROBOT, "1", "【家】题", lines, link, "", AT, is_digest))

    content = sent[sent["msgtype"]]["content"]
    assert len(content.encode()) <= most
    assert content.endswith(f"…\n{link}")


def test_what_people_wrote_is_no_markdown() -> None:
    lines = ("张桂英：", "<@all> [点这里](http://evil.cn) `x` **y** # z")
    sent = body(Message("wecom", ROBOT, "1", "【家】题", lines, "", "", AT, True))

    content = sent["markdown"]["content"].partition("\n")[2]
    assert not set(content) & set("<>[]`*#")


@pytest.mark.parametrize(
    ("kind", "address", "shown"),
    [("email", "wangxiulan@example.cn", "wa***@example.cn"), ("wecom", ROBOT, "qyapi.weixin.qq.com …5aaa")],
)
def test_pages_show_enough_of_an_address_to_know_it(kind: str, address: str, shown: str) -> None:
    assert rules.shown_address(kind, address) == shown
