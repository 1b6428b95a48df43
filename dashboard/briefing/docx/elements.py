"""Elements of a Word document that python-docx cannot write: fields, links, tables of set widths.

Styles stand in the template and are named by their id; nothing is formatted by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from dashboard.briefing.xml_text import printable

SPACE_ABOVE = 9  # points above what follows a table
LONGEST_ALTERNATIVE = 2000
_NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
# Only the first row of a table has a look of its own: w:val holds the same as bits.
_TABLE_LOOK = {
    "w:val": "0620",
    **dict.fromkeys(("w:firstRow", "w:noHBand", "w:noVBand"), "1"),
    **dict.fromkeys(("w:lastRow", "w:firstColumn", "w:lastColumn"), "0"),
}


@dataclass(frozen=True)
class Run:
    """A text; with an address or an anchor it is a link."""

    text: str
    bold: bool = False
    address: str = ""
    anchor: str = ""


@dataclass(frozen=True)
class Field:
    """What Word counts by itself, and what it shows until then."""

    instruction: str
    shown: str
    bold: bool = False


@dataclass(frozen=True)
class Tab:
    """On to the next stop of the style."""


Inline = Run | Field | Tab | str
Relate = Callable[[str], str]  # of an address: the id of its relation in the file


@dataclass(frozen=True)
class Cell:
    """A cell of a table.

    Attributes:
        lines: a paragraph each.
        style: of its paragraphs, by id.
        right: whether it is aligned to the right.
        fill, ink: its ground, and the colour of its text on it.
    """

    lines: tuple[tuple[Inline, ...], ...]
    style: str = "IsiTabel"
    right: bool = False
    fill: str = ""
    ink: str = ""


def element(tag: str, attributes: dict[str, str] | None = None, *children: Any) -> Any:
    """An element by its prefixed name, as `w:p`."""
    from docx.oxml.parser import oxml_parser

    named = {qualified(name): value for name, value in (attributes or {}).items()}
    new = oxml_parser.makeelement(qualified(tag), named, _NAMESPACES)
    new.extend(children)
    return new


@cache
def qualified(name: str) -> str:
    """A prefixed name with its namespace written out."""
    from docx.oxml.ns import qn

    return "{http://www.w3.org/XML/1998/namespace}space" if name == "xml:space" else qn(name)


def paragraph(
    style: str,
    content: Iterable[Any],
    *,
    keep_with_next: bool = False,
    new_page: bool = False,
    space_above: bool = False,
    right: bool = False,
) -> Any:
    """A paragraph of elements; see `WordDocument.paragraph`."""
    properties = element("w:pPr", {}, element("w:pStyle", {"w:val": style}))
    if keep_with_next:
        properties.append(element("w:keepNext"))
    if new_page:
        properties.append(element("w:pageBreakBefore"))
    if space_above or new_page:
        before = str(20 * SPACE_ABOVE if space_above else 0)
        properties.append(element("w:spacing", {"w:before": before}))
    if right:
        properties.append(element("w:jc", {"w:val": "right"}))
    return element("w:p", {}, properties, *content)


def inline_elements(content: Iterable[Inline], relate: Relate, ink: str = "") -> list[Any]:
    """The elements of texts, links, fields and tabs in a colour."""
    elements: list[Any] = []
    for item in content:
        if isinstance(item, str):
            elements += _text(item, ink=ink)
        elif isinstance(item, Field):
            elements += _field(item, ink)
        elif isinstance(item, Tab):
            elements.append(_tab())
        elif item.address:
            target = {"r:id": relate(printable(item.address)), "w:history": "1"}
            text = _text(item.text, bold=item.bold, style="Hyperlink")
            elements.append(element("w:hyperlink", target, *text))
        elif item.anchor:
            target = {"w:anchor": item.anchor, "w:history": "1"}
            text = _text(item.text, bold=item.bold, style="Rujukan")
            elements.append(element("w:hyperlink", target, *text))
        else:
            elements += _text(item.text, bold=item.bold, ink=ink)
    return elements


def _text(text: str, *, bold: bool = False, ink: str = "", style: str = "") -> list[Any]:
    """A text with its line ends as breaks."""
    properties = []
    if style:
        properties.append(element("w:rStyle", {"w:val": style}))
    if bold:
        properties += [element("w:b"), element("w:bCs")]
    if ink:
        properties.append(element("w:color", {"w:val": ink.lstrip("#")}))
    run = element("w:r", {}, *([element("w:rPr", {}, *properties)] if properties else ()))
    for place, line in enumerate(printable(text).split("\n")):
        if place:
            run.append(element("w:br"))
        if line:
            run.append(_spaced("w:t", line))
    return [run] if text else []


def _tab() -> Any:
    return element("w:r", {}, element("w:tab"))


def _spaced(tag: str, text: str) -> Any:
    """A text whose spaces at its ends count."""
    new = element(tag, {"xml:space": "preserve"})
    new.text = text
    return new


def _field(field: Field, ink: str) -> list[Any]:
    runs = [*_field_start(field.instruction), *_text(field.shown, ink=ink), _field_mark("end")]
    if field.bold:  # all of it: a program that counts anew looks at the first
        for run in runs:
            run.get_or_add_rPr().append(element("w:b"))
    return runs


def _field_start(instruction: str) -> list[Any]:
    text = element("w:r", {}, _spaced("w:instrText", f" {instruction} "))
    return [_field_mark("begin"), text, _field_mark("separate")]


def _field_mark(kind: str) -> Any:
    return element("w:r", {}, element("w:fldChar", {"w:fldCharType": kind}))


def contents(heading: str, entries: Sequence[tuple[str, str, int]], breaks: Sequence[bool]) -> Any:
    """A list of contents that Word can bring up to date; see `WordDocument.contents`."""
    lines = [paragraph("TOCHeading", _text(heading))]
    for place, (text, bookmark, page) in enumerate(entries):
        link = element("w:hyperlink", {"w:anchor": bookmark, "w:history": "1"})
        link.extend([*_text(f"{place + 1}."), _tab(), *_text(text), _tab()])
        link.extend(_field(Field(f"PAGEREF {bookmark} \\h", str(page)), ""))
        is_first, is_last = place == 0, place == len(entries) - 1
        start = _field_start('TOC \\o "1-2" \\h \\z \\u') if is_first else []
        end = [_field_mark("end")] if is_last else []
        lines.append(paragraph("TOC1", [*start, link, *end], new_page=breaks[place]))
    gallery = element(
        "w:docPartObj",
        {},
        element("w:docPartGallery", {"w:val": "Table of Contents"}),
        element("w:docPartUnique"),
    )
    properties = element("w:sdtPr", {}, gallery)
    return element("w:sdt", {}, properties, element("w:sdtContent", {}, *lines))


def table(
    style: str,
    widths: Sequence[int],
    rows: Sequence[Sequence[Cell]],
    relate: Relate,
    *,
    title: str,
    has_head: bool = True,
    keep_together: bool = False,
    keep_with_next: bool = False,
) -> Any:
    """A table of columns as wide as given in twentieths of a point; see `WordDocument.table`."""
    properties = element(
        "w:tblPr",
        {},
        element("w:tblStyle", {"w:val": style}),
        element("w:tblW", {"w:w": str(sum(widths)), "w:type": "dxa"}),
        element("w:tblLayout", {"w:type": "fixed"}),
        element("w:tblLook", _TABLE_LOOK),
        element("w:tblCaption", {"w:val": printable(title)[:LONGEST_ALTERNATIVE]}),
    )
    columns = [element("w:gridCol", {"w:w": str(width)}) for width in widths]
    new = element("w:tbl", {}, properties, element("w:tblGrid", {}, *columns))
    for place, row in enumerate(rows):
        is_head, is_last = has_head and place == 0, place == len(rows) - 1
        row_properties = [element("w:cantSplit")]
        if is_head:
            row_properties.append(element("w:tblHeader"))
        keep = is_head or (keep_with_next if is_last else keep_together)
        cells = [
            _cell(cell, width, relate, keep_with_next=keep)
            for cell, width in zip(row, widths, strict=True)
        ]
        new.append(element("w:tr", {}, element("w:trPr", {}, *row_properties), *cells))
    return new


def _cell(cell: Cell, width: int, relate: Relate, *, keep_with_next: bool) -> Any:
    properties = [element("w:tcW", {"w:w": str(width), "w:type": "dxa"})]
    if cell.fill:
        shade = {"w:val": "clear", "w:color": "auto", "w:fill": cell.fill.lstrip("#")}
        properties.append(element("w:shd", shade))
    paragraphs = [
        paragraph(
            cell.style,
            inline_elements(line, relate, cell.ink),
            keep_with_next=keep_with_next,
            right=cell.right,
        )
        for line in cell.lines or ((),)
    ]
    return element("w:tc", {}, element("w:tcPr", {}, *properties), *paragraphs)
