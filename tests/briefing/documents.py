"""What tests of Word documents share: their texts by style, their letters, their contents."""

from __future__ import annotations

import io
from functools import cached_property
from typing import Any

import docx
from docx.oxml.ns import qn


class Document:
    """A Word document as python-docx and a zip program read it."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    @cached_property
    def document(self) -> Any:
        return docx.Document(io.BytesIO(self.content))

    @property
    def body(self) -> Any:
        return self.document.element.body

    def texts(self, style: str) -> list[str]:
        """Paragraphs of a style, also those in tables and lists of contents."""
        return [text_of(one) for one in self.body.iter(qn("w:p")) if style_of(one) == style]

    def rows(self, style: str) -> list[list[str]]:
        """The rows of all tables of a style."""
        tables = [table for table in self.document.tables if table.style.style_id == style]
        return [row for table in tables for row in rows_of(table)]

    @property
    def entries(self) -> list[tuple[str, int]]:
        """The list of contents: number and title of each heading, and its page."""
        lines = [one.split("\t") for one in self.texts("TOC1")]
        return [(f"{number}{title}", int(page)) for number, title, page in lines]

    @property
    def smallest(self) -> float:
        """The smallest letters of any style or text, in points."""
        sizes = [
            int(one.get(qn("w:val")))
            for part in (self.document.styles.element, self.document.element)
            for one in part.iter(qn("w:sz"), qn("w:szCs"))
        ]
        return min(sizes) / 2


def rows_of(table: Any) -> list[list[str]]:
    """The texts of a table's cells, row by row."""
    return [
        ["\n".join(text_of(one) for one in cell.iter(qn("w:p"))) for cell in row.iter(qn("w:tc"))]
        for row in table._tbl.iter(qn("w:tr"))
    ]


def style_of(paragraph: Any) -> str:
    return str(paragraph.xpath("string(w:pPr/w:pStyle/@w:val)"))


def text_of(paragraph: Any) -> str:
    """The text with breaks, tabs and the numbers of fields, without their instructions."""
    told = {qn("w:br"): "\n", qn("w:tab"): "\t"}
    return "".join(
        told.get(one.tag) or one.text or ""
        for one in paragraph.iter(qn("w:t"), *told)
        if one.getparent().tag == qn("w:r")
    )
