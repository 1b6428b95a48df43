"""Metodologi: what the numbers are and are not, how far they reach, and where they come from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

import streamlit as st

from dashboard.core import dictionary
from dashboard.core.i18n import Words, message
from dashboard.export import glossary, markup, table
from dashboard.export.files import FACTS_LICENCE
from dashboard.export.table import SourceLink
from dashboard.figures import legends, queries
from dashboard.figures.model import Row
from dashboard.narrative import method
from dashboard.ui import figure_card, lists, state
from dashboard.warehouse.engine import Warehouse

SOURCES = ("publisher", "is_official", "published_on", "n_rows", "used_in")

# The page's sections in order, by the name that a link to each of them carries.
SECTIONS = {
    "meaning": message("What the indicators are and are not"),
    "classes": message("Classes by year"),
    "breaks": message("Breaks in the method"),
    "rule": message("How one score is chosen among sources"),
    "terms": message("Terms and abbreviations"),
    "coverage": message("What is known, where and when"),
    "sources": message("Sources"),
    "licence": message("Licence and how to cite"),
}


def contents() -> None:
    links_to_sections()
    meaning()
    classes()
    breaks()
    rule()
    disputed()
    terms()
    coverage()
    sources()
    licence()


@dataclass(frozen=True)
class Line:
    """A line of a cell: a text, and perhaps a link with what stands behind it."""

    text: str
    style: str = ""
    link: str = ""
    address: str = ""
    after: str = ""


def _section(name: str, say: Words) -> None:
    st.header(markup.escape(say(SECTIONS[name])), anchor=name)


def links_to_sections() -> None:
    """Links to the sections of the page."""
    say = state.words()
    links = (f"[{markup.escape(say(title))}](#{name})" for name, title in SECTIONS.items())
    st.markdown(" · ".join(links))


def meaning() -> None:
    """What each indicator is and is not."""
    say = state.words()
    _section("meaning", say)
    summary = [
        *dictionary.dictionary()["method"]["meaning"].values(),
        *method.declared_indicators(state.warehouse()),
    ]
    st.markdown(
        "\n".join(
            f"- **{markup.escape(entry['title'][say.lang])}.** "
            + markup.escape(entry["text"][say.lang])
            for entry in summary
        )
    )


def classes() -> None:
    """The classes of each survey year with their limits and source; a year may have none."""
    say = state.words()
    _section("classes", say)
    st.caption(
        markup.escape(
            say("A class holds for its year only. The lower limit belongs to it, the upper not.")
        )
    )
    st.html(
        markup.render(
            "method_classes.html",
            label=say("Classes by year"),
            year=say("Year"),
            classes=say("Classes and their limits"),
            source=say("Source"),
            no_classes=say("no official classes"),
            years=_years_of_classes(state.warehouse(), say),
        )
    )


def _years_of_classes(warehouse: Warehouse, say: Words) -> list[dict[str, Any]]:
    years = []
    for year, group in groupby(
        method.records(warehouse, "method/classes"), key=lambda row: row["year"]
    ):
        rows = list(group)
        described = dictionary.dictionary()["classes"]
        sources = dict.fromkeys(source for row in rows for source in row["source_ids"] or ())
        years.append(
            {
                "year": year,
                "classes": [
                    {
                        "label": dictionary.label("classes", row["spi_class"], say.lang),
                        "limits": legends.limits(row["class_lower"], row["class_upper"], say),
                        "colour": described[row["spi_class"]]["colour"],
                        "ink": described[row["spi_class"]]["ink"],
                    }
                    for row in rows
                    if row["spi_class"]
                ],
                "sources": [
                    {"publisher": known.publisher, "address": markup.address(known.url)}
                    for known in (warehouse.sources[source] for source in sources)
                ],
            }
        )
    return years


def breaks() -> None:
    """The changes and gaps that a reader of trends must know, with their source."""
    say, warehouse = state.words(), state.warehouse()
    _section("breaks", say)
    lines = []
    for row in method.records(warehouse, "method/method_notes"):
        kind = dictionary.label("note_kinds", row["note_kind"], say.lang)
        links = ", ".join(
            f"[{markup.escape(source.publisher)}]({markup.address(source.url)})"
            for source in (warehouse.sources[source_id] for source_id in row["source_ids"])
        )
        lines.append(
            f"- **{row['year']}, {markup.escape(kind)}.** {markup.escape(say.pick(row, 'note'))} "
            f"({links})"
        )
    st.markdown("\n".join(lines))


def rule() -> None:
    """The written rule that picks one score among sources."""
    say = state.words()
    _section("rule", say)
    steps = dictionary.dictionary()["method"]["rule"].values()
    st.markdown(
        "\n".join(
            f"{number}. {markup.escape(step[say.lang])}" for number, step in enumerate(steps, 1)
        )
    )


def disputed() -> None:
    """The scores on which sources differ, with what each source said; then what is wrong."""
    say = state.words()
    observed = method.disputed(state.warehouse())
    differing = [row for row in observed if row["verdict"] != "wrong"]
    wrong = [row for row in observed if row["verdict"] == "wrong"]
    scores = [
        list(rows)
        for _score, rows in groupby(
            differing, key=lambda row: (row["region_code"], row["scope"], row["year"])
        )
    ]
    st.subheader(
        say.plural(
            "{n} score on which sources differ",
            "{n} scores on which sources differ",
            queries.n_found(differing),
        ),
        anchor=False,
    )
    _text_table(
        say("Scores on which sources differ"),
        (say("Score of"), say("Chosen score"), say("What each source said")),
        [[_whose(rows[0], say), _choice(rows[0], say), _observed(rows, say)] for rows in scores],
    )
    lists.only_newest(len(scores), queries.n_found(differing))
    with st.expander(
        say.plural(
            "{n} observation known to be wrong",
            "{n} observations known to be wrong",
            queries.n_found(wrong),
        ),
        icon=":material/block:",
    ):
        _text_table(
            say("Observations known to be wrong"),
            (say("Score of"), say("Chosen score"), say("What was said, and why it is wrong")),
            [
                [
                    _whose(row, say),
                    _choice(row, say),
                    [_observation(row, say), Line(say.pick(row, "excluded_reason"))],
                ]
                for row in wrong
            ],
        )
        lists.only_newest(len(wrong), queries.n_found(wrong))


def _whose(row: Row, say: Words) -> list[Line]:
    scope = dictionary.label("scopes", row["scope"], say.lang)
    return [Line(row["region_name"], "strong"), Line(f"{scope}, {row['year']}", "what")]


def _choice(row: Row, say: Words) -> list[Line]:
    """The chosen score and its range; what is known to be wrong may leave none."""
    lines = [Line(say.number(row["chosen_score"]), "strong")]
    if row["is_disputed"]:
        lines.append(Line(f"{say.number(row['low'])}–{say.number(row['high'])}", "what"))
    return lines


def _observed(rows: list[Row], say: Words) -> list[Line]:
    lines = []
    for verdict, said in groupby(rows, key=lambda row: row["verdict"]):
        lines.append(Line(dictionary.label("verdicts", verdict, say.lang), "what"))
        lines += [_observation(row, say) for row in said]
    if more := rows[0]["n_observations"] - len(rows):
        lines.append(Line(say.plural("{n} more", "{n} more", more), "what"))
    return lines


def _observation(row: Row, say: Words) -> Line:
    """What one source printed, with as many decimals as it printed."""
    printed = say.number(row["printed_score"], row["printed_decimals"])
    reliability = dictionary.label("reliability", row["reliability"], say.lang)
    address = markup.address(row["url"])
    return Line(printed, link=row["publisher"], address=address, after=f" ({reliability})")


def terms() -> None:
    """Every term and abbreviation with what it means."""
    say = state.words()
    _section("terms", say)
    listed = glossary.terms(say.lang).values()
    st.html(markup.render("glossary.html", terms=listed))


def coverage() -> None:
    """What is known, where and when: the matrix of scores, then what each table covers."""
    say = state.words()
    _section("coverage", say)
    figure_card.figure(
        "coverage-matrix", replace(state.selection(), year=None, from_year=None), key="coverage"
    )
    covered = say("What each table covers, in all regions alike")
    st.subheader(markup.escape(covered), anchor=False)
    _text_table(
        covered,
        (say("Table"), say("Completeness"), say("Note")),
        [_span(row, say) for row in method.records(state.warehouse(), "method/coverage")],
    )


def _span(row: Row, say: Words) -> list[list[Line]]:
    years = dict.fromkeys((row["from_year"], row["to_year"]))
    absence = dictionary.label("absence", row["absence_means"], say.lang)
    return [
        [
            Line(method.table_name(state.warehouse(), row["table_name"], say.lang), "strong"),
            Line("–".join(str(year) for year in years), "what"),
        ],
        [
            Line(dictionary.label("completeness", row["completeness"], say.lang)),
            Line(say("no row: {meaning}", meaning=absence), "what"),
        ],
        [Line(say.pick(row, "note"))],
    ]


def _text_table(label: str, head: tuple[str, ...], rows: list[list[list[Line]]]) -> None:
    """A short table that wraps on a phone; its links are real links."""
    st.html(markup.render("text_table.html", label=label, head=head, rows=rows))


def sources() -> None:
    """Every source with the number of rows that use it; the list is built when it is opened."""
    say, warehouse = state.words(), state.warehouse()
    _section("sources", say)
    used = method.source_use(warehouse)
    official = used[0]["n_official"] if used else 0
    st.markdown(
        markup.escape(
            say(
                "{n} public pages stand behind the facts, {official} of them official. Each row "
                "of the facts names its own.",
                n=say.number(queries.n_found(used), 0),
                official=say.number(official, 0),
            )
        )
    )
    opened = st.expander(
        say("Every source and the rows that use it"),
        icon=":material/fact_check:",
        on_change="rerun",
        key="sources-button",
    )
    if opened.open:
        with opened:
            _source_grid(used, say)


def _source_grid(used: tuple[Row, ...], say: Words) -> None:
    """Every source as a table that can be sorted, and leads to its address."""
    rows = [
        {
            **row,
            "used_in": "; ".join(
                method.table_name(state.warehouse(), name, say.lang) for name in row["table_names"]
            ),
        }
        for row in used
    ]
    head, cells = table.cells(rows, SOURCES, say, state.warehouse())
    for row, line in zip(rows, cells, strict=True):  # a publisher leads to what it published
        address = markup.address(row["url"])
        title = f", {row['source_title']}" if row["source_title"] else ""
        line[0] = replace(line[0], links=(SourceLink(line[0].text, address, title),))
    label = say("Every source and the rows that use it")
    st.html(markup.render("table.html", label=label, head=head, rows=cells))


def licence() -> None:
    """Who may use what, and how to cite it."""
    say, made = state.words(), state.warehouse().build
    _section("licence", say)
    terms = (
        say("Facts: CC BY 4.0. Copy, change and share them, also commercially, naming the source."),
        say("Program code: MIT."),
        say("Province shapes: indonesia-geodata 0.1.3, MIT; borders are indicative."),
        say("Shapes of kabupaten and kota: made from the villages of geografis 1.3.2, MIT.")
        + f" {dictionary.caveat('regency_borders', say.lang)}",
    )
    st.markdown("\n".join(f"- {markup.escape(term)}" for term in terms))
    st.markdown(f"[Creative Commons Attribution 4.0 International]({FACTS_LICENCE})")
    st.markdown(markup.escape(say("Cite the facts like this:")))
    st.code(
        say(
            "Integritas Daerah, facts {version} (revision {revision}), CC BY 4.0.",
            version=made.facts_version,
            revision=made.revision,
        ),
        language=None,
        wrap_lines=True,
    )
    st.markdown(
        markup.escape(say("When you quote a single number, name the source of its row too."))
    )


contents()
