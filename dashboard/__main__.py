"""The command line: `python -m dashboard run`, `check`, `briefing`."""

from __future__ import annotations

import errno
import socket
import sys
from pathlib import Path

import click

from dashboard.core.i18n import LANGUAGES, Words, words
from dashboard.core.numbers import whole_number
from dashboard.core.settings import BadSetting, Settings, language
from dashboard.facts import BrokenFacts
from dashboard.warehouse import build, choices, progress
from dashboard.warehouse.build_folder import Build
from dashboard.warehouse.engine import Warehouse

# A port that others have just left is free, one that others use is not: Windows has its own option.
_ALONE = getattr(socket, "SO_EXCLUSIVEADDRUSE", socket.SO_REUSEADDR)
# On a computer without IPv6, localhost has an address there all the same.
_ABSENT = (errno.EAFNOSUPPORT, errno.EPROTONOSUPPORT, errno.EADDRNOTAVAIL)


@click.group(help="Integritas Daerah")
def main() -> None:
    """Commands of the dashboard."""


def _ensure() -> Build:
    try:
        settings = Settings()
        made = build.ensure(settings, progress.report)
        choices.presets(Warehouse(made, settings.sql_dir))  # the regions that are set must be there
        return made
    except (BadSetting, BrokenFacts, build.BuildError) as error:
        click.echo(error.message(words(language())), err=True)
        sys.exit(1)


@main.command(help="Check and build the facts, then serve the dashboard.")
@click.option("--port", envvar="PORT", default="8501", show_default=True)
@click.option("--host", default="localhost", show_default=True)
def run(port: str, host: str) -> None:
    """Check, build, serve; the address is printed before serving."""
    say = words(language())
    port = port.strip()
    number = whole_number(port, 1, 65535)
    fault = _listening_fault(host, number, say) if number else _bad_port(port, say)
    if fault or number is None:  # before a build is made, which takes longer
        click.echo(fault, err=True)
        sys.exit(1)
    _ensure()
    shown = f"[{host}]" if ":" in host else host
    click.echo(say("Integritas Daerah is served on {address}", address=f"http://{shown}:{number}"))
    from dashboard.ui import server  # not needed to check facts

    server.serve(host, number)


@main.command(help="Check the facts and build the answers; nothing is served.")
def check() -> None:
    """Check the facts against their schema and the data tests."""
    made = _ensure()
    say = words(language())
    click.echo(
        say(
            "The facts {version} are in order (revision {revision}).",
            version=made.facts_version,
            revision=made.revision,
        )
    )


@main.command(help="Write a briefing (PPTX, DOCX, HTML) on regions from the facts.")
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
    quiet: bool,
) -> None:
    """Ask, lay out, write; a fault is one sentence and exit code 1."""
    from dashboard.briefing import command, presets
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

    try:
        form = command.format_of(out, say, is_nota=is_nota)
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
            ids = tuple(one.strip() for one in figure_ids.split(",") if one.strip())
            asked = command.filled(
                known, codes, ids, selection, is_nota=is_nota, say=say, notice=notice
            )
        if form is not None and not is_nota:
            command.heed_empty(asked, say)
        address = Settings().public_address
        if not address and form is not None and not quiet:
            click.echo(
                say(
                    "Without the setting INTEGRITAS_PUBLIC_ADDRESS the file holds no links to the "
                    "live figures."
                ),
                err=True,
            )
        command.write(
            known, asked, out, form, template=template, address=address, say=say, progress=tell
        )
    except (BadSetting, BrokenFacts, build.BuildError, Unusable) as error:
        click.echo(error.message(say), err=True)
        sys.exit(1)
    except command.BadRequest as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    click.echo(say("Written: {path}", path=out))


def _bad_port(port: str, say: Words) -> str:
    return say(
        "{port} is no port. Write a number from 1 to 65535, for example: PORT=8501", port=port
    )


def _listening_fault(host: str, port: int, say: Words) -> str:
    """Try to listen where the dashboard would: the sentence that says why it cannot, else ""."""
    try:
        places = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError):
        return say(
            "The host {host} is not known. Name an address of this computer: localhost for "
            "itself alone, 0.0.0.0 for the whole network.",
            host=host,
        )
    absent, is_there = None, False
    for family, kind, _, _, place in places:
        try:
            with socket.socket(family, kind) as probe:
                probe.setsockopt(socket.SOL_SOCKET, _ALONE, 1)
                probe.bind(place)
        except OSError as error:
            if error.errno not in _ABSENT:
                return _refused(error, host, port, say)
            absent = error
        else:
            is_there = True
    return _refused(absent, host, port, say) if absent and not is_there else ""


def _refused(error: OSError, host: str, port: int, say: Words) -> str:
    """Say why nothing can listen at a host and port."""
    if error.errno == errno.EADDRINUSE:
        other = port + 1 if port < 65535 else 8501
        return say(
            "Port {port} is in use. Set another one, for example: PORT={other}",
            port=port,
            other=other,
        )
    if error.errno in (errno.EACCES, errno.EPERM):
        return say(
            "Port {port} may not be used by this user. Set one above 1023, for example: PORT=8501",
            port=port,
        )
    if error.errno == errno.EADDRNOTAVAIL:
        return say(
            "The host {host} is not an address of this computer. Name one: localhost for itself "
            "alone, 0.0.0.0 for the whole network.",
            host=host,
        )
    return say(
        "Nothing can listen at {host}, port {port} ({reason}).",
        host=host,
        port=port,
        reason=error.strerror or str(error),
    )


if __name__ == "__main__":
    main(prog_name="python -m dashboard")
