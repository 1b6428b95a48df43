"""Briefings from the command line: the request, the file that is written, the sentences."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from dashboard.briefing import presets, writer
from dashboard.briefing.writer import Format
from dashboard.core import uploads
from dashboard.core.i18n import Words
from dashboard.core.selection import Selection
from dashboard.core.uploads import Kind
from dashboard.export import tray
from dashboard.export.tray import Tray
from dashboard.figures import registry
from dashboard.warehouse import choices, region_names
from dashboard.warehouse.engine import Warehouse
from dashboard.warehouse.region_names import Reading

TRAY_SUFFIX = "json"


class BadRequest(Exception):
    """A request that cannot be met; the text says what, where and how to mend it."""


def format_of(out: Path, say: Words, *, is_nota: bool) -> Format | None:
    """What kind of file is wanted; none is the tray itself.

    Raises:
        BadRequest: no kind of file ends like this, or there is no such folder.
    """
    if not out.parent.is_dir():
        raise BadRequest(say("The folder {path} does not exist.", path=out.parent))
    suffix = out.suffix.lower().lstrip(".")
    if suffix == TRAY_SUFFIX and not is_nota:
        return None
    if is_nota:
        if suffix == writer.SUFFIXES["nota"]:
            return "nota"
        raise BadRequest(say("A nota is a Word file: let --out end in .docx."))
    known: dict[str, Format] = {"pptx": "pptx", "docx": "docx", "html": "html"}
    if suffix in known:
        return known[suffix]
    raise BadRequest(
        say(
            "“{name}” ends in nothing that can be made; possible are: {allowed}.",
            name=out.name[:80],
            allowed=".pptx, .docx, .html, .json",
        )
    )


def heed_template(form: Format | None, *, is_given: bool, say: Words) -> None:
    """Refuse a template where it would change nothing.

    Raises:
        BadRequest: the file is no deck.
    """
    if is_given and form != "pptx":
        raise BadRequest(
            say("A template is for slides: let --out end in .pptx, or leave out --template.")
        )


def heed_state(state: Path | None, *, only_if_changed: bool, say: Words) -> None:
    """Refuse a file of state that would not be looked at, or cannot be kept.

    Raises:
        BadRequest: it is given without --if-changed, or there is no such folder.
    """
    if state is not None and not only_if_changed:
        raise BadRequest(say("--state says where --if-changed looks: add --if-changed."))
    if state is not None and not state.parent.is_dir():
        raise BadRequest(say("The folder {path} does not exist.", path=state.parent))


def heed_beside_tray(given: Mapping[str, object], say: Words) -> None:
    """Refuse options that a tray would make silent: it says itself what it asks.

    Args:
        given: options by their name on the command line, empty where they were not given.
        say: the reader's words.

    Raises:
        BadRequest: one of them was given.
    """
    if named := [name for name, value in given.items() if value]:
        raise BadRequest(
            say(
                "A tray says itself which regions, figures and years it asks: leave out {options}, "
                "or change the tray.",
                options=say.list(named),
            )
        )


def heed_nota(regions: Sequence[str], figure_ids: Sequence[str], say: Words) -> None:
    """Refuse what a nota would leave out: it is about one region, with parts of its own.

    Raises:
        BadRequest: there are several regions, or none, or figures.
    """
    if figure_ids:
        raise BadRequest(
            say("A nota chooses its figure itself: leave out --figures, or leave out --nota.")
        )
    if len(regions) != 1:
        raise BadRequest(
            say(
                "A nota is about one region; {n} are given. Make a nota of each, or leave out "
                "--nota to compare them.",
                n=len(regions),
            )
        )


def regions_of(
    warehouse: Warehouse,
    given: tuple[str, ...],
    say: Words,
    notice: Callable[[str], None] = lambda _sentence: None,
) -> tuple[str, ...]:
    """The codes of regions that were given by code or by name; how a name was read is noticed.

    Raises:
        BadRequest: one of them is unknown, or may mean several.
    """
    known = choices.regions(warehouse)
    codes: dict[str, None] = {}
    for text in given:
        if text in known:
            codes[text] = None
            continue
        reading = region_names.read(warehouse, text)
        shown = text[:40]
        if reading.region is None:
            raise BadRequest(_doubt(reading, shown, say))
        codes[reading.region.code] = None
        if text.casefold() != reading.region.name.casefold():
            notice(say("“{text}” was read as {region}.", text=shown, region=reading.region.name))
    return tuple(codes)


def _doubt(reading: Reading, shown: str, say: Words) -> str:
    """Why a text is no region, and what it may mean."""
    if not reading.candidates:
        return say(
            "There is no region “{text}”. Give its Kemendagri code, such as 63 or 63.71, "
            "or its name.",
            text=shown,
        )
    return say(
        "“{text}” is not certain. Give the code of the region that is meant: {regions}.",
        text=shown,
        regions=", ".join(f"{one.code} {one.name}" for one in reading.candidates),
    )


def selection_of(warehouse: Warehouse, lang: str, year: int | None, say: Words) -> Selection:
    """Language and year of the request.

    Raises:
        BadRequest: no survey was made in that year.
    """
    years = choices.survey_years(warehouse)
    if year is not None and year not in years:
        raise BadRequest(
            say(
                "The year “{value}” ({name}) lies outside {first} to {last}.",
                value=year,
                name="--year",
                first=years[0],
                last=years[-1],
            )
        )
    return Selection(lang=lang, year=year)


def filled(
    warehouse: Warehouse,
    regions: tuple[str, ...],
    figure_ids: tuple[str, ...],
    selection: Selection,
    *,
    is_nota: bool,
    say: Words,
    notice: Callable[[str], None] = lambda _sentence: None,
) -> Tray:
    """The tray of a request: a preset, or the named figures in their order.

    A figure that cannot show all that is asked is noticed.

    Raises:
        BadRequest: a figure is unknown, neither region nor figure is named, or no figure can show
            the chosen regions, or what a nota would leave out is asked of it.
    """
    possible = (*tray.STATEMENTS, *registry.figures_of(warehouse))
    if figure_ids:
        for figure_id in figure_ids:
            if figure_id not in possible:
                raise BadRequest(
                    say(
                        "There is no figure “{id}”; possible are: {allowed}.",
                        id=figure_id[:40],
                        allowed=", ".join(possible),
                    )
                )
        if is_nota:
            heed_nota(regions, figure_ids, say)
        _heed_regions(regions, figure_ids, say, notice)
        selection = replace(selection, region=regions)
        return Tray(tuple(tray.item(one, selection) for one in figure_ids), selection.lang)
    if not regions:
        raise BadRequest(say("Give a region with --region, or a tray with --tray."))
    if is_nota:
        heed_nota(regions, (), say)
        return presets.nota(warehouse, regions[0], selection)
    if len(regions) == 1:
        return presets.one_region(warehouse, regions[0], selection)
    return presets.compare(warehouse, regions, selection)


def _heed_regions(
    regions: tuple[str, ...],
    figure_ids: tuple[str, ...],
    say: Words,
    notice: Callable[[str], None],
) -> None:
    """Say which figures do not show the chosen regions, or only the first of them.

    Raises:
        BadRequest: none of them shows any.
    """
    deaf = [one for one in figure_ids if "region" not in tray.parameters_of(one)]
    if regions and deaf:
        sentence = say(
            "--region changes nothing in {figures}: always the whole country.",
            figures=say.list(deaf),
        )
        if len(deaf) == len(figure_ids):
            raise BadRequest(sentence)
        notice(sentence)
    # A statement on one region, and figures of which only the first one is there.
    narrow = [
        one
        for one in figure_ids
        if one in tray.OF_ONE_REGION
        or (one in registry.REGISTRY and "first" in registry.REGISTRY[one].use_of_regions)
    ]
    if len(regions) > 1 and narrow:
        sentence = say(
            "Only the first region is shown by {figures}. Ask for one region at a time.",
            figures=say.list(narrow),
        )
        if len(narrow) == len(figure_ids):
            raise BadRequest(sentence)
        notice(sentence)


def read_tray(warehouse: Warehouse, content: bytes, say: Words) -> Tray:
    """A tray from a file; one that would not say what it says is refused, not changed.

    Raises:
        BadRequest: something in it cannot be used.
        BrokenTray: it is no tray.
    """
    read = tray.from_json(warehouse, content)
    if read.ignored:
        raise BadRequest(" ".join(one.sentence(say) for one in read.ignored))
    return read.tray


def heed_empty(asked: Tray, say: Words) -> None:
    """Refuse parts that would say nothing: without words in the briefing's language or a region.

    Raises:
        BadRequest: there are some.
    """
    empty = [(place + 1, asked.items[place].subject) for place in asked.empty_places]
    if empty:
        raise BadRequest(
            say(
                "Nothing would stand on part {parts}. Give it words in the language of the "
                "briefing, or a region, or leave it out.",
                parts=say.list([f"{place} ({subject})" for place, subject in empty]),
            )
        )


def read_file(path: Path, kind: Kind, say: Words) -> bytes:
    """What may be used of a file.

    Raises:
        BadRequest: it cannot be read.
        Unusable: it is none of its kind, or too large.
    """
    try:
        with path.open("rb") as file:
            content = file.read(kind.most_bytes + 1)
    except OSError as error:
        raise BadRequest(
            say(
                "The file {path} cannot be read: {reason}",
                path=path,
                reason=error.strerror or type(error).__name__,
            )
        ) from error
    return uploads.checked(kind, path.name, content)


def write_file(path: Path, content: bytes, say: Words) -> None:
    """Write a file as a whole or not at all: what was there before stays until then.

    Raises:
        BadRequest: it cannot be written.
    """
    beside = ""
    try:
        number, beside = tempfile.mkstemp(prefix=f".{path.name[:40]}-", dir=path.parent)
        with os.fdopen(number, "wb") as file:
            file.write(content)
        Path(beside).chmod(0o666 & ~_umask())
        Path(beside).replace(path)
    except OSError as error:
        with suppress(OSError):
            Path(beside).unlink()
        raise BadRequest(
            say(
                "The file {path} cannot be written: {reason}. What was there before is unchanged.",
                path=path,
                reason=error.strerror or type(error).__name__,
            )
        ) from error


def write(
    warehouse: Warehouse,
    wanted: Tray,
    out: Path,
    file_format: Format | None,
    *,
    template: bytes | None,
    address: str,
    say: Words,
    progress: Callable[[int, int, str], None],
) -> None:
    """Make the file and write it.

    Raises:
        BadRequest: it cannot be written.
        BadTemplate: the template cannot be used.
    """
    content = (
        tray.as_json(wanted)
        if file_format is None
        else writer.make(
            warehouse, wanted, file_format, address=address, template=template, progress=progress
        )
    )
    write_file(out, content, say)


def _umask() -> int:
    """What a new file of this process may not allow; reading it means setting it."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
