"""What a page shows before the app has loaded: heading, cards and the leading figure, as HTML.

It comes with the page, in the words and numbers of the app, and can be read without any script. The
page script takes it away when the app has drawn the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from markupsafe import Markup

from dashboard import charts
from dashboard.charts.marks import AreaMap
from dashboard.core.access import Role
from dashboard.core.i18n import Words, words
from dashboard.core.pages import FIRST, OF_THE_APP, PAGES, parameters_of, titles
from dashboard.core.selection import Selection, parse
from dashboard.core.settings import NAME
from dashboard.export import glossary, markup, news, preview
from dashboard.export.map_svg import map_svg
from dashboard.export.region_cards import cards_html, national_html
from dashboard.export.sources import source_text
from dashboard.figures import addresses
from dashboard.figures.model import Answer
from dashboard.narrative import overview, periods, region_cards
from dashboard.warehouse import offers
from dashboard.warehouse.engine import Warehouse

# How high the page draws its leading figure, where the chart does not decide.
_HEIGHTS = {"ringkasan": 270, "peta": 370}
# Pixels that boxes take between heading and figure: in one row, on a phone one below the other.
_ABOVE = {"peta": (84, 84), "tren": (84, 160)}
_ABOVE_REGENCIES = (84, 168)  # on Peta, where a box says which of them are shown


def first_screen(
    warehouse: Warehouse,
    page: str,
    query: Mapping[str, Sequence[str]],
    role: Role = Role.READ,
) -> str:
    """The first screen of a page for an address.

    Args:
        warehouse: where the facts are.
        page: one of `PAGES`.
        query: of the address; what cannot be used is named, as the app does.
        role: of the reader, whose pages stand in the navigation.
    """
    asked = {name: [value[:100] for value in values] for name, values in query.items()}
    for name in OF_THE_APP:
        asked.pop(name, None)
    parsed = parse(asked, offers.of_pages(warehouse))
    chosen, say = parsed.selection, words(parsed.selection.lang)
    names = titles(say, role)
    return markup.render(
        "first_screen.html",
        lang=say.lang,
        path=page,
        site=NAME,
        pages=[
            {
                "name": name,
                "address": addresses.page_at(
                    path, chosen.query(parameters_of(path)), addresses.HERE
                ),
                "is_open": path == page,
            }
            for path, name in names.items()
        ],
        pages_label=say("Pages"),
        heading=Markup(  # noqa: S704 (our own template)
            markup.render(
                "page_heading.html",
                title=names[page],
                periods=glossary.marked(periods.of_page(warehouse, page, chosen), say.lang, set()),
                news=news.place(warehouse, page, chosen, say),
            )
        ),
        problems=[problem.sentence(say) for problem in parsed.problems],
        notices=[notice.sentence(say) for notice in parsed.notices],
        ignored=say("Parts of the address were ignored."),
        parts=_cards(warehouse, chosen, say) if page == FIRST else (),
        figure=_figure(warehouse, page, preview.leading(warehouse, page, query), say)
        if PAGES[page].begins_with_figure
        else None,
        without_script=say(
            "Filters and charts to point at need JavaScript, which is switched off here. This "
            "figure with its table, files and sources can be read without it:"
        ),
    )


def _cards(warehouse: Warehouse, chosen: Selection, say: Words) -> tuple[Markup, ...]:
    """Where the nation and the chosen regions stand, as Ringkasan begins."""
    national = national_html(overview.national(warehouse, chosen), say)
    cards = region_cards.region_cards(warehouse, chosen) if chosen.region else ()
    address_of = partial(addresses.page_at, base=addresses.HERE)
    parts = (national, cards_html(cards, chosen, say, address_of)) if cards else (national,)
    return tuple(Markup(part) for part in parts)  # noqa: S704 (our own templates)


def _figure(warehouse: Warehouse, page: str, answer: Answer, say: Words) -> dict[str, object]:
    """The figure that leads the page: all its words, and the picture where it is a map."""
    is_drawable = charts.is_drawable(answer)
    room = charts.of(answer.figure).room(answer) if is_drawable else {}
    drawn = charts.of(answer.figure).drawing(answer, None) if is_drawable else None
    svg = map_svg(warehouse, drawn, answer.reading) if isinstance(drawn, AreaMap) else ""
    line = source_text(answer.sources, answer.facts_version, say)
    notes = markup.render("notes.html", caveats=answer.caveats, source_line=line)
    return {
        "headline": answer.headline,
        "subtitle": answer.subtitle,
        "entries": [entry for entry in answer.legend if entry.is_listed] if is_drawable else [],
        "legend": say("Legend"),
        "above": _ABOVE_REGENCIES
        if page == "peta" and "within" in answer.figure.parameters
        else _ABOVE.get(page),
        "height": _HEIGHTS.get(page, room.get("height")),
        "reading": answer.reading,
        "picture": Markup(svg),  # noqa: S704 (our own template)
        "notes": Markup(notes),  # noqa: S704 (our own template)
        "address": addresses.address(answer, addresses.PAGE, base=addresses.HERE),
    }
