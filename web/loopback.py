"""Serving an app to this machine alone for as long as something looks at it: tests, pictures, benchmarks."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from flask import Flask
from waitress import wasyncore
from waitress.server import create_server

HOST = "127.0.0.1"
PATIENCE = 5  # seconds for what is being answered to end


@contextmanager
def serving(app: Flask, threads: int = 4) -> Iterator[int]:
    """Serve ``app`` on a free port of the loopback address, and give the port.

    At the end every connection is closed, also those a browser keeps open. The thread that looks after them
    closes them itself: closed by another, a connection could be opened or left open in between.
    """
    server = create_server(app, host=HOST, port=0, threads=threads)
    looking_after = Thread(target=server.run, daemon=True)
    looking_after.start()
    try:
        yield server.effective_port
    finally:
        server.task_dispatcher.shutdown(timeout=PATIENCE)
        server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map, ignore_all=True))
        looking_after.join(PATIENCE)
