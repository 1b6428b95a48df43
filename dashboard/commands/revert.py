"""`python -m dashboard revert`: take a revision of the facts back, as a revision of its own."""

from __future__ import annotations

import sys

import click

from dashboard.commands.builds import FAULTS
from dashboard.commands.revision_words import conflicts, differences
from dashboard.core import audit
from dashboard.core.access import of_this_machine
from dashboard.core.i18n import words
from dashboard.core.settings import Settings, language
from dashboard.facts.merge import Choice
from dashboard.warehouse import progress


@click.command(help="Take back what a revision of the facts changed; later changes stay.")
@click.argument("revision")
@click.option("--why", required=True, help="The reason; it is written down with the revision.")
@click.option(
    "--on-conflict",
    type=click.Choice(("stop", "keep", "undo")),
    default="stop",
    show_default=True,
    help="What was changed again later: stop, keep it as it is, or undo it as well.",
)
def revert(revision: str, why: str, on_conflict: str) -> None:
    """Compute the inverse, check the whole, apply; conflicts are named and exit with 1."""
    from dashboard.ingest.apply import apply_files
    from dashboard.ingest.revert import reversal

    say = words(language())
    try:
        settings = Settings()
        found = reversal(settings, revision, {})
        if found.conflicts and on_conflict == "stop":
            click.echo(
                say(
                    "Parts of it were changed again later. Nothing was written: choose "
                    "--on-conflict keep (what is there now stays) or undo (what was there before "
                    "comes back)."
                ),
                err=True,
            )
            for line in conflicts(found.conflicts, say):
                click.echo(line, err=True)
            sys.exit(1)
        if found.conflicts:
            choice: Choice = "ours" if on_conflict == "keep" else "theirs"
            found = reversal(settings, revision, {one.id: choice for one in found.conflicts})
        if not found.differences:
            click.echo(say("Nothing to take back: the facts are as they were before."))
            return
        note = found.note("local", why)
        with audit.of(settings).change(of_this_machine(), note.kind, reverts=note.reverts) as done:
            made = apply_files(settings, found.files, note, found.parent, progress=progress.report)
            done(made.id)
    except (*FAULTS, audit.Unwritable) as error:
        click.echo(error.message(say), err=True)
        sys.exit(1)
    for line in differences(found.differences, say):
        click.echo(line)
    click.echo(say("Revision {revision}", revision=made.short))
