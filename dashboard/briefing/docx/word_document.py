"""A Word document, written from top to bottom with the styles of the project's template.

Equal content gives equal bytes: the only date in it is that of the facts.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dashboard.briefing import archive
from dashboard.briefing.docx import elements
from dashboard.briefing.docx.elements import Cell, Field, Inline, Run, element
from dashboard.briefing.xml_text import printable
from dashboard.export import assets

if TYPE_CHECKING:
    from docx.document import Document

PRODUCT = "Integritas Daerah"
TEMPLATE = assets.FOLDER / "briefing" / "paper.docx"
_LOCALES = {"id": ("id-ID", ","), "en": ("en-GB", ".")}
_TWIPS = 56.6929  # in a millimetre


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


class WordDocument:
    """A document that is written from top to bottom.

    Args:
        lang: of its words.
        date: of its facts; the only date in it.
        page: its margins.
    """

    def __init__(self, lang: str, date: dt.date, page: Page | None = None) -> None:
        self.page = page or Page()
        self._date = dt.datetime.combine(date, dt.time())
        self._locale = _LOCALES[lang][0]
        self._document = _open_template(lang)
        self._bookmarks = 0
        self._end = self._document.element.body[-1]  # it says how the pages are
        self._set_margins(self._document.sections[0])

    # --- text ------------------------------------------------------------------------------------

    def paragraph(
        self,
        style: str,
        *content: Inline,
        bookmark: str = "",
        comment: str = "",
        keep_with_next: bool = False,
        new_page: bool = False,
        space_above: bool = False,
    ) -> None:
        """A paragraph at the end.

        Args:
            style: its id.
            content: what stands in it.
            bookmark: a name for links to it.
            comment: beside it.
            keep_with_next: whether it stays on the page of what follows.
            new_page: whether it begins a page.
            space_above: whether it needs more room above, as after a table.
        """
        inside = self._inline(content)
        if bookmark:
            self._bookmarks += 1
            number = {"w:id": str(self._bookmarks)}
            inside.insert(0, element("w:bookmarkStart", {**number, "w:name": bookmark}))
            inside.append(element("w:bookmarkEnd", number))
        new = elements.paragraph(
            style,
            inside,
            keep_with_next=keep_with_next,
            new_page=new_page,
            space_above=space_above,
        )
        self._append(new)
        if comment:
            self._comment(new, comment)

    def _comment(self, paragraph: Any, text: str) -> None:
        from docx.text.paragraph import Paragraph

        comment = self._document.add_comment(
            Paragraph(paragraph, self._document._body).runs,
            text=printable(text),
            author=PRODUCT,
            initials="ID",
        )
        comment._comment_elm.date = self._date.replace(tzinfo=dt.UTC)

    def caption(
        self, label: str, number: int, text: str, bookmark: str, *, space_above: bool = False
    ) -> None:
        """A caption that Word counts, on the page of what follows: `Gambar 1. ...`."""
        self.paragraph(
            "Caption",
            Run(f"{label} ", bold=True),
            Field(f"SEQ {label} \\* ARABIC", str(number), bold=True),
            Run(". ", bold=True),
            text,
            bookmark=bookmark,
            keep_with_next=True,
            space_above=space_above,
        )

    def contents(self, heading: str, entries: Sequence[tuple[str, str]]) -> None:
        """A list of contents that Word can bring up to date, and that reads well before.

        Args:
            heading: above it; not in it itself.
            entries: text and bookmark of each heading.
        """
        self._append(elements.contents(heading, entries))

    def footer(self, *content: Inline) -> None:
        """At the bottom of all pages."""
        paragraph = self._document.sections[0].footer.paragraphs[0]
        paragraph.style = "footer"
        paragraph._p.extend(self._inline(content))

    def columns(self, number: int) -> None:
        """After the last paragraph the text goes on in columns, below it on the same page."""
        before = deepcopy(self._end)
        self._end.getprevious().pPr.append(before)
        for reference in self._end.xpath("w:footerReference"):
            self._end.remove(reference)  # the first section's holds on
        size = self._end.find(elements.qualified("w:pgSz"))
        size.addprevious(element("w:type", {"w:val": "continuous"}))
        self._end.append(element("w:cols", {"w:num": str(number), "w:space": "400"}))

    def restyle(self, looks: Mapping[str, Look]) -> None:
        """Other sizes and lines of an exact height for some styles, by id."""
        from docx.shared import Pt

        by_id = {style.style_id: style for style in self._document.styles}
        for style_id, look in looks.items():
            style: Any = by_id[style_id]
            style.font.size = Pt(look.size)
            for complex_size in style.element.xpath("w:rPr/w:szCs"):  # of Arabic and Hebrew
                complex_size.set(elements.qualified("w:val"), str(round(2 * look.size)))
            spacing = style.paragraph_format
            spacing.space_before, spacing.space_after = Pt(look.before), Pt(look.after)
            spacing.line_spacing = Pt(look.pitch)

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
            properties.set("name", printable(name))
            properties.set("title", printable(title))
            properties.set("descr", printable(alternative)[: elements.LONGEST_ALTERNATIVE])

    def table(
        self,
        style: str,
        shares: Sequence[float],
        rows: Sequence[Sequence[Cell]],
        *,
        title: str,
        keep_together: bool = False,
        keep_with_next: bool = False,
    ) -> None:
        """A table as wide as the text, its first row a head that is repeated on each page.

        Args:
            style: its id.
            shares: of the width, by column.
            rows: of cells, the head first.
            title: its alternative text.
            keep_together: whether it stays on one page.
            keep_with_next: whether it stays on the page of what follows.
        """
        widths = [round(share * self.page.width * _TWIPS) for share in shares]
        new = elements.table(
            style,
            widths,
            rows,
            self._relate,
            title=title,
            keep_together=keep_together,
            keep_with_next=keep_with_next,
        )
        self._append(new)

    # --- the file --------------------------------------------------------------------------------

    def save(self, *, title: str, subject: str, version: str) -> bytes:
        """The bytes of the file."""
        core = self._document.core_properties
        core.title, core.subject = printable(title)[:255], printable(subject)[:255]
        core.author = core.last_modified_by = PRODUCT
        core.comments, core.version = "", printable(version)
        core.language = self._locale
        core.created = core.modified = self._date
        core.revision = 1
        written = io.BytesIO()
        self._document.save(written)
        return archive.with_one_date(written.getvalue(), self._date.date())

    def _set_margins(self, section: Any) -> None:
        from docx.shared import Mm

        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin, section.right_margin = Mm(self.page.left), Mm(self.page.right)
        section.top_margin, section.bottom_margin = Mm(self.page.top), Mm(self.page.bottom)
        section.header_distance = section.footer_distance = Mm(min(10, self.page.bottom / 2))

    def _append(self, block: Any) -> None:
        self._end.addprevious(block)

    def _inline(self, content: Sequence[Inline]) -> list[Any]:
        return elements.inline_elements(content, self._relate)

    def _relate(self, address: str) -> str:
        from docx.opc.constants import RELATIONSHIP_TYPE

        return self._document.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)


def _open_template(lang: str) -> Document:
    """The template without content, in the words of one language."""
    import docx

    document = docx.Document(str(TEMPLATE))
    locale, decimal = _LOCALES[lang]
    value = elements.qualified("w:val")
    for language in document.styles.element.xpath("w:docDefaults//w:lang"):
        language.set(value, locale)
        language.set(elements.qualified("w:eastAsia"), locale)
    for setting, text in (("w:themeFontLang", locale), ("w:decimalSymbol", decimal)):
        for found in document.settings.element.xpath(setting):
            found.set(value, text)
    return document
