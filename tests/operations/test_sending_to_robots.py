"""Against a real HTTP endpoint on this machine: what a group's robot gets, and what its answers mean."""

import json
import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from sqlalchemy.orm import Session, sessionmaker

from mediation.kernel.locality import Locality
from mediation.notifications.delivery import Counted
from mediation.notifications.rules import WECOM, Robots
from tests.operations.delivery_stage import HERE, Village, free_port
from web.sending.robot import GroupRobot

pytestmark = pytest.mark.loopback


@pytest.fixture
def village(session_factory: sessionmaker[Session], locality: Locality) -> Village:
    return Village(session_factory, locality)


class Group:
    """A group's robot: what was posted, and what it answers."""

    def __init__(self) -> None:
        self.posts: list[tuple[str, dict[str, str], dict[str, Any]]] = []
        self.status, self.answer = 200, b'{"errcode": 0, "errmsg": "ok"}'
        self.location = ""


@pytest.fixture
def group() -> Iterator[tuple[Group, int]]:
    made = Group()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            made.posts.append((self.path, dict(self.headers), json.loads(raw)))
            self.send_response(made.status)
            if made.location:
                self.send_header("Location", made.location)
            self.send_header("Content-Length", str(len(made.answer)))
            self.end_headers()
            self.wfile.write(made.answer)

        def log_message(self, format: str, *args: Any) -> None:
            return

    httpd = ThreadingHTTPServer((HERE, 0), Handler)
    thread = Thread(target=httpd.serve_forever, daemon=True)
    thread.start()
    yield made, httpd.server_address[1]
    httpd.shutdown()
    thread.join()
    httpd.server_close()


def by_robot(port: int) -> dict[str, Any]:
    robots = Robots(plain=(f"{HERE}:{port}",))
    return {"senders": {WECOM: GroupRobot(robots, timeout=5)}, "robots": robots}


def robot_of(village: Village, port: int, who: str = "zhang") -> int:
    outside = village.outside(**by_robot(port))
    address = f"http://{HERE}:{port}/cgi-bin/webhook/send?key=abcd-1234"
    return village.channel(who, kind=WECOM, address=address, outside=outside)


def test_a_robot_gets_the_json_it_knows(village: Village, group: tuple[Group, int]) -> None:
    posted, port = group
    robot_of(village, port)
    village.notice()

    done = village.deliver(**by_robot(port))
    village.deliver(**by_robot(port))

    ((path, headers, sent),) = posted.posts
    assert done.sent == 1
    assert path == "/cgi-bin/webhook/send?key=abcd-1234"
    assert headers["Content-Type"].startswith("application/json")
    assert sent == {
        "msgtype": "text",
        "text": {
            "content": f"【矛盾纠纷多元化解】{village.number}：有一条紧急通知\n"
            "张桂英将风险升为红色，直报乡镇（街道）并报警。情况：申请人持刀。\n"
            f"https://t.example.cn/cases/{village.case_id}"
        },
    }


def test_a_robot_s_digest_is_markdown(village: Village, group: tuple[Group, int]) -> None:
    posted, port = group
    robot_of(village, port)
    village.counts[village.people["zhang"]] = Counted(mine=2)
    village.later(hours=8)

    village.deliver(**by_robot(port))

    ((_, _, sent),) = posted.posts
    assert sent["msgtype"] == "markdown"
    assert sent["markdown"]["content"].startswith("**【矛盾纠纷多元化解】9月14日待办摘要")
    assert sent["markdown"]["content"].endswith("\nhttps://t.example.cn/inbox")


@pytest.mark.parametrize(
    ("status", "answer", "state", "channel"),
    [
        (200, b'{"errcode": 93000, "errmsg": "invalid webhook url"}', "failed", "dead"),
        (200, b'{"errcode": 45009, "errmsg": "api freq out of limit"}', "waiting", "on"),
        (200, b'{"errcode": 40058, "errmsg": "content exceed max length"}', "failed", "on"),
        (200, b'{"errcode": 301019, "errmsg": "?"}', "waiting", "on"),
        (200, b"<html>sign in to the hotel's network</html>", "unsure", "on"),
        (404, b"", "failed", "dead"),
        (502, b"", "waiting", "on"),
        (429, b"", "waiting", "on"),
    ],
)
def test_a_robot_s_answer_is_understood(
    village: Village, group: tuple[Group, int], status: int, answer: bytes, state: str, channel: str
) -> None:
    posted, port = group
    posted.status, posted.answer = status, answer
    channel_id = robot_of(village, port)
    village.notice()

    village.deliver(**by_robot(port))

    (row,) = village.channels([channel_id])
    assert (village.states(), row.state, len(posted.posts)) == ([state], channel, 1)


def test_a_redirect_is_not_followed(village: Village, group: tuple[Group, int]) -> None:
    posted, port = group
    posted.status, posted.location = 307, f"http://{HERE}:{port}/elsewhere"
    robot_of(village, port)
    village.notice()

    village.deliver(**by_robot(port))

    assert [path for path, *_ in posted.posts] == ["/cgi-bin/webhook/send?key=abcd-1234"]
    assert village.states() == ["waiting"]


def test_a_robot_that_does_not_answer_is_down(village: Village) -> None:
    port = free_port()
    channel_id = robot_of(village, port)
    village.notice()

    done = village.deliver(**by_robot(port))

    (row,) = village.channels([channel_id])
    assert (done.down, row.state, village.states()) == ({WECOM}, "on", ["waiting"])


def test_the_name_of_the_public_host_may_not_lead_into_the_house(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **options: [(0, 0, 0, "", ("192.168.3.4", 443))])
    sender = GroupRobot(Robots(hosts=("qyapi.weixin.qq.com",)), timeout=5)
    village.channel("zhang", kind=WECOM)
    village.notice()

    village.deliver(senders={WECOM: sender})

    (row,) = village.deliveries()
    assert (row.state, row.trouble) == ("waiting", "down")
    assert "192.168.3.4" in (row.error or "")
