"""Templates that unfold, 190 MB out of 200 KB, that make a parser slow, or that are broken."""

from __future__ import annotations

import contextlib
import random
import time
from collections.abc import Callable

import pytest

from dashboard.briefing.pptx import template
from dashboard.core import uploads
from dashboard.core.uploads import Unusable
from tests.robustness.packages import (
    LAYOUT,
    MASTER,
    TYPES,
    changed,
    in_tree,
    packed,
    parts,
    plain,
    related,
    relations_of,
)

resource = pytest.importorskip("resource", reason="of a POSIX system")
PLACE = (
    '<p:sp><p:nvSpPr><p:cNvPr id="{n}" name="x"/><p:cNvSpPr/><p:nvPr><p:ph type="body" '
    'idx="{n}"/></p:nvPr></p:nvSpPr><p:spPr/></p:sp>'
)
LAYOUT_KIND = "application/vnd.openxmlformats-officedocument.presentationml.slideLayout+xml"


def layouts(n: int) -> bytes:
    """A master with so many layouts more, all alike."""
    given = parts(plain())
    names = [f"ppt/slideLayouts/slideLayout{place}.xml" for place in range(20, 20 + n)]
    relations = [
        related("slideLayout", f"../slideLayouts/slideLayout{place}.xml", id_=f"rIdL{place}")
        for place in range(20, 20 + n)
    ]

    def with_relations(body: bytes) -> bytes:
        for one in relations:
            body = one[relations_of(MASTER)](body) or b""
        return body

    kinds = "".join(f'<Override PartName="/{name}" ContentType="{LAYOUT_KIND}"/>' for name in names)
    listed = "".join(
        f'<p:sldLayoutId id="{2147484000 + place}" r:id="rIdL{place}"/>'
        for place in range(20, 20 + n)
    )
    more = dict.fromkeys(names, given[LAYOUT])
    more |= {relations_of(name): given[relations_of(LAYOUT)] for name in names}
    return changed(
        {
            TYPES: lambda body: body.replace(b"</Types>", kinds.encode() + b"</Types>"),
            MASTER: lambda body: body.replace(
                b"</p:sldLayoutIdLst>", listed.encode() + b"</p:sldLayoutIdLst>"
            ),
            relations_of(MASTER): with_relations,
        },
        more,
    )


CASES: dict[str, Callable[[], bytes]] = {
    "190 MB of spaces": lambda: changed(in_tree(" " * 190_000_000)),
    "190 MB in a comment": lambda: changed(in_tree("<!--" + "x" * 190_000_000 + "-->")),
    "11 MB in a comment": lambda: changed(in_tree("<!--" + "x" * 11_000_000 + "-->")),
    "10,000 places on a layout": lambda: changed(
        in_tree("".join(PLACE.format(n=n) for n in range(100, 10_100)), LAYOUT)
    ),
    "90,000 names of names": lambda: changed(
        in_tree("".join(f'<n{n}:x xmlns:n{n}="u{n}"/>' for n in range(90_000)), LAYOUT)
    ),
    "1,000 layouts": lambda: layouts(1000),
    "2,400 layouts": lambda: layouts(2400),
}


@pytest.mark.parametrize("what", CASES)
def test_a_template_that_unfolds_takes_little_of_this_process(what: str) -> None:
    given = CASES[what]()
    before, began = memory_mb(), time.monotonic()
    try:
        used = uploads.checked(template.UPLOAD, f"{what}.pptx", given)
    except Unusable:
        used = b""
    took = time.monotonic() - began
    assert took < 60
    assert memory_mb() - before < 200
    if used:
        began = time.monotonic()
        template.open_design(used)
        assert time.monotonic() - began < max(took, 10)


def memory_mb() -> float:
    """The most that this process has held so far."""
    return float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) / 1024


def broken(seed: int) -> bytes:
    """The template with some bytes changed: of the file, or of one of its parts."""
    chance = random.Random(seed)

    def changed_bytes(body: bytes) -> bytes:
        content = bytearray(body)
        for _ in range(chance.choice((1, 3, 30))):
            place = chance.randrange(len(content))
            piece = chance.choice(
                (b"\0", b"<", b">", b'"', b"&", b"\xff", b"</p:cSld>", b'id="', b"")
            )
            content[place : place + chance.choice((0, 1, 20))] = piece
        return bytes(content)

    if chance.random() < 0.3:
        return changed_bytes(plain())
    given = parts(plain())
    name = chance.choice(sorted(given))
    return packed({**given, name: changed_bytes(given[name])})


@pytest.mark.parametrize("seeds", [range(first, first + 50) for first in range(0, 500, 50)])
def test_a_broken_template_is_refused_or_used(seeds: range) -> None:
    for seed in seeds:
        with contextlib.suppress(Unusable):
            template.checked(broken(seed))
