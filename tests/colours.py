"""Colours as readers see them, also those who see fewer: distances and contrasts."""

from __future__ import annotations

from functools import cache

import numpy as np
from colorspacious import cspace_convert, deltaE  # type: ignore[import-untyped]

# As seen with full colour vision and with each common deficiency at its strongest.
VISIONS = ("normal", "deuteranomaly", "protanomaly", "tritanomaly")
# Distances in CAM02-UCS. About 1 can just be seen side by side; areas apart on a map need more.
BETWEEN_BASES, BETWEEN_CLASSES, BETWEEN_SERIES, BETWEEN_SHADES = 11, 10, 9, 5
READABLE = 4.5  # WCAG 2, normal text


def rgb(colour: str) -> list[float]:
    return [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]


@cache
def seen(colour: str, vision: str) -> tuple[float, ...]:
    if vision == "normal":
        return tuple(rgb(colour))
    space = {"name": "sRGB1+CVD", "cvd_type": vision, "severity": 100}
    return tuple(np.clip(cspace_convert(rgb(colour), space, "sRGB1"), 0, 1))


def distance(one: str, other: str, vision: str) -> float:
    return float(deltaE(seen(one, vision), seen(other, vision), input_space="sRGB1"))


def luminance(colour: str) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb(colour)]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)
