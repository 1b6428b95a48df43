"""`python -m dashboard run`: check, build, serve."""

from __future__ import annotations

import errno
import socket
import sys

import click

from dashboard.commands.builds import ready_build
from dashboard.core import allocator, logs, metrics_port
from dashboard.core.access import check_host
from dashboard.core.i18n import Words, words
from dashboard.core.numbers import whole_number
from dashboard.core.settings import BadSetting, Settings, language

# On a computer without IPv6, localhost has an address there all the same.
_ABSENT = (errno.EAFNOSUPPORT, errno.EPROTONOSUPPORT, errno.EADDRNOTAVAIL)


@click.command(help="Check and build the facts, then serve the dashboard.")
@click.option("--port", envvar="PORT", default="8501", show_default=True)
@click.option("--host", default="localhost", show_default=True)
def run(port: str, host: str) -> None:
    """Check, build, serve; the address is printed before serving."""
    allocator.keep_few_arenas()  # before any thread is started
    say = words(language())
    port = port.strip()
    number = whole_number(port, 1, 65535)
    fault = _listening_fault(host, number, say) if number else _bad_port(port, say)
    if fault or number is None:  # before a build is made, which takes longer
        click.echo(fault, err=True)
        sys.exit(1)
    try:
        settings = Settings()
        check_host(settings, host)
        metrics_port.check(settings, number)
    except BadSetting as error:
        click.echo(error.message(say), err=True)
        sys.exit(1)
    logs.set_up(settings, replica=logs.replica_name(number))
    ready_build()
    shown = f"[{host}]" if ":" in host else host
    logs.tell(say("Integritas Daerah is served on {address}", address=f"http://{shown}:{number}"))
    from dashboard.ui import server  # not needed to check facts

    server.serve(host, number)


def _bad_port(port: str, say: Words) -> str:
    return say(
        "{port} is no port. Write a number from 1 to 65535, for example: PORT=8501", port=port
    )


def _listening_fault(host: str, port: int, say: Words) -> str:
    """Try to listen where the dashboard would: the sentence that says why it cannot, else ""."""
    try:
        places = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError):
        return say(
            "The host {host} is not known. Name an address of this computer: localhost for "
            "itself alone, 0.0.0.0 for the whole network.",
            host=host,
        )
    absent, is_there = None, False
    for family, kind, _, _, place in places:
        try:
            with socket.socket(family, kind) as probe:
                probe.setsockopt(socket.SOL_SOCKET, metrics_port.ALONE, 1)
                probe.bind(place)
        except OSError as error:
            if error.errno not in _ABSENT:
                return _refused(error, host, port, say)
            absent = error
        else:
            is_there = True
    return _refused(absent, host, port, say) if absent and not is_there else ""


def _refused(error: OSError, host: str, port: int, say: Words) -> str:
    """Say why nothing can listen at a host and port."""
    if error.errno == errno.EADDRINUSE:
        other = port + 1 if port < 65535 else 8501
        return say(
            "Port {port} is in use. Set another one, for example: PORT={other}",
            port=port,
            other=other,
        )
    if error.errno in (errno.EACCES, errno.EPERM):
        return say(
            "Port {port} may not be used by this user. Set one above 1023, for example: PORT=8501",
            port=port,
        )
    if error.errno == errno.EADDRNOTAVAIL:
        return say(
            "The host {host} is not an address of this computer. Name one: localhost for itself "
            "alone, 0.0.0.0 for the whole network.",
            host=host,
        )
    return say(
        "Nothing can listen at {host}, port {port} ({reason}).",
        host=host,
        port=port,
        reason=error.strerror or str(error),
    )
