"""What papers are made of: paragraphs, fields, links, pictures and tables of a Word document.

The styles stand in `assets/paper/`; a paper names them and formats nothing by hand. Equal content
gives equal bytes: dates are those of the facts.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from string import Template
from typing import TYPE_CHECKING, Any

from dashboard.briefing import archive as briefing_archive
from dashboard.briefing.font_metrics import FONT
from dashboard.briefing.xml_text import plain
from dashboard.core import dictionary
from dashboard.export import assets

if TYPE_CHECKING:
    from docx.document import Document

PRODUCT = "Integritas Daerah"
FULL = 5000  # of a table's width, in fiftieths of a percent
_FOLDER = assets.FOLDER / "paper"
_LOCALES = {"id": ("id-ID", ","), "en": ("en-GB", ".")}
_TWIPS = 56.6929  # in a millimetre
_LONGEST_ALTERNATIVE = 2000
GAP = 9  # points above what follows a table

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NAMES = {"w": _MAIN, "r": _OFFICE}
_PARTS = ("styles", "numbering", "settings")


@dataclass(frozen=True)
class Run:
    """A piece of text; with an address or an anchor it is a link."""

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
class Page:
    """A page's margins in millimetres, on A4."""

    left: float = 25
    right: float = 25
    top: float = 22
    bottom: float = 22

    @property
    def width(self) -> float:
        """Between the margins."""
        return 210 - self.left - self.right

    @property
    def height(self) -> float:
        """Between the margins."""
        return 297 - self.top - self.bottom


@dataclass(frozen=True)
class Tab:
    """On to the next stop of the style."""


Piece = Run | Field | Tab


@dataclass(frozen=True)
class Look:
    """A style's measures in points.

    Attributes:
        size: of its letters.
        pitch: from line to line.
        before, after: above and below a paragraph.
        bold: whether its letters are, for measuring.
    """

    size: float
    pitch: float
    before: float = 0
    after: float = 0
    bold: bool = False


class Paper:
    """A document that is written from top to bottom.

    Args:
        lang: of its words.
        date: of its facts; the only date in it.
        page: its margins.
    """

    def __init__(self, lang: str, date: dt.date, page: Page | None = None) -> None:
        import docx

        self.page = page or Page()
        self._date = dt.datetime.combine(date, dt.time())
        self._document: Document = docx.Document(io.BytesIO(_template(lang)))
        self._lang = _LOCALES[lang][0]
        self._bookmarks = 0
        self._end = self._document.element.body[-1]  # it says how the pages are
        self._measure(self._document.sections[0])

    # --- text ------------------------------------------------------------------------------------

    def paragraph(
        self,
        style: str,
        *pieces: Piece | str,
        bookmark: str = "",
        remark: str = "",
        keep: bool = False,
        new_page: bool = False,
        gap: bool = False,
    ) -> None:
        """A paragraph at the end.

        Args:
            style: its id.
            pieces: of text.
            bookmark: a name for links to it.
            remark: a comment beside it.
            keep: whether it stays on the page of what follows.
            new_page: whether it begins a page.
            gap: whether it needs more room above, as after a table.
        """
        content = self._content(pieces)
        if bookmark:
            self._bookmarks += 1
            number = {"w:id": str(self._bookmarks)}
            content.insert(0, _e("w:bookmarkStart", {**number, "w:name": bookmark}))
            content.append(_e("w:bookmarkEnd", number))
        made = _p(style, content, keep=keep, new_page=new_page, gap=gap)
        self._append(made)
        if remark:
            self._remark(made, remark)

    def _remark(self, paragraph: Any, text: str) -> None:
        from docx.text.paragraph import Paragraph

        comment = self._document.add_comment(
            Paragraph(paragraph, self._document._body).runs,
            text=plain(text),
            author=PRODUCT,
            initials="ID",
        )
        comment._comment_elm.date = self._date.replace(tzinfo=dt.UTC)

    def caption(
        self, label: str, number: int, text: str, bookmark: str, *, keep: bool, gap: bool = False
    ) -> None:
        """A caption that Word counts: `Gambar 1. ...`."""
        self.paragraph(
            "Caption",
            Run(f"{label} ", bold=True),
            Field(f"SEQ {label} \\* ARABIC", str(number), bold=True),
            Run(". ", bold=True),
            text,
            bookmark=bookmark,
            keep=keep,
            gap=gap,
        )

    def contents(self, heading: str, entries: Sequence[tuple[str, str]]) -> None:
        """A list of contents that Word can bring up to date, and that reads well before.

        Args:
            heading: above it; not in it itself.
            entries: text and bookmark of each heading.
        """
        lines = [_p("TOCHeading", self._runs(heading))]
        for place, (text, bookmark) in enumerate(entries):
            link = _e("w:hyperlink", {"w:anchor": bookmark, "w:history": "1"})
            link.extend(
                [*self._runs(f"{place + 1}."), _e("w:r", {}, _e("w:tab")), *self._runs(text)]
            )
            line = _p("TOC1", [link])
            if place == 0:
                begin = [
                    _mark("begin"),
                    _instruction('TOC \\o "1-2" \\h \\z \\u'),
                    _mark("separate"),
                ]
                for offset, one in enumerate(begin, 1):
                    line.insert(offset, one)
            if place == len(entries) - 1:
                line.append(_mark("end"))
            lines.append(line)
        gallery = _e(
            "w:docPartObj",
            {},
            _e("w:docPartGallery", {"w:val": "Table of Contents"}),
            _e("w:docPartUnique"),
        )
        block = _e("w:sdt", {}, _e("w:sdtPr", {}, gallery), _e("w:sdtContent", {}, *lines))
        self._append(block)

    def footer(self, *pieces: Piece | str) -> None:
        """At the bottom of all pages."""
        paragraph = self._document.sections[0].footer.paragraphs[0]
        paragraph.style = "footer"
        paragraph._p.extend(self._content(pieces))

    def columns(self, number: int) -> None:
        """After the last paragraph the text goes on in columns, below it on the same page."""
        before = deepcopy(self._end)
        self._end.getprevious().pPr.append(before)
        for reference in self._end.xpath("w:footerReference"):
            self._end.remove(reference)  # the first section's holds on
        self._end.find(_qn("w:pgSz")).addprevious(_e("w:type", {"w:val": "continuous"}))
        self._end.append(_e("w:cols", {"w:num": str(number), "w:space": "400"}))

    def restyle(self, looks: Mapping[str, Look]) -> None:
        """Other sizes and lines of an exact height for some styles, by id."""
        for style, look in looks.items():
            [element] = self._document.styles.element.xpath(f"w:style[@w:styleId='{style}']")
            paragraph, run = element.get_or_add_pPr(), element.get_or_add_rPr()
            for old in (*paragraph.xpath("w:spacing"), *run.xpath("w:sz | w:szCs")):
                old.getparent().remove(old)
            twentieths = {
                "before": look.before,
                "after": look.after,
                "line": look.pitch,
            }
            spacing = {f"w:{name}": str(round(20 * value)) for name, value in twentieths.items()}
            paragraph._insert_spacing(_e("w:spacing", {**spacing, "w:lineRule": "exact"}))
            size = {"w:val": str(round(2 * look.size))}
            run._insert_sz(_e("w:sz", size))
            run.xpath("w:sz")[0].addnext(_e("w:szCs", size))

    # --- pictures and tables ---------------------------------------------------------------------

    def picture(
        self, content: bytes, most_height: float, *, name: str, title: str, alternative: str
    ) -> None:
        """A picture as wide as the text, or as high as it may be, in millimetres."""
        from docx.shared import Emu, Mm

        paragraph = self._document.add_paragraph(style="Gambar")
        shape = paragraph.add_run().add_picture(io.BytesIO(content), width=Mm(self.page.width))
        if shape.height > Mm(most_height):
            shape.width = Emu(shape.width * Mm(most_height) / shape.height)
            shape.height = Mm(most_height)
        for side in "TBLR":  # left out, each program has its own idea
            shape._inline.set(f"dist{side}", "0")
        for properties in shape._inline.xpath(".//wp:docPr | .//pic:cNvPr"):
            properties.set("name", plain(name))
            properties.set("title", plain(title))
            properties.set("descr", plain(alternative)[:_LONGEST_ALTERNATIVE])

    def table(
        self,
        style: str,
        shares: Sequence[float],
        rows: Iterable[Sequence[Cell]],
        *,
        title: str,
        together: bool = False,
        with_next: bool = False,
    ) -> None:
        """A table as wide as the text, its first row a head that is repeated on each page.

        Args:
            style: its id.
            shares: of the width, by column.
            rows: of cells, the head first.
            title: its alternative text.
            together: whether it stays on one page.
            with_next: whether it stays on the page of what follows.
        """
        width = self.page.width * _TWIPS
        widths = [round(share * width) for share in shares]
        look = {"firstRow": 1, "lastRow": 0, "firstColumn": 0, "lastColumn": 0}
        look |= {"noHBand": 1, "noVBand": 1}
        made = _e(
            "w:tbl",
            {},
            _e(
                "w:tblPr",
                {},
                _e("w:tblStyle", {"w:val": style}),
                _e("w:tblW", {"w:w": str(sum(widths)), "w:type": "dxa"}),
                _e("w:tblLayout", {"w:type": "fixed"}),
                _e(
                    "w:tblLook",
                    {
                        "w:val": "0620",
                        **{f"w:{part}": str(value) for part, value in look.items()},
                    },
                ),
                _e("w:tblCaption", {"w:val": plain(title)[:_LONGEST_ALTERNATIVE]}),
            ),
            _e("w:tblGrid", {}, *(_e("w:gridCol", {"w:w": str(one)}) for one in widths)),
        )
        listed = list(rows)
        for place, row in enumerate(listed):
            properties = [_e("w:cantSplit")]
            is_head = place == 0
            if is_head:
                properties.append(_e("w:tblHeader"))
            keep = is_head or (with_next if place == len(listed) - 1 else together)
            cells = [
                self._cell(cell, one, keep=keep) for cell, one in zip(row, widths, strict=True)
            ]
            made.append(_e("w:tr", {}, _e("w:trPr", {}, *properties), *cells))
        self._append(made)

    def _cell(self, cell: Cell, width: int, *, keep: bool) -> Any:
        properties = [_e("w:tcW", {"w:w": str(width), "w:type": "dxa"})]
        if cell.fill:
            shade = {"w:val": "clear", "w:color": "auto", "w:fill": cell.fill.lstrip("#")}
            properties.append(_e("w:shd", shade))
        made = _e("w:tc", {}, _e("w:tcPr", {}, *properties))
        for pieces in cell.lines or ((),):
            content = self._content(pieces, cell.ink)
            made.append(_p(cell.style, content, keep=keep, right=cell.right))
        return made

    # --- the file --------------------------------------------------------------------------------

    def save(self, *, title: str, subject: str, version: str) -> bytes:
        """The bytes of the file."""
        core = self._document.core_properties
        core.title, core.subject = plain(title)[:255], plain(subject)[:255]
        core.author = core.last_modified_by = PRODUCT
        core.comments, core.version = "", plain(version)
        core.language = self._lang
        core.created = core.modified = self._date
        core.revision = 1
        written = io.BytesIO()
        self._document.save(written)
        return briefing_archive.settled(written.getvalue(), self._date.date())

    def _measure(self, section: Any) -> None:
        from docx.shared import Mm

        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin, section.right_margin = Mm(self.page.left), Mm(self.page.right)
        section.top_margin, section.bottom_margin = Mm(self.page.top), Mm(self.page.bottom)
        section.header_distance = section.footer_distance = Mm(min(10, self.page.bottom / 2))

    def _append(self, block: Any) -> None:
        self._end.addprevious(block)

    def _content(self, pieces: Iterable[Piece | str], ink: str = "") -> list[Any]:
        content: list[Any] = []
        for piece in pieces:
            if isinstance(piece, str):
                content += self._runs(piece, ink=ink)
            elif isinstance(piece, Field):
                content += self._field(piece, ink)
            elif isinstance(piece, Tab):
                content.append(_e("w:r", {}, _e("w:tab")))
            elif piece.address:
                link = _e("w:hyperlink", {"r:id": self._relation(piece.address), "w:history": "1"})
                link.extend(self._runs(piece.text, bold=piece.bold, style="Hyperlink"))
                content.append(link)
            elif piece.anchor:
                link = _e("w:hyperlink", {"w:anchor": piece.anchor, "w:history": "1"})
                link.extend(self._runs(piece.text, bold=piece.bold, style="Rujukan"))
                content.append(link)
            else:
                content += self._runs(piece.text, bold=piece.bold, ink=ink)
        return content

    def _field(self, field: Field, ink: str) -> list[Any]:
        told = [_mark("begin"), _instruction(field.instruction), _mark("separate")]
        told += [*self._runs(field.shown, ink=ink), _mark("end")]
        if field.bold:  # all of it: a program that counts anew looks at the first
            for run in told:
                run.get_or_add_rPr().append(_e("w:b"))
        return told

    def _runs(self, text: str, *, bold: bool = False, ink: str = "", style: str = "") -> list[Any]:
        """A text with its line ends as breaks."""
        properties = []
        if style:
            properties.append(_e("w:rStyle", {"w:val": style}))
        if bold:
            properties += [_e("w:b"), _e("w:bCs")]
        if ink:
            properties.append(_e("w:color", {"w:val": ink.lstrip("#")}))
        run = _e("w:r", {}, *([_e("w:rPr", {}, *properties)] if properties else ()))
        for place, line in enumerate(plain(text).split("\n")):
            if place:
                run.append(_e("w:br"))
            if line:
                told = _e("w:t", {"xml:space": "preserve"})
                told.text = line
                run.append(told)
        return [run] if text else []

    def _relation(self, address: str) -> str:
        from docx.opc.constants import RELATIONSHIP_TYPE

        return self._document.part.relate_to(
            plain(address), RELATIONSHIP_TYPE.HYPERLINK, is_external=True
        )


@dataclass(frozen=True)
class Cell:
    """A cell of a table.

    Attributes:
        lines: a paragraph each, of pieces.
        style: of its paragraphs, by id.
        right: whether it is aligned to the right.
        fill, ink: its ground, and the colour of its text on it.
    """

    lines: tuple[tuple[Piece | str, ...], ...]
    style: str = "IsiTabel"
    right: bool = False
    fill: str = ""
    ink: str = ""


# --- elements ------------------------------------------------------------------------------------


@cache
def _qn(name: str) -> str:
    from docx.oxml.ns import qn

    return "{http://www.w3.org/XML/1998/namespace}space" if name == "xml:space" else qn(name)


def _e(tag: str, attributes: dict[str, str] | None = None, *children: Any) -> Any:
    from docx.oxml.parser import oxml_parser

    named = {_qn(name): value for name, value in (attributes or {}).items()}
    made = oxml_parser.makeelement(_qn(tag), named, _NAMES)
    made.extend(children)
    return made


def _p(
    style: str,
    content: Iterable[Any],
    *,
    keep: bool = False,
    new_page: bool = False,
    gap: bool = False,
    right: bool = False,
) -> Any:
    properties = _e("w:pPr", {}, _e("w:pStyle", {"w:val": style}))
    if keep:
        properties.append(_e("w:keepNext"))
    if new_page:
        properties.append(_e("w:pageBreakBefore"))
    if gap or new_page:
        properties.append(_e("w:spacing", {"w:before": str(20 * GAP if gap else 0)}))
    if right:
        properties.append(_e("w:jc", {"w:val": "right"}))
    return _e("w:p", {}, properties, *content)


def _mark(kind: str) -> Any:
    return _e("w:r", {}, _e("w:fldChar", {"w:fldCharType": kind}))


def _instruction(text: str) -> Any:
    told = _e("w:instrText", {"xml:space": "preserve"})
    told.text = f" {text} "
    return _e("w:r", {}, told)


# --- the empty document --------------------------------------------------------------------------


@cache
def _template(lang: str) -> bytes:
    """A document without content: our styles and settings in the words of one language."""
    locale, decimal = _LOCALES[lang]
    values = {
        "font": FONT.name,
        "lang": locale,
        "decimal": decimal,
        **{role: dictionary.ink(role).lstrip("#") for role in ("text", "muted", "line", "ground")},
        "link": dictionary.dictionary()["link"]["light"].lstrip("#"),
    }
    overrides = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{_WORD_TYPE}.{kind}+xml"/>'
        for part, kind in (("document", "document.main"), *((one, one) for one in _PARTS))
    )
    files = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
        "_rels/.rels": _relations([("officeDocument", "word/document.xml")]),
        "word/_rels/document.xml.rels": _relations([(part, f"{part}.xml") for part in _PARTS]),
        "word/document.xml": f'<w:document xmlns:w="{_MAIN}" xmlns:r="{_OFFICE}"><w:body><w:sectPr>'
        '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1247" w:right="1417" w:bottom="1247" '
        'w:left="1417" w:header="567" w:footer="567" w:gutter="0"/>'
        "</w:sectPr></w:body></w:document>",
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, _HEAD + text)
        for part in _PARTS:
            text = (_FOLDER / f"{part}.xml").read_text(encoding="utf-8")
            archive.writestr(f"word/{part}.xml", Template(text).substitute(values))
    return written.getvalue()


def _relations(targets: Iterable[tuple[str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{place}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for place, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'
