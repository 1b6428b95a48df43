"""What a layout's texts stand on, and the inks that can be read on it.

A template says its ground in many ways: the theme's colours, a mapping of light to dark ones, a
fill of master or layout, or a picture or area that covers the slide.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dashboard.briefing.pptx import colours
from dashboard.briefing.pptx.colours import BLACK, READABLE, WHITE, contrast

if TYPE_CHECKING:
    from pptx.slide import SlideLayout

# Whether texts and lines are lightened by so much, or darkened to so much, to be quieter; the first
# that can still be read is taken.
_MUTED_DARK, _MUTED_LIGHT = (0.35, 0.25, 0.15), (0.75, 0.85)
_HAIR_DARK, _HAIR_LIGHT, _MOST_HAIR = 0.8, (0.4, 0.35, 0.3, 0.25, 0.2), 2.6  # contrast
_PANEL = 0.1  # of the text's ink in the ground of a panel
_DARK = 0.18  # luminance: white stands out from what is darker, black from what is lighter
_COVERED = 0.9  # of the middle of a slide
_OPAQUE = 0.5
_MOST_PIXELS = 40_000_000  # of a picture that is looked at: all of it is held at once
_FILLS = ("solidFill", "gradFill", "blipFill", "pattFill")


@dataclass(frozen=True)
class Ink:
    """A colour as a slide writes it.

    Attributes:
        colour: what is seen, `#RRGGBB`.
        scheme: the theme's colour that it is, empty for none.
        times, plus: how its lightness is changed.
    """

    colour: str
    scheme: str = ""
    times: float = 1
    plus: float = 0


@dataclass(frozen=True)
class Inks:
    """The colours that stand on a ground.

    Attributes:
        ground: the colour behind.
        text, muted, hair: of texts, quieter texts, and fine lines.
        paper: the ground again, where something is covered or left out.
        panel: of an area that sets texts apart.
        link: of links.
    """

    ground: str
    text: Ink
    muted: Ink
    hair: Ink
    paper: Ink
    panel: Ink
    link: Ink

    @property
    def is_dark(self) -> bool:
        """Whether the ground is dark."""
        return colours.luminance(self.ground) < _DARK

    @property
    def is_plain(self) -> bool:
        """Whether the theme's own inks can be read as they are written for light slides."""
        return not self.is_dark and (
            (self.text.scheme, self.muted, self.paper.scheme)
            == ("tx1", _lighter(self.text, _MUTED_DARK[0]), "bg1")
        )


def inks_of(layout: SlideLayout) -> Inks:
    """The inks for what stands on slides of a layout."""
    theme = Colours(layout)
    ground = theme.ground()
    text = _text(theme, ground)
    if colours.luminance(text.colour) < colours.luminance(ground):
        quieter = [_lighter(text, share) for share in _MUTED_DARK]
        hair = _lighter(text, _HAIR_DARK)
    else:
        quieter = [_darker(text, times) for times in _MUTED_LIGHT]
        fine = [_darker(text, times) for times in _HAIR_LIGHT]
        hair = next((ink for ink in fine if contrast(ink.colour, ground) < _MOST_HAIR), fine[-1])
    readable = (ink for ink in quieter if contrast(ink.colour, ground) >= READABLE)
    paper = Ink(theme.named("bg1"), "bg1")
    link = Ink(theme.named("hlink"), "hlink")
    return Inks(
        ground=ground,
        text=text,
        muted=next(readable, text),
        hair=hair,
        paper=paper if contrast(paper.colour, ground) < 1.15 else Ink(ground),
        panel=Ink(colours.mixed(ground, text.colour, _PANEL)),
        link=link if contrast(link.colour, ground) >= READABLE else text,
    )


def theme_of(layout: SlideLayout) -> Any:
    """The theme of a layout's master, as XML."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(_theme_part(layout).blob, parser)


def _theme_part(layout: SlideLayout) -> Any:
    from pptx.opc.constants import RELATIONSHIP_TYPE

    return layout.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)


def _text(theme: Colours, ground: str) -> Ink:
    """The theme's own ink of texts where it can be read, else its paper, else black or white."""
    for scheme in ("tx1", "bg1", "tx2", "bg2"):
        ink = Ink(theme.named(scheme), scheme)
        if contrast(ink.colour, ground) >= READABLE:
            return ink
    return Ink(colours.ink_on(ground, BLACK, WHITE))


def _lighter(ink: Ink, share: float) -> Ink:
    colour = colours.with_light(ink.colour, times=1 - share, plus=share)
    return Ink(colour, ink.scheme, 1 - share, share)


def _darker(ink: Ink, times: float) -> Ink:
    return Ink(colours.with_light(ink.colour, times=times), ink.scheme, times)


class Colours:
    """The colours of a layout: those of its theme, by the names that its slides use."""

    def __init__(self, layout: SlideLayout) -> None:
        self._layout, self._master = layout, layout.slide_master
        self._theme_part, self._theme = _theme_part(layout), theme_of(layout)
        deck = layout.part.package.presentation_part.presentation
        self._size = deck.slide_width, deck.slide_height
        scheme = self._theme.find(".//{*}clrScheme")
        self._scheme = {} if scheme is None else {_local(one): one for one in scheme}
        mapping = self._master._element.find("{*}clrMap")
        own = layout._element.find("{*}clrMapOvr/{*}overrideClrMapping")
        mapping = own if own is not None else mapping
        self._mapping = {} if mapping is None else dict(mapping.attrib)

    def named(self, name: str) -> str:
        """A colour by its name in slides, or in the theme."""
        plain = {"tx1": "dk1", "bg1": "lt1", "tx2": "dk2", "bg2": "lt2"}
        element = self._scheme.get(self._mapping.get(name, plain.get(name, name)))
        colour = None if element is None or not len(element) else self._colour(element[0], "")
        return colour or {"dk1": BLACK, "tx1": BLACK, "hlink": "#0000FF"}.get(name, WHITE)

    def of(self, element: Any) -> str | None:
        """The colour that an element of a slide says; none where it is of no such kind."""
        return self._colour(element, "")

    def ground(self) -> str:
        """What is behind the middle of a slide."""
        covering = [colour for colour in map(self._covering, self._shapes()) if colour]
        return covering[-1] if covering else self._background()

    def _background(self) -> str:
        for owner in (self._layout, self._master):
            given = owner._element.find("{*}cSld/{*}bg")
            if given is None:
                continue
            reference = given.find("{*}bgRef")
            if reference is not None and len(reference):
                placed = self._colour(reference[0], "") or self.named("bg1")
                styles = self._theme.find(".//{*}bgFillStyleLst")
                place = int(reference.get("idx", "0")) - 1001
                if styles is not None and 0 <= place < len(styles):
                    return self._fill(styles[place], self._theme_part, placed) or placed
                return placed
            for fill in given.iterfind("{*}bgPr/*"):
                colour = self._fill(fill, owner.part, "")
                if colour:
                    return colour
                if _local(fill) == "blipFill":  # a picture that cannot be looked at
                    return colours.ink_on(self._title(), "#262626", WHITE)
        return self.named("bg1")

    def _title(self) -> str:
        """The ink that the template itself gives its titles: it can be read on the ground."""
        path = "{*}titleStyle/{*}lvl1pPr/{*}defRPr/{*}solidFill"
        given = self._master._element.find(f".//{path}")
        colour = None if given is None else self._fill(given, None, "")
        return colour or self.named("tx1")

    def _shapes(self) -> Iterator[Any]:
        """What master and layout show themselves, with the part it belongs to; lowest first."""
        hides = self._layout._element.get("showMasterSp") in ("0", "false")
        for owner in (self._layout,) if hides else (self._master, self._layout):
            for shape in owner.shapes:
                if not shape.is_placeholder:
                    yield shape, owner.part

    def _covering(self, given: tuple[Any, Any]) -> str | None:
        """The colour of a shape that covers the middle of slides; none of one that does not."""
        shape, part = given
        edges = (shape.left, shape.top, shape.width, shape.height)
        if None in edges:
            return None
        wide, tall = self._size
        left, top = max(shape.left, wide / 5), max(shape.top, tall / 4)
        right = min(shape.left + shape.width, wide * 0.8)
        bottom = min(shape.top + shape.height, tall * 0.8)
        middle = wide * 0.6 * tall * 0.55
        if max(right - left, 0) * max(bottom - top, 0) < _COVERED * middle:
            return None
        for path in ("{*}spPr/*", "{*}blipFill"):
            for fill in shape._element.iterfind(path):
                if _local(fill) == "noFill":
                    return None
                if _local(fill) in _FILLS and _opacity(fill) > _OPAQUE:
                    return self._fill(fill, part, "")
        reference = shape._element.find("{*}style/{*}fillRef")
        if reference is not None and reference.get("idx") != "0" and len(reference):
            return self._colour(reference[0], "")
        return None

    def _fill(self, fill: Any, part: Any, placed: str) -> str | None:
        """The colour of a fill; `placed` is what the theme's fills are drawn in."""
        kind = _local(fill)
        if kind == "blipFill":
            return _mean_of_picture(fill, part)
        found = {
            "solidFill": fill.findall("*"),
            "gradFill": fill.findall("{*}gsLst/{*}gs/*"),
            "pattFill": fill.findall("{*}bgClr/*"),
        }.get(kind, [])
        seen = [colour for one in found if (colour := self._colour(one, placed))]
        return colours.mean(seen) if seen else None

    def _colour(self, element: Any, placed: str) -> str | None:
        """What an element for a colour says, with the usual changes of its lightness."""
        kind, value = _local(element), element.get("val", "")
        if kind == "srgbClr":
            colour = f"#{value.upper()}"
        elif kind == "sysClr":
            colour = f"#{element.get('lastClr', '000000' if 'Text' in value else 'FFFFFF')}"
        elif kind == "prstClr":
            colour = {"black": BLACK, "white": WHITE}.get(value, "")
        elif kind == "schemeClr":
            colour = placed if value == "phClr" else self.named(value)
        else:
            return None
        if len(colour) != 7:
            return None
        for change in element:
            name, share = _local(change), _share(change)
            if name == "lumMod":
                colour = colours.with_light(colour, times=share)
            elif name == "lumOff":
                colour = colours.with_light(colour, times=1, plus=share)
            elif name == "shade":
                colour = colours.mixed(BLACK, colour, share)
            elif name == "tint":
                colour = colours.mixed(WHITE, colour, share)
        return colour


def _mean_of_picture(fill: Any, part: Any) -> str | None:
    """The mean colour of a picture; none of one that cannot be read here."""
    from PIL import Image

    blip = fill.find("{*}blip")
    attributes = {} if blip is None else blip.attrib
    relation = next((value for key, value in attributes.items() if key.endswith("}embed")), None)
    if relation is None or part is None:
        return None
    try:
        with Image.open(io.BytesIO(part.related_part(relation).blob)) as picture:
            picture.draft("RGB", (64, 64))
            if picture.width * picture.height > _MOST_PIXELS:
                return None
            small = picture.convert("RGBA").resize((1, 1), Image.Resampling.BOX)
    except (OSError, ValueError, KeyError, SyntaxError, Image.DecompressionBombError):
        return None
    red, green, blue, alpha = small.getpixel((0, 0))  # type: ignore[misc]
    return None if alpha < 128 else colours.of_parts((red / 255, green / 255, blue / 255))


def _opacity(fill: Any) -> float:
    seen = fill.find(".//{*}alpha")
    return 1.0 if seen is None else _share(seen)


def _share(element: Any) -> float:
    """What an element says in thousandths of a percent, or with a percent sign."""
    value = element.get("val", "100000")
    return float(value[:-1]) / 100 if value.endswith("%") else int(value) / 100_000


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]
