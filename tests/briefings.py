"""What tests of briefings share: briefings of the shipped facts, drawings without a browser."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from functools import cache

import pytest
from PIL import Image

from dashboard.briefing import compose, presets
from dashboard.briefing.content import Briefing
from dashboard.core.selection import Selection
from dashboard.export import pictures, tray
from dashboard.export.tray import MOST_LETTERS, Tray
from dashboard.figures import registry
from dashboard.figures.addresses import Size
from dashboard.figures.model import Answer
from dashboard.warehouse import engine

FACTS = engine.current()
SITE = "https://integritas.example.go.id/x"
FOCUS = ("63", "64", "62", "13")
CONTROLS = "".join(map(chr, range(32))) + "\x7f\x85\ud800\ufffe\uffff"
EVIL = (
    f"=1+1 <script>alert(1)</script> </w:t> & \"'`{CONTROLS} ]]> {{{{ x }}}} ${{y}} %s \u202e123"
    "\u2066 שלום 👩\u200d👩\u200d👧 "
)
LONG = "W" * 400
WORDS = {"evil": EVIL, "long": LONG, "controls": CONTROLS}


@cache
def province(code: str = "63", lang: str = "id") -> Briefing:
    """The ready-made briefing on a region."""
    return asked(presets.one_region(FACTS, code, Selection(lang=lang)))


@cache
def everything(lang: str = "id") -> Briefing:
    """Every figure there is, on a few provinces."""
    items = [tray.item(name, Selection(region=FOCUS)) for name in registry.REGISTRY]
    return asked(Tray(tuple(items), lang))


@cache
def note(code: str = "63", lang: str = "id") -> Briefing:
    """What one page on a region says."""
    return asked(presets.nota(FACTS, code, Selection(lang=lang)))


def hostile(made: Tray, text: str) -> Briefing:
    """The briefing of a tray whose words are all this text, as long as they may be."""
    words = {name: (text * most)[:most] for name, most in MOST_LETTERS.items()}
    items = tuple(item.with_texts(made.lang, **words) for item in made.items)
    return asked(replace(made, items=items, titles={made.lang: text[:300]}))


def asked(made: Tray) -> Briefing:
    return compose.compose(FACTS, made, SITE)


def squeezed(text: str) -> str:
    """Without spaces and hyphens: a line may end between two words or in one."""
    return re.sub(r"[\s\xad-]+", "", text)


def quiet(_done: int, _of: int, _title: str) -> None:
    """Nobody listens."""


def stub_drawings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures without a browser: of the size asked for, one colour each."""

    def png(_facts: object, answer: Answer, extension: str, size: Size, *, is_bare: bool) -> bytes:
        assert extension == "png" and is_bare
        height = size.height or 360  # only its shape matters
        colour = (len(answer.figure.id) * 5, 90, 150)
        drawn = Image.new("RGB", (size.width, height), colour)
        written = io.BytesIO()
        drawn.save(written, "png")
        return written.getvalue()

    def svg(_facts: object, answer: Answer, width: int) -> str:
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="200" '
            f'viewBox="0 0 {width} 200"><defs><clipPath id="f1-1"><rect width="9" height="9"/>'
            '</clipPath></defs><text fill="#1B2430" clip-path="url(#f1-1)">drawn</text></svg>'
        )

    monkeypatch.setattr(pictures, "picture_sync", png)
    monkeypatch.setattr(pictures, "chart_svg_sync", svg)


def no_drawings(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """Every picture fails with this."""

    def fail(*_asked: object, **_options: object) -> bytes:
        raise error

    monkeypatch.setattr(pictures, "picture_sync", fail)
    monkeypatch.setattr(pictures, "chart_svg_sync", fail)
