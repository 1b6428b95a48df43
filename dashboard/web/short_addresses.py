"""The short address of a source: what papers and slides print leads to the page of its publisher.

It leads only to the addresses that the facts list, so that it sends nobody elsewhere.
"""

from __future__ import annotations

from starlette.convertors import Convertor, register_url_convertor

from dashboard.core.i18n import Words
from dashboard.export import markup
from dashboard.figures import addresses
from dashboard.warehouse.engine import Source, Warehouse, cached
from dashboard.web.errors import Refusal

_AROUND = " /.,;:)]>\"'"  # what may be typed or copied with an address out of a sentence


class Anything(Convertor[str]):
    """The rest of a path whatever it holds: Starlette's own `path` ends at a line feed."""

    regex = "(?s:.*)"

    def convert(self, value: str) -> str:
        """As it is."""
        return value

    def to_string(self, value: str) -> str:
        """As it is."""
        return value


register_url_convertor("any", Anything())


@cached()
def every_source(warehouse: Warehouse) -> frozenset[str]:
    """The addresses of all sources, encoded for a header."""
    return frozenset(markup.address(source.url) for source in warehouse.sources.values())


def source_address(warehouse: Warehouse, name: str, say: Words) -> str:
    """Where the short address of a source leads, encoded for a header.

    Args:
        warehouse: where the facts are.
        name: the id of a source, or the digits at its end; capitals and a full stop after it do
            not matter.
        say: the reader's words.

    Raises:
        Refusal: the facts list no such source, or several end in these digits.
    """
    asked = name.strip(_AROUND).lower()
    found = [source for source in warehouse.sources.values() if asked in _names(source)]
    if len(found) == 1:
        return markup.address(found[0].url)
    raise Refusal(
        404,
        "unknown-source",
        say(
            "There is no source at this address: it may be mistyped. Addresses of sources look "
            "like {example}; the page {page} lists every source.",
            example=addresses.source(next(iter(warehouse.sources), "")),
            page="/metodologi",
        ),
    )


def _names(source: Source) -> tuple[str, str]:
    return source.source_id, source.source_id.rpartition("-")[2]
