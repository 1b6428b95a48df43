"""Colours as numbers: how light they are, how far they stand apart, what lies between them."""

from __future__ import annotations

import colorsys

# What can be read, and what can be told from its ground (WCAG 2).
READABLE, SEEN = 4.5, 3.0
BLACK, WHITE = "#000000", "#FFFFFF"


def parts(colour: str) -> tuple[float, float, float]:
    """Red, green and blue of `#RRGGBB`, from 0 to 1."""
    red, green, blue = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    return red, green, blue


def of_parts(given: tuple[float, float, float]) -> str:
    """`#RRGGBB` of red, green and blue from 0 to 1; what lies outside is cut."""
    return "#" + "".join(f"{round(min(max(part, 0), 1) * 255):02X}" for part in given)


def luminance(colour: str) -> float:
    """WCAG's relative luminance, from 0 to 1."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """WCAG's contrast of two colours, from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mixed(one: str, other: str, share: float) -> str:
    """Between two colours: `share` of the second one, from 0 to 1."""
    red, green, blue = (
        a * (1 - share) + b * share for a, b in zip(parts(one), parts(other), strict=True)
    )
    return of_parts((red, green, blue))


def mean(given: list[str]) -> str:
    """The mean of colours, at least one."""
    red, green, blue = (sum(part) / len(given) for part in zip(*map(parts, given), strict=True))
    return of_parts((red, green, blue))


def with_light(colour: str, *, times: float, plus: float = 0) -> str:
    """The colour with its lightness multiplied and raised, as office files modify one."""
    hue, light, saturation = colorsys.rgb_to_hls(*parts(colour))
    return of_parts(colorsys.hls_to_rgb(hue, min(max(light * times + plus, 0), 1), saturation))


def apart_from(colour: str, ground: str, towards: str, least: float) -> str:
    """The colour, moved towards another one only as far as it must to stand out from a ground."""
    for share in range(0, 101, 5):
        moved = mixed(colour, towards, share / 100)
        if contrast(moved, ground) >= least:
            return moved
    return towards


def ink_on(ground: str, dark: str, light: str) -> str:
    """The dark or the light one, whichever stands out more."""
    return dark if contrast(dark, ground) > contrast(light, ground) else light
