"""oEmbed: how another page shows the figure, or the page that begins with it, of our address."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit

from dashboard.core import pages
from dashboard.core.i18n import Words
from dashboard.core.numbers import whole_number
from dashboard.core.parameters import Problem
from dashboard.core.selection import parse
from dashboard.core.settings import NAME
from dashboard.export import iframe, preview
from dashboard.figures import addresses, registry
from dashboard.figures.model import Answer
from dashboard.warehouse import offers
from dashboard.warehouse.engine import Warehouse
from dashboard.web import errors
from dashboard.web.errors import Refusal
from dashboard.web.own_address import OwnAddress

_THUMBNAIL = (480, 270)
_A_DAY = 86_400


def document(
    warehouse: Warehouse, query: Mapping[str, str], own: OwnAddress, base: str, say: Words
) -> bytes:
    """The oEmbed answer for an address of ours.

    Args:
        warehouse: where the facts are.
        query: what is asked, each name once.
        own: which addresses are ours.
        base: the address of the dashboard; only a whole one holds in another page.
        say: the reader's words.

    Raises:
        Refusal: the address is not one of ours, shows no figure or cannot be used, another format
            is asked, or the server does not know its own address.
    """
    wanted = query.get("format", "json")
    if wanted == "xml":  # the other format that oEmbed knows, and its answer to it
        raise Refusal(501, "only-json", say("Only JSON is offered: format=json."))
    if wanted != "json":
        raise errors.unusable((Problem("format", wanted, "not_offered", ("json",)),), say)
    most = {name: _most(query, name, say) for name in ("maxwidth", "maxheight")}
    answer = _figure_at(warehouse, query.get("url", ""), own, say)
    if not addresses.is_whole(base):
        raise Refusal(
            404,
            "unknown-host",
            say(
                "The server was not told that it is reached at this host, so that it cannot write "
                "code for another page. Whoever runs it sets INTEGRITAS_PUBLIC_ADDRESS or "
                "INTEGRITAS_HOSTS."
            ),
        )
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


def _figure_at(warehouse: Warehouse, url: str, own: OwnAddress, say: Words) -> Answer:
    """The figure that an address of ours shows, or begins with; nothing is fetched."""
    unknown = Refusal(
        404,
        "not-ours",
        say("“{address}” is no address of a figure here.", address=url[:100]),
    )
    path = own.path_of(url)
    if path is None:
        raise unknown
    query = parse_qs(urlsplit(url).query, keep_blank_values=True)
    if not path.startswith("/figures/"):
        page = path.removeprefix("/") or pages.FIRST
        if page not in pages.visible():
            raise unknown
        return _leading(warehouse, page, query, say)
    figure_id, _dot, extension = path.removeprefix("/figures/").rpartition(".")
    figure = registry.find(warehouse, figure_id)
    if figure is None or extension not in addresses.EXTENSIONS:
        raise unknown
    read = addresses.read(warehouse, figure, extension, query)
    if read.problems:
        raise errors.unusable(read.problems, say)
    return registry.answer(warehouse, figure_id, read.selection)


def _leading(
    warehouse: Warehouse, page: str, query: Mapping[str, Sequence[str]], say: Words
) -> Answer:
    """The figure that a page begins with, asked as the page is."""
    if not pages.PAGES[page].begins_with_figure:
        raise Refusal(
            404,
            "no-figure",
            say(
                "The page “{page}” does not begin with a figure, so that there is nothing to show "
                "in a frame.",
                page=pages.titles(say)[page],
            ),
        )
    asked = {name: values for name, values in query.items() if name not in pages.OF_THE_APP}
    # A frame has no place for a notice: what a page would name and leave out is refused here.
    if problems := parse(asked, offers.of_pages(warehouse)).problems:
        raise errors.unusable(problems, say)
    return preview.leading(warehouse, page, asked)
