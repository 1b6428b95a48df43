"""The briefing as one page to read (HTML): everything in one file that loads nothing.

It works from a folder or a USB stick, without a script, on a phone, by night and on paper.
"""

from __future__ import annotations

import re
from functools import cache

from markupsafe import Markup

from dashboard import charts
from dashboard.briefing import document, table_layout
from dashboard.briefing.content import Briefing, Part
from dashboard.briefing.document import Progress, Section
from dashboard.briefing.xml_text import printable
from dashboard.core.i18n import Words
from dashboard.export import assets, css_colours, markup, pictures
from dashboard.export.sources import reference
from dashboard.warehouse.engine import Warehouse

# Of a chart's drawing, and of a second one for phones: there letters would become too small.
_WIDE, _NARROW = 720, 420
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'"
)
_NAME = re.compile(r'(?<=\bid=")[^"]+|(?<=url\(#)[^)]+|(?<=href="#)[^"]+')


def page(warehouse: Warehouse, briefing: Briefing, progress: Progress) -> bytes:
    """The page of a briefing.

    Args:
        warehouse: where the facts are.
        briefing: what it says.
        progress: is called before each part with its place, their number and its title.
    """

    def draw(part: Part) -> tuple[str, ...]:
        assert part.answer is not None  # noqa: S101 (only figures are drawn)
        widths = (_WIDE, _NARROW) if charts.of(part.answer.figure).has_letters else (_WIDE,)
        return tuple(pictures.chart_svg_sync(warehouse, part.answer, width) for width in widths)

    whole = document.outline(warehouse, briefing, draw, progress)
    say = briefing.say
    drawn = [one.part.answer for one in whole.sections if one.part.answer is not None]
    dark = {
        colour: twin for answer in drawn for colour, twin in charts.of(answer.figure).dark().items()
    }
    written = markup.render(
        "briefing_page.html",
        lang=briefing.lang,
        policy=_POLICY,
        style=Markup("\n".join((*css_colours.colours(dark, "auto"), _stylesheet()))),  # noqa: S704
        title=document.one_line(briefing.title),
        subtitle=briefing.subtitle,
        facts_line=briefing.facts_line,
        sections=whole.sections,
        annexed=whole.annexed,
        pictures={one.number: _inline(one) for one in whole.sections},
        legends={one.number: _legend(one.part) for one in whole.sections},
        sources=[reference(one, say, briefing.address) for one in whole.sources],
        say=say,
        short=table_layout.MOST_INLINE,
        ranges=table_layout.ranges,
        range_text=table_layout.range_text,
        figure_name=lambda number: document.figure_name(number, say),
        table_name=lambda number: document.table_name(number, say),
        words=_words(briefing, say),
    )
    return printable(written).encode()


def _words(briefing: Briefing, say: Words) -> dict[str, str]:
    return {
        "contents": say("Contents"),
        "legend": say("Legend"),
        "note": say("Note for the speaker"),
        "live_figure": say("The figure as it is now"),
        "live_page": say("Open in the dashboard"),
        "annex": say("Annex: tables"),
        "annexed": say("The numbers are in {table}, in the annex."),
        "sources": say("Sources"),
        "section": say("(section {n})"),
        "facts": say(
            "Facts of {date}, version {version}.",
            date=say.date(briefing.facts_date),
            version=briefing.facts_version,
        ),
    }


def _inline(section: Section[tuple[str, ...]]) -> list[Markup]:
    """The drawings as parts of the page: inks with names, and names of their own."""
    answer = section.part.answer
    if section.picture is None or answer is None:
        return []
    dark = charts.of(answer.figure).dark()
    drawn = []
    for place, picture in enumerate(section.picture):
        # The same figure may stand in a page twice.
        named = _NAME.sub(rf"s{section.number}-{place}-\g<0>", picture)
        drawn.append(Markup(css_colours.with_variables(css_colours.scalable(named), dark)))  # noqa: S704 (our drawing)
    return drawn


def _legend(part: Part) -> list[dict[str, str | Markup]]:
    if part.answer is None:
        return []
    dark = charts.of(part.answer.figure).dark()
    return [
        {"mark": css_colours.mark(entry.mark, entry.colour, dark), "label": entry.label}
        for entry in part.answer.legend
        if entry.is_listed
    ]


@cache
def _stylesheet() -> str:
    return (assets.FOLDER / "reading.css").read_text(encoding="utf-8")
