"""What tests of Word documents share: their texts by style, and whether a package is whole."""

from __future__ import annotations

import io
import posixpath
import zipfile
from functools import cached_property
from typing import Any
from xml.etree import ElementTree

import docx
from docx.oxml.ns import qn

RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"


class Document:
    """A Word document as python-docx and a zip program read it."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    @cached_property
    def read(self) -> Any:
        return docx.Document(io.BytesIO(self.content))

    @property
    def body(self) -> Any:
        return self.read.element.body

    def texts(self, style: str) -> list[str]:
        """Paragraphs of a style, also those in tables and lists of contents."""
        return [text_of(one) for one in self.body.iter(qn("w:p")) if style_of(one) == style]

    def rows(self, style: str) -> list[list[str]]:
        """The rows of all tables of a style."""
        return [
            [
                "\n".join(text_of(one) for one in cell.iter(qn("w:p")))
                for cell in row.iter(qn("w:tc"))
            ]
            for table in self.read.tables
            if table.style.style_id == style
            for row in table._tbl.iter(qn("w:tr"))
        ]

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
            for part in (self.read.styles.element, self.read.element)
            for one in part.iter(qn("w:sz"), qn("w:szCs"))
        ]
        return min(sizes) / 2


def _cell(cell: Any) -> str:
    return "\n".join(text_of(one) for one in cell.iter(qn("w:p")))


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


def check_package(content: bytes) -> None:
    """Every part has a type, every relation leads to a part, every id in a part is a relation."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        assert len(names) == len(set(names))
        parts = {name: archive.read(name) for name in names}
    types = ElementTree.fromstring(parts["[Content_Types].xml"])
    endings = {one.get("Extension") for one in types.iter(f"{TYPES}Default")}
    overrides = {str(one.get("PartName")) for one in types.iter(f"{TYPES}Override")}
    assert {one.lstrip("/") for one in overrides} <= set(names)
    for name, part in parts.items():
        if name != "[Content_Types].xml":
            assert f"/{name}" in overrides or name.rpartition(".")[2] in endings, name
        if not name.endswith((".xml", ".rels")):
            continue
        root = ElementTree.fromstring(part)  # well-formed
        if name.endswith(".rels"):
            folder = posixpath.dirname(posixpath.dirname(name))
            for one in root.iter(RELATIONS):
                target = str(one.get("Target"))
                if one.get("TargetMode") == "External":
                    assert target.startswith(("http://", "https://")), target
                    continue
                whole = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
                assert posixpath.normpath(whole.lstrip("/")) in parts, (name, target)
            continue
        used = {
            value
            for element in root.iter()
            for key, value in element.attrib.items()
            if key.startswith(
                "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
            )
        }
        beside = f"{posixpath.dirname(name)}/_rels/{posixpath.basename(name)}.rels".lstrip("/")
        known = (
            {one.get("Id") for one in ElementTree.fromstring(parts[beside]).iter(RELATIONS)}
            if beside in parts
            else set()
        )
        assert used <= known, (name, used - known)
    document = ElementTree.fromstring(parts["word/document.xml"])
    for tag in ("bookmarkStart", "docPr"):
        ids = [
            value
            for element in document.iter()
            if element.tag.endswith("}" + tag)
            for key, value in element.attrib.items()
            if key.rpartition("}")[2] == "id"
        ]
        assert len(ids) == len(set(ids)), tag
