"""Office packages that somebody prepared: the library's own template with something in it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from functools import cache

from pptx import Presentation

MASTER = "ppt/slideMasters/slideMaster1.xml"
LAYOUT = "ppt/slideLayouts/slideLayout2.xml"
THEME = "ppt/theme/theme1.xml"
DECK = "ppt/presentation.xml"
TYPES = "[Content_Types].xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
Change = Callable[[bytes], bytes | None]


@cache
def plain() -> bytes:
    """A template with three layouts, as an office may have it."""
    deck, written = Presentation(), io.BytesIO()
    for layout in list(deck.slide_layouts)[3:]:
        deck.slide_layouts.remove(layout)
    deck.save(written)
    return written.getvalue()


def parts(content: bytes) -> dict[str, bytes]:
    """The parts of a package by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(given: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A package with these parts."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", method) as package:
        for name, body in given.items():
            package.writestr(name, body)
    return written.getvalue()


def changed(changes: Mapping[str, Change], more: Mapping[str, bytes] | None = None) -> bytes:
    """The template with some parts changed (None takes one out) and others added."""
    given = {
        name: changes[name](body) if name in changes else body
        for name, body in parts(plain()).items()
    }
    stay = {name: body for name, body in given.items() if body is not None}
    return packed({**stay, **(more or {})})


def in_tree(shape: str, name: str = MASTER) -> dict[str, Change]:
    """A shape more on the master or another part."""
    return {name: lambda body: body.replace(b"</p:spTree>", shape.encode() + b"</p:spTree>")}


def relations_of(name: str) -> str:
    """Where the relationships of a part stand."""
    folder, _, file = name.rpartition("/")
    return f"{folder}/_rels/{file}.rels"


def related(
    kind: str, target: str, *, name: str = MASTER, mode: str = "Internal", id_: str = "rIdX"
) -> dict[str, Change]:
    """A relationship more of a part."""
    kind = kind if kind.startswith("http") else f"{OFFICE}/{kind}"
    one = f'<Relationship Id="{id_}" Type="{kind}" Target="{target}" TargetMode="{mode}"/>'
    ending = b"</Relationships>"
    return {relations_of(name): lambda body: body.replace(ending, one.encode() + ending)}


def pointing(
    shape: str, kind: str, target: str, mode: str = "External", body: bytes = b""
) -> bytes:
    """A master with a shape that points to something by `rIdX`, which may lie inside."""
    more = {"ppt/" + target.removeprefix("../"): body} if mode == "Internal" else {}
    return changed({**in_tree(shape), **related(kind, target, mode=mode)}, more)
