"""Whether slides can be shown as they are: what `problems` finds on any deck, on any template.

Every check takes a `Presentation` and gives back sentences, none where all is well. They know
nothing of what a deck says, so that they hold for kinds of slides that come later.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from lxml import etree
from pptx.opc.constants import RELATIONSHIP_TYPE

from dashboard.briefing.font_metrics import LINE_HEIGHT, Font
from dashboard.briefing.pptx import grounds, layouts, template
from dashboard.briefing.pptx.groups import is_decorative
from dashboard.core.i18n import LANGUAGES, words
from tests.colours import contrast, luminance

POINT = 12_700
LEAST, LEAST_SOURCE = 12.0, 9.0
READABLE, SEEN = 4.5, 3.0
_LARGE = 18.0  # letters that can be read at the contrast of marks
_RUNNING = ("DATE", "FOOTER", "SLIDE_NUMBER")  # their look is the template's
SPOKEN = {"id": "id-ID", "en": "en-GB"}
_SOURCES = {words(lang)("Source and notes") for lang in LANGUAGES}


@dataclass(frozen=True)
class Drawn:
    """A shape of a slide, also one within groups, in the order of the slide."""

    slide: Any
    shape: Any

    @property
    def where(self) -> str:
        """What to say of it."""
        title = self.slide.shapes.title
        named = "" if title is None else title.text_frame.text[:40]
        return f"“{named}”: {self.shape.name[:50]}"

    @property
    def kind(self) -> str:
        """Of a placeholder; empty for what is none."""
        if not getattr(self.shape, "is_placeholder", False):
            return ""
        return str(self.shape.placeholder_format.type.name)


def problems(deck: Any, lang: str) -> list[str]:
    """What keeps slides from being shown: texts, room, words, order, names, colours."""
    return [
        *overflowing(deck),
        *broken_words(deck),
        *outside(deck),
        *without_language(deck, lang),
        *out_of_order(deck),
        *unnamed(deck),
        *without_head(deck),
        *twice_numbered(deck),
        *hard_to_read(deck),
        *hard_to_see(deck),
    ]


def everything(deck: Any, lang: str) -> list[str]:
    """The same with the sizes of all texts, and whether charts are one with what lies over them."""
    return [
        *problems(deck, lang),
        *small_texts(deck),
        *small_labels(deck),
        *beside_their_chart(deck),
    ]


def drawn(deck: Any) -> Iterator[Drawn]:
    """Every shape of every slide."""
    for slide in deck.slides:
        for shape in _each(slide.shapes):
            yield Drawn(slide, shape)


def _each(shapes: Any) -> Iterator[Any]:
    for shape in shapes:
        if hasattr(shape, "shapes"):
            yield from _each(shape.shapes)
        else:
            yield shape


def _texts(deck: Any) -> Iterator[tuple[Drawn, Any]]:
    """Shapes with a text that somebody wrote, and its frame; cells of tables too."""
    for one in drawn(deck):
        if one.shape.has_text_frame and one.shape.text_frame.text.strip():
            yield one, one.shape.text_frame
        elif getattr(one.shape, "has_table", False):
            for row in one.shape.table.rows:
                for cell in row.cells:
                    if cell.text_frame.text.strip():
                        yield one, cell.text_frame


def _runs(frame: Any) -> Iterator[Any]:
    for paragraph in frame.paragraphs:
        yield from paragraph.runs


# --- sizes ---------------------------------------------------------------------------------------


def small_texts(deck: Any) -> list[str]:
    """Texts under 12 points, but the one row of sources and what runs through all slides."""
    found = []
    for one, frame in _texts(deck):
        if one.kind in _RUNNING:
            continue
        is_source = one.shape.name in _SOURCES
        least = LEAST_SOURCE if is_source else LEAST
        sizes = [run.font.size.pt for run in _runs(frame) if run.font.size and run.text.strip()]
        if min(sizes, default=least) < least:
            found.append(f"{one.where}: {min(sizes)} points: {frame.text[:40]}")
        if is_source and _height(one, frame) > 1.5 * LINE_HEIGHT * max(sizes):
            found.append(f"{one.where}: more than one row")
    return found


def small_labels(deck: Any) -> list[str]:
    """Texts under 12 points in charts."""
    found = []
    for one in drawn(deck):
        if getattr(one.shape, "has_chart", False):
            texts = one.shape.chart._chartSpace.iter("{*}rPr", "{*}defRPr")
            sizes = [int(text.get("sz")) / 100 for text in texts if text.get("sz")]
            if min(sizes, default=LEAST) < LEAST:
                found.append(f"{one.where}: {min(sizes)} points in a chart")
    return found


# --- room ----------------------------------------------------------------------------------------


def font_of(deck: Any, *, is_title: bool = False) -> Font:
    """The font of a deck's texts as its theme names it."""
    part = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    return Font(_typeface(part.blob, "major" if is_title else "minor"))


@cache
def _typeface(theme: bytes, kind: str) -> str:
    named = etree.fromstring(theme).find(f".//{{*}}fontScheme/{{*}}{kind}Font/{{*}}latin")
    return str(named.get("typeface"))


def _height(one: Drawn, frame: Any, room: float | None = None) -> float:
    """The height that a text needs in its box or a room, measured with a real font."""
    presentation = one.slide.part.package.presentation_part.presentation
    is_title = one.kind in ("TITLE", "CENTER_TITLE")
    font = font_of(presentation, is_title=is_title)
    if room is None:
        room = one.shape.width / POINT - _margins(frame, "margin_left", "margin_right")
    needed = 0.0
    for paragraph in frame.paragraphs:
        runs = paragraph.runs
        written = paragraph._p.xpath("./a:r/a:rPr/@sz | ./a:fld/a:rPr/@sz")
        size = max((int(size) / 100 for size in written), default=_inherited(one))
        bold = is_title or (bool(runs) and all(run.font.bold for run in runs))
        text = paragraph.text.replace("\v", "\n")
        after = paragraph.space_after
        lines = font.lines(text, size, room + 0.5, bold=bold) if text else [""]
        needed += len(lines) * size * LINE_HEIGHT + (after.pt if after is not None else 0)
    return needed


def _inherited(one: Drawn) -> float:
    if one.kind:
        return template.size_of(layouts.of_layout(one.shape))
    return 18.0


def _margins(frame: Any, *names: str) -> float:
    return sum(getattr(frame, name) / POINT for name in names)


def overflowing(deck: Any) -> list[str]:
    """Texts that need more than their box, and rows of tables that are lower than their texts."""
    found = []
    for one in drawn(deck):
        shape = one.shape
        if getattr(shape, "has_table", False):
            found += _low_rows(one)
        if not shape.has_text_frame or not shape.text_frame.text.strip():
            continue
        frame, tall = shape.text_frame, shape.height / POINT
        properties = frame._txBody.bodyPr
        columns = int(properties.get("numCol", "1"))
        between = int(properties.get("spcCol", "0")) / POINT
        if shape.rotation or frame.word_wrap is False:
            continue
        wide = shape.width / POINT - _margins(frame, "margin_left", "margin_right")
        room = (wide - between * (columns - 1)) / columns
        needed = _height(one, frame, room)
        if one.kind not in _RUNNING:  # small print stands in the middle of a low place
            needed += _margins(frame, "margin_top", "margin_bottom")
        if needed > tall * columns * 1.06 + 1:
            found.append(f"{one.where}: {needed:.0f} of {tall:.0f} points: {frame.text[:40]}")
    return found


def _low_rows(one: Drawn) -> list[str]:
    table, found = one.shape.table, []
    for row in table.rows:
        for cell, column in zip(row.cells, table.columns, strict=True):
            room = column.width / POINT - _margins(cell, "margin_left", "margin_right")
            needed = _height(one, cell.text_frame, room)
            if cell.text_frame.text and needed > row.height / POINT + 1:
                found.append(f"{one.where}: the row of “{cell.text_frame.text[:30]}” is too low")
    return found


def broken_words(deck: Any) -> list[str]:
    """Words of tables that are wider than their column."""
    found, font = [], font_of(deck)
    for one in drawn(deck):
        if not getattr(one.shape, "has_table", False):
            continue
        table = one.shape.table
        for row in table.rows:
            for cell, column in zip(row.cells, table.columns, strict=True):
                for run in _runs(cell.text_frame):
                    room = column.width / POINT - _margins(cell, "margin_left", "margin_right")
                    for word in run.text.split():
                        wide = font.width(word, run.font.size.pt, bold=bool(run.font.bold))
                        if wide > room + 0.5:
                            found.append(f"{one.where}: “{word}” breaks")
    return found


def outside(deck: Any) -> list[str]:
    """What does not lie on its slide."""
    found = []
    for one in drawn(deck):
        shape = one.shape
        if None in (shape.left, shape.top, shape.width, shape.height):
            continue
        right, bottom = shape.left + shape.width, shape.top + shape.height
        is_on = min(shape.left, shape.top) >= -POINT and right <= deck.slide_width + POINT
        if not (is_on and bottom <= deck.slide_height + POINT):
            found.append(f"{one.where}: beside the slide")
    return found


# --- for readers aloud ---------------------------------------------------------------------------


def without_language(deck: Any, lang: str) -> list[str]:
    """Runs and fields of slides, charts and notes that do not say in which language they are."""
    found = []
    for slide in deck.slides:
        roots = [slide._element]
        if slide.has_notes_slide:
            roots.append(slide.notes_slide._element)
        roots += [
            shape.chart._chartSpace
            for shape in _each(slide.shapes)
            if getattr(shape, "has_chart", False)
        ]
        for root in roots:
            for run in root.iter("{*}r", "{*}fld"):
                said = run.find("{*}rPr")
                if said is None or said.get("lang") != SPOKEN[lang]:
                    found.append(f"{run.findtext('{*}t')!r} is in no language")
    return found


def out_of_order(deck: Any) -> list[str]:
    """Slides whose title is not read first, or whose footer is not read last."""
    found = []
    for number, slide in enumerate(deck.slides, 1):
        kinds = [Drawn(slide, shape).kind for shape in slide.shapes]
        titles = [kind in ("TITLE", "CENTER_TITLE") for kind in kinds]
        running = [kind in _RUNNING for kind in kinds]
        if titles != sorted(titles, reverse=True) or sum(titles) != 1:
            found.append(f"slide {number}: the title is not first: {kinds}")
        if running != sorted(running):
            found.append(f"slide {number}: the footer is not last")
    return found


def unnamed(deck: Any) -> list[str]:
    """Objects without an alternative text that do not say that they only decorate.

    A place that is left open for an office has none, and a group speaks for what is in it.
    """
    found = []
    for slide in deck.slides:
        for shape in slide.shapes:
            said = shape._element.xpath("./*/p:cNvPr")[0].get("descr")
            is_open = getattr(shape, "is_placeholder", False) and not shape.text_frame.text
            if not said and not is_open and not is_decorative(shape):
                found.append(f"{Drawn(slide, shape).where}: no alternative text")
    return found


def without_head(deck: Any) -> list[str]:
    """Tables that do not say that their first row names the columns."""
    return [
        f"{one.where}: no row of names"
        for one in drawn(deck)
        if getattr(one.shape, "has_table", False) and not one.shape.table.first_row
    ]


def twice_numbered(deck: Any) -> list[str]:
    """Slides on which two objects have one number."""
    found = []
    for number, slide in enumerate(deck.slides, 1):
        ids = slide._element.xpath(".//p:cNvPr/@id")
        if len(ids) != len(set(ids)):
            found.append(f"slide {number}: a number stands there twice")
    return found


def beside_their_chart(deck: Any) -> list[str]:
    """What lies over a chart and is not in one group with it."""
    found = []
    for slide in deck.slides:
        charts = [one for one in slide.shapes if getattr(one, "has_chart", False)]
        for shape in slide.shapes:
            if shape in charts or getattr(shape, "is_placeholder", False):
                continue
            x, y = shape.left + shape.width / 2, shape.top + shape.height / 2
            for chart in charts:
                is_over = chart.left < x < chart.left + chart.width
                if is_over and chart.top < y < chart.top + chart.height:
                    found.append(f"{Drawn(slide, shape).where}: lies over a chart")
    return found


# --- colours -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Area:
    left: float
    top: float
    right: float
    bottom: float
    colour: str


def hard_to_read(deck: Any) -> list[str]:
    """Texts that do not stand out from what is behind them."""
    found = []
    for slide in deck.slides:
        colours = grounds.Colours(slide.slide_layout)
        ground = colours.ground()
        areas: list[_Area] = []
        for shape in _each(slide.shapes):
            one = Drawn(slide, shape)
            if getattr(shape, "has_table", False):
                for cell in shape._element.iter("{*}tc"):
                    behind = _seen(cell.find("{*}tcPr/{*}solidFill"), colours, ground) or ground
                    found += _pale(one, cell, behind, colours)
                continue
            fill = _seen(shape._element.find("{*}spPr/{*}solidFill"), colours, ground)
            if shape.has_text_frame and shape.text_frame.text.strip():
                behind = fill or _behind(shape, areas) or ground
                found += _pale(one, shape._element, behind, colours)
            if fill:
                edges = (shape.left, shape.top, shape.left + shape.width)
                areas.append(_Area(*edges, shape.top + shape.height, fill))
            if getattr(shape, "has_chart", False):
                found += _pale_labels(one, colours, ground)
    return found


def hard_to_see(deck: Any) -> list[str]:
    """On dark grounds: marks and areas that have neither a colour nor an edge that stands out.

    A light ground is what all colours were chosen for.
    """
    found = []
    for slide in deck.slides:
        colours = grounds.Colours(slide.slide_layout)
        ground = colours.ground()
        if luminance(ground) > 0.18:
            continue
        for shape in _each(slide.shapes):
            marks = []
            if getattr(shape, "has_chart", False):
                space = shape.chart._chartSpace
                marks += [one.find("{*}spPr") for one in space.iter("{*}marker")]
                marks += [one.find("{*}spPr") for one in space.iter("{*}ser")]
            elif not shape._element.tag.endswith("}cxnSp"):  # rules are fine lines
                marks.append(shape._element.find("{*}spPr"))
            for mark in marks:
                if mark is not None and not _stands_out(mark, colours, ground):
                    found.append(f"{Drawn(slide, shape).where}: not seen on {ground}")
    return found


def _stands_out(properties: Any, colours: Any, ground: str) -> bool:
    fill, line = properties.find("{*}solidFill"), properties.find("{*}ln/{*}solidFill")
    if any(one is not None and one.find(".//{*}alpha") is not None for one in (fill, line)):
        return True  # a band behind a chart, a ground for a name, a line for what is not known
    seen = [_seen(one, colours, ground) for one in (fill, line)]
    told = [colour for colour in seen if colour]
    own = _seen(fill, colours, ground)
    # Panels and papers are in the template's own ground, to set texts apart.
    is_ground = own is not None and contrast(own, ground) < 1.6 and line is None
    return not told or is_ground or max(contrast(one, ground) for one in told) >= SEEN * 0.98


def _behind(shape: Any, areas: list[_Area]) -> str | None:
    x, y = shape.left + shape.width / 2, shape.top + shape.height / 2
    under = [one for one in areas if one.left <= x <= one.right and one.top <= y <= one.bottom]
    return under[-1].colour if under else None


def _seen(fill: Any, colours: Any, ground: str) -> str | None:
    """The colour of a fill as it is seen on a ground; none where there is no fill."""
    if fill is None or not len(fill):
        return None
    colour = colours.of(fill[0])
    alpha = fill.find(".//{*}alpha")
    if colour is None or alpha is None:
        return colour
    share = int(alpha.get("val")) / 100_000
    parts = zip(_rgb(ground), _rgb(colour), strict=True)
    return "#" + "".join(f"{round(a * (1 - share) + b * share):02X}" for a, b in parts)


def _rgb(colour: str) -> list[int]:
    return [int(colour[n : n + 2], 16) for n in (1, 3, 5)]


def _pale(one: Drawn, element: Any, behind: str, colours: Any) -> list[str]:
    found = []
    for run in element.iter("{*}r"):
        said = run.find("{*}rPr")
        fill = None if said is None else said.find("{*}solidFill")
        is_link = said is not None and said.find("{*}hlinkClick") is not None
        if fill is None and one.kind:
            continue  # the template's own ink
        inherited = colours.named("hlink" if is_link else "tx1")
        ink = _seen(fill, colours, behind) or inherited
        size = 0 if said is None or not said.get("sz") else int(said.get("sz")) / 100
        least = SEEN if size >= _LARGE else READABLE
        if contrast(ink, behind) < least * 0.98:
            text = run.findtext("{*}t")
            found.append(f"{one.where}: {ink} on {behind}: {text!r}")
    return found


def _pale_labels(one: Drawn, colours: Any, ground: str) -> list[str]:
    """Labels of a chart that stand beside its marks."""
    found = []
    for text in one.shape.chart._chartSpace.iter("{*}rPr", "{*}defRPr"):
        labels = next((a for a in text.iterancestors() if a.tag.endswith("}dLbl")), None)
        place = None if labels is None else labels.find("{*}dLblPos")
        if place is not None and place.get("val") in ("ctr", "inEnd", "inBase"):
            continue
        ink = _seen(text.find("{*}solidFill"), colours, ground)
        if ink and contrast(ink, ground) < READABLE * 0.98:
            found.append(f"{one.where}: {ink} on {ground} in a chart")
    return found
