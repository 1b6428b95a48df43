"""Own markup around facts. Every value is escaped by the template engine: a fact stays a text."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

_SPECIAL = re.compile(r"([\\`*_\[\]<>$~:#|()])")


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).resolve().parents[1] / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        auto_reload=False,  # code does not change under a running server
    )


def render(template: str, **values: object) -> str:
    """A template of this folder, filled and escaped."""
    return _environment().get_template(template).render(**values)


def escape(text: str) -> str:
    """Text that Markdown shows as it stands: no emphasis, link, colour or formula in a fact."""
    return _SPECIAL.sub(r"\\\1", text)


def address(url: str) -> str:
    """The address of a source as a link can carry it: nothing in it ends the link."""
    return quote(url, safe=":/?&=%#@!$,;+~-._'")
