"""`spi-regencies`: the scores of a province's governments in one year, on that year's classes."""

from dataclasses import replace

from dashboard.core import dictionary
from dashboard.core.i18n import Words
from dashboard.core.selection import Selection
from dashboard.figures import legends, rows_behind, sentences, years
from dashboard.figures.model import Figure, LegendEntry, Result, Row
from dashboard.warehouse.engine import Warehouse

PROVINCE_MARKS = {"pemprov": "diamond", "agregat_wilayah": "square"}


def resolve(warehouse: Warehouse, selection: Selection) -> Selection:
    """The first region, in the year of the page."""
    return years.in_best_known(warehouse, replace(selection, region=selection.region[:1]))


def headline(result: Result, say: Words) -> str:
    year = result.selection.year
    if not result.rows:
        return say("Choose a region to see the scores of its province")
    province = result.rows[0]["province_name"]
    governments = regencies(result)
    known = [row for row in governments if row["score"] is not None]
    if not governments:
        return say(
            "{province} has no kabupaten or kota with a government of its own", province=province
        )
    if not known:
        return say(
            "No score of the kabupaten and kota of {province} for {year} has been found",
            province=province,
            year=year,
        )
    if len(known) == 1:
        return say(
            "Only {best} ({high}) is known in {year}",
            best=known[0]["region_label"],
            high=sentences.starred(known[0], say),
            year=year,
        )
    return say(
        "{ends} of {n} known in {province}, {year}",
        ends=sentences.ends_sentence(known, say),
        n=len(known),
        province=province,
        year=year,
    )


def regencies(result: Result) -> list[Row]:
    """The rows of kabupaten and kota, best first."""
    return [row for row in result.rows if row["is_regency"]]


def subtitle(result: Result, say: Words) -> str:
    governments = regencies(result)
    known = sum(row["score"] is not None for row in governments)
    text = say("SPI scores, {year}, on that year's classes.", year=result.selection.year)
    if governments:
        text += " " + say(
            "{n} of {all} kabupaten and kota are known; the table lists the others too.",
            n=known,
            all=len(governments),
        )
    if reported := sum(bool(sentences.class_only(row, say)) for row in governments):
        text += " " + say.plural(
            "For {n} of them a source reports the class.",
            "For {n} of them a source reports the class.",
            reported,
        )
    return text


def reading(result: Result, say: Words) -> str:
    text = say("Strip of scores. {message}.", message=headline(result, say))
    marked = [row for row in result.rows if not row["is_regency"] or row["is_chosen"]]
    texts = [
        marked_name(row, say)
        for row in marked
        if row["score"] is not None or sentences.class_only(row, say)
    ]
    return text + (" " + say.list(texts) + "." if texts else "")


def marked_name(row: Row, say: Words) -> str:
    """A mark of its own with its score: the region that is told, the pemprov or the aggregate."""
    name = (
        row["region_label"]
        if row["is_regency"]
        else dictionary.label("scopes", row["scope"], say.lang, "short")
    )
    return f"{name}: {sentences.class_alone(row, say) or sentences.starred(row, say)}"


def caveats(result: Result) -> tuple[str, ...]:
    aggregate = any(
        row["scope"] == "agregat_wilayah" and row["score"] is not None for row in result.rows
    )
    return sentences.spi_caveats(
        result,
        *(("agregat",) if aggregate else ()),
        *(() if result.layers["classes"] else ("no_classes_2021",)),
    )


def legend(result: Result, say: Words) -> tuple[LegendEntry, ...]:
    """One entry a kind of mark; a mark that stands for one government says its score."""
    colour, grey = dictionary.ink("outline"), dictionary.colour("classes", legends.UNKNOWN)
    plain: list[int] = []
    unknown: list[int] = []
    reported: dict[str, list[int]] = {}
    single: list[LegendEntry] = []
    for position, row in enumerate(result.rows):
        known = row["score"] is not None
        if row["is_regency"] and not row["is_chosen"]:
            code = legends.counted_class(row)
            if known:
                plain.append(position)
            elif code == legends.UNKNOWN:
                unknown.append(position)
            else:
                reported.setdefault(code, []).append(position)
            continue
        key = "chosen" if row["is_regency"] else row["scope"]
        name, place = marked_name(row, say), (position,)
        if known:
            mark = PROVINCE_MARKS.get(row["scope"], "ring")
            single.append(LegendEntry(key, name, colour, place, mark))
        elif sentences.class_only(row, say):
            alone = legends.class_only_entry(row["reported_class"], place, say)
            single.append(replace(alone, key=key, label=name))
        else:
            single.append(LegendEntry(key, name, grey, place))
    entries = [*single]
    if plain:
        entries.insert(
            0, LegendEntry("regencies", say("kabupaten/kota"), colour, tuple(plain), "dot")
        )
    entries += [legends.class_only_entry(code, own, say) for code, own in reported.items()]
    if unknown:
        text = say("{n} kabupaten/kota without data", n=len(unknown))
        entries.append(LegendEntry(legends.UNKNOWN, text, grey, tuple(unknown)))
    return tuple(entries)


def tip(row: Row, say: Words) -> str:
    whose = dictionary.label("scopes", row["scope"], say.lang)
    return sentences.lines(row["region_name"], whose, *sentences.score_lines(row, say))


FIGURE = Figure(
    id="spi-regencies",
    chart="strip",
    page="profil",
    indicator="spi",
    parameters=("region", "year", "to_year", "scope"),
    query="spi/spi_regencies",
    use_of_regions="province of first",
    layers={"classes": "spi/spi_classes"},
    roles={
        "x": "score",
        "name": "region_label",
        "low": "low",
        "high": "high",
        "class": "spi_class",
        "disputed": "is_disputed",
    },
    columns=(
        "region_name",
        "scope",
        "score",
        "spi_class",
        "reported_class",
        "change",
        "previous_year",
        "newest_year",
        "newest_score",
        "newest_class",
        "low",
        "high",
        "n_sources",
        "source_ids",
    ),
    headline=headline,
    subtitle=subtitle,
    reading=reading,
    caveats=caveats,
    legend=legend,
    tip=tip,
    facts=rows_behind.scores_or_class,
    resolve=resolve,
)
