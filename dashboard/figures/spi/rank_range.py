"""`rank-range`: regions by a reader's own index, and how far the ranks move when it varies."""

from dataclasses import replace

from dashboard.core import dictionary
from dashboard.core.i18n import Words
from dashboard.core.parameters import EQUAL_WEIGHTS, WEIGHTED
from dashboard.core.selection import Selection
from dashboard.figures import rows_behind, sentences, years
from dashboard.figures.model import Figure, LegendEntry, Result, Row
from dashboard.warehouse.engine import Warehouse

N_DRAWS = 500
_BAND, _LINE = "span", "outline"


def weighted(selection: Selection) -> dict[str, int]:
    """The indicators that count with their weights; the OTT rate needs a direction."""
    weights = dict(zip(WEIGHTED, selection.weights, strict=True))
    if selection.ott_direction == "none":
        weights.pop("per_10_million_people")
    return {name: weight for name, weight in weights.items() if weight}


def ranked(result: Result) -> list[Row]:
    return [row for row in result.rows if row["index_rank"] is not None]


def headline(result: Result, say: Words) -> str:
    if not weighted(result.selection):
        return say("No indicator has a weight: there is no index to rank by")
    known = ranked(result)
    compared = [(kind, rows) for kind, rows in sentences.kinds(known) if len(rows) > 1]
    if not compared:
        return say(
            "{n} of {all} regions have every weighted indicator: nothing to rank",
            n=len(known),
            all=len(result.rows),
        )
    told = [_first(rows, say) for _kind, rows in compared]
    if len(sentences.kinds(result.rows)) == 1:
        return told[0]
    names = [dictionary.label("levels", kind, say.lang) for kind, _rows in compared]
    return "; ".join(f"{name}: {text}" for name, text in zip(names, told, strict=True))


def _first(rows: list[Row], say: Words) -> str:
    """Who of one kind ranks first, and how surely."""
    first = [row for row in rows if row["index_rank"] == 1]
    names = sentences.named([row["region_label"] for row in first], say)
    if len(first) > 1:
        return say("{regions} share the first rank with these weights", regions=names)
    if first[0]["rank_worst"] == 1:
        return say("{region} ranks first in all {n} repetitions", region=names, n=N_DRAWS)
    return say(
        "{region} ranks first with these weights, anywhere from {best} to {worst} when they vary",
        region=names,
        best=first[0]["rank_best"],
        worst=first[0]["rank_worst"],
    )


def subtitle(result: Result, say: Words) -> str:
    chosen, weights = result.selection, weighted(result.selection)
    if not weights:
        return say("SPI {year}. Give at least one indicator a weight.", year=chosen.year)
    texts = [
        f"{dictionary.label('weighted', name, say.lang)} {weight}"
        for name, weight in weights.items()
    ]
    parts = [", ".join((texts[0], *(name[0].lower() + name[1:] for name in texts[1:])))]
    parts.append(f"SPI {chosen.year}")
    if "change" in weights and chosen.from_year is not None:
        parts.append(say("change since {year}", year=chosen.from_year))
    first = next((row for row in result.rows if row["ott_to_year"]), None)
    if "per_10_million_people" in weights and first is not None:
        span = f"OTT {first['ott_from_year']}–{first['ott_to_year']}"
        parts.append(
            f"{span}, {dictionary.label('ott_directions', chosen.ott_direction, say.lang)}"
        )
    values = {"n": len(ranked(result)), "all": len(result.rows)}
    if len(sentences.kinds(result.rows)) > 1:
        counted = say(
            "{n} of {all} regions have all of these and are ranked among their kind; the others "
            "stand at its end, unranked.",
            **values,
        )
    else:
        counted = say(
            "{n} of {all} regions have all of these; the others stand at the end, unranked.",
            **values,
        )
    return f"{'; '.join(parts)}. {counted}"


def reading(result: Result, say: Words) -> str:
    texts = [
        say(
            "{region} {rank} ({low} to {high})",
            region=row["region_name"],
            rank=row["index_rank"],
            low=row["rank_low"],
            high=row["rank_high"],
        )
        for row in ranked(result)[:5]
    ]
    text = say(
        "Ranks by an own index with the range of 90% of {n} repetitions. {message}.",
        n=N_DRAWS,
        message=headline(result, say),
    )
    return text + (" " + say.list(texts) + "." if texts else "")


def caveats(result: Result) -> tuple[str, ...]:
    weights = weighted(result.selection)
    codes = ["own_index"]
    if "per_10_million_people" in weights:
        codes.append("index_ott")
    if "change" in weights:
        codes.append("spi_breaks")
    if len(sentences.kinds(result.rows)) > 1:
        codes.append("kinds_apart")
    return sentences.spi_caveats(result, *codes)


def legend(result: Result, say: Words) -> tuple[LegendEntry, ...]:
    if not ranked(result):
        return ()
    return (
        LegendEntry(
            "rank", say("with these weights"), dictionary.colour("events", "spi"), (), "dot"
        ),
        LegendEntry(
            "band", say("in 90% of {n} repetitions", n=N_DRAWS), dictionary.ink(_BAND), (), "line"
        ),
        LegendEntry("ends", say("best and worst of all"), dictionary.ink(_LINE), (), "thin"),
    )


def tip(row: Row, say: Words) -> str:
    if row["index_rank"] is None:
        return sentences.lines(row["region_name"], say("not ranked: an indicator is missing"))
    return sentences.lines(
        row["region_name"],
        say(
            "rank {rank} of {n}, index {value}",
            rank=row["index_rank"],
            n=row["n_ranked"],
            value=say.number(row["index_value"], 1),
        ),
        say(
            "90% of repetitions: {low} to {high}; all: {best} to {worst}",
            low=row["rank_low"],
            high=row["rank_high"],
            best=row["rank_best"],
            worst=row["rank_worst"],
        ),
        f"SPI {row['year']}: {sentences.starred(row, say)}" if row["score"] is not None else None,
        say("{change} points since {year}", change=say.signed(row["change"]), year=row["from_year"])
        if row["change"] is not None
        else None,
        say("{rate} per 10 million people", rate=say.number(row["per_10_million_people"], 1))
        if row["per_10_million_people"] is not None
        else None,
    )


def resolve(warehouse: Warehouse, selection: Selection) -> Selection:
    """The years of `spi-change`, so that the change spans the same years for all; equal weights."""
    asked = replace(
        years.since_baseline(warehouse, selection),
        to_year=years.window_end(warehouse, selection),
    )
    return asked if asked.weights else replace(asked, weights=EQUAL_WEIGHTS)


FIGURE = Figure(
    id="rank-range",
    chart="ranges",
    page="bandingkan",
    indicator="index_rank",
    parameters=("region", "year", "from_year", "to_year", "scope", "weights", "ott_direction"),
    query="spi/rank_range",
    roles={
        "y": "region_label",
        "x": "index_rank",
        "low": "rank_low",
        "high": "rank_high",
        "best": "rank_best",
        "worst": "rank_worst",
        "kind": "level",
    },
    columns=(
        "index_rank",
        "region_name",
        "rank_low",
        "rank_high",
        "rank_best",
        "rank_worst",
        "index_value",
        "score",
        "from_score",
        "change",
        "per_10_million_people",
        "source_ids",
    ),
    headline=headline,
    subtitle=subtitle,
    reading=reading,
    caveats=caveats,
    legend=legend,
    tip=tip,
    facts=rows_behind.SCORES,
    resolve=resolve,
    to_years="ott",
)
