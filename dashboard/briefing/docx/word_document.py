"""A Word document, written from top to bottom with the styles of the project's template.

Equal content gives equal bytes: the only date in it is that of the facts.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from dashboard.briefing import archive
from dashboard.briefing.docx import elements
from dashboard.briefing.docx.elements import Cell, Field, Inline, Run, element
from dashboard.briefing.xml_text import printable
from dashboard.export import assets

if TYPE_CHECKING:
    from docx.document import Document

PRODUCT = "Integritas Daerah"
# Changed in Word or LibreOffice: tests/briefing/test_template.py says what papers rely on.
TEMPLATE = assets.FOLDER / "briefing" / "paper.docx"
_LOCALES = {"id": ("id-ID", ","), "en": ("en-GB", ".")}
_TWIPS = 56.6929  # in a millimetre
_PARAGRAPH, _SIZE = 1, 10.0  # the number of a kind of styles; the size where none says one


@dataclass(frozen=True)
class Page:
    """A page's margins in millimetres, on A4, upright or across."""

    left: float = 25
    right: float = 25
    top: float = 22
    bottom: float = 22
    is_across: bool = False

    @property
    def paper(self) -> tuple[float, float]:
        """Width and height of the sheet."""
        return (297, 210) if self.is_across else (210, 297)

    @property
    def width(self) -> float:
        """Between the margins."""
        return self.paper[0] - self.left - self.right

    @property
    def height(self) -> float:
        """Between the margins."""
        return self.paper[1] - self.top - self.bottom


@dataclass(frozen=True)
class Look:
    """A style's measures in points.

    Attributes:
        size: of its letters.
        pitch: from line to line.
        before, after: above and below a paragraph.
        bold: whether its letters are, for measuring.
        indent: of its lines, on both sides together.
    """

    size: float
    pitch: float
    before: float = 0
    after: float = 0
    bold: bool = False
    indent: float = 0


@cache
def looks() -> dict[str, Look]:
    """The look of each style of paragraphs in the template, by its id.

    Whoever edits the template decides on them; tests/briefing/test_template.py says what they must
    be: lines of an exact height, letters of 10 points and more.
    """
    import docx

    styles: Any = docx.Document(str(TEMPLATE)).styles
    return {style.style_id: _look(style) for style in styles if style.type == _PARAGRAPH}


def _look(style: Any) -> Look:
    def found(read: Callable[[Any], Any]) -> Any:
        """What the style or the nearest one below it says."""
        one = style
        while one is not None:
            if (value := read(one)) is not None:
                return value
            one = one.base_style
        return None

    def points(name: str) -> float:
        value = found(lambda one: getattr(one.paragraph_format, name))
        return value.pt if hasattr(value, "pt") else 0.0

    size = found(lambda one: one.font.size)
    return Look(
        size=size.pt if size is not None else _SIZE,
        pitch=points("line_spacing"),
        before=points("space_before"),
        after=points("space_after"),
        bold=bool(found(lambda one: one.font.bold)),
        indent=points("left_indent") + points("right_indent"),
    )


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
        self,
        label: str,
        number: int,
        text: str,
        bookmark: str,
        *,
        space_above: bool = False,
        new_page: bool = False,
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
            new_page=new_page,
        )

    def contents(
        self, heading: str, entries: Sequence[tuple[str, str, int]], breaks: Sequence[bool]
    ) -> None:
        """A list of contents that Word can bring up to date, and that is right before.

        Args:
            heading: above it; not in it itself.
            entries: text, bookmark and page of each heading.
            breaks: which of them begin a page.
        """
        self._append(elements.contents(heading, entries, breaks))

    def footer(self, *content: Inline) -> None:
        """At the bottom of all pages; of those that lie across it is as wide as they are."""
        for section in self._document.sections:
            section.footer.is_linked_to_previous = False
            paragraph = section.footer.paragraphs[0]
            paragraph.style = "Kaki lintang" if section.orientation else "footer"
            paragraph._p.extend(self._inline(content))

    def across(self) -> None:
        """From here on pages lie across; the last paragraph ends those that stand upright.

        The footer is written after this: each kind of page has its own.
        """
        self._end.getprevious().get_or_add_pPr().append(deepcopy(self._end))
        self.page = replace(self.page, is_across=True)
        self._set_margins(self._document.sections[-1])

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
        self,
        content: bytes,
        most_height: float,
        *,
        name: str,
        title: str,
        alternative: str,
        new_page: bool = False,
    ) -> None:
        """A picture as wide as the text, or as high as it may be, in millimetres."""
        from docx.shared import Emu, Mm

        paragraph = self._document.add_paragraph(style="Gambar")
        paragraph.paragraph_format.keep_with_next = True  # with its caption
        if new_page:
            paragraph.paragraph_format.page_break_before = True
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
        has_head: bool = True,
        keep_together: bool = False,
        keep_with_next: bool = False,
    ) -> None:
        """A table as wide as the text.

        Args:
            style: its id.
            shares: of the width, by column.
            rows: of cells.
            title: its alternative text.
            has_head: whether the first row is a head that is repeated on each page.
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
            has_head=has_head,
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

        width, height = self.page.paper
        section.page_width, section.page_height = Mm(width), Mm(height)
        section.orientation = int(self.page.is_across)
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
        for node in document.settings.element.xpath(setting):
            node.set(value, text)
    return document
