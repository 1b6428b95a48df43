"""oEmbed: how another page shows the figure of an address of ours."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from dashboard.core.i18n import Words
from dashboard.core.numbers import whole_number
from dashboard.core.parameters import Problem
from dashboard.core.settings import NAME
from dashboard.export import iframe
from dashboard.figures import addresses, registry
from dashboard.figures.model import Answer
from dashboard.warehouse.engine import Warehouse
from dashboard.web import errors
from dashboard.web.errors import Refusal

_THUMBNAIL = (480, 270)
_A_DAY = 86_400


def document(warehouse: Warehouse, query: Mapping[str, str], base: str, say: Words) -> bytes:
    """The oEmbed answer for an address of ours.

    Raises:
        Refusal: the address is not one of ours or cannot be used, or another format is asked.
    """
    wanted = query.get("format", "json")
    if wanted == "xml":  # the other format that oEmbed knows, and its answer to it
        raise Refusal(501, "only-json", say("Only JSON is offered: format=json."))
    if wanted != "json":
        raise errors.unusable((Problem("format", wanted, "not_offered", ("json",)),), say)
    most = {name: _most(query, name, say) for name in ("maxwidth", "maxheight")}
    answer = _figure_at(warehouse, query.get("url", ""), base, say)
    width = min(iframe.WIDTH, most["maxwidth"])
    height = min(iframe.height(answer), most["maxheight"])
    described: dict[str, Any] = {
        "version": "1.0",
        "type": "rich",
        "title": answer.headline,
        "provider_name": NAME,
        "provider_url": base + "/",
        "html": iframe.code(answer, base, str(width), height),
        "width": width,
        "height": height,
        "cache_age": _A_DAY,
    }
    wide, high = _THUMBNAIL
    if wide <= most["maxwidth"] and high <= most["maxheight"]:
        size = {"width": str(wide), "height": str(high), "scale": "1"}
        described |= {
            "thumbnail_url": addresses.address(answer, "png", base=base, **size),
            "thumbnail_width": wide,
            "thumbnail_height": high,
        }
    return json.dumps(described, ensure_ascii=False).encode()


def _most(query: Mapping[str, str], name: str, say: Words) -> int:
    value = query.get(name, "100000")
    if (number := whole_number(value, 1, 100_000)) is not None:
        return number
    problem = Problem(name, value, "not_in_range", ("1", "100000"))
    raise errors.unusable((problem,), say)


def _figure_at(warehouse: Warehouse, url: str, base: str, say: Words) -> Answer:
    """The figure that an address of ours shows; nothing is fetched."""
    unknown = Refusal(
        404,
        "not-ours",
        say("“{address}” is no address of a figure here.", address=url[:100]),
    )
    try:
        given, own = urlsplit(url), urlsplit(base)
        query = parse_qs(given.query, keep_blank_values=True)
    except ValueError as error:
        raise unknown from error
    is_ours = given.netloc in ("", own.netloc) and given.path.startswith(f"{own.path}/figures/")
    figure_id, _dot, extension = given.path.rpartition("/")[2].rpartition(".")
    figure = registry.REGISTRY.get(figure_id)
    if not is_ours or figure is None or extension not in addresses.EXTENSIONS:
        raise unknown
    read = addresses.read(warehouse, figure, extension, query)
    if read.problems:
        raise errors.unusable(read.problems, say)
    return registry.answer(warehouse, figure_id, read.selection)
