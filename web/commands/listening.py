"""Whether pages can be served at an address, asked before anything else takes time."""

import errno
import os
import socket

import click


def check_port(host: str, port: int) -> None:
    """Listen for a moment where the web server is going to, as it does.

    :raises ClickException: nobody could, e.g. because another program does
    """
    try:
        found = socket.getaddrinfo(
            None if host == "*" else host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
        for family, address in {(each[0], each[4][:2]) for each in found}:
            with socket.create_server(address, family=family):
                pass
    except (socket.gaierror, UnicodeError):
        raise click.ClickException(
            f"{host} is no address of this machine; name one with --host or MEDIATION_HOST"
        ) from None
    except OSError as error:
        raise click.ClickException(f"{_why(error, host, port)}, or choose another with --port") from None


def _why(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} of {host} is taken by another program, perhaps this one started twice; end that"
    return f"nothing can listen on port {port} of {host} ({os.strerror(error.errno or 0)}); allow it"
