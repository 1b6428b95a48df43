"""The parameters of figures and pages: parsed the same way by screen, address, and file.

Each parameter is one field of `Selection`: its type, its default, and the kind of parameter that
knows its possible values, reads it from an address and writes it there. Its label stands in the
dictionary under `parameters`. Addresses, the API and its description follow from that.

A query string becomes a `Selection` and a list of problems. A value that cannot be used is named
with a reason and ignored; it never stops anything.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from dashboard.core import dictionary
from dashboard.core.foreign_parameters import is_foreign
from dashboard.core.i18n import DEFAULT_LANGUAGE, LANGUAGES
from dashboard.core.parameters import (
    UNUSABLE,
    Codes,
    Conditions,
    FreeText,
    Many,
    Meant,
    OneRegion,
    Parameter,
    Problem,
    Regions,
    Weights,
    Year,
    repeated,
)

MOST_REGIONS = 100  # of one question: twice all provinces, and a picture is still one
SCOPES = ("pemprov", "agregat_wilayah")
OTT_INDICATORS = ("ott_count", "per_10_million_people", "per_100_governments")
INDICATORS = ("spi", *OTT_INDICATORS)
REFERENCES = ("nasional", "rerata_pemprov", "pulau")
# Whether a table of the page Data is cut to the chosen regions.
AREAS = ("chosen", "all")
# What a map shows the regions of, and all of Indonesia as the place that they lie within.
REGION_LEVELS = ("provinces", "regencies")
NATIONWIDE = "nasional"
KINDS = ("all", "kabupaten", "kota")
OTT_DIRECTIONS = ("none", "fewer_is_better", "more_is_better")
# Whether a layer of a figure is drawn; the parameter of a layer has the name of the layer.
HIDDEN, SHOWN = VISIBILITY = ("hidden", "shown")


def _years(offer: Offer) -> list[str]:
    return [str(year) for year in offer.years]


def _first_years(offer: Offer) -> list[str]:
    return [str(year) for year in offer.from_years or offer.years]


def _last_years(offer: Offer) -> list[str]:
    return [str(year) for year in offer.to_years or offer.from_years or offer.years]


def _places(offer: Offer) -> tuple[str, ...]:
    """The nation, every island group and every province: what kabupaten and kota lie within."""
    provinces = (code for code in offer.regions if "." not in code)
    return (NATIONWIDE, *dictionary.dictionary()["island_groups"], *provinces)


def _entry(parameter: Parameter) -> Any:
    """A field of `Selection` that is this parameter."""
    return field(default=parameter.default, metadata={"parameter": parameter})


@dataclass(frozen=True)
class Selection:
    """What a reader asks for, and the registry of parameters. None stands for a default.

    Attributes:
        lang: language of words and numbers.
        region: Kemendagri codes, in the reader's order.
        scope: which score of a province: `pemprov` or `agregat_wilayah`.
        year: the year that is spoken of; None is the newest that the facts support.
        from_year: the first year of a span or comparison.
        indicator: what a map shows.
        reference: lines to compare with.
        level, sector: of an operation; no code stands for all of them, here and below.
        activity_type, topic, kpk: of an activity; kpk is whether the KPK took part.
        owner, award: of a unit's integrity zone: whose it is and who assessed it.
        subject: of a regulation.
        to_year: the last year of a page's window: of its own span of events, which figures of
            events alone call `year`, else of what is told beside the scores of `year`.
        table: the table that the page Data shows.
        area: the regions that the page Data shows: the chosen ones, or all.
        focus: the region that a reader points at on the map of a page; empty is none.
        region_level: whether the map of a page shows provinces, or kabupaten and kota.
        within: the province or island group whose kabupaten and kota are shown, or all of them.
        kind: kabupaten, kota or both.
        sql: a reader's own query in the SQL box, which runs on a tap only.
        where: conditions on the rows of that table, `column:value` each.
        weights: of the reader's own index, in the order of `WEIGHTED`; none is no index.
        ott_direction: whether fewer or more operations raise that index; none leaves them out.
        own_indicator: the indicator that the facts declare which pages of scores show in the place
            of these; empty is none.
        events: whether a trend shows operations and activities below its lines.
    """

    lang: str = _entry(Parameter(DEFAULT_LANGUAGE, LANGUAGES, of_page=False))
    region: tuple[str, ...] = _entry(Regions((), of_page=False))
    scope: str = _entry(Parameter("pemprov", SCOPES, "scopes", of_page=False))
    year: int | None = _entry(Year(None, _years, of_page=False))
    from_year: int | None = _entry(Year(None, _first_years, is_stated=False))
    indicator: str = _entry(
        Parameter("per_10_million_people", lambda offer: offer.indicators, "indicators")
    )
    reference: tuple[str, ...] = _entry(
        Many(("nasional",), REFERENCES, "references", of_page=False)
    )
    level: tuple[str, ...] = _entry(Codes(group="level_groups"))
    sector: tuple[str, ...] = _entry(Codes(group="sectors"))
    activity_type: tuple[str, ...] = _entry(Codes(group="activity_types"))
    topic: tuple[str, ...] = _entry(Codes(group="topics"))
    kpk: tuple[str, ...] = _entry(Codes(group="involvement"))
    owner: tuple[str, ...] = _entry(Codes(group="owner_types"))
    award: tuple[str, ...] = _entry(Codes(group="awards"))
    subject: tuple[str, ...] = _entry(Codes(group="subjects"))
    to_year: int | None = _entry(Year(None, _last_years, is_stated=False))
    table: str = _entry(Parameter("mart_spi", lambda offer: offer.tables))
    area: str = _entry(Parameter("chosen", AREAS))
    focus: str = _entry(OneRegion("", is_stated=False))
    region_level: str = _entry(
        Parameter("provinces", REGION_LEVELS, "region_levels", is_stated=False)
    )
    within: str = _entry(Parameter(NATIONWIDE, _places, "places", is_stated=False))
    kind: str = _entry(Parameter("all", KINDS, "kinds", is_stated=False))
    sql: str = _entry(FreeText("", is_stated=False))
    where: tuple[str, ...] = _entry(Conditions())
    weights: tuple[int, ...] = _entry(Weights(()))
    ott_direction: str = _entry(
        Parameter("none", OTT_DIRECTIONS, "ott_directions", is_stated=False)
    )
    own_indicator: str = _entry(
        Parameter(
            "",
            lambda offer: ("", *offer.own_indicators),
            "indicators",
            is_stated=False,
            of_page=False,
        )
    )
    events: str = _entry(Parameter(HIDDEN, VISIBILITY, "visibility", is_stated=False))

    @property
    def last_year(self) -> int | None:
        """The last year of a page's window, else the shared year."""
        return self.to_year or self.year

    def only(self, names: Collection[str]) -> Selection:
        """The same selection with every parameter outside `names` at its default."""
        return Selection(**{name: getattr(self, name) for name in (*names, "lang")})

    def query(self, names: Collection[str], *, with_defaults: bool = False) -> dict[str, list[str]]:
        """The selection as a query string that states every parameter of `names`.

        What filters nothing is left out unless `with_defaults`: an address that has to mean the
        same next year states it.
        """
        written = {
            name: PARAMETERS[name].write(getattr(self, name), with_defaults=with_defaults)
            for name in names
        }
        return {name: values for name, values in written.items() if values}


PARAMETERS: dict[str, Parameter] = {
    one.name: replace(one.metadata["parameter"], name=one.name) for one in fields(Selection)
}
# Filters by a code of the facts, and the group of the dictionary that names their codes in order.
CODE_FILTERS = {one.name: one.group for one in PARAMETERS.values() if isinstance(one, Codes)}


@dataclass(frozen=True)
class Parsed:
    """A parsed query string: what is valid, what is invalid and why, and which names were read."""

    selection: Selection
    problems: tuple[Problem, ...]
    notices: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Offer:
    """What a figure or page can be asked: the parameters it knows and their allowed values."""

    names: tuple[str, ...]
    regions: Collection[str]
    years: tuple[int, ...]
    from_years: tuple[int, ...] | None = None
    to_years: tuple[int, ...] | None = None
    indicators: tuple[str, ...] = OTT_INDICATORS
    own_indicators: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    columns: Collection[str] = ()
    defaults: Selection = Selection()
    most_regions: int | None = None
    named: Callable[[str], Meant] | None = None

    def meaning(self, text: str) -> Meant:
        """What a text in the place of a region's code may mean."""
        return self.named(text) if self.named else Meant()


def given_once(query: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """A query string without the parameters of one value that it gives several times."""
    return {
        name: values
        for name, values in query.items()
        if len(values) < 2 or (name in PARAMETERS and PARAMETERS[name].is_repeated)
    }


def parse(query: Mapping[str, Sequence[str]], offer: Offer) -> Parsed:
    """Read a query string (`{name: [values]}`) against what is offered.

    Repeated names are lists for parameters of several values; any other one that is repeated is a
    problem: nobody knows which value is meant. An empty `region=` means "no region", an absent one
    the default. Parameters that others add (`foreign_parameters`) are not looked at.
    """
    given: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, values in query.items():
        if name not in offer.names and name != "lang":
            if not is_foreign(name):
                problems.append(Problem(name, ", ".join(values), "unknown_parameter"))
            continue
        parameter = PARAMETERS[name]
        if len(values) > 1 and not parameter.is_repeated:
            problems.append(repeated(name, values))
            continue
        value = parameter.read(values, offer, problems)
        if value is not UNUSABLE:
            given[name] = value
    selection = replace(offer.defaults, **given)
    last = selection.last_year
    if last is not None and selection.from_year is not None and selection.from_year > last:
        problems.append(Problem("from_year", str(selection.from_year), "reversed_years"))
        selection = replace(selection, from_year=None)
    notices = tuple(one for one in problems if one.reason == "read_as")
    return Parsed(selection, tuple(one for one in problems if one not in notices), notices)
