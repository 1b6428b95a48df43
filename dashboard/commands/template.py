"""`python -m dashboard template`: an empty sheet for a table of the facts."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from dashboard import facts
from dashboard.core.i18n import LANGUAGES, words
from dashboard.core.settings import BadSetting, Settings, language
from dashboard.facts import BrokenFacts
from dashboard.warehouse import build, engine, progress


@click.command(help="Write an empty sheet (XLSX) to fill in for TABLE.")
@click.argument("table")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="The file; its end is .xlsx.",
)
@click.option("--lang", type=click.Choice(LANGUAGES), default=None, help="Default: id.")
def template(table: str, out: Path, lang: str | None) -> None:
    """Write the sheet; a fault is one sentence and exit code 1."""
    from dashboard.ingest import templates

    say = words(language())
    try:
        description = facts.read_description(Settings().data_dir)
        known = {one.name: one for one in description.tables}
        if table not in known:
            names = ", ".join(known)
            text = say("There is no table {table}. Tables: {names}.", table=table, names=names)
        elif out.suffix.lower() != ".xlsx":
            text = say("A template is an XLSX file: name it {name}.", name=f"{out.stem}.xlsx")
        else:
            warehouse = engine.current(progress.report)
            out.write_bytes(
                templates.workbook(known[table], description, warehouse, lang or language())
            )
            click.echo(say("Written: {path}", path=out))
            return
    except (BadSetting, BrokenFacts, build.BuildError) as error:
        text = error.message(say)
    except OSError as error:
        reason = error.strerror or str(error)
        text = say("{path} cannot be written ({reason}).", path=out, reason=reason)
    click.echo(text, err=True)
    sys.exit(1)
