"""`python -m dashboard history`: the revisions of the facts."""

from __future__ import annotations

import json
import sys

import click

from dashboard.commands.builds import FAULTS
from dashboard.commands.revision_words import counted, kind_name, moment
from dashboard.core.i18n import words
from dashboard.core.settings import Settings, language
from dashboard.facts.revision_records import revision_record
from dashboard.facts.store import Store


@click.command(help="List the revisions of the facts, the newest first.")
@click.option("--limit", type=click.IntRange(min=1), default=None, help="At most so many.")
@click.option("--json", "is_json", is_flag=True, help="As JSON, for scripts.")
def history(limit: int | None, is_json: bool) -> None:
    """One line a revision: id, when, kind, who, what changed, why."""
    say = words(language())
    try:
        store = Store.open(Settings())
        found = [] if store is None else store.history(limit)
    except FAULTS as error:
        click.echo(error.message(say), err=True)
        sys.exit(1)
    if is_json:
        click.echo(json.dumps([revision_record(one) for one in found], indent=1))
        return
    if not found:
        click.echo(say("No facts were changed yet: those of data/ are served as they are."))
    for one in found:
        note = one.note
        first = (note.why.strip().splitlines() or [""])[0]
        parts = (one.short, moment(one), kind_name(note.kind, say), note.who)
        click.echo("  ".join((*parts, counted(note.counts, say), first)))
