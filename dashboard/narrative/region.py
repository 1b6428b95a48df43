"""One region in words and rows: what is known of it, what is not, and who lies near it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dashboard.core import dictionary, limits
from dashboard.core.i18n import Words, words
from dashboard.core.selection import Selection
from dashboard.figures import queries, sentences, steps, years
from dashboard.figures.model import Row
from dashboard.narrative import overview, region_cards
from dashboard.narrative.overview import Summary
from dashboard.warehouse import choices
from dashboard.warehouse.engine import Source, Warehouse, cached
from dashboard.warehouse.sources import sources_of


@dataclass(frozen=True, eq=False)
class Part:
    """One kind of facts of a region: its rows, a note on what they are, or why there are none."""

    key: str
    title: str
    note: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    sources: tuple[Source, ...]


PARTS = {
    "scores": (
        "region/region_scores",
        ("year", "scope", "score", "spi_class", "change", "low", "high", "source_ids"),
    ),
    "ott": (
        "region/region_ott",
        ("event_date", "region_label", "offices", "summary", "outcome", "source_ids"),
    ),
    "activities": (
        "region/region_activities",
        (
            "event_date",
            "region_label",
            "event_type",
            "title",
            "organizer",
            "days_since_ott",
            "source_ids",
        ),
    ),
    "zones": (
        "region/region_wbk",
        (
            "year",
            "region_label",
            "unit_name",
            "unit_count",
            "event_type",
            "award_by",
            "owner_type",
            "is_year_inferred",
            "source_ids",
        ),
    ),
    "regulations": (
        "region/region_regulations",
        (
            "year",
            "region_label",
            "event_type",
            "regulation_number",
            "subject",
            "title",
            "source_ids",
        ),
    ),
}


@cached(64)
def profile_row(warehouse: Warehouse, selection: Selection) -> Row:
    """What is known of the first chosen region, up to the asked year, in one row."""
    first, last = years.ott_window(warehouse, selection)
    year, to_year = years.best_known(warehouse, selection), years.window_end(warehouse, selection)
    [row] = queries.records(
        warehouse,
        "region/region_profile",
        selection,
        region_code=selection.region[0],
        year=year,
        to_year=max(year, to_year),
        ott_from_year=first,
        ott_to_year=last,
        last_year=years.newest_event(warehouse, selection),
    )
    return row


@cached(64)
def profile(warehouse: Warehouse, selection: Selection) -> Summary:
    """The first chosen region in sentences, up to the asked year."""
    say, row = words(selection.lang), profile_row(warehouse, selection)
    texts = (
        *_score_sentences(row, say),
        *_standing(warehouse, selection, say),
        *_ott_sentences(warehouse, selection, row, say),
        *since_sentences(row, say),
    )
    one = replace(selection, region=selection.region[:1])
    end = max(row["year"], years.window_end(warehouse, selection))
    reported = queries.records(warehouse, "region/region_class_only", one, year=end)
    sources = sources_of(warehouse, [row, *reported])
    return Summary(_headline(row, say), texts, _gaps(row, reported, say), sources)


def _records(warehouse: Warehouse, query: str, selection: Selection) -> list[Row]:
    """The rows of a query on the first chosen region, up to the last year of its facts."""
    year = years.newest_event(warehouse, selection)
    return queries.records(warehouse, query, selection, region_code=selection.region[0], year=year)


def _headline(row: Row, say: Words) -> str:
    region = row["region_name"]
    if not row["has_own_government"]:
        return say("{region} has no government of its own", region=region)
    if known := sentences.class_only(row, say):
        values = {"region": region, "year": row["year"], "known": known}
        text = say("{region}: SPI {year}, {known}", **values)
        newest = sentences.newest_sentence(row, say)
        return f"{text}; {newest}" if newest else text
    if row["score"] is None:
        text = say(
            "{region}: no SPI score of {year} has been found", region=region, year=row["year"]
        )
        newest = sentences.newest_sentence(row, say)
        return f"{text} ({newest})" if newest else text
    values = {"region": region, "score": sentences.starred(row, say), "year": row["year"]}
    if row["spi_class"] is None:
        return say("{region}: SPI {score} in {year}", **values)
    return say(
        "{region}: SPI {score} in {year}, {spi_class}",
        spi_class=sentences.class_label(row, say),
        **values,
    )


def _score_sentences(row: Row, say: Words) -> tuple[str, ...]:
    """Whose score, how it moved, its rank, what sources say of it, and a newer one beside it."""
    beside = sentences.newest_sentence(row, say)
    newest = say("Newest score of another year: {score}.", score=beside) if beside else ""
    if row["score"] is None:
        return ()
    whose = say(
        "Score of the {government}.",
        government=dictionary.label("scopes", row["scope"], say.lang).lower(),
    )
    moved = say("No earlier score to compare with is known.")
    if row["change"] is not None:
        step = steps.known_step(row["region_name"], row, say)
        moved = f"{steps.step_sentence(step, say)}."
    rank = ""
    if row["score_rank"] is not None:
        values = {
            "rank": row["score_rank"],
            "n": row["n_ranked"],
            "whose": sentences.whose(row["scope"], say),
        }
        rank = (
            say("Rank {rank}, shared, of {n} known {whose}.", **values)
            if row["is_rank_shared"]
            else say("Rank {rank} of {n} known {whose}.", **values)
        )
    first = " ".join(text for text in (whose, rank, newest) if text)
    return tuple(text for text in (first, moved, overview.range_sentence(row, say)) if text)


def _standing(warehouse: Warehouse, selection: Selection, say: Words) -> tuple[str, ...]:
    """How far from the nation, and which place among those it can be compared with."""
    one = replace(selection, region=selection.region[:1])
    [card] = region_cards.region_cards(warehouse, one)
    stands = "; ".join(text for text in (card.distance, card.place) if text)
    return (f"{stands[0].upper()}{stands[1:]}.",) if stands else ()


def _ott_sentences(
    warehouse: Warehouse, selection: Selection, row: Row, say: Words
) -> tuple[str, ...]:
    """The last operation, as an allegation; zero only where the list is complete."""
    if row["ott_date"] is None:
        return (_no_ott(warehouse, selection, say),)
    counted = ""
    if row["ott_count"]:
        counted = say.plural(
            "{n} OTT in {span}, years with a complete list.",
            "{n} OTT in {span}, years with a complete list.",
            row["ott_count"],
            span=years.span_text(row["ott_from_year"], row["ott_to_year"]),
        )
    text = say(
        "Last OTT found: {date}, {region} ({offices}).",
        date=say.date(row["ott_date"], row["ott_date_precision"]),
        region=row["ott_region_label"],
        offices=say.pick(row, "ott_offices"),
    )
    text = sentences.with_others_of_date(text, row["ott_of_date_count"] - 1, say)
    outcome = say.pick(row, "ott_outcome")
    told = say("Outcome: {outcome}", outcome=outcome) if outcome else ""
    return (" ".join(part for part in (counted, text, told) if part),)


def _no_ott(warehouse: Warehouse, selection: Selection, say: Words) -> str:
    complete = choices.complete_ott_years(warehouse)
    first, last = years.ott_window(warehouse, selection)
    if last < complete[0]:
        return say("No OTT has been found; the list of these years is incomplete.")
    return say(
        "No OTT in {span}, years with a complete list; none found in other years.",
        span=years.span_text(first, last),
    )


def since_sentences(row: Row, say: Words) -> tuple[str, ...]:
    """What followed the last operation: a sequence, never a cause."""
    if row["ott_date"] is None:
        return ()
    if not row["activities_since_ott"]:
        return (say("No activity after it has been found; the list of activities is a sample."),)
    counted = say.plural(
        "{n} activity after it has been found.",
        "{n} activities after it have been found.",
        row["activities_since_ott"],
    )
    values = {
        "title": say.pick(row, "activity_title"),
        "region": row["activity_region_label"],
        "date": say.date(row["activity_date"], row["activity_date_precision"]),
    }
    if row["days_until_activity"] is None:
        first = say("The first: {title} ({region}, {date}).", **values)
    else:
        later = sentences.later(row["days_until_activity"], say)
        first = say("The first, {later}: {title} ({region}, {date}).", later=later, **values)
    return (f"{counted} {first} " + say("A sequence in time, not cause and effect."),)


def _gaps(row: Row, reported: list[Row], say: Words) -> tuple[str, ...]:
    """What is not known, said plainly; of a year without a score the class if one is reported."""
    with_class = {one["year"]: sentences.class_only(one, say) for one in reported}
    without = [str(year) for year in row["years_without_score"] if year not in with_class]
    gaps = [f"{year}: {known}." for year, known in with_class.items()]
    if not row["has_own_government"]:
        gaps = [
            say(
                "It is part of the provincial government of {province}.",
                province=row["province_name"],
            )
        ]
    elif without:
        gaps = [say("No score has been found for {years}.", years=say.list(without)), *gaps]
    missing = [
        name
        for name, count in (
            (say("activities"), row["activity_count"]),
            (say("integrity zone units"), row["zone_count"]),
            (say("regulations"), row["regulation_count"]),
        )
        if not count
    ]
    if missing:
        gaps.append(
            say(
                "Not found: {kinds}. The lists are samples; that does not mean there are none.",
                kinds=say.list(missing),
            )
        )
    return tuple(gaps)


def _scores_note(rows: tuple[Row, ...], say: Words) -> str:
    """What a reader of the scores must know, as far as these rows need it."""
    if not rows:
        return say("No SPI score has been found; that does not mean there is none.")
    codes = ["spi_breaks"] if len({row["year"] for row in rows}) > 1 else []
    codes += ["agregat"] if any(row["scope"] == "agregat_wilayah" for row in rows) else []
    codes += ["disputed"] if any(row["is_disputed"] for row in rows) else []
    return " ".join(dictionary.caveat(code, say.lang) for code in codes or ("spi_sources",))


def _listed_ott(
    warehouse: Warehouse, selection: Selection, rows: tuple[Row, ...], say: Words
) -> str:
    """How many of the listed operations lie in the page's window."""
    first, last = years.ott_window(warehouse, selection)
    inside = sum(first <= row["event_date"].year <= last for row in rows)
    if queries.n_found(rows) > len(rows):  # only the newest are there to be counted
        return say.plural("{n} operation", "{n} operations", queries.n_found(rows)) + "."
    values = {"n": inside, "all": len(rows), "span": years.span_text(first, last)}
    if inside == len(rows):
        return say("All of them lie in {span}, years with a complete list.", **values)
    return say(
        "{n} of {all} lie in {span}, years with a complete list; those of other years are what "
        "has been found.",
        **values,
    )


@cached(64)
def parts(warehouse: Warehouse, selection: Selection) -> tuple[Part, ...]:
    """The facts of the first chosen region by kind, newest first."""
    say = words(selection.lang)
    titles = {
        "scores": say("SPI scores by year"),
        "ott": say("Operations (OTT)"),
        "activities": say("Training and prevention"),
        "zones": say("Integrity zone units (WBK/WBBM)"),
        "regulations": say("Regulations"),
    }
    is_province = choices.regions(warehouse)[selection.region[0]].level == "provinsi"
    texts = []
    for key, (query, columns) in PARTS.items():
        rows = tuple(_records(warehouse, query, selection))
        if key == "scores":
            note = _scores_note(rows, say)
        elif key == "ott":
            known = dictionary.caveat("allegations", say.lang)
            note = (
                f"{_listed_ott(warehouse, selection, rows, say)} {known}"
                if rows
                else _no_ott(warehouse, selection, say)
            )
        elif rows:
            note = say("A sample from reports, not a full list.")
        else:
            note = say("None found yet; the list is a sample, not a full one.")
        if key == "activities" and any(row["days_since_ott"] is not None for row in rows):
            note += " " + say("Days since an OTT are a sequence in time, not cause and effect.")
        note = " ".join(filter(None, (note, _left_out(rows, say))))
        shown = tuple(name for name in columns if is_province or name != "region_label")
        rows = rows[: limits.ROWS_OF_PAGE]
        texts.append(Part(key, titles[key], note, shown, rows, sources_of(warehouse, rows)))
    return tuple(texts)


def _left_out(rows: tuple[Row, ...], say: Words) -> str:
    """That the page writes out the newest rows alone, where there are more."""
    shown = min(len(rows), limits.ROWS_OF_PAGE)
    return sentences.only_newest(shown, queries.n_found(rows), say)
