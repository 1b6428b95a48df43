"""`python -m dashboard settings`: what is set, where it comes from, what it means."""

from __future__ import annotations

import json
import sys

import click

from dashboard.core import settings_source as source
from dashboard.core.i18n import message, words
from dashboard.core.settings import BadSetting, Settings, language

_ORIGINS = {
    "default": message("default"),
    "file": message("file"),
    "environment": message("environment"),
}


@click.command(help="Print every setting, its value and where it comes from; secrets are hidden.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def settings(as_json: bool) -> None:
    """Print the settings in force; a wrong one is one sentence and exit code 1."""
    say = words(language())
    try:
        listed = Settings().listed()
    except BadSetting as error:
        click.echo(error.message(say), err=True)
        sys.exit(1)
    if as_json:
        records = [one.as_json(say) for one in listed]
        click.echo(json.dumps(records, ensure_ascii=False, indent=2))
        return
    click.echo(say("File of settings: {path}", path=source.file() or "–"))
    for one in listed:
        click.echo(f"\n{one.name} = {one.value or '–'}  [{say(_ORIGINS[one.origin])}]")
        click.echo(f"    {say(one.meaning)}")
