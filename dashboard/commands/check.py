"""`python -m dashboard check`: whether facts, or a file that is to be brought in, are in order."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import click

from dashboard.core import access, audit, uploads
from dashboard.core.i18n import LANGUAGES, Words, words
from dashboard.core.settings import BadSetting, Settings, language
from dashboard.core.uploads import Unusable
from dashboard.facts import BrokenFacts
from dashboard.facts.store_errors import StoreError
from dashboard.warehouse import build, choices, engine, intake, progress

# What is wrong with a folder that holds no facts at all.
_NO_FACTS = {"missing-description", "invalid-json"}


@click.command(
    help="Check the facts that are served and build the answers; or the folder of facts PATH, or "
    "the file PATH that is to be brought in. Nothing is served, and nothing is changed. "
    "Exit codes: 0 in order, 1 faults were found, 2 nothing could be checked."
)
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option("--table", default=None, help="The table that a file is for; default: told from it.")
@click.option("--answers", "answers_path", type=click.Path(path_type=Path), help="As of ingest.")
@click.option("--json", "as_json", is_flag=True, help="Print all of it as JSON.")
@click.option("--lang", type=click.Choice(LANGUAGES), default=None, help="Default: id.")
def check(
    path: Path | None,
    table: str | None,
    answers_path: Path | None,
    as_json: bool,
    lang: str | None,
) -> None:
    """Check facts against their schema and the data tests; a file against the facts as well."""
    say = words(lang or language())
    try:
        if path is None:
            code, told, lines = _facts(Settings(), say)
        elif path.is_dir():
            with tempfile.TemporaryDirectory(prefix="integritas-check-") as folder:
                changed = {"data_dir": path.resolve(), "build_dir": Path(folder).resolve()}
                changed["store_dir"] = Path(folder).resolve() / "none"
                code, told, lines = _facts(Settings().model_copy(update=changed), say)
        else:
            code, told, lines = _file(path, table, answers_path, say)
    except OSError as error:
        code, told, lines = _unusable(_unreadable(path, error, say))
    except (BadSetting, build.BuildError, StoreError, audit.Unwritable, Unusable) as error:
        code, told, lines = _unusable(error.message(say))
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        for line in lines:
            click.echo(line, err=code != 0)
    sys.exit(code)


def _unusable(sentence: str) -> tuple[int, dict[str, Any], list[str]]:
    return 2, {"status": "unusable", "sentence": sentence}, [sentence]


def _facts(settings: Settings, say: Words) -> tuple[int, dict[str, Any], list[str]]:
    """Whether a folder of facts, or the newest revision of the store, is in order."""
    try:
        served = intake.served(settings, progress.report)
        choices.presets(engine.opened(served, settings))  # the regions that are set must be there
        if served.waiting is not None and served.waiting.error is not None:
            raise served.waiting.error  # data/ is not in order, though the store is served
    except BrokenFacts as broken:
        errors = [
            {
                "file": one.file,
                "row": one.row,
                "column": one.column,
                "value": one.value,
                "rule": one.rule,
                "sentence": one.sentence(say),
            }
            for one in broken.errors
        ]
        code = 2 if {one.rule for one in broken.errors} <= _NO_FACTS else 1
        return code, {"status": "faults", "faults": errors}, [broken.message(say)]
    except build.BrokenChecks as broken:
        errors = [
            {"rule": check, "rows": n, "sentence": first}
            for check, (n, first) in broken.found.items()
        ]
        return 1, {"status": "faults", "faults": errors}, [broken.message(say)]
    made = served.build
    sentence = say(
        "The facts {version} are in order (revision {revision}).",
        version=made.facts_version,
        revision=made.revision,
    )
    told = {"status": "sound", "version": made.facts_version, "revision": made.revision}
    return 0, {**told, "faults": []}, [sentence]


def _file(
    path: Path, table: str | None, answers_path: Path | None, say: Words
) -> tuple[int, dict[str, Any], list[str]]:
    """Whether a file could be brought in: nothing open, nothing wrong."""
    from dashboard.commands.ingest import read_answers
    from dashboard.ingest import report, steps

    settings = Settings()
    answers = read_answers(answers_path, (), {}, say)
    request = steps.Request(uploads.read(path), path.name, table, answers, lang=say.lang)
    found = steps.preview(settings, access.of_this_machine(), request, progress.report)
    known = engine.current()

    def name_of(code: str) -> str | None:
        return choices.name_of(known, code)

    told = report.as_json(found, say, name_of)
    lines = list(report.lines(found, say, name_of))
    if found.is_sound:
        return 0, told, [*lines, say("The file is in order. Nothing was changed.")]
    is_file = any(fault.rule == "file" for fault in found.all_faults)
    return 2 if is_file else 1, told, lines


def _unreadable(path: Path | None, error: OSError, say: Words) -> str:
    reason = error.strerror or str(error)
    return say("The file {path} cannot be read ({reason}).", path=path, reason=reason)
