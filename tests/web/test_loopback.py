"""What serves an app to a test or to a picture closes every door behind it."""

import gc
import socket

import pytest
from flask import Flask

from web.loopback import serving


def _kept_open(port: int) -> socket.socket:
    """Ask for a page as a browser does, which keeps the connection for the next one."""
    browser = socket.create_connection(("127.0.0.1", port))
    browser.sendall(b"GET / HTTP/1.1\r\nHost: here\r\n\r\n")
    answer = b""
    while not answer.endswith(b"here"):
        answer += browser.recv(4096)
    return browser


@pytest.mark.loopback
def test_a_connection_the_browser_keeps_is_closed_with_the_server():
    app = Flask("test")
    app.add_url_rule("/", view_func=lambda: "here")

    with serving(app) as port:
        browsers = [_kept_open(port) for _ in range(3)]
    gc.collect()

    ends = [browser.recv(1) for browser in browsers]
    for browser in browsers:
        browser.close()
    assert ends == [b"", b"", b""]


@pytest.mark.loopback
def test_nobody_listens_any_more():
    with serving(Flask("test")) as port:
        pass

    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))
