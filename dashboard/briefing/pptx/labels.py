"""Texts at the points of a chart, as the labels of its series."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from dashboard.briefing.pptx import shapes
from dashboard.briefing.pptx.inks import fill_xml
from dashboard.briefing.xml_text import printable

_SIDES = {"left": "l", "right": "r", "above": "t", "below": "b", "center": "ctr"}
_NONE = (
    '<c:showLegendKey val="0"/><c:showVal val="{value}"/><c:showCatName val="{name}"/>'
    '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)


@dataclass(frozen=True)
class Label:
    """A text at a point.

    Attributes:
        text: what it says; a label of a value says it as the reader's language writes it.
        side: where it stands from its point.
        size, ink, is_bold: of its letters.
        value: the point's value where that is what it writes: it then follows the sheet.
        has_category: whether the name of the category stands before the value.
        moved: from where it would stand to the right and down, as shares of the chart's size.
    """

    text: str
    side: str = "right"
    size: float = 12.0
    ink: str = shapes.TEXT
    is_bold: bool = False
    value: float | None = None
    has_category: bool = False
    moved: tuple[float, float] = (0.0, 0.0)


def write(series: Any, labels: dict[int, Label]) -> None:
    """Give a series of a chart its labels.

    Args:
        series: as python-pptx has it.
        labels: by the number of their point.
    """
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    if not labels:
        return
    each = "".join(_label(place, one) for place, one in sorted(labels.items()))
    others = _NONE.format(value=0, name=0)
    element = parse_xml(f"<c:dLbls {nsdecls('c', 'a')}>{each}{others}</c:dLbls>")
    follows = (
        *("trendline", "errBars", "cat", "xVal", "val", "yVal", "smooth", "shape", "extLst"),
    )
    after = next(child for child in series._element if child.tag.rpartition("}")[2] in follows)
    after.addprevious(element)


def _label(place: int, one: Label) -> str:
    moved = ""
    if any(one.moved):
        x, y = one.moved
        moved = (
            f'<c:layout><c:manualLayout><c:x val="{x:.5f}"/><c:y val="{y:.5f}"/>'
            "</c:manualLayout></c:layout>"
        )
    letters = (
        f'sz="{round(one.size * 100)}" b="{int(one.is_bold)}"',
        fill_xml(one.ink),
    )
    if one.value is None:
        runs = "".join(
            f"<a:p><a:r><a:rPr {letters[0]}>{letters[1]}</a:rPr>"
            f"<a:t>{escape(line)}</a:t></a:r></a:p>"
            for line in printable(one.text).split("\n")
        )
        said = f'<c:tx><c:rich><a:bodyPr wrap="none"/><a:lstStyle/>{runs}</c:rich></c:tx>'
    else:
        said = (
            f'<c:numFmt formatCode={quoteattr(_format(one.value, one.text))} sourceLinked="0"/>'
            '<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr><c:txPr><a:bodyPr wrap="none"/>'
            f"<a:lstStyle/><a:p><a:pPr><a:defRPr {letters[0]}>{letters[1]}</a:defRPr></a:pPr>"
            "<a:endParaRPr/></a:p></c:txPr>"
        )
    shown = _NONE.format(value=1, name=int(one.has_category))
    separator = "<c:separator>\n</c:separator>" if one.has_category else ""
    return (
        f'<c:dLbl><c:idx val="{place}"/>{moved}{said}'
        f'<c:dLblPos val="{_SIDES[one.side]}"/>{shown}{separator}</c:dLbl>'
    )


def _format(value: float, text: str) -> str:
    """A number's format that writes this value as the text says it, and another one plainly.

    Office programs write numbers as the machine is set; a deck is in one language, and a value that
    sources dispute has its star. Once the cell is edited the label shows what stands there.
    """
    plain = "0.00" if any(mark in text for mark in ".,") else "0"
    said = text.replace('"', "”")
    return f'[={value:.10g}]"{said}";{plain}'
