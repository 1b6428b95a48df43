"""`indicator-scorecard`: every declared indicator of the chosen regions, with rank and class."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from dashboard.core import dictionary
from dashboard.core.i18n import LANGUAGES, Words, message, words
from dashboard.core.selection import Selection
from dashboard.facts import Indicator
from dashboard.figures import legends, rows_behind, sentences, years
from dashboard.figures.indicator import shared
from dashboard.figures.model import Figure, LegendEntry, Result, Row
from dashboard.figures.rows_behind import Facts
from dashboard.warehouse.engine import Warehouse

ID = "indicator-scorecard"
PARAMETERS = ("region", "year")
COLUMNS = (
    *("indicator_label", "region_name", "year", "value", "value_class", "value_change"),
    *("previous_year", "value_rank", "source_ids"),
)
_TITLE, _UNIT = message("Indicators of the office"), message("as stated for each indicator")
Declared = Mapping[str, Indicator]


def headline(declared: Declared, result: Result, say: Words) -> str:
    """What is known of one region, or of how many cells something is known."""
    rows = result.rows
    if not rows:
        return say("Indicators of the office: choose regions that they are known of")
    known = shared.known(rows)
    if len({row["region_code"] for row in rows}) == 1 and known:
        values = [f"{_label(declared, row, say)} {_value(declared, row, say)}" for row in known]
        return f"{rows[0]['region_label']}: {say.list(values)}"
    return say(
        "Indicators of the office: {n} of {all} values known up to {year}",
        n=len(known),
        all=len(rows),
        year=result.selection.year,
    )


def _label(declared: Declared, row: Row, say: Words) -> str:
    return declared[row["indicator"]].label[say.lang]


def _value(declared: Declared, row: Row, say: Words) -> str:
    """A value, with its year where it is an earlier one."""
    text = shared.number(declared[row["indicator"]], row, say)
    return text if row["year"] == row["asked_year"] else f"{text} ({row['year']})"


def subtitle(declared: Declared, result: Result, say: Words) -> str:
    """What stands in a cell, and the unit of each indicator."""
    shown = dict.fromkeys(row["indicator"] for row in result.rows)
    units = [f"{declared[one].label[say.lang]}: {declared[one].unit[say.lang]}" for one in shown]
    text = say(
        "The newest value up to {year}, an earlier year in brackets, with the rank among all known "
        "regions of its kind in that year.",
        year=result.selection.year,
    )
    return f"{text} {'; '.join(units)}." if units else text


def reading(declared: Declared, result: Result, say: Words) -> str:
    """The table in words."""
    return say("Scorecard of indicators. {message}.", message=headline(declared, result, say))


def legend(declared: Declared, result: Result, say: Words) -> tuple[LegendEntry, ...]:
    """The classes of each indicator, values without classes, and the unknown."""
    rows = [(i, row) for i, row in enumerate(result.rows) if row["value"] is not None]
    entries: list[LegendEntry] = []
    plain: list[int] = []
    for code, one in declared.items():
        own = [(i, row) for i, row in rows if row["indicator"] == code]
        if not one.classes:
            plain += [i for i, _row in own]
            continue
        name = one.label[say.lang]
        entries += [
            replace(entry, key=f"{code}-{entry.key}", label=f"{name}: {entry.label}")
            for entry in shared.class_entries(one, own, say)
        ]
    if plain:
        colour = dictionary.ink("ground")
        entries.append(LegendEntry("known", say("known, without classes"), colour, tuple(plain)))
    unknown = [i for i, row in enumerate(result.rows) if row["value"] is None]
    return (*entries, *([legends.unknown_entry(unknown, say)] if unknown else []))


def tip(declared: Declared, row: Row, say: Words) -> str:
    """The pointer text of a cell."""
    one = declared[row["indicator"]]
    name = f"{row['region_name']}: {one.label[say.lang]}"
    return sentences.lines(name, *shared.value_lines(one, row, say))


def caveats(declared: Declared, result: Result) -> tuple[str, ...]:
    """Those of any declared indicator, and that kinds are apart."""
    is_mixed = len({row["level"] for row in result.rows}) > 1
    return shared.caveats(result, *(("indicator_kinds",) if is_mixed else ()))


def _facts(declared: Declared, row: Row) -> Facts:
    return rows_behind.facts(declared[row["indicator"]].table, "region_code")


def _resolve(warehouse: Warehouse, selection: Selection) -> Selection:
    return years.resolved(selection, None, years.best_known(warehouse, selection))


def _in_both(text: str) -> dict[str, str]:
    """A message in each language."""
    readers = {lang: words(lang) for lang in LANGUAGES}
    return {lang: say(text) for lang, say in readers.items()}


def _entry(declared: Declared) -> dict[str, Any]:
    title = _in_both(_TITLE)
    return {
        "label": title,
        "long": title,
        "unit": _in_both(_UNIT),
        "decimals": 2,
        "caveats": [
            {lang: f"{one.label[lang]}: {caveat[lang]}" for lang in LANGUAGES}
            for one in declared.values()
            for caveat in one.caveats
        ],
        "indicators": {code: one.label for code, one in declared.items()},
    }


def figure(declared: Declared) -> Figure:
    """The scorecard of all declared indicators."""
    return Figure(
        id=ID,
        chart="cells",
        page="bandingkan",
        indicator="",
        described=_entry(declared),
        parameters=PARAMETERS,
        query="indicator/indicator_scorecard",
        roles={"y": "indicator", "x": "region_label", "value": "value"},
        columns=COLUMNS,
        headline=partial(headline, declared),
        subtitle=partial(subtitle, declared),
        reading=partial(reading, declared),
        caveats=partial(caveats, declared),
        legend=partial(legend, declared),
        tip=partial(tip, declared),
        facts=partial(_facts, declared),
        resolve=_resolve,
    )
