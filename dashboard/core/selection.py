"""The parameters of figures and pages: parsed the same way by screen, address, and file.

A query string becomes a `Selection` and a list of problems. A value that cannot be used is named
with a reason and ignored; it never stops anything.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from dashboard.core import dictionary
from dashboard.core.i18n import DEFAULT_LANGUAGE, LANGUAGES, Words

SCOPES = ("pemprov", "agregat_wilayah")
OTT_INDICATORS = ("ott_count", "per_10_million_people", "per_100_governments")
INDICATORS = ("spi", *OTT_INDICATORS)
REFERENCES = ("nasional", "rerata_pemprov", "pulau")
NEWEST = "latest"
# Whether a table of the page Data is cut to the chosen regions.
AREAS = ("chosen", "all")
# Filters by a code of the facts, and the group of the dictionary that names their codes in order.
CODE_FILTERS = {
    "level": "level_groups",
    "sector": "sectors",
    "activity_type": "activity_types",
    "topic": "topics",
    "kpk": "involvement",
    "owner": "owner_types",
    "award": "awards",
    "subject": "subjects",
}
# A reader's own index: a whole number for each of these, in this order. The OTT rate shows
# enforcement, so that it counts only when the reader says which direction is the better one.
WEIGHTED = ("score", "change", "per_10_million_people")
WEIGHT_MOST = 10
EQUAL_WEIGHTS = (5, 5, 0)
OTT_DIRECTIONS = ("none", "fewer_is_better", "more_is_better")
# Parameters that may be repeated.
MANY = frozenset({"region", "reference", *CODE_FILTERS})
_YEARS = frozenset({"year", "from_year", "to_year"})


@dataclass(frozen=True)
class Selection:
    """What a reader asks for. None stands for the default of the figure or page.

    Attributes:
        lang: language of words and numbers.
        region: Kemendagri codes, in the reader's order.
        scope: which score of a province: `pemprov` or `agregat_wilayah`.
        year: the newest year shown; None is the newest that the facts support.
        from_year: the first year of a span or comparison.
        to_year: the last year of a page's own span of events; figures call it `year`.
        indicator: what a map shows.
        reference: lines to compare with.
        level, sector: of an operation; no code stands for all of them, here and below.
        activity_type, topic, kpk: of an activity; kpk is whether the KPK took part.
        owner, award: of a unit's integrity zone: whose it is and who assessed it.
        subject: of a regulation.
        table: the table that the page Data shows.
        area: the regions that the page Data shows: the chosen ones, or all.
        weights: of the reader's own index, in the order of `WEIGHTED`; none is no index.
        ott_direction: whether fewer or more operations raise that index; none leaves them out.
    """

    lang: str = DEFAULT_LANGUAGE
    region: tuple[str, ...] = ()
    scope: str = "pemprov"
    year: int | None = None
    from_year: int | None = None
    indicator: str = "per_10_million_people"
    reference: tuple[str, ...] = ("nasional",)
    level: tuple[str, ...] = ()
    sector: tuple[str, ...] = ()
    activity_type: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    kpk: tuple[str, ...] = ()
    owner: tuple[str, ...] = ()
    award: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    to_year: int | None = None
    table: str = "mart_spi"
    area: str = "chosen"
    weights: tuple[int, ...] = ()
    ott_direction: str = "none"

    def only(self, names: Collection[str]) -> Selection:
        """The same selection with every parameter outside `names` at its default."""
        kept = {name: getattr(self, name) for name in (*names, "lang")}
        return Selection(**kept)

    def query(
        self, names: Collection[str], *, with_empty_filters: bool = False
    ) -> dict[str, list[str]]:
        """The selection as a query string that states every parameter of `names`.

        A filter without codes filters nothing: a page leaves it out, as it does a default year;
        an address that has to mean the same next year states it (`with_empty_filters`).
        """
        pairs: dict[str, list[str]] = {}
        for name in names:
            value = getattr(self, name)
            if name in MANY:
                if value or with_empty_filters or name not in CODE_FILTERS:
                    pairs[name] = [str(item) for item in value] or [""]
            elif name in _YEARS:
                if name == "year" or value is not None:
                    pairs[name] = [NEWEST if value is None else str(value)]
            elif name == "weights":
                if value:
                    pairs[name] = [",".join(str(weight) for weight in value)]
            elif name == "ott_direction":
                if value != "none" or with_empty_filters:
                    pairs[name] = [value]
            else:
                pairs[name] = [str(value)]
        return pairs


@dataclass(frozen=True)
class Problem:
    """A parameter that was ignored, and why."""

    name: str
    value: str
    reason: str
    allowed: tuple[str, ...] = ()

    def sentence(self, say: Words) -> str:
        """What was ignored and what would be possible, in the reader's language."""
        shown = self.value if len(self.value) <= 40 else self.value[:40] + "…"
        if self.reason == "unknown_parameter":
            return say("The parameter “{name}” is not known.", name=self.name[:40])
        if self.reason == "unknown_region":
            return say("The region code “{value}” is not known.", value=shown)
        if self.reason == "year_out_of_range":
            return say(
                "The year “{value}” ({name}) lies outside {first} to {last}.",
                value=shown,
                name=self.name,
                first=self.allowed[0],
                last=self.allowed[-1],
            )
        if self.reason == "too_many_regions":
            return say(
                "{n} regions are too many; at most {most} are possible.",
                n=self.value,
                most=self.allowed[0],
            )
        if self.reason == "not_in_range":
            return say(
                "“{value}” is not possible for “{name}”; possible are whole numbers "
                "from {first} to {last}.",
                value=shown,
                name=self.name,
                first=self.allowed[0],
                last=self.allowed[1],
            )
        if self.reason == "too_large":
            return say(
                "The picture would have more than {n} million pixels; choose a smaller width, "
                "height or scale.",
                n=int(self.allowed[0]) // 1_000_000,
            )
        if self.reason == "reversed_years":
            return say("The first year {value} lies after the last year.", value=shown)
        if self.reason == "not_weights":
            return say(
                "“{value}” is not possible for “{name}”; possible are {n} whole numbers "
                "from 0 to {most}, such as {example}.",
                value=shown,
                name=self.name,
                n=len(WEIGHTED),
                most=WEIGHT_MOST,
                example=",".join(str(weight) for weight in EQUAL_WEIGHTS),
            )
        return say(
            "“{value}” is not possible for “{name}”; possible are: {allowed}.",
            value=shown,
            name=self.name,
            allowed=", ".join(self.allowed),
        )


@dataclass(frozen=True)
class Parsed:
    """A parsed query string: what is valid, what is invalid and why, and what was not given."""

    selection: Selection
    problems: tuple[Problem, ...]
    missing: frozenset[str]


@dataclass(frozen=True)
class Offer:
    """What a figure or page can be asked: the parameters it knows and their allowed values."""

    names: tuple[str, ...]
    regions: frozenset[str]
    years: tuple[int, ...]
    from_years: tuple[int, ...] | None = None
    indicators: tuple[str, ...] = OTT_INDICATORS
    tables: tuple[str, ...] = ()
    defaults: Selection = Selection()
    most_regions: int | None = None

    def allowed(self, name: str) -> tuple[str, ...]:
        """Allowed values of a parameter with few of them (regions are too many to list)."""
        if name in CODE_FILTERS:
            return tuple(dictionary.dictionary()[CODE_FILTERS[name]])
        return {
            "lang": LANGUAGES,
            "scope": SCOPES,
            "indicator": self.indicators,
            "reference": REFERENCES,
            "table": self.tables,
            "area": AREAS,
            "ott_direction": OTT_DIRECTIONS,
            "year": tuple(str(year) for year in self.years),
            "from_year": tuple(str(year) for year in self.from_years or self.years),
            "to_year": tuple(str(year) for year in self.from_years or self.years),
        }.get(name, ())


def parse(query: Mapping[str, Sequence[str]], offer: Offer) -> Parsed:
    """Read a query string (`{name: [values]}`) against what is offered.

    Repeated names are lists for `region`, `reference` and the filters by code; of any other the
    last value counts. An empty `region=` means "no region", an absent one the default.
    """
    found: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, values in query.items():
        if name not in offer.names and name != "lang":
            problems.append(Problem(name, ", ".join(values), "unknown_parameter"))
        elif name in MANY:
            found[name] = _many(name, values, offer, problems)
        elif name == "weights":
            if values and (weights := _weights(values[-1], problems)) is not None:
                found[name] = weights
        elif values and (value := _one(name, values[-1], offer, problems)) is not None:
            found[name] = None if value == NEWEST else value
    selection = replace(offer.defaults, **found)
    last = selection.to_year or selection.year
    if last is not None and selection.from_year is not None and selection.from_year > last:
        problems.append(Problem("from_year", str(selection.from_year), "reversed_years"))
        selection = replace(selection, from_year=None)
    known = {field.name for field in fields(Selection)} & {*offer.names, "lang"}
    return Parsed(selection, tuple(problems), frozenset(known - found.keys()))


def _many(
    name: str, values: Sequence[str], offer: Offer, problems: list[Problem]
) -> tuple[str, ...]:
    kept: dict[str, None] = {}
    for value in values:
        if value == "":
            continue
        if name == "region" and value not in offer.regions:
            problems.append(Problem(name, value, "unknown_region"))
        elif name != "region" and value not in offer.allowed(name):
            problems.append(Problem(name, value, "not_offered", offer.allowed(name)))
        else:
            kept[value] = None
    if name == "region" and offer.most_regions is not None and len(values) > offer.most_regions:
        problems.append(
            Problem(name, str(len(values)), "too_many_regions", (str(offer.most_regions),))
        )
    if not kept and any(values):  # nothing usable was asked for: not the same as asking for none
        return tuple(getattr(offer.defaults, name))
    return tuple(kept)


def _weights(value: str, problems: list[Problem]) -> tuple[int, ...] | None:
    parts = value.split(",")
    possible = {str(weight) for weight in range(WEIGHT_MOST + 1)}
    if len(parts) == len(WEIGHTED) and possible.issuperset(parts):
        return tuple(int(part) for part in parts)
    problems.append(Problem("weights", value, "not_weights"))
    return None


def _one(name: str, value: str, offer: Offer, problems: list[Problem]) -> int | str | None:
    allowed = offer.allowed(name)
    if name in _YEARS:
        if name == "year" and value == NEWEST:
            return NEWEST
        if value in allowed:
            return int(value)
        problems.append(Problem(name, value, "year_out_of_range", allowed))
        return None
    if value in allowed:
        return value
    problems.append(Problem(name, value, "not_offered", allowed))
    return None
