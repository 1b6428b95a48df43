"""The command line: `python -m dashboard run`, `python -m dashboard check`."""

from __future__ import annotations

import os
import socket
import sys

import click

from dashboard import build
from dashboard.facts import BrokenFacts
from dashboard.progress import told
from dashboard.settings import ROOT, BadSetting, Settings, language
from dashboard.words import words


@click.group(help="Integritas Daerah")
def main() -> None:
    """Commands of the dashboard."""


def _ensure() -> build.Build:
    try:
        return build.ensure(Settings(), told)
    except (BadSetting, BrokenFacts, build.BuildError) as error:
        click.echo(error.message(words(language())), err=True)
        sys.exit(1)


@main.command(help="Check and build the facts, then serve the dashboard.")
@click.option("--port", type=int, envvar="PORT", default=8501, show_default=True)
@click.option("--host", default="localhost", show_default=True)
def run(port: int, host: str) -> None:
    """Check, build, serve; the address is printed before serving."""
    say = words(language())
    _ensure()
    if _is_taken(host, port):
        click.echo(
            say(
                "Port {port} is in use. Set another one, for example: PORT={other}",
                port=port,
                other=port + 1,
            ),
            err=True,
        )
        sys.exit(1)
    click.echo(say("Integritas Daerah is served on {address}", address=f"http://{host}:{port}"))
    os.chdir(ROOT)  # Streamlit reads .streamlit/config.toml from the working folder
    from streamlit.web import cli  # not needed to check facts

    options = [f"--server.port={port}", f"--server.address={host}"]
    cli.main(["run", str(ROOT / "dashboard" / "app.py"), *options], prog_name="streamlit")


@main.command(help="Check the facts and build the answers; nothing is served.")
def check() -> None:
    """Check the facts against their schema and the data tests."""
    made = _ensure()
    say = words(language())
    click.echo(
        say(
            "The facts {version} are in order (revision {revision}).",
            version=made.facts_version,
            revision=made.revision,
        )
    )


def _is_taken(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((host, port)) == 0


if __name__ == "__main__":
    main(prog_name="python -m dashboard")
