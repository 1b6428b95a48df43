"""`python -m dashboard check`: whether the facts are in order."""

from __future__ import annotations

import click

from dashboard.commands.builds import ready_build
from dashboard.core.i18n import words
from dashboard.core.settings import language


@click.command(help="Check the facts and build the answers; nothing is served.")
def check() -> None:
    """Check the facts against their schema and the data tests."""
    made = ready_build(is_strict=True)
    say = words(language())
    click.echo(
        say(
            "The facts {version} are in order (revision {revision}).",
            version=made.facts_version,
            revision=made.revision,
        )
    )
