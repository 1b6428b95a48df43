"""What of an office's .pptx is read at all: counted, without what must not leave with a deck.

From the start of the package only parts are followed that a template needs: masters, layouts, their
themes and pictures. Everything else is never unpacked: slides, macros, objects of other programs,
media, charts, fonts, tags, printer settings, and whatever lies outside the file. What pointed to it
is taken out of the parts that stay.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote
from xml.parsers import expat

from dashboard.core.i18n import message
from dashboard.core.uploads import Unusable

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_PARTS = 5_000  # in the package; a large deck has some hundreds
MOST_READ = 60_000_000  # bytes of all parts that stay
MOST_XML = 12_000_000  # bytes of those that are parsed; the project's own has 40,000
MOST_RATIO = 100  # of a part above a million bytes to what it takes in the package
MOST_ELEMENTS = 100_000  # the project's own has 800
MOST_ATTRIBUTES = 100  # of one element
MOST_DEPTH = 100

NOT_A_DECK = message(
    "It is no PowerPoint file. In PowerPoint choose “Save as” and the type “.pptx” (not .potx, "
    ".ppt or .pptm)."
)
LOCKED = message("It is protected by a password. Save it without one.")
TOO_MANY_PARTS = message(
    "It holds more than a template needs. Save it with fewer layouts and smaller pictures."
)
FOREIGN_XML = message(
    "The part “{part}” has a document type or entities, which no PowerPoint file has. Save the "
    "template again in PowerPoint."
)

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
# Kinds of relationships that are followed, by the last part of their names.
_FOLLOWED = {
    *("officeDocument", "slideMaster", "slideLayout", "notesMaster", "theme", "themeOverride"),
    *("presProps", "viewProps", "tableStyles", "image"),
}
_DECK = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
# How pictures begin that PowerPoint and LibreOffice draw without running or fetching anything.
_PICTURES = (
    *(b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*"),
    *(b"\x01\0\0\0", b"\xd7\xcd\xc6\x9a"),  # EMF, WMF
)
_COMPOUND = b"\xd0\xcf\x11\xe0"  # .ppt, and any office file with a password
# What goes when it, or something inside it, points to a part that is gone: the nearest of these.
_WITH_POINTER = {
    *("ext", "buBlip", "blip", "sldId", "sldIdLst", "custShowLst", "custDataLst", "tags"),
    *("embeddedFont", "handoutMasterId", "notesMasterId", "sndAc", "control", "oleObj"),
    *("audioFile", "videoFile", "wavAudioFile", "quickTimeFile", "audioCd", "sldLayoutId"),
    *("pic", "graphicFrame", "contentPart", "AlternateContent", "blipFill", "bg"),
}
# What goes in any case: links, macros and programs behind a click, and what moves or plays.
_NEVER = {
    *("hlinkClick", "hlinkHover", "hlinkMouseOver", "timing", "custShowLst", "custDataLst"),
    *("embeddedFontLst", "controls", "oleObj", "contentPart", "photoAlbum", "modifyVerifier"),
    *("smartTags", "extLst"),
}


def without_the_rest(content: bytes) -> bytes:
    """The package with the parts that are followed alone.

    Raises:
        Unusable: it is no deck, or holds more than a template needs.
    """
    from lxml.etree import LxmlError

    if content.startswith(_COMPOUND):
        raise Unusable(LOCKED if b"E\0n\0c\0r\0y\0p\0t" in content else NOT_A_DECK)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return _Template(package).written()
    except (
        *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, OSError),
        *(NotImplementedError, LookupError, ValueError, RuntimeError, AssertionError),
        *(LxmlError, expat.ExpatError),
    ) as error:
        raise Unusable(NOT_A_DECK) from error


@dataclass
class _Part:
    """A part that stays: its bytes, or its XML and the relationships that are followed."""

    body: bytes
    root: _Element | None = None
    relations: dict[str, tuple[str, str]] = field(default_factory=dict)  # id: kind, part
    gone: set[str] = field(default_factory=set)  # ids


class _Template:
    def __init__(self, package: zipfile.ZipFile) -> None:
        self._package = package
        self._files = _files(package)
        self._read = self._parsed = self._elements = 0
        self._parts: dict[str, _Part] = {}

    def written(self) -> bytes:
        """The package anew."""
        types = self._xml("[Content_Types].xml")
        start = _Part(b"")
        self._relate(start, "")
        waiting = [part for _kind, part in start.relations.values()]
        self._start = set(waiting)
        while waiting:
            name = waiting.pop()
            if name not in self._parts:
                self._parts[name] = self._part(name)
                waiting += [part for _kind, part in self._parts[name].relations.values()]
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr("[Content_Types].xml", self._content_types(types))
            package.writestr("_rels/.rels", _relations(start))
            for name in sorted(self._parts):
                part = self._parts[name]
                package.writestr(name, part.body if part.root is None else _bytes(part.root))
                if part.relations:
                    package.writestr(_relations_of(name), _relations(part))
        return out.getvalue()

    def _part(self, name: str) -> _Part:
        if not _is_xml(name):
            return _Part(self._bytes(name))
        root = self._xml(name)
        part = _Part(b"", root)
        self._relate(part, name)
        _cut(root, part.gone)
        return part

    def _relate(self, part: _Part, name: str) -> None:
        """Read the relationships of a part, and write down which are followed."""
        if _relations_of(name) not in self._files:
            return
        for one in self._xml(_relations_of(name)).iter(f"{{{_PACKAGE}}}Relationship"):
            id_, kind = one.get("Id", ""), one.get("Type", "").rpartition("/")[2]
            target = _target(name, one.get("Target", ""))
            is_inside = one.get("TargetMode", "Internal") == "Internal" and target in self._files
            is_followed = is_inside and kind in _FOLLOWED and _is_xml(target) != (kind == "image")
            if is_followed and (kind != "image" or self._is_picture(target)):
                part.relations[id_] = (one.get("Type", ""), target)
            else:
                part.gone.add(id_)

    def _is_picture(self, name: str) -> bool:
        with self._package.open(self._files[name]) as file:
            start = file.read(16)
        return start.startswith(_PICTURES)

    def _bytes(self, name: str) -> bytes:
        """The content of a part, counted before it is unpacked."""
        file = self._files[name]
        self._read += file.file_size
        is_dense = file.file_size > 1_000_000 and (
            file.file_size > MOST_RATIO * max(file.compress_size, 1)
        )
        if self._read > MOST_READ or is_dense:
            raise Unusable(TOO_MANY_PARTS)
        return self._package.read(file)

    def _xml(self, name: str) -> _Element:
        from lxml import etree

        self._parsed += self._files[name].file_size
        if self._parsed > MOST_XML:
            raise Unusable(TOO_MANY_PARTS)
        body = self._bytes(name)
        self._elements += _counted(name, body)
        if self._elements > MOST_ELEMENTS:
            raise Unusable(TOO_MANY_PARTS)
        return etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True))

    def _content_types(self, types: _Element) -> bytes:
        for one in list(types):
            if one.tag == f"{{{_TYPES}}}Default":
                continue
            name, kind = one.get("PartName", "").lstrip("/"), one.get("ContentType", "")
            if name not in self._parts:
                types.remove(one)
            elif name in self._start and kind != _DECK:  # a template, or one with macros
                raise Unusable(NOT_A_DECK)
        return _bytes(types)


def _files(package: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The parts by name.

    Raises:
        Unusable: there are too many, one is encrypted, or a name leads out or stands there twice.
    """
    found = package.infolist()
    if len(found) > MOST_PARTS:
        raise Unusable(TOO_MANY_PARTS)
    files: dict[str, zipfile.ZipInfo] = {}
    names: set[str] = set()
    for one in found:
        if one.flag_bits & 0x1:
            raise Unusable(LOCKED)
        is_plain = one.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
        steps = one.filename.split("/")
        is_named = "\\" not in one.orig_filename and "\0" not in one.orig_filename
        is_within = ".." not in steps and not one.filename.startswith("/")
        if not (is_plain and is_named and is_within) or one.filename.lower() in names:
            raise Unusable(NOT_A_DECK)
        names.add(one.filename.lower())
        files[one.filename] = one
    if "[Content_Types].xml" not in files:
        raise Unusable(NOT_A_DECK)
    return files


def _counted(name: str, body: bytes) -> int:
    """The elements of a part; it is looked through without being held.

    Raises:
        Unusable: it has a document type or entities, or is nested deeper than any slide.
    """
    elements = depth = 0

    def begin(_tag: str, attributes: Mapping[str, str]) -> None:
        nonlocal elements, depth
        elements, depth = elements + 1, depth + 1
        is_wide = len(attributes) > MOST_ATTRIBUTES
        if elements > MOST_ELEMENTS or depth > MOST_DEPTH or is_wide:
            raise Unusable(TOO_MANY_PARTS)

    def end(_tag: str) -> None:
        nonlocal depth
        depth -= 1

    def refuse(*_: object) -> None:
        raise Unusable(FOREIGN_XML, part=name[:80])

    reader = expat.ParserCreate()
    reader.StartElementHandler, reader.EndElementHandler = begin, end
    reader.StartDoctypeDeclHandler = reader.EntityDeclHandler = refuse
    reader.Parse(body, True)
    return elements


def _cut(root: _Element, gone: set[str]) -> None:
    """Take out of a part what points to something that is gone, or must not leave at all."""
    for element in list(root.iter("*")):
        name = _local(element)
        points = any(
            value in gone
            for attribute, value in element.attrib.items()
            if attribute.startswith(f"{{{_OFFICE}}}")
        )
        if name in _NEVER:
            _drop(element)
        elif points:
            _drop_around(element, gone)


def _drop_around(element: _Element, gone: set[str]) -> None:
    """Take out the whole thing that an element is a part of: a picture with its frame."""
    embedded = element.get(f"{{{_OFFICE}}}embed")
    if _local(element) == "blip" and embedded and embedded not in gone:
        element.attrib.pop(f"{{{_OFFICE}}}link", None)  # the picture itself is there
        return
    around = [element, *element.iterancestors()]
    shapes = [one for one in around if _local(one) in ("pic", "graphicFrame", "AlternateContent")]
    fills = [one for one in around if _local(one) == "blipFill"]
    nearest = next((one for one in around if _local(one) in _WITH_POINTER), element)
    if shapes:
        _drop(shapes[0])
    elif fills:
        _unfill(fills[0])
    else:
        _drop(nearest)


def _unfill(fill: _Element) -> None:
    """A picture as a fill is gone: the theme's list of fills needs one in its place."""
    from lxml import etree

    namespace = etree.QName(fill).namespace
    plain = etree.Element(f"{{{namespace}}}solidFill")
    etree.SubElement(plain, f"{{{namespace}}}schemeClr", val="phClr")
    parent = fill.getparent()
    if parent is not None and _local(parent) in ("fillStyleLst", "bgFillStyleLst"):
        parent.replace(fill, plain)
    elif parent is not None:
        parent.replace(fill, etree.Element(f"{{{namespace}}}noFill"))


def _drop(element: _Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _local(element: _Element) -> str:
    tag: Any = element.tag
    return str(tag).rpartition("}")[2]


def _is_xml(name: str) -> bool:
    return name.endswith(".xml")


def _target(source: str, target: str) -> str:
    """The name of the part that a relationship of `source` leads to."""
    path = unquote(target)
    if path.startswith("/"):
        return posixpath.normpath(path).lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(source), path))


def _relations_of(name: str) -> str:
    folder, _, file = name.rpartition("/")
    return f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"


def _relations(part: _Part) -> bytes:
    from lxml import etree

    root = etree.Element(f"{{{_PACKAGE}}}Relationships", nsmap={None: _PACKAGE})
    for id_, (kind, target) in part.relations.items():
        tag = f"{{{_PACKAGE}}}Relationship"
        etree.SubElement(root, tag, Id=id_, Type=kind, Target=f"/{target}")
    return _bytes(root)


def _bytes(root: _Element) -> bytes:
    from lxml import etree

    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
