"""`spi-change`: each region's score in two years, and the distance between them.

Chosen kabupaten and kota stand among those of their kind: see the query.
"""

from collections.abc import Sequence

from dashboard.core import dictionary
from dashboard.core.i18n import Words
from dashboard.figures import rows_behind, sentences, steps, years
from dashboard.figures.model import Figure, LegendEntry, Result, Row
from dashboard.figures.rows_behind import Facts


def pairs(result: Result) -> list[Row]:
    return [row for row in result.rows if row["change"] is not None]


def headline(result: Result, say: Words) -> str:
    known = pairs(result)
    if result.selection.from_year is None:
        return say(
            "{year} is the first survey year: no earlier score to compare with",
            year=result.selection.year,
        )
    span = {"from_year": result.selection.from_year, "year": result.selection.year}
    if not known:
        return say("No region shown has a score in both {from_year} and {year}", **span)
    asked = [row for row in result.rows if row["is_chosen"]]
    chosen = [row for row in known if row["is_chosen"]]
    if asked and not chosen:
        names = sentences.named([row["region_label"] for row in asked], say)
        return say("{regions}: no score in both {from_year} and {year}", regions=names, **span)
    return steps.steps_sentence([_step(row, say) for row in chosen or known], say)


def _step(row: Row, say: Words) -> steps.Step:
    """The way between the two years; they are the reader's, so that no year lacks in between."""
    return steps.Step(
        row["region_label"],
        row["change"],
        row["from_year"],
        row["year"],
        False,
        sentences.method_sentence(row, say),
        sentences.split_sentence(row, say),
    )


def subtitle(result: Result, say: Words) -> str:
    if result.selection.from_year is None:
        return say("SPI scores of {year}.", year=result.selection.year)
    values = {
        "from_year": result.selection.from_year,
        "year": result.selection.year,
        "n": len(result.rows) - len(pairs(result)),
        "all": len(result.rows),
    }
    found = sentences.kinds(result.rows)
    if [kind for kind, _rows in found] == ["provinsi"]:
        texts = [
            say(
                "SPI scores of {from_year} and {year}; {n} of {all} regions lack one of the two "
                "(see table).",
                **values,
            )
        ]
    else:
        texts = [
            say(
                "SPI scores of {from_year} and {year} of {groups}; {n} of {all} regions lack one "
                "of the two (see table).",
                groups=say.list([_group(kind, rows, say) for kind, rows in found]),
                **values,
            )
        ]
    if left_out := sum(not row["is_compared"] for row in result.rows):
        texts.append(
            say.plural(
                "{n} chosen region stands without the others of its group.",
                "{n} chosen regions stand without the others of their groups.",
                left_out,
            )
        )
    chosen = [row for row in result.rows if row["is_chosen"]]
    return " ".join((*texts, *sentences.class_only_sentences(chosen, say)))


def _group(kind: str, rows: Sequence[Row], say: Words) -> str:
    """Regions of one kind in words, with the provinces or islands that they lie in."""
    name = sentences.kind_name(kind, say)
    if kind == "provinsi":
        return name
    places = dict.fromkeys(
        sentences.comparison_group(row, say) for row in rows if row["is_compared"]
    )
    return say("{kind} in {places}", kind=name, places=sentences.named(list(places), say))


def reading(result: Result, say: Words) -> str:
    text = say("Dumbbell chart of two years' scores. {message}.", message=headline(result, say))
    found = [(kind, rows) for kind, rows in sentences.kinds(pairs(result)) if len(rows) > 1]
    return " ".join((text, *(_ends(rows, say) for _kind, rows in found)))


def _ends(rows: Sequence[Row], say: Words) -> str:
    """Who of one kind rose most and who fell most."""
    top, bottom = sentences.highest(rows, "change"), sentences.lowest(rows, "change")
    return say(
        "From {best} ({high}) to {worst} ({low}).",
        best=sentences.named([row["region_label"] for row in top], say),
        high=say.signed(top[0]["change"]),
        worst=sentences.named([row["region_label"] for row in bottom], say),
        low=say.signed(bottom[0]["change"]),
    )


def caveats(result: Result) -> tuple[str, ...]:
    broken = any(row["has_method_change"] or row["has_class_change"] for row in result.rows)
    codes = ["spi_breaks"] if broken else []
    if len(sentences.kinds(result.rows)) > 1:
        codes.append("kinds_apart")
    return sentences.spi_caveats(result, *codes)


def legend(result: Result, say: Words) -> tuple[LegendEntry, ...]:
    if result.selection.from_year is None:
        return ()
    colour = dictionary.colour("events", "spi")
    return (
        LegendEntry("from", str(result.selection.from_year), colour, (), "ring"),
        LegendEntry("to", str(result.selection.year), colour, (), "dot"),
    )


def earlier(row: Row) -> Row:
    """What is known of the earlier of the two years, by the names of the later one."""
    names = ("score", "is_disputed", "reported_class", "reported_reliability")
    return {"year": row["from_year"], **{name: row[f"from_{name}"] for name in names}}


def tip(row: Row, say: Words) -> str:
    change = None
    if row["change"] is not None:
        change = say("{change} points", change=say.signed(row["change"]))
    ends = [one for one in (earlier(row), row) if one["year"]]
    return sentences.lines(
        row["region_name"],
        *(
            f"{one['year']}: {sentences.class_only(one, say) or sentences.starred(one, say)}"
            for one in ends
        ),
        change,
        sentences.break_sentence(row, say) or None,
    )


def _facts(row: Row) -> Facts:
    """What sources say of the two years, or without a score in either the reports of a class."""
    return rows_behind.scores_or_class(row) if row["from_score"] is None else rows_behind.SCORES


FIGURE = Figure(
    id="spi-change",
    chart="dumbbell",
    page="bandingkan",
    indicator="spi",
    parameters=("region", "year", "from_year", "scope"),
    query="spi/spi_change",
    use_of_regions="mark",
    roles={
        "y": "region_label",
        "from": "from_score",
        "to": "score",
        "change": "change",
        "chosen": "is_chosen",
        "kind": "level",
        "from_reported": "from_reported_class",
        "to_reported": "reported_class",
    },
    columns=(
        "region_name",
        "scope",
        "from_year",
        "from_score",
        "from_class",
        "year",
        "score",
        "spi_class",
        "reported_class",
        "change",
        "source_ids",
    ),
    headline=headline,
    subtitle=subtitle,
    reading=reading,
    caveats=caveats,
    legend=legend,
    tip=tip,
    facts=_facts,
    resolve=years.since_baseline,
)
