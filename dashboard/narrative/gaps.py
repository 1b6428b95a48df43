"""What is not known of regions, where it can be found, and which steps that suggests.

Steps are offered, not ordered: the office fills in who takes them and when. Nothing that was not
found counts as absent.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from dashboard.core import dictionary
from dashboard.core.i18n import Words, words
from dashboard.core.selection import Selection
from dashboard.figures import queries, sentences, years
from dashboard.figures.model import Row
from dashboard.narrative import region as narrative_region
from dashboard.warehouse import choices
from dashboard.warehouse.engine import Source, Warehouse, cached
from dashboard.warehouse.sources import sources_of

_MOST_UNITS, _MOST_REGIONS = 3, 6
_WEAK_CLASSES = ("rentan", "waspada")


@dataclass(frozen=True, eq=False)
class Gaps:
    """What is not known, and what may be done about it.

    Attributes:
        missing: what is not known, of which years or parts, and where it can be found.
        steps: what to do, and which office is usually in charge.
        sources: of what is known beside a gap: scores, operations, a class without its score.
    """

    missing: tuple[tuple[str, str, str], ...]
    steps: tuple[tuple[str, str], ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class _Known:
    """What is known of one region that decides what is missing."""

    label: str
    is_province: bool
    follow_up: Row
    profile: Row
    class_only: dict[int, str]

    @property
    def has_government(self) -> bool:
        return bool(self.profile["has_own_government"])


@dataclass(frozen=True)
class _Kind:
    """A kind of gap: its name, what is missing of a region, where to find it, the step, and whose.

    `what` and `step` are empty where a gap suggests no step, or a step comes from no gap.
    """

    what: str
    details: Callable[[_Known], str]
    how: str
    step: str
    who: Callable[[_Known], str]


@cached(64)
def gaps(warehouse: Warehouse, selection: Selection) -> Gaps:
    """What is not known of the chosen regions up to the end of the page's window."""
    say = words(selection.lang)
    known, reported = _known(warehouse, selection, say)
    missing, steps = [], []
    for kind in _kinds(warehouse, selection, say):
        found = [(one, text) for one in known if (text := kind.details(one))]
        if not found:
            continue
        details = _joined([(one.label, text) for one, text in found], len(known) > 1, say)
        if kind.what:
            missing.append((kind.what, details, kind.how))
        if kind.step:
            offices = list(dict.fromkeys(kind.who(one) for one, _text in found))
            # Of several regions the gaps tell the details.
            names = sentences.regions_sentence([one.label for one, _text in found], say)
            about = details if len(known) == 1 else names
            steps.append((f"{kind.step}: {about}", "; ".join(offices)))
    told = [one.profile for one in known]
    return Gaps(tuple(missing), tuple(steps), sources_of(warehouse, told, reported))


def _joined(found: list[tuple[str, str]], is_of_several: bool, say: Words) -> str:
    if not is_of_several:
        return found[0][1]
    texts = [f"{label}: {text}" for label, text in found[:_MOST_REGIONS]]
    if more := len(found) - len(texts):
        texts.append(say.plural("{n} other", "{n} others", more))
    return "; ".join(texts)


def _known(
    warehouse: Warehouse, selection: Selection, say: Words
) -> tuple[list[_Known], list[Row]]:
    end = years.window_end(warehouse, selection)
    reported = queries.records(warehouse, "region/region_class_only", selection, year=end)
    start, last = years.ott_window(warehouse, replace(selection, from_year=None))
    known_years = choices.bimtek_years(warehouse)
    rows = queries.records(
        warehouse,
        "region/region_follow_up",
        selection,
        year=years.best_known(warehouse, selection),
        activity_from_year=max(start, known_years[0]),
        activity_to_year=min(last, known_years[-1]),
        event_year=years.newest_event(warehouse, selection),
    )
    of_code = {row["region_code"]: row for row in rows}
    regions = choices.regions(warehouse)
    known = []
    for code in selection.region:
        profile = narrative_region.profile_row(warehouse, replace(selection, region=(code,)))
        own = [one for one in reported if one["region_code"] == code]
        text_of = sentences.class_only if len(selection.region) == 1 else sentences.class_alone
        classes = {one["year"]: text_of(one, say) for one in own}
        label, is_province = regions[code].label, regions[code].level == "provinsi"
        known.append(_Known(label, is_province, of_code[code], profile, classes))
    return known, reported


def _kinds(warehouse: Warehouse, selection: Selection, say: Words) -> tuple[_Kind, ...]:
    """Every kind of gap, the most wanted first."""
    year = years.best_known(warehouse, selection)
    inspectorate = say("Inspectorate")

    def organisation(one: _Known) -> str:
        return say("Bureau of organisation") if one.is_province else say("Section of organisation")

    def law(one: _Known) -> str:
        return say("Bureau of law") if one.is_province else say("Section of law")

    return (
        _Kind(
            "",
            lambda one: _weak_class(one, say),
            "",
            say("Look for a plan of action on the SPI result; write one if there is none"),
            lambda _one: inspectorate,
        ),
        _Kind(
            say("SPI score"),
            lambda one: _years(one, say),
            say("The result report of the KPK, kept by the inspectorate"),
            say("Complete the SPI scores"),
            lambda _one: inspectorate,
        ),
        _Kind(
            say("SPI scores of kabupaten and kota, {year}", year=year),
            lambda one: _parts(one, say),
            say("The result reports of their inspectorates"),
            say("Collect the SPI scores of kabupaten and kota, {year}", year=year),
            lambda _one: inspectorate,
        ),
        _Kind(
            say("Activities after the last OTT"),
            lambda one: _unanswered(one, say),
            say("Activity reports of inspectorate and personnel agency"),
            say("Record activities after the last OTT, or plan them"),
            lambda _one: inspectorate,
        ),
        _Kind(
            "",
            lambda one: _units(one, say),
            "",
            say("Coach again the units that have not passed yet"),
            organisation,
        ),
        _Kind(
            say("Integrity zone units"),
            lambda one: say("none found") if not one.profile["zone_count"] else "",
            say("Lists of the bureau or section of organisation"),
            say("List the units on the way to WBK or WBBM"),
            organisation,
        ),
        _Kind(
            say("Regulations"),
            lambda one: _subjects(one, say) if one.has_government else "",
            say("The region's legal documentation (JDIH)"),
            say("Look for regulations; prepare those that do not exist"),
            law,
        ),
        _Kind(
            say("Activities by year"),
            lambda one: say.list([str(one) for one in one.follow_up["years_without_activity"]]),
            say("Activity reports of inspectorate and personnel agency"),
            "",
            lambda _one: inspectorate,
        ),
    )


def _weak_class(one: _Known, say: Words) -> str:
    """The newest known class if it is one of the lower two."""
    row = one.profile
    newest = (row["newest_year"], row["newest_class"])
    year, spi_class = newest if (newest[0] or 0) > row["year"] else (row["year"], row["spi_class"])
    if spi_class not in _WEAK_CLASSES:
        return ""
    return f"{year}, {dictionary.label('classes', spi_class, say.lang)}"


def _years(one: _Known, say: Words) -> str:
    if not one.has_government:
        return ""
    without = [year for year in one.profile["years_without_score"] if year not in one.class_only]
    texts = [say.list([str(year) for year in without])] if without else []
    texts += [f"{year}: {known}" for year, known in one.class_only.items()]
    return "; ".join(texts)


def _parts(one: _Known, say: Words) -> str:
    row = one.follow_up
    if not row["n_parts_without_score"]:
        return ""
    return say("{n} of {all}", n=row["n_parts_without_score"], all=row["n_parts"])


def _unanswered(one: _Known, say: Words) -> str:
    """The date of the last operation where no activity after it has been found."""
    row = one.profile
    if row["ott_date"] is None or row["activities_since_ott"]:
        return ""
    return say.date(row["ott_date"], row["ott_date_precision"])


def _units(one: _Known, say: Words) -> str:
    units = list(one.follow_up["open_units"])
    shown = units[:_MOST_UNITS]
    if len(units) > _MOST_UNITS:
        shown.append(say.plural("{n} other", "{n} others", len(units) - _MOST_UNITS))
    return say.list(shown)


def _subjects(one: _Known, say: Words) -> str:
    subjects = one.follow_up["subjects_without_regulation"]
    return say.list([dictionary.label("subjects", code, say.lang) for code in subjects])
