"""Every kind of office file that leaves, against the schemas of those who made the format."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest
from pptx import Presentation

from dashboard.briefing.pptx import deck, template
from tests import briefings
from tests.briefing import ooxml


@cache
def whole() -> bytes:
    """A region's deck on our own template."""
    return deck.deck(briefings.FACTS, briefings.province("63", "id"))


def test_a_region_s_deck_is_what_the_standard_says() -> None:
    assert ooxml.problems(whole()) == []


def test_our_own_template_is_what_the_standard_says() -> None:
    assert ooxml.problems(template.project_template()) == []


def changed(content: bytes, name: str, change: Callable[[bytes], bytes | None]) -> bytes:
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as given,
        zipfile.ZipFile(written, "w") as out,
    ):
        for one in given.namelist():
            body = given.read(one)
            new = change(body) if re.fullmatch(name, one) else body
            if new is not None:
                out.writestr(one, new)
    return written.getvalue()


BROKEN: dict[str, tuple[str, Callable[[bytes], bytes | None]]] = {
    "a part without a kind": (
        r"\[Content_Types\].xml",
        lambda body: re.sub(rb'<Override PartName="/ppt/charts/chart[^>]*>', b"", body, count=1),
    ),
    "a kind without a part": ("docProps/app.xml", lambda _: None),
    "a relationship that leads nowhere": (
        "ppt/slides/_rels/slide3.xml.rels",
        lambda body: body.replace(b"slideLayout2", b"slideLayout9"),
    ),
    "a part that nothing leads to": (
        "ppt/slides/_rels/slide4.xml.rels",
        lambda body: re.sub(rb"<Relationship [^>]*chart[^>]*>", b"", body),
    ),
    "half a part": ("ppt/slides/slide2.xml", lambda body: body[:-9]),
}


@pytest.mark.parametrize("what", BROKEN)
def test_broken_packages_are_found(what: str) -> None:
    assert ooxml.structure(changed(whole(), *BROKEN[what])) != []


def test_elements_in_another_order_are_found() -> None:
    def turned(body: bytes) -> bytes:
        return re.sub(rb"(<a:bodyPr[^>]*>.*?)(<a:p>.*?</a:p>)", rb"\2\1", body, count=1)

    own = template.project_template()
    assert ooxml.problems(changed(own, "ppt/slideLayouts/slideLayout1.xml", turned)) != []


# --- what a deck says of itself ------------------------------------------------------------------


@pytest.mark.parametrize("is_own", [True, False])
def test_properties_are_those_of_the_deck(is_own: bool) -> None:
    file, briefing = whole(), briefings.province("63", "id")
    if not is_own:
        written = io.BytesIO()
        theirs = Presentation()
        theirs.core_properties.keywords = "rahasia"
        theirs.save(written)
        briefing = replace(briefing, parts=briefing.parts[:2], sources=briefing.sources[:9])
        file = deck.deck(briefings.FACTS, briefing, written.getvalue())
    shown = Presentation(io.BytesIO(file))
    with zipfile.ZipFile(io.BytesIO(file)) as package:
        names = package.namelist()
        app = package.read("docProps/app.xml").decode()
        core = package.read("docProps/core.xml").decode()
    n, notes = len(shown.slides), sum(slide.has_notes_slide for slide in shown.slides)
    for name, value in (("Slides", n), ("Notes", notes), ("TotalTime", 0), ("HiddenSlides", 0)):
        assert f"<{name}>{value}</{name}>" in app
    assert "<Application>Integritas Daerah</Application>" in app
    titles = re.findall("<vt:lpstr>([^<]*)</vt:lpstr>", app)
    told = [slide.shapes.title.text_frame.text for slide in shown.slides]
    assert titles == ["Slide Titles", *told]
    assert "Macintosh" not in app and "AppVersion" not in app and "rahasia" not in core
    assert not [name for name in names if "thumbnail" in name]
    assert briefing.title in core
