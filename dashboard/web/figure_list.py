"""The list of figures for programs: `/figures`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from dashboard.core import dictionary
from dashboard.core.i18n import Words
from dashboard.core.selection import PARAMETERS, Selection
from dashboard.export import files
from dashboard.figures import addresses, registry
from dashboard.figures.model import Figure
from dashboard.warehouse import choices
from dashboard.warehouse.engine import Warehouse


def document(warehouse: Warehouse, say: Words, base: str) -> bytes:
    """Every figure with its parameters, allowed values, defaults and addresses, as JSON."""
    regions = choices.regions(warehouse)
    listed = {
        "figures": [
            _registered(warehouse, figure, say, base)
            for figure in registry.figures_of(warehouse).values()
        ],
        "regions": {code: region.full_label for code, region in regions.items()},
        "facts": {
            "version": warehouse.build.facts_version,
            "date": warehouse.build.facts_date.isoformat(),
            "revision": warehouse.revision,
        },
        "licence": {"name": "CC BY 4.0", "address": files.FACTS_LICENCE},
        "openapi": addresses.openapi(base),
        "oembed": addresses.oembed(base),
    }
    return json.dumps(listed, ensure_ascii=False).encode()


def _registered(warehouse: Warehouse, figure: Figure, say: Words, base: str) -> dict[str, Any]:
    offer = figure.offer(warehouse)
    answer = registry.answer(
        warehouse, figure.id, Selection(lang=say.lang, region=offer.defaults.region)
    )
    defaults = offer.defaults.query(offer.names, with_defaults=True)
    return {
        "id": figure.id,
        "title": answer.headline,
        "subtitle": answer.subtitle,
        "unit": answer.unit,
        "form": figure.chart,
        "parameters": {
            name: {
                "label": dictionary.label("parameters", name, say.lang),
                "description": dictionary.label("parameters", name, say.lang, "text"),
                "is_repeated": PARAMETERS[name].is_repeated,
                "allowed": list(PARAMETERS[name].described(offer)),
                "default": _default(name, defaults, say),
            }
            for name in offer.names
        },
        "layers": list(figure.layers),
        "files": {
            extension: {
                "address": addresses.figure_file(figure, extension, base),
                "media_type": files.MEDIA_TYPES[extension],
                "options": {
                    name: {
                        "label": dictionary.label("parameters", name, say.lang),
                        "description": dictionary.label("parameters", name, say.lang, "text"),
                        **_option(name, figure),
                    }
                    for name in addresses.option_names(extension)
                },
            }
            for extension in addresses.EXTENSIONS
        },
    }


def _default(name: str, defaults: Mapping[str, list[str]], say: Words) -> str | list[str] | None:
    if name == "lang":
        return say.lang
    stated = defaults.get(name)
    if PARAMETERS[name].is_repeated:
        return [value for value in stated or () if value]
    return stated[-1] if stated else None


def _option(name: str, figure: Figure) -> dict[str, Any]:
    if name in addresses.RANGES:
        first, last = addresses.RANGES[name]
        return {"least": first, "most": last}
    return {"allowed": list(addresses.option_values(name, figure))}
