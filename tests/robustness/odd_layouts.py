"""Templates whose layouts, grounds and fonts say something odd."""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Callable
from functools import cache

from pptx import Presentation

from dashboard.briefing import compose
from dashboard.briefing.content import Briefing
from dashboard.briefing.pptx import deck
from dashboard.core.selection import Selection
from dashboard.export import tray
from dashboard.export.tray import Tray
from dashboard.warehouse import engine
from tests.briefing import ooxml, slide_checks
from tests.robustness.packages import (
    LAYOUT,
    MASTER,
    OFFICE,
    THEME,
    TYPES,
    Change,
    changed,
    relations_of,
)

COVER = "ppt/slideLayouts/slideLayout1.xml"


def without(pattern: bytes, name: str = MASTER) -> dict[str, Change]:
    return {name: lambda body: re.sub(pattern, b"", body, flags=re.DOTALL)}


def instead(pattern: bytes, new: bytes, name: str = MASTER) -> dict[str, Change]:
    return {name: lambda body: re.sub(pattern, new, body, flags=re.DOTALL)}


def grounded(fill: bytes) -> dict[str, Change]:
    ground = b"<p:bg><p:bgPr>" + fill + b"<a:effectLst/></p:bgPr></p:bg>"
    return instead(rb"<p:bg>.*?</p:bg>", ground)


def pictured(picture: bytes) -> bytes:
    """A master with a picture as its ground."""
    relation = f'<Relationship Id="rIdX" Type="{OFFICE}/image" Target="../media/x.png"/>'
    end = b"</Relationships>"
    return changed(
        {
            **grounded(b'<a:blipFill><a:blip r:embed="rIdX"/></a:blipFill>'),
            relations_of(MASTER): lambda body: body.replace(end, relation.encode() + end),
            TYPES: lambda body: body.replace(
                b"<Default", b'<Default Extension="png" ContentType="image/png"/><Default', 1
            ),
        },
        {"ppt/media/x.png": picture},
    )


def png(wide: int, tall: int) -> bytes:
    """A picture that says how large it is and holds next to nothing."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    head = struct.pack(">IIBBBBB", wide, tall, 8, 2, 0, 0, 0)
    drawn = zlib.compress(bytes(100))
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", drawn) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def titled(off: tuple[int, int], ext: tuple[int, int]) -> dict[str, Change]:
    place = f'<p:spPr><a:xfrm><a:off x="{off[0]}" y="{off[1]}"/>'
    place += f'<a:ext cx="{ext[0]}" cy="{ext[1]}"/></a:xfrm></p:spPr>'
    return instead(
        rb'(<p:ph type="title"/></p:nvPr></p:nvSpPr>)<p:spPr/>', rb"\1" + place.encode(), LAYOUT
    )


ODD: dict[str, Callable[[], bytes]] = {
    "no mapping of colours": lambda: changed(without(rb"<p:clrMap [^>]*/>")),
    "a mapping to nothing": lambda: changed(instead(rb'bg1="lt1"', b'bg1="nothing"')),
    "a theme without colours": lambda: changed(without(rb"<a:clrScheme.*?</a:clrScheme>", THEME)),
    "a theme without fonts": lambda: changed(without(rb"<a:fontScheme.*?</a:fontScheme>", THEME)),
    "a colour that is itself": lambda: changed(
        instead(rb"<a:dk1>.*?</a:dk1>", b'<a:dk1><a:schemeClr val="dk1"/></a:dk1>', THEME)
    ),
    "a colour of three letters": lambda: changed(
        instead(rb"<a:lt1>.*?</a:lt1>", b'<a:lt1><a:srgbClr val="FFF"/></a:lt1>', THEME)
    ),
    "a colour of no digits": lambda: changed(
        instead(rb"<a:lt1>.*?</a:lt1>", b'<a:lt1><a:srgbClr val="GGHHII"/></a:lt1>', THEME)
    ),
    "a ground of no such number": lambda: changed(instead(rb'bgRef idx="\d+"', b'bgRef idx="x"')),
    "a ground far down the list": lambda: changed(
        instead(rb'bgRef idx="\d+"', b'bgRef idx="9999"')
    ),
    "no ground": lambda: changed(without(rb"<p:bg>.*?</p:bg>")),
    "shares with a percent sign": lambda: changed(
        grounded(
            b'<a:solidFill><a:schemeClr val="tx1"><a:lumMod val="75%"/><a:lumOff val="10%"/>'
            b"</a:schemeClr></a:solidFill>"
        )
    ),
    "a gradient without stops": lambda: changed(grounded(b"<a:gradFill><a:gsLst/></a:gradFill>")),
    "a pattern": lambda: changed(
        grounded(
            b'<a:pattFill prst="pct5"><a:fgClr><a:srgbClr val="FFFFFF"/></a:fgClr><a:bgClr>'
            b'<a:srgbClr val="101010"/></a:bgClr></a:pattFill>'
        )
    ),
    "a colour by hue": lambda: changed(
        grounded(b'<a:solidFill><a:hslClr hue="14400000" sat="100%" lum="50%"/></a:solidFill>')
    ),
    "a broken picture": lambda: pictured(b"\x89PNG\r\n\x1a\n" + bytes(60)),
    "a picture of an unheard-of size": lambda: pictured(png(60_000, 60_000)),
    "a picture of 90 million points": lambda: pictured(png(9_000, 9_900)),
    "a picture without an end": lambda: pictured(png(900, 900)),
    "a title of no height": lambda: changed(titled((0, 0), (9_144_000, 0))),
    "a title of less than nothing": lambda: changed(titled((0, 0), (-5, -5))),
    "a title beside the slide": lambda: changed(titled((20_000_000, 0), (9_000_000, 900_000))),
    "a title over all of the slide": lambda: changed(titled((0, 0), (9_144_000, 6_858_000))),
    "a size that is a word": lambda: changed(instead(rb'<a:defRPr sz="4400"', b'<a:defRPr sz="x"')),
    "a size of 4,000 points": lambda: changed(
        instead(rb'<a:defRPr sz="4400"', b'<a:defRPr sz="400000"')
    ),
    "a cover without any place": lambda: changed(without(rb"<p:sp>.*</p:sp>", COVER)),
    "a thousand shapes": lambda: changed(
        {
            MASTER: lambda body: body.replace(
                b"</p:spTree>",
                b"".join(
                    b'<p:sp><p:nvSpPr><p:cNvPr id="%d" name="x"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr>'
                    b'<p:spPr><a:xfrm><a:off x="%d" y="%d"/><a:ext cx="90000" cy="90000"/>'
                    b"</a:xfrm></p:spPr></p:sp>" % (1000 + n, n * 9000, n * 6800)
                    for n in range(1000)
                )
                + b"</p:spTree>",
            )
        }
    ),
}


@cache
def asked() -> Briefing:
    items = [
        tray.item(one, Selection(region=("63",), year=2024)) for one in ("spi-map", "spi-trend")
    ]
    return compose.compose(engine.current(), Tray(tuple(items), "id"))


def is_sound(given: bytes) -> bool:
    """Whether a deck on a checked template is a package without faults, its titles on slides."""
    file = deck.deck(engine.current(), asked(), given)
    shown = Presentation(io.BytesIO(file))
    assert len(shown.slides) >= 4
    faults = [*ooxml.structure(file), *slide_checks.outside(shown)]
    return not [*faults, *slide_checks.out_of_order(shown)]
