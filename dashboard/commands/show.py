"""`python -m dashboard show`: a revision of the facts, cell by cell."""

from __future__ import annotations

import json
import sys

import click

from dashboard.commands.builds import FAULTS
from dashboard.commands.revision_words import differences, kind_name, moment
from dashboard.core.i18n import words
from dashboard.core.settings import Settings, language
from dashboard.facts.differences import compare
from dashboard.facts.revision_records import difference_record, revision_record
from dashboard.facts.store import Store, UnknownRevision


@click.command(help="Show what a revision of the facts changed, cell by cell.")
@click.argument("revision")
@click.option("--json", "is_json", is_flag=True, help="As JSON, for scripts.")
def show(revision: str, is_json: bool) -> None:
    """The note of the revision, then every row that it added, changed or removed."""
    say = words(language())
    try:
        store = Store.open(Settings())
        if store is None:
            raise UnknownRevision(revision)
        found = store.revision(revision)
        before = store.files(found.parent) if found.parent else store.files(found.id)
        tables = compare(before, store.files(found.id))
    except FAULTS as error:
        click.echo(error.message(say), err=True)
        sys.exit(1)
    if is_json:
        told = {**revision_record(found), "tables": [difference_record(one) for one in tables]}
        click.echo(json.dumps(told, indent=1))
        return
    note = found.note
    click.echo(f"{found.id}\n{moment(found)}  {kind_name(note.kind, say)}  {note.who}")
    if note.file_name:
        click.echo(f"{note.file_name}  SHA-256 {note.file_hash}")
    if note.reverts:
        click.echo(say("Takes back {revision}", revision=note.reverts))
    click.echo(f"\n{note.why.strip()}\n")
    for line in differences(tables, say):
        click.echo(line)
