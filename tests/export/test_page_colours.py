"""The colours of the dashboard's own pages: from the dictionary, readable by day and by night."""

from __future__ import annotations

import re
import tomllib

import pytest

from dashboard import charts
from dashboard.core import dictionary
from dashboard.core.settings import ROOT
from dashboard.export import css_colours
from dashboard.figures.model import MARKS
from tests.colours import READABLE, contrast

VARIABLE = re.compile(r"--([a-z_]+):light-dark\((#\w{6}),(#\w{6})\);")
PAIRS = {role: pair for role, *pair in VARIABLE.findall(css_colours.page_colours())}


@pytest.mark.parametrize("at", [0, 1], ids=["day", "night"])
@pytest.mark.parametrize("ground", ["paper", "ground"])
@pytest.mark.parametrize("ink", ["text", "muted", "link"])
def test_texts_are_readable(ink: str, ground: str, at: int) -> None:
    assert contrast(PAIRS[ink][at], PAIRS[ground][at]) >= READABLE


def test_the_style_takes_its_colours_from_the_dictionary() -> None:
    style = (ROOT / "dashboard" / "assets" / "style.css").read_text(encoding="utf-8")
    assert {*re.findall(r"var\(--([a-z_]+)\)", style)} - {"colour", "ink"} <= PAIRS.keys() | {
        "drawn-width",
        "drawn-ratio",
    }
    # What is left is white on a ground of its own, and its dark twin.
    assert {*re.findall(r"#\w{6}\b", style)} <= {"#FFFFFF", "#12161C", "#14584F"}


def test_streamlits_own_colours_are_those_of_the_dictionary() -> None:
    path = ROOT / ".streamlit" / "config.toml"
    theme = tomllib.loads(path.read_text(encoding="utf-8"))["theme"]
    assert "base" not in theme
    for name, at in (("light", 0), ("dark", 1)):
        assert theme[name]["textColor"] == PAIRS["text"][at]
        assert theme[name]["backgroundColor"] == PAIRS["paper"][at]
        assert theme[name]["linkColor"] == PAIRS["link"][at]
        grounds = (theme[name]["backgroundColor"], theme[name]["secondaryBackgroundColor"])
        for ground in grounds:
            assert contrast(theme[name]["textColor"], ground) >= READABLE
            assert contrast(theme[name]["primaryColor"], ground) >= READABLE


@pytest.mark.parametrize("kind", charts.CHARTS)
def test_every_colour_that_a_chart_changes_by_night_has_its_rules(kind: str) -> None:
    rules = css_colours.page_colours().splitlines()
    for light, dark in charts.CHARTS[kind].dark().items():
        numbers = "rgb({}, {}, {})".format(*bytes.fromhex(light[1:]))
        for part in ("fill", "stroke"):
            rule = f'[style*="{part}: {numbers}"]{{{part}:light-dark({light},{dark})!important}}'
            [found] = [
                one for one in rules if rule in one and (f"-{kind}-" in one or one[0] == ".")
            ]
            assert ".js-plotly-plot" in found


@pytest.mark.parametrize("kind", MARKS)
def test_a_legend_mark_changes_as_its_drawing_does(kind: str) -> None:
    mark = css_colours.legend_mark(kind, "#1F5A94")
    twin = dictionary.dictionary()["dark"]["twins"]["#1F5A94"]
    assert (twin in mark) == (kind not in css_colours.AREAS)
    assert "prefers-color-scheme:dark" in mark
