"""What a link to a page shows before anybody opens it: the page's title and its leading figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dashboard import charts
from dashboard.core.i18n import language_asked, words
from dashboard.core.pages import BRIEFING, PAGES, TRAY, parameters_of
from dashboard.core.selection import MOST_REGIONS, given_once, parse
from dashboard.core.settings import NAME
from dashboard.export.sources import source_text
from dashboard.figures import addresses, registry, years
from dashboard.figures import leading as leading_figures
from dashboard.figures.model import Answer
from dashboard.warehouse import offers
from dashboard.warehouse.engine import Warehouse

_LOCALES = {"id": "id_ID", "en": "en_GB"}


@dataclass(frozen=True)
class Preview:
    """What a link tells, of a page or of one figure.

    Attributes:
        kind: `website` or `article`, a word of Open Graph.
        title: of the page.
        description: one or two sentences.
        address: the link itself, every parameter stated.
        answer: the figure that is shown.
        base: the address of the dashboard, without a slash at the end. Where it is not a whole
            one, neither link nor picture is told: readers of Open Graph take no other.
        is_embedded: whether another page can show the figure in a frame.
    """

    kind: str
    title: str
    description: str
    address: str
    answer: Answer
    base: str
    is_embedded: bool = True
    site = NAME
    width, height = 1200, 630  # what readers of Open Graph show whole

    @property
    def locale(self) -> str:
        """The language as Open Graph names it."""
        return _LOCALES[self.answer.selection.lang]

    @property
    def is_linked(self) -> bool:
        """Whether link and picture have whole addresses."""
        return addresses.is_whole(self.base)

    @property
    def oembed(self) -> str:
        """The address that says how to show what the link shows."""
        return addresses.oembed(self.base, self.address)

    @property
    def picture(self) -> str:
        """The address of the picture."""
        size = {"width": str(self.width), "height": str(self.height), "scale": "1"}
        return addresses.address(self.answer, "png", base=self.base, **size)

    @property
    def feed(self) -> str:
        """The address of what is new of the regions that are shown, or of all."""
        chosen = self.answer.selection
        regions = chosen.region if "region" in self.answer.figure.parameters else ()
        return addresses.news("atom", regions, chosen.lang, self.base)

    @property
    def feed_title(self) -> str:
        """What a program calls that feed where it offers it."""
        say = words(self.answer.selection.lang)
        return f"{NAME}: " + say("What is new")

    @property
    def reading(self) -> str:
        """The picture in words."""
        return self.answer.reading if charts.is_drawable(self.answer) else self.answer.headline


def leading(warehouse: Warehouse, page: str, query: Mapping[str, Sequence[str]]) -> Answer:
    """The figure that leads a page, asked as the page asks it.

    What the figure does not know or cannot use is left out: the page tells the reader.
    """
    shown = PAGES[page]
    once = given_once(query)
    asked = {name: [value[:100] for value in values] for name, values in once.items()}
    chosen = parse(asked, offers.of_pages(warehouse)).selection
    figure_id, own = leading_figures.shown(warehouse, page, chosen)[0]
    if shown.is_of_all_years:
        asked.pop("year", None)
    asked = years.query_of_figure(asked)
    figure = registry.figures_of(warehouse)[figure_id]
    known = {name: values for name, values in asked.items() if name in figure.parameters}
    selection = parse(known, figure.offer(warehouse)).selection
    # Of many regions, a picture holds what an address may ask for.
    most = 1 if shown.is_of_one_region else MOST_REGIONS
    lang = language_asked(query.get("lang", ()))
    # The page itself decides on which regions and which place.
    selection = replace(
        selection,
        region=own.region[:most],
        within=own.within,
        kind=own.kind,
        lang=lang,
    )
    return registry.answer(warehouse, figure_id, selection)


def preview(
    warehouse: Warehouse, page: str, query: Mapping[str, Sequence[str]], base: str, path: str
) -> Preview:
    """What a link to a page tells, in the language that it asks for.

    Args:
        warehouse: where the facts are.
        page: one of `PAGES`.
        query: of the link.
        base: the address of the dashboard, without a slash at the end.
        path: the page's path below it, such as `/peta`.
    """
    answer = leading(warehouse, page, query)
    say = words(answer.selection.lang)
    names = parameters_of(page)
    if page == BRIEFING:  # what it shows is the tray
        names = (*names, TRAY)
    once = given_once(query)
    stated = {name: once[name] for name in names if name in once} | {"lang": [say.lang]}
    source = source_text(answer.sources, answer.facts_version, say)
    return Preview(
        kind="website",
        title=f"{say(PAGES[page].title)} · {answer.headline}",
        description=f"{answer.subtitle.rstrip('.')}. {source}",
        address=addresses.page_at(path.removeprefix("/"), stated, base),
        answer=answer,
        base=base,
        is_embedded=PAGES[page].begins_with_figure,
    )
