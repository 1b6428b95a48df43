"""Slides on a ground that is not light: inks follow the template, marks stay to be seen.

Shapes and charts are written for a light slide, in inks of the theme (`shapes.TEXT` and others) and
in colours of the dictionary. On any other ground, inks become those that can be read there; of the
dictionary's colours, inks become the theme's, colours of lines and small marks their lighter twins,
and areas of a class keep their colour and get an edge where they would not be seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dashboard.briefing.pptx import colours
from dashboard.briefing.pptx.colours import READABLE, SEEN, contrast
from dashboard.briefing.pptx.grounds import Ink, Inks, inks_of
from dashboard.core import dictionary

if TYPE_CHECKING:
    from pptx.presentation import Presentation
    from pptx.slide import Slide

_TEXTS = ("rPr", "defRPr", "endParaRPr")
_EDGE = 9525  # of marks that would not be seen, in units of office files
# How a run says that a link is in its own colour.
_OWN_COLOUR = (
    '<a:extLst {}><a:ext uri="{{A12FA001-AC4F-418D-AE19-62706E023703}}"><ahyp:hlinkClr '
    'xmlns:ahyp="http://schemas.microsoft.com/office/drawing/2018/hyperlinkcolor" val="tx"/>'
    "</a:ext></a:extLst>"
)


def on_grounds(deck: Presentation) -> None:
    """Give every slide the inks of its layout's ground; slides on a plain light one stay."""
    known: dict[str, Inks] = {}
    for slide in deck.slides:
        layout = slide.slide_layout
        name = str(layout.part.partname)
        inks = known.setdefault(name, inks_of(layout)) if name not in known else known[name]
        if not inks.is_plain:
            _slide(slide, inks)


def mark_colour(colour: str, inks: Inks) -> str:
    """The colour of a line or a small mark on a ground: as it is on a light one, else its twin."""
    if not inks.is_dark:
        return colour
    return str(dictionary.dictionary()["dark"]["twins"].get(colour.upper(), colour))


def _slide(slide: Slide, inks: Inks) -> None:
    ground = _Ground(inks)
    beneath: list[_Area] = []
    for shape in _drawn(slide._element.cSld.spTree):
        kind = _local(shape)
        if kind == "graphicFrame":
            ground.table(shape)
        elif kind in ("sp", "cxnSp"):
            ground.shape(shape, beneath)
    for shape in _all(slide.shapes):
        if shape.has_chart:
            ground.chart(shape.chart._chartSpace)


def _all(shapes: Any) -> Iterator[Any]:
    for shape in shapes:
        if hasattr(shape, "shapes"):
            yield from _all(shape.shapes)
        else:
            yield shape


def _drawn(tree: Any) -> Iterator[Any]:
    """The shapes of a slide in the order in which they lie over each other, also in groups."""
    for element in tree:
        if _local(element) == "grpSp":
            yield from _drawn(element)
        elif _local(element) in ("sp", "cxnSp", "graphicFrame"):
            yield element


@dataclass(frozen=True)
class _Area:
    """A filled area: its edges, and whether its colour stays."""

    left: int
    top: int
    right: int
    bottom: int
    stays: bool

    def holds(self, other: _Area) -> bool:
        """Whether the middle of another one lies on it."""
        x, y = (other.left + other.right) / 2, (other.top + other.bottom) / 2
        return self.left <= x <= self.right and self.top <= y <= self.bottom


class _Ground:
    """How things are recoloured for one ground."""

    def __init__(self, inks: Inks) -> None:
        self._inks = inks
        ink = dictionary.dictionary()["ink"]
        roles = {
            **dict.fromkeys(("text", "highlight"), inks.text),
            **dict.fromkeys(("muted", "outline", "span"), inks.muted),
            **dict.fromkeys(("line", "grid", "year_line"), inks.hair),
            **dict.fromkeys(("shading", "ground"), inks.panel),
            **dict.fromkeys(("paper", "label"), inks.paper),
        }
        self._house = {str(ink[role]).upper(): new for role, new in roles.items()}

    # --- shapes ------------------------------------------------------------------------------

    def shape(self, shape: Any, beneath: list[_Area]) -> None:
        """A text, line or area; areas are remembered for the texts that lie on them."""
        box = _area(shape)
        properties = shape.find("{*}spPr")
        fill = None if properties is None else properties.find("{*}solidFill")
        kept = False
        if properties is not None and fill is not None:
            kept = self._fill(fill)
            line = properties.find("{*}ln")
            if line is not None:
                self._stroke(line)
            if kept and not self._is_edged(fill, line):
                _edge(properties, self._inks.muted)
        elif properties is not None and (line := properties.find("{*}ln")) is not None:
            self._stroke(line)
        under = next((area for area in reversed(beneath) if box and area.holds(box)), None)
        on_own = kept or (fill is None and under is not None and under.stays)
        body = shape.find("{*}txBody")
        if body is not None:
            self._texts(body, on_own=on_own, inherits=_is_placeholder(shape))
        if box is not None and fill is not None and not _is_see_through(fill):
            beneath.append(_Area(box.left, box.top, box.right, box.bottom, kept))

    def _fill(self, fill: Any) -> bool:
        """Recolour the fill of an area; gives back whether it keeps its own colour."""
        colour = _colour(fill)
        if colour is None:
            return False
        if _local(colour) == "schemeClr":
            self._scheme(colour)
            return False
        new = self._house.get(_value(colour))
        if new is None:
            return True
        _write(colour, new)
        return False

    def _stroke(self, line: Any) -> None:
        colour = _colour(line.find("{*}solidFill"))
        if colour is not None:
            self._recolour(colour, SEEN)

    def _is_edged(self, fill: Any, line: Any) -> bool:
        """Whether an area can be told from the ground, by its colour or by its edge."""
        if _is_see_through(fill):
            return True  # a band behind a chart; its marks are in front of it
        edge = None if line is None else _colour(line.find("{*}solidFill"))
        strong = self._inks.text.scheme, self._inks.muted.scheme
        return any(
            contrast(_value(one), self._inks.ground) >= SEEN
            if _local(one) == "srgbClr"
            else one.get("val") in strong
            for one in (_colour(fill), edge)
            if one is not None
        )

    # --- texts -------------------------------------------------------------------------------

    def _texts(self, body: Any, *, on_own: bool, inherits: bool) -> None:
        """Runs of a text; those on an area of their own colour stay as they are."""
        for run in body.iter("{*}rPr", "{*}endParaRPr"):
            fill = run.find("{*}solidFill")
            colour = _colour(fill)
            if colour is not None and not on_own:
                self._recolour(colour, READABLE)
            if run.find("{*}hlinkClick") is not None:
                self._link(run)
        if on_own or inherits or self._inks.text.scheme == "tx1":
            return
        for run in body.iter("{*}r", "{*}fld"):
            own = run.get_or_add_rPr() if _local(run) == "r" else run.find("{*}rPr")
            if own is not None and own.find("{*}solidFill") is None:
                _ink(own, self._inks.text)

    def _link(self, run: Any) -> None:
        """A link in its own ink where the theme's cannot be read."""
        from pptx.oxml import parse_xml
        from pptx.oxml.ns import nsdecls

        if self._inks.link.scheme == "hlink":
            return
        if run.find("{*}solidFill") is None:
            _ink(run, self._inks.link)
        click = run.find("{*}hlinkClick")
        if not len(click):
            click.append(parse_xml(_OWN_COLOUR.format(nsdecls("a"))))

    def table(self, frame: Any) -> None:
        """The cells of a table; a chart in a frame has a part of its own."""
        for cell in frame.iter("{*}tc"):
            properties = cell.find("{*}tcPr")
            fill = None if properties is None else properties.find("{*}solidFill")
            kept = fill is not None and self._fill(fill)
            self._texts(cell.find("{*}txBody"), on_own=kept, inherits=False)
            for rule in () if properties is None else properties:
                if _local(rule).startswith("ln"):
                    self._stroke(rule)

    # --- charts ------------------------------------------------------------------------------

    def chart(self, space: Any) -> None:
        """Lines, marks, bars and texts of a chart."""
        for line in space.iter("{*}ln"):
            self._stroke(line)
        for text in space.iter(*(f"{{*}}{name}" for name in _TEXTS)):
            colour = _colour(text.find("{*}solidFill"))
            if colour is not None and not _is_within_mark(text):
                self._recolour(colour, READABLE)
        for series in space.iter("{*}ser"):
            for marker in series.iter("{*}marker"):
                self._mark(marker, is_area=False)
            self._labels(series)
            if _local(series.getparent()) in ("barChart", "areaChart", "pieChart"):
                self._mark(series, is_area=True)
                for point in series.iterfind("{*}dPt"):
                    self._mark(point, is_area=True)

    def _labels(self, series: Any) -> None:
        """Labels in the middle of marks: readable on the colour that the marks have now."""
        mark = _colour(series.find("{*}marker/{*}spPr/{*}solidFill"))
        if mark is None or _local(mark) != "srgbClr":
            return
        dark, light = dictionary.ink("text"), dictionary.ink("paper")
        for run in series.iter("{*}rPr"):
            colour = _colour(run.find("{*}solidFill"))
            if colour is None or _local(colour) != "srgbClr" or not _is_within_mark(run):
                continue
            if contrast(_value(colour), _value(mark)) < READABLE:
                colour.set("val", colours.ink_on(_value(mark), dark, light).lstrip("#"))

    def _mark(self, owner: Any, *, is_area: bool) -> None:
        """The mark of a series, or a bar: seen by its colour, else by its edge."""
        properties = owner.find("{*}spPr")
        fill = None if properties is None else properties.find("{*}solidFill")
        colour = _colour(fill)
        if properties is None or colour is None:
            return
        if _local(colour) == "schemeClr":
            self._scheme(colour)
            return
        value = _value(colour)
        if value in self._house and not is_area:
            _write(colour, self._house[value])
        elif not is_area:
            colour.set("val", mark_colour(value, self._inks).lstrip("#"))
        if not self._is_edged(fill, properties.find("{*}ln")):
            _edge(properties, self._inks.muted)

    # --- colours -----------------------------------------------------------------------------

    def _recolour(self, colour: Any, least: float) -> None:
        """The colour of a line or a text, so that it stands out from the ground."""
        if _local(colour) == "schemeClr":
            self._scheme(colour)
            return
        value = _value(colour)
        if value in self._house:
            _write(colour, self._house[value])
            return
        towards = colours.ink_on(self._inks.ground, colours.BLACK, colours.WHITE)
        twin = mark_colour(value, self._inks)
        moved = colours.apart_from(twin, self._inks.ground, towards, least)
        colour.set("val", moved.lstrip("#"))

    def _scheme(self, colour: Any) -> None:
        """An ink as `shapes.fill_with` writes it; other colours of the theme stay."""
        changes = {_local(one): int(one.get("val")) for one in colour if _local(one) != "alpha"}
        inks, name = self._inks, colour.get("val")
        if name == "bg1" and not changes:
            _write(colour, inks.paper)
        elif name == "tx1" and not changes:
            _write(colour, inks.text)
        elif name == "tx1" and changes.keys() == {"lumMod", "lumOff"}:
            _write(colour, inks.hair if changes["lumOff"] > 50_000 else inks.muted)


# --- what the elements say -----------------------------------------------------------------------


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _colour(fill: Any) -> Any:
    """The colour of a solid fill; none where there is no fill, or another kind of colour."""
    found = None if fill is None else next(iter(fill), None)
    return found if found is not None and _local(found) in ("srgbClr", "schemeClr") else None


def _value(colour: Any) -> str:
    value = str(colour.get("val"))
    return f"#{value.upper()}" if _local(colour) == "srgbClr" else value


def _write(colour: Any, ink: Ink) -> None:
    """Put an ink in the place of a colour; how far it can be seen through stays."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    kept = [one for one in colour if _local(one) == "alpha"]
    changes = f'<a:lumMod val="{round(ink.times * 100_000)}"/>' if ink.times != 1 else ""
    changes += f'<a:lumOff val="{round(ink.plus * 100_000)}"/>' if ink.plus else ""
    tag, value = ("schemeClr", ink.scheme) if ink.scheme else ("srgbClr", ink.colour[1:])
    new = parse_xml(f'<a:{tag} {nsdecls("a")} val="{value}">{changes}</a:{tag}>')
    new.extend(kept)
    colour.getparent().replace(colour, new)


def _ink(run: Any, ink: Ink) -> None:
    """Give a run an ink of its own, behind its line and before all else."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    fill = parse_xml(f"<a:solidFill {nsdecls('a')}><a:srgbClr val='000000'/></a:solidFill>")
    line = run.find("{*}ln")
    run.insert(0, fill) if line is None else line.addnext(fill)
    _write(fill[0], ink)


def _edge(properties: Any, ink: Ink) -> None:
    """A fine edge around an area or a mark, in the place of the one it has."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    line = properties.find("{*}ln")
    width = _EDGE
    if line is not None:
        width = max(int(line.get("w", "0")), _EDGE)
        properties.remove(line)
    fill = next(one for one in properties if _local(one).endswith("Fill"))
    fill.addnext(
        parse_xml(
            f'<a:ln {nsdecls("a")} w="{width}"><a:solidFill><a:srgbClr val="000000"/>'
            "</a:solidFill></a:ln>"
        )
    )
    _write(fill.getnext()[0][0], ink)


def _area(shape: Any) -> _Area | None:
    offset, extent = shape.find("{*}spPr/{*}xfrm/{*}off"), shape.find("{*}spPr/{*}xfrm/{*}ext")
    if offset is None or extent is None:
        return None
    left, top = int(offset.get("x")), int(offset.get("y"))
    wide, tall = int(extent.get("cx")), int(extent.get("cy"))
    return _Area(left, top, left + wide, top + tall, stays=False)


def _is_placeholder(shape: Any) -> bool:
    return shape.find("{*}nvSpPr/{*}nvPr/{*}ph") is not None


def _is_see_through(fill: Any) -> bool:
    seen = fill.find(".//{*}alpha")
    return seen is not None and int(seen.get("val")) < 60_000


def _is_within_mark(text: Any) -> bool:
    """Whether a text is the label in the middle of a mark: it was chosen for the mark's colour."""
    labels = next((one for one in text.iterancestors() if _local(one) in ("dLbl", "dLbls")), None)
    if labels is None:
        return False
    place = labels.find("{*}dLblPos")
    return place is not None and place.get("val") in ("ctr", "inEnd", "inBase")
