"""Drawings in a page of our own: colours are variables of CSS, which the page's style sets.

So one drawing serves on light and dark pages, and paper is always light.
"""

from __future__ import annotations

import re
from functools import cache

from markupsafe import Markup

from dashboard import charts
from dashboard.core import dictionary
from dashboard.export import markup

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}\b|rgb\((\d+), ?(\d+), ?(\d+)\)")
_ATTRIBUTE = re.compile(r'="[^"<>]*"')
# When a page is dark, by its theme. On paper every page is light.
_NIGHT = {"auto": "screen and (prefers-color-scheme: dark)", "dark": "screen"}


# Marks that stand for an area: areas keep their colours on a dark page.
AREAS = ("area", "dotted-area", "square")


def colours(dark: dict[str, str], theme: str) -> list[str]:
    """The rules of a page's style that give the variables and links their colours.

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


@cache
def page_colours() -> str:
    """The colours of the dashboard's own pages as rules: each holds for light and dark.

    A page of Streamlit says itself which of both it is. Plotly writes colours into each mark of a
    drawing: those of the ink give way, of thin lines and small marks those of the series too.
    """
    ink, night = dictionary.dictionary()["ink"], dictionary.dictionary()["dark"]["ink"]
    link = dictionary.dictionary()["link"]
    pairs = {role: (ink[role], night[role]) for role in ink} | {
        "link": (link["light"], link["dark"])
    }
    declared = "".join(f"--{role}:{_either(*pair)};" for role, pair in pairs.items())
    # One rule for all kinds of charts with this pair of colours.
    kinds: dict[tuple[str, str], list[str]] = {}
    for kind, chart in charts.CHARTS.items():
        for pair in chart.dark().items():
            kinds.setdefault(pair, []).append(f'[class*="st-key-form-{kind}-"]')
    drawn = (
        f'{_of(cards)}.js-plotly-plot [style*="{part}: {_as_plotly(light)}"]'
        f"{{{part}:{_either(light, dark)}!important}}"
        for (light, dark), cards in kinds.items()
        for part in ("fill", "stroke")
    )
    return "\n".join((f":root{{color-scheme:light dark;{declared}}}", *drawn))


def _of(cards: list[str]) -> str:
    """What selects these kinds of cards; nothing where it is all of them."""
    return "" if len(cards) == len(charts.CHARTS) else f":is({','.join(cards)}) "


def _either(light: str, dark: str) -> str:
    return f"light-dark({light},{dark})"


def _as_plotly(colour: str) -> str:
    """A colour as Plotly writes it into a mark."""
    return "rgb({}, {}, {})".format(*bytes.fromhex(colour[1:]))


def legend_mark(kind: str, colour: str) -> str:
    """The mark of a legend's entry as a file of its own, light or dark as its page is."""
    of_lines = dictionary.dictionary()["dark"]["twins"]
    light, night = dictionary.dictionary()["ink"], dictionary.dictionary()["dark"]["ink"]
    dark = {light["outline"]: night["outline"]}
    if kind not in AREAS:
        dark |= {light[role]: night[role] for role in light} | of_lines
    svg = with_variables(_drawn_mark(kind, colour), dark)
    dark = {one: twin for one, twin in dark.items() if _name(one) in svg}
    day = _declared({_name(one): one for one in dark})
    dusk = _declared({_name(one): twin for one, twin in dark.items()})
    style = f"<style>:root{{{day}}}@media(prefers-color-scheme:dark){{:root{{{dusk}}}}}</style>"
    end = svg.index(">") + 1
    return svg[:end] + style + svg[end:]


def with_variables(svg: str, dark: dict[str, str]) -> str:
    """The drawing with a variable in place of each colour that a dark page replaces."""

    def variable(match: re.Match[str]) -> str:
        parts = [int(part) for part in match.groups() if part is not None]
        colour = "#" + "".join(f"{part:02X}" for part in parts) if parts else match[0].upper()
        return f"var({_name(colour)})" if colour in dark else match[0]

    return _ATTRIBUTE.sub(lambda attribute: _COLOUR.sub(variable, attribute[0]), svg)


def scalable(svg: str) -> str:
    """The chart's picture as large as its place: what it measures stays in its view box."""
    start = svg.index("<svg")
    end = svg.index(">", start)
    box = re.search(r'viewBox="[\d. -]+"', svg[start:end])
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {box[0] if box else ""}'
    head += ' preserveAspectRatio="xMidYMin meet" font-family="inherit"'
    return head + svg[end:]


def mark(kind: str, colour: str, dark: dict[str, str]) -> Markup:
    """The mark of a legend's entry; a ring is hollow, so that the page shows in it."""
    hollow = {paper: paper} if colour in dark and (paper := dictionary.ink("paper")) else {}
    return Markup(with_variables(_drawn_mark(kind, colour), dark | hollow))  # noqa: S704 (our own drawing)


@cache
def _drawn_mark(kind: str, colour: str) -> str:
    return markup.render("marks.html", kind=kind, colour=colour)


def _declared(values: dict[str, str]) -> str:
    return "".join(f"{name}:{value};" for name, value in values.items())


def _name(colour: str) -> str:
    return f"--c-{colour[1:]}"
