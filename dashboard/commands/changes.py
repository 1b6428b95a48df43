"""`python -m dashboard changes`: what is new in the facts since a revision, for scripts."""

from __future__ import annotations

import json
import sys

import click

from dashboard.core.i18n import LANGUAGES, words
from dashboard.core.settings import BadSetting, Settings, language
from dashboard.facts import BrokenFacts
from dashboard.facts.store import Store, StoreError
from dashboard.warehouse import build, progress

NOTHING, MISUSE = 1, 2  # exit codes, as those of grep: 0 is something


@click.command(
    help="List what is new in the facts since a revision. "
    "Exit code 0: there is news; 1: there is none; 2: something is wrong."
)
@click.option("--since", required=True, help="A revision, as `history` lists them, or HEAD~1.")
@click.option("--region", "regions", multiple=True, help="Code or name; a province with its own.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of lines.")
@click.option("--lang", type=click.Choice(LANGUAGES), default=None, help="Default: id.")
def changes(since: str, regions: tuple[str, ...], as_json: bool, lang: str | None) -> None:
    """One line a piece of news, the most important first: region code, kind, sentence."""
    from dashboard.briefing import command
    from dashboard.narrative import changes as told
    from dashboard.narrative import late_news, news
    from dashboard.warehouse import engine

    say = words(lang or language())

    def notice(sentence: str) -> None:
        click.echo(sentence, err=True)

    try:
        settings = Settings()
        known = engine.current(progress.report)
        late_news.catch_up(settings)
        codes = command.regions_of(known, regions, say, notice)
        store = Store.open(settings)
        if store is None:
            raise command.BadRequest(
                say("Nothing was ever changed here: there is no revision of the facts yet.")
            )
        revisions, asked = news.recorded(known, settings), store.revision(since).id
        found = news.since(revisions, asked, codes)
    except (BadSetting, BrokenFacts, build.BuildError, StoreError) as error:
        click.echo(error.message(say), err=True)
        sys.exit(MISUSE)
    except command.BadRequest as error:
        click.echo(str(error), err=True)
        sys.exit(MISUSE)
    if as_json:
        listed = [
            {
                **one.change.as_json(),
                "revision": one.revision,
                "when": one.when.isoformat(),
                "title": told.title(one.change, say),
                "sentence": told.sentence(one.change, say),
            }
            for one in found
        ]
        click.echo(json.dumps(listed, ensure_ascii=False, indent=1))
    else:
        for one in found:
            change = one.change
            click.echo(f"{change.region_code}\t{change.kind}\t{told.sentence(change, say)}")
    if cut := news.cut_sentence(news.after(revisions, asked), say):
        notice(cut)
    sys.exit(0 if found else NOTHING)
