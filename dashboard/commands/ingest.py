"""`python -m dashboard ingest`: a file brought into the facts, with a preview before anything."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, NoReturn

import click

from dashboard.core import access, audit, uploads
from dashboard.core.i18n import LANGUAGES, Words, words
from dashboard.core.settings import BadSetting, Settings, language
from dashboard.core.uploads import Unusable
from dashboard.facts import BrokenFacts
from dashboard.facts.store_errors import StoreError
from dashboard.warehouse import build, choices, engine, progress

ANY_TABLE = "auto"


@click.command(
    help="Bring FILE (XLSX, CSV, Parquet) into TABLE, or see what it would change. Nothing is "
    f"written without --apply. TABLE may be “{ANY_TABLE}”: told from the headings."
)
@click.argument("table", required=False)
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--answers", "answers_path", type=click.Path(path_type=Path), help="JSON: key: value")
@click.option("--answer", "given", multiple=True, metavar="KEY=VALUE", help="One answer; repeated.")
@click.option("--source-publisher", default="", help="Who published the file.")
@click.option("--source-title", default="", help="Title of the document or page.")
@click.option("--source-url", default="", help="Address where it can be read.")
@click.option("--source-date", default="", help="Year, month or day of publication.")
@click.option("--source-kind", type=click.Choice(["official", "news"]), default=None)
@click.option("--replaces", is_flag=True, help="FILE is the whole of its years and sources.")
@click.option("--shipped", "of_program", is_flag=True, help="The newer facts that wait in data/.")
@click.option("--why", default="", help="The reason, for the history; needed with --apply.")
@click.option("--accept-findings", is_flag=True, help="All findings have been looked at.")
@click.option("--apply", "is_applied", is_flag=True, help="Make it the newest revision.")
@click.option("--json", "as_json", is_flag=True, help="Print all of it as JSON.")
@click.option("--lang", type=click.Choice(LANGUAGES), default=None, help="Default: id.")
def ingest(  # noqa: PLR0912, PLR0917 (click passes each option)
    table: str | None,
    file: Path | None,
    answers_path: Path | None,
    given: tuple[str, ...],
    source_publisher: str,
    source_title: str,
    source_url: str,
    source_date: str,
    source_kind: str | None,
    replaces: bool,
    of_program: bool,
    why: str,
    accept_findings: bool,
    is_applied: bool,
    as_json: bool,
    lang: str | None,
) -> None:
    """Read, preview, and apply where asked: 0 sound, 1 something is left to do, 2 wrong use."""
    from dashboard.ingest import report, steps

    say = words(lang or language())
    if of_program == (file is not None):
        _wrong_use(say("Name a table and a file, or --shipped alone."))
    if is_applied and not why.strip():
        _wrong_use(say("--apply needs --why: the reason stands in the history."))
    source = {
        "publisher": source_publisher,
        "title": source_title,
        "url": source_url,
        "published_on": source_date,
        "source_kind": source_kind or "",
    }
    answers = read_answers(answers_path, given, source, say)
    account = access.of_this_machine()
    try:
        settings = Settings()
        if of_program:
            found = steps.preview_of_pending(settings, account, answers, say.lang, progress.report)
            if found is None:
                click.echo(say("No newer facts wait in data/."))
                return
            if found.proposal is None and found.pending is not None:
                click.echo(found.pending.message(say), err=True)
                sys.exit(1)
        else:
            request = steps.Request(
                _content(file, say),
                file.name if file else "",
                None if table == ANY_TABLE else table,
                answers,
                replaces=replaces,
                lang=say.lang,
            )
            found = steps.preview(settings, account, request, progress.report)
        known = engine.current()
        is_looked_at = accept_findings or not found.findings
        is_ready = found.is_sound and is_looked_at
        revision = None
        if is_applied and is_ready and not found.is_empty:
            keys = {one.key for one in found.findings}
            revision = steps.apply(
                settings, account, found, why=why, looked_at=keys, progress=progress.report
            )
    except Unusable as error:
        _wrong_use(error.message(say))
    except (
        BadSetting,
        BrokenFacts,
        build.BuildError,
        StoreError,
        steps.NotReady,
        audit.Unwritable,
    ) as error:
        click.echo(error.message(say), err=True)
        sys.exit(1)

    def name_of(code: str) -> str | None:
        return choices.name_of(known, code)

    if as_json:
        told: dict[str, Any] = report.as_json(found, say, name_of)
        told["revision"] = revision.id if revision else ""
        if is_ready and not found.is_empty:
            told["status"] = "applied" if revision else "sound"
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        for line in report.lines(found, say, name_of):
            click.echo(line)
        click.echo(
            _end(found.is_empty, is_ready, found.is_sound, revision.short if revision else "", say)
        )
    sys.exit(0 if is_ready else 1)


def _end(is_empty: bool, is_ready: bool, is_sound: bool, revision: str, say: Words) -> str:
    """What came of it, and what comes next."""
    if is_empty:
        return say("The facts hold all of this already. Nothing was changed.")
    if revision:
        return say("Applied as revision {revision}.", revision=revision)
    if is_ready:
        return say("Nothing was changed. Sound: apply it with --apply --why “the reason”.")
    if is_sound:
        return say(
            "Nothing was changed. Look at each finding; --accept-findings says that you did."
        )
    return say(
        "Nothing was changed. Answer the questions (--answer KEY=VALUE or --answers FILE) and mend "
        "the faults."
    )


def _wrong_use(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(2)


def _content(file: Path | None, say: Words) -> bytes:
    try:
        return uploads.read(file) if file else b""
    except OSError as error:
        reason = error.strerror or str(error)
        _wrong_use(say("The file {path} cannot be read ({reason}).", path=file, reason=reason))


def read_answers(
    path: Path | None, given: tuple[str, ...], source: dict[str, str], say: Words
) -> dict[str, Any]:
    """The answers of the file, of the options, and of the source, the later ones first."""
    found: dict[str, Any] = {}
    if path is not None:
        try:
            found = json.loads(path.read_bytes().decode("utf-8-sig"))
        except (OSError, ValueError, RecursionError) as error:
            _wrong_use(
                say("The answers in {path} cannot be read ({reason}).", path=path, reason=error)
            )
        if not isinstance(found, dict):
            _wrong_use(say("The answers in {path} are no object of keys and values.", path=path))
    for one in given:
        key, equals, value = one.rpartition("=")
        if not equals or not key:
            _wrong_use(say("The answer {answer} has not the form KEY=VALUE.", answer=one))
        found[key] = value
    if any(source.values()):
        found["source"] = {name: value for name, value in source.items() if value}
    return found
