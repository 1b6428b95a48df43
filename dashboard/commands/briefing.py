"""`python -m dashboard briefing`: a briefing on regions as a file."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from dashboard.commands.builds import FAULTS
from dashboard.core.i18n import LANGUAGES, Words, words
from dashboard.core.settings import Settings, language
from dashboard.warehouse import progress

UNCHANGED = 3  # exit code of --if-changed when nothing is written


@click.command(help="Write a briefing (PPTX, DOCX, HTML) on regions from the facts.")
@click.option("--region", "regions", multiple=True, help="Code or name; several are compared.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="The file; its end chooses the form: .pptx, .docx, .html, or .json for the tray.",
)
@click.option("--lang", type=click.Choice(LANGUAGES), default=None, help="Default: id.")
@click.option("--year", type=int, default=None, help="Newest survey year to show.")
@click.option("--figures", "figure_ids", default="", help="Ids, separated by commas, in order.")
@click.option("--tray", "tray_path", type=click.Path(path_type=Path), help="A saved tray (JSON).")
@click.option("--template", "template_path", type=click.Path(path_type=Path), help="Own PPTX.")
@click.option("--nota", "is_nota", is_flag=True, help="One page on a region, as DOCX.")
@click.option(
    "--if-changed",
    "only_if_changed",
    is_flag=True,
    help="Write only when the numbers are others than last time; else exit code 3.",
)
@click.option(
    "--state",
    "state_path",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where --if-changed keeps what was written; default: beside the file.",
)
@click.option("--quiet", is_flag=True, help="Say nothing while it works.")
def briefing(  # noqa: PLR0917 (click passes each option)
    regions: tuple[str, ...],
    out: Path,
    lang: str | None,
    year: int | None,
    figure_ids: str,
    tray_path: Path | None,
    template_path: Path | None,
    is_nota: bool,
    only_if_changed: bool,
    state_path: Path | None,
    quiet: bool,
) -> None:
    """Ask, lay out, write; a fault is one sentence and exit code 1."""
    from dashboard.briefing import command, fingerprint, presets
    from dashboard.briefing.pptx import template as office_template
    from dashboard.core.uploads import Unusable
    from dashboard.export import tray
    from dashboard.warehouse import engine

    say = words(language())

    def tell(done: int, of: int, title: str) -> None:
        if not quiet:
            click.echo(f"[{done + 1}/{of}] {title}", err=True)

    def notice(sentence: str) -> None:  # also where nothing else is said: a wish was read or cut
        click.echo(sentence, err=True)

    state = state_path or out.with_name(f"{out.name}.state.json")
    try:
        form = command.format_of(out, say, is_nota=is_nota)
        command.heed_state(state_path, only_if_changed=only_if_changed, say=say)
        command.heed_template(form, is_given=template_path is not None, say=say)
        if tray_path is not None:
            options = {"--region": regions, "--figures": figure_ids, "--year": year}
            command.heed_beside_tray(options, say)
        kind = office_template.UPLOAD
        template = command.read_file(template_path, kind, say) if template_path else None
        known = engine.current(progress.report)
        if tray_path is not None:
            asked = command.read_tray(known, command.read_file(tray_path, tray.UPLOAD, say), say)
            asked = asked if lang is None else asked.in_language(lang)
            if is_nota:
                command.heed_nota(presets.regions_of(asked), (), say)
        else:
            selection = command.selection_of(known, lang or "id", year, say)
            codes = command.regions_of(known, regions, say, notice)
            asked = command.filled(
                known, codes, _ids(figure_ids), selection, is_nota=is_nota, say=say, notice=notice
            )
        if form is not None and not is_nota:
            command.heed_empty(asked, say)
        made_of = fingerprint.of(known, asked, form or "", template) if only_if_changed else None
        is_same = made_of is not None and fingerprint.kept(state) == made_of
        _stop_if_same(out, is_same=is_same, say=say)
        address = _address(is_told=form is not None and not quiet, say=say)
        command.write(
            known, asked, out, form, template=template, address=address, say=say, progress=tell
        )
        if made_of is not None:  # last: a file that was not written is not unchanged
            command.write_file(state, made_of.as_json(), say)
    except (*FAULTS, Unusable) as error:
        click.echo(error.message(say), err=True)
        sys.exit(1)
    except command.BadRequest as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    click.echo(say("Written: {path}", path=out))


def _ids(text: str) -> tuple[str, ...]:
    """What stands between commas."""
    return tuple(one.strip() for one in text.split(",") if one.strip())


def _address(*, is_told: bool, say: Words) -> str:
    """The address of the dashboard; that there is none is told where links would hold it."""
    address = Settings().public_address
    if not address and is_told:
        click.echo(
            say(
                "Without the setting INTEGRITAS_PUBLIC_ADDRESS the file holds no links to the "
                "live figures."
            ),
            err=True,
        )
    return address


def _stop_if_same(out: Path, *, is_same: bool, say: Words) -> None:
    """End where a file that is there says the same already."""
    if is_same and out.is_file():
        click.echo(say("Unchanged: {path}", path=out))
        sys.exit(UNCHANGED)
