"""Drawings in a page of our own: inks have names, and the page's style says what each is.

So one drawing serves by day and by night, and paper is always light.
"""

from __future__ import annotations

import re
from functools import cache

from markupsafe import Markup

from dashboard.core import dictionary
from dashboard.export import markup

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}\b|rgb\((\d+), ?(\d+), ?(\d+)\)")
_ATTRIBUTE = re.compile(r'="[^"<>]*"')
# When a page is dark, by its theme. On paper every page is light.
_NIGHT = {"auto": "screen and (prefers-color-scheme: dark)", "dark": "screen"}


def colours(dark: dict[str, str], theme: str) -> list[str]:
    """The rules of a page's style that give its inks and links their colours.

    Args:
        dark: what replaces which colour of its drawings on a dark page.
        theme: `auto`, `light` or `dark`.
    """
    light = {
        **{f"--{role}": dictionary.ink(role) for role in ("paper", "text", "muted", "line")},
        "--link": dictionary.dictionary()["link"]["light"],
        **{_name(colour): colour for colour in (*dark, dictionary.ink("paper"))},
    }
    ink = dictionary.dictionary()["dark"]["ink"]
    night = {
        **{f"--{role}": ink[role] for role in ("paper", "text", "muted", "line")},
        "--link": dictionary.dictionary()["link"]["dark"],
        **{_name(colour): twin for colour, twin in dark.items()},
        _name(dictionary.ink("paper")): ink["paper"],
    }
    rules = [f":root{{color-scheme:light;{_declared(light)}}}"]
    if at := _NIGHT.get(theme):
        rules.append(f"@media {at}{{:root{{color-scheme:dark;{_declared(night)}}}}}")
    return rules


def inked(svg: str, dark: dict[str, str]) -> str:
    """The drawing with a name in place of each ink: the page's style says what it is."""

    def named(found: re.Match[str]) -> str:
        parts = [int(part) for part in found.groups() if part is not None]
        colour = "#" + "".join(f"{part:02X}" for part in parts) if parts else found[0].upper()
        return f"var({_name(colour)})" if colour in dark else found[0]

    return _ATTRIBUTE.sub(lambda attribute: _COLOUR.sub(named, attribute[0]), svg)


def fitting(svg: str) -> str:
    """The chart's picture as large as its place: what it measures stays in its view box."""
    start = svg.index("<svg")
    end = svg.index(">", start)
    box = re.search(r'viewBox="[\d. -]+"', svg[start:end])
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {box[0] if box else ""}'
    head += ' preserveAspectRatio="xMidYMin meet" font-family="inherit"'
    return head + svg[end:]


def mark(kind: str, colour: str, dark: dict[str, str]) -> Markup:
    """The mark of a legend's entry; a ring of ink is hollow, so that paper shows in it."""
    hollow = {paper: paper} if colour in dark and (paper := dictionary.ink("paper")) else {}
    return Markup(inked(_drawn_mark(kind, colour), dark | hollow))  # noqa: S704 (our own drawing)


@cache
def _drawn_mark(kind: str, colour: str) -> str:
    return markup.render("marks.html", kind=kind, colour=colour)


def _declared(values: dict[str, str]) -> str:
    return "".join(f"{name}:{value};" for name, value in values.items())


def _name(colour: str) -> str:
    return f"--c-{colour[1:]}"
