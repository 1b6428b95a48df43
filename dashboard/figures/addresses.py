"""Every address: how each is written, and how that of a figure is read.

`/figures/<id>.<extension>?<parameters>`. What the card and the files write states every parameter
explicitly, years resolved, so that it means the same next year.

What stands in front of the path is `base`: nothing, the whole address of the dashboard, or the way
to its first page from what holds the link, which is right behind any proxy and below any path.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from dashboard.core.numbers import whole_number
from dashboard.core.pages import FIRST, parameters_of
from dashboard.core.parameters import Problem, repeated
from dashboard.core.selection import SHOWN, Selection, parse
from dashboard.figures import years
from dashboard.figures.model import Answer, Figure
from dashboard.warehouse.engine import Warehouse
from dashboard.warehouse.table_rows import Question

HERE, ABOVE = ".", ".."  # the way from a page of the dashboard, and from a file of a figure
PAGE = "html"
PICTURES = ("png", "svg", "pdf")
TABLES = ("csv", "xlsx", "parquet", "json")
SLIDE = "pptx"
EXTENSIONS = (PAGE, *PICTURES, SLIDE, *TABLES)
# What is new: a feed, rows for scripts, a page.
NEWS = {"atom": "application/atom+xml", "json": "application/json", "html": "text/html"}
ONE_TABLE = ("csv", "parquet")  # files that hold the rows of one layer
THEMES = ("auto", "light", "dark")
GROUNDS = ("paper", "transparent")

LEAST_WIDTH, MOST_WIDTH = 320, 2400
LEAST_HEIGHT, MOST_HEIGHT = 240, 3200
MOST_SCALE = 4
MOST_PIXELS = 25_000_000
# Options that are whole numbers, and the first and last that is possible.
RANGES = {
    "width": (LEAST_WIDTH, MOST_WIDTH),
    "height": (LEAST_HEIGHT, MOST_HEIGHT),
    "scale": (1, MOST_SCALE),
}


@dataclass(frozen=True)
class Size:
    """A picture's size: pixels, height None follows the content; a PNG has `scale` of each."""

    width: int = 800
    height: int | None = None
    scale: int = 2


SIZES = {
    "slide": Size(960, 540),  # 16:9
    "half-slide": Size(470, 540),
    "a4-column": Size(605, None, 3),  # 160 mm between the margins, sharp on paper
    "square": Size(720, 720),
}
DEFAULT_SIZE = Size()


@dataclass(frozen=True)
class Options:
    """What an address says beside the figure's own parameters: how the file looks.

    Attributes:
        layer: the layer whose rows are wanted; none is the figure's own rows.
        size: of a picture.
        frozen: whether the page holds everything in one file.
        theme: `auto`, `light` or `dark`, of the page.
        is_saved: whether a browser saves the file instead of showing it.
        is_transparent: whether what lies behind a picture shows through.
    """

    layer: str = ""
    size: Size = DEFAULT_SIZE
    frozen: bool = False
    theme: str = THEMES[0]
    is_saved: bool = False
    is_transparent: bool = False


@dataclass(frozen=True)
class FigureRequest:
    """The address of a figure as it was read: its own selection, not yet resolved."""

    figure: Figure
    extension: str
    selection: Selection
    options: Options
    problems: tuple[Problem, ...]
    notices: tuple[Problem, ...] = ()


def is_whole(base: str) -> bool:
    """Whether links with this in front lead here from anywhere: a file, a chat, another site."""
    return "://" in base


def option_names(extension: str) -> tuple[str, ...]:
    """The options that files of this kind know."""
    if extension in PICTURES:
        return ("size", "width", "height", "scale", "ground", "download")
    if extension == PAGE:
        return ("frozen", "theme", "download")
    return ("layer", "download") if extension in ONE_TABLE else ("download",)


def option_values(name: str, figure: Figure) -> tuple[str, ...]:
    """The values that an option may have, if it is none of `RANGES`."""
    return {
        "layer": ("", *figure.layers),
        "size": tuple(SIZES),
        "frozen": ("0", "1"),
        "download": ("0", "1"),
        "theme": THEMES,
        "ground": GROUNDS,
    }[name]


def figure_file(figure: Figure, extension: str, base: str = "") -> str:
    """The address of a figure's file, without parameters."""
    return f"{base}/figures/{figure.id}.{extension}"


def address(answer: Answer, extension: str, *, base: str = "", **options: str) -> str:
    """The address of a figure's file, every parameter stated.

    Args:
        answer: the figure, whose selection is resolved.
        extension: one of `EXTENSIONS`.
        base: what stands in front of the path.
        options: such as `size="slide"`; those of `option_names`.
    """
    return of_figure(answer.figure, answer.selection, extension, base=base, **options)


def of_figure(
    figure: Figure, selection: Selection, extension: str, *, base: str = "", **options: str
) -> str:
    """The same of a figure that was not asked yet, and its selection, resolved."""
    query = selection.query((*figure.parameters, "lang"), with_defaults=True)
    pairs = {**query, **{name: [value] for name, value in options.items()}}
    return f"{figure_file(figure, extension, base)}?{urlencode(pairs, doseq=True)}"


def page(answer: Answer, *, base: str = "") -> str:
    """The address of the dashboard's page that shows the figure, asked the same."""
    names = (*answer.figure.parameters, "lang")
    query = answer.selection.query(names, with_defaults=True)
    if answer.figure.years != "survey":
        query = years.query_of_page(query)
    return page_at(answer.figure.page, {**query, **answer.figure.page_query}, base)


def page_at(path: str, query: Mapping[str, Sequence[str]], base: str = "") -> str:
    """The address of a page with a query; the first page has no other one than the site's."""
    return f"{base}/{'' if path == FIRST else path}?{urlencode(query, doseq=True)}"


def rows_query(asked: Question, chosen: Selection) -> dict[str, list[str]]:
    """What the page Data is asked for the rows of a question, every filter stated.

    Args:
        asked: the rows, such as those of `Answer.question_behind` or `rows_behind.score`.
        chosen: what the reader chose: regions stay chosen where the question has none.
    """
    wanted = replace(
        chosen,
        region=asked.region or chosen.region,
        area="chosen" if asked.region else "all",
        table=asked.table,
        where=asked.where,
        from_year=asked.from_year,
        to_year=asked.to_year,
    )
    return wanted.query(parameters_of("data"))


def rows(asked: Question, chosen: Selection, *, base: str = "") -> str:
    """The address of the page Data with the rows of a question; see `rows_query`."""
    return page_at("data", rows_query(asked, chosen), base)


def table_file(asked: Question, ending: str, lang: str, base: str = "") -> str:
    """The address of all rows of a question, as they lie in the table: a `csv` or `parquet`."""
    query: dict[str, object] = {"region": asked.region, "where": asked.where}
    query |= {"from_year": asked.from_year, "to_year": asked.to_year, "text": asked.text}
    given = {name: value for name, value in query.items() if value} | {"lang": lang}
    return f"{base}/tables/{asked.table}.{ending}?{urlencode(given, doseq=True)}"


def asset(name: str, base: str = "") -> str:
    """The address of a file that pages need beside themselves."""
    return f"{base}/assets/{name}"


def shapes(name: str, revision: str, base: str = "") -> str:
    """The address of shapes by a name of `Build.shapes`: another one when the facts change."""
    return asset(f"geo/{name}.json?v={revision}", base)


def source(source_id: str, base: str = "") -> str:
    """The short address of a source, which leads to the source's own; see `dashboard.web`.

    The digits at the end of its id stand for it: they can be typed from paper.
    """
    return f"{base}/sources/{source_id.rpartition('-')[2]}"


def news(
    kind: str, regions: Sequence[str], lang: str, base: str = "", **options: str | Sequence[str]
) -> str:
    """The address of what is new as one of `NEWS`: of these regions, or of all.

    Args:
        kind: its ending.
        regions: codes; a province has its kabupaten and kota with it.
        lang: of its words.
        base: what stands in front of the path.
        options: such as `since`, where the kind knows it.
    """
    query = urlencode({"region": regions, "lang": lang, **options}, doseq=True)
    return f"{base}/changes.{kind}?{query}"


def openapi(base: str = "") -> str:
    """The address of the OpenAPI document."""
    return f"{base}/openapi.json"


def oembed(base: str = "", url: str = "") -> str:
    """The address that says how to show a figure's page, of that page's address if one is given."""
    return f"{base}/oembed" + (f"?{urlencode({'url': url})}" if url else "")


def file_name(answer: Answer, extension: str, layer: str = "") -> str:
    """What a file is called when it is saved: the figure, its regions and its period."""
    chosen = answer.selection.region if "region" in answer.figure.parameters else ()
    regions = "-".join(chosen) if len(chosen) <= 4 else f"{len(chosen)}-wilayah"
    period = answer.period.replace("–", "-")
    parts = ("integritas-daerah", answer.figure.id, layer, regions, period, answer.selection.lang)
    return "_".join(part for part in parts if part) + f".{extension}"


def read(
    warehouse: Warehouse, figure: Figure, extension: str, query: Mapping[str, Sequence[str]]
) -> FigureRequest:
    """Read the query of an address; whatever cannot be used is a problem with a reason."""
    known = option_names(extension)
    own = {name: values for name, values in query.items() if name not in known}
    parsed = parse(own, figure.offer(warehouse))
    problems = list(parsed.problems)
    asked = {name: query[name] for name in known if query.get(name)}
    problems += [repeated(name, values) for name, values in asked.items() if len(values) > 1]
    given = {name: values[0] for name, values in asked.items() if len(values) == 1}
    options = _options(given, figure, problems)
    selection = parsed.selection
    if options.layer in figure.parameters:  # whoever asks for its rows asks to see them
        is_shown: dict[str, Any] = {options.layer: SHOWN}
        selection = replace(selection, **is_shown)
    return FigureRequest(figure, extension, selection, options, tuple(problems), parsed.notices)


def _options(given: dict[str, str], figure: Figure, problems: list[Problem]) -> Options:
    chosen: dict[str, str] = {}
    numbers: dict[str, int] = {}
    for name, value in given.items():
        if name in RANGES:
            first, last = RANGES[name]
            if (number := whole_number(value, first, last)) is not None:
                numbers[name] = number
            else:
                problems.append(Problem(name, value, "not_in_range", (str(first), str(last))))
        elif value in (allowed := option_values(name, figure)):
            chosen[name] = value
        else:
            problems.append(Problem(name, value, "not_offered", allowed))
    size = replace(SIZES.get(chosen.get("size", ""), DEFAULT_SIZE), **numbers)
    pixels = size.width * (size.height or MOST_HEIGHT // 2) * size.scale**2
    if pixels > MOST_PIXELS:
        problems.append(Problem("scale", str(size.scale), "too_large", (str(MOST_PIXELS),)))
    return Options(
        layer=chosen.get("layer", ""),
        size=size,
        frozen=chosen.get("frozen") == "1",
        theme=chosen.get("theme", THEMES[0]),
        is_saved=chosen.get("download") == "1",
        is_transparent=chosen.get("ground") == "transparent",
    )
