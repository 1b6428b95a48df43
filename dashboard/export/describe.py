"""What describes the figures to programs: the registry, the OpenAPI document, oEmbed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from dashboard.core import dictionary
from dashboard.core.i18n import LANGUAGES, Words
from dashboard.core.parameters import Problem
from dashboard.core.selection import PARAMETERS, Selection
from dashboard.export import errors, files, markup
from dashboard.export.errors import Refusal
from dashboard.figures import addresses
from dashboard.figures import registry as figures_registry
from dashboard.figures.model import Answer, Figure
from dashboard.warehouse import choices
from dashboard.warehouse.engine import Warehouse

NAME = "Integritas Daerah"
# Of a frame: what stands around the drawing on a page, and how wide editors make it.
AROUND_DRAWING, FRAME_WIDTH = 390, 720
LEAST_FRAME = 320
THUMBNAIL = (480, 270)
_A_DAY = 86_400

TYPES = {kind.ending: kind.mime for kind in files.FORMATS} | {
    "json": "application/json",
    "png": "image/png",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
    "html": "text/html",
}


# --- the registry --------------------------------------------------------------------------------


def registry(warehouse: Warehouse, say: Words, base: str) -> bytes:
    """Every figure with its parameters, allowed values, defaults and addresses, as JSON."""
    regions = choices.regions(warehouse)
    document = {
        "figures": [
            _registered(warehouse, figure, say, base)
            for figure in figures_registry.REGISTRY.values()
        ],
        "regions": {code: region.full_label for code, region in regions.items()},
        "facts": {
            "version": warehouse.build.facts_version,
            "date": warehouse.build.facts_date.isoformat(),
            "revision": warehouse.revision,
        },
        "licence": {"name": "CC BY 4.0", "address": files.FACTS_LICENCE},
        "openapi": f"{base}/openapi.json",
        "oembed": f"{base}/oembed",
    }
    return json.dumps(document, ensure_ascii=False).encode()


def _registered(warehouse: Warehouse, figure: Figure, say: Words, base: str) -> dict[str, Any]:
    offer = figure.offer(warehouse)
    answer = figures_registry.answer(
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
                "address": f"{base}/figures/{figure.id}.{extension}",
                "media_type": TYPES[extension],
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


# --- OpenAPI -------------------------------------------------------------------------------------


def openapi(warehouse: Warehouse, say: Words, base: str) -> bytes:
    """The OpenAPI 3.1 document of everything that has an address here, as JSON."""
    paths: dict[str, Any] = {
        "/figures": _described_path(
            say("Every figure with its parameters"), "registry", "Registry", say
        ),
        "/openapi.json": _described_path(say("This document"), "openapi", "Document", say),
        "/oembed": _oembed_path(say),
    }
    for figure in figures_registry.REGISTRY.values():
        for extension in addresses.EXTENSIONS:
            paths[f"/figures/{figure.id}.{extension}"] = _figure_path(
                warehouse, figure, extension, say
            )
    document = {
        "openapi": "3.1.0",
        "info": {
            "title": NAME,
            "version": warehouse.build.facts_version,
            "description": say(
                "Every figure at an address: page, picture, table. Equal addresses give equal "
                "files; every file names its sources."
            ),
            "license": {"name": "CC BY 4.0", "url": files.FACTS_LICENCE},
        },
        "servers": [{"url": base or "/"}],
        "paths": paths,
        "components": {
            "schemas": _schemas(warehouse),
            "responses": {
                status: {
                    "description": told,
                    "content": {
                        errors.MEDIA_TYPE: {"schema": _ref("schemas/Problem")},
                        "text/html": {"schema": {}},  # for whoever asks for HTML first
                    },
                }
                for status, told in _refusals(say).items()
            },
        },
    }
    return json.dumps(document, ensure_ascii=False).encode()


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/{name}"}


def _refusals(say: Words) -> dict[str, str]:
    return {
        "400": say("A parameter cannot be used; the answer names it."),
        "404": say("There is nothing at this address."),
        "414": say("The address is too long."),
        "429": say("Too many requests in a minute."),
        "501": say("Only JSON is offered."),
        "503": say("No picture can be drawn at the moment; the answer says why."),
    }


def _answers(content: Mapping[str, Any], *refusals: str) -> dict[str, Any]:
    return {
        "200": {
            "description": "OK",
            "headers": {"ETag": {"schema": {"type": "string"}}},
            "content": content,
        },
        "304": {"description": "Not Modified"},
        **{status: _ref(f"responses/{status}") for status in refusals},
    }


def _described_path(told: str, name: str, schema: str, say: Words) -> dict[str, Any]:
    return {
        "get": {
            "operationId": name,
            "summary": told,
            "parameters": [_language(say)],
            "responses": _answers(
                {"application/json": {"schema": _ref(f"schemas/{schema}")}}, "400", "414", "429"
            ),
        }
    }


def _language(say: Words) -> dict[str, Any]:
    return _parameter("lang", {"type": "string", "enum": list(LANGUAGES)}, say)


def _parameter(name: str, schema: dict[str, Any], say: Words) -> dict[str, Any]:
    told = dictionary.label("parameters", name, say.lang, "text")
    return {"name": name, "in": "query", "description": told, "schema": schema}


def _oembed_path(say: Words) -> dict[str, Any]:
    whole = {"type": "integer", "minimum": 1, "maximum": 100_000}
    own = [
        ("url", {"type": "string"}, say("The address of a figure's page or file.")),
        ("maxwidth", whole, say("How wide the frame may be, in pixels.")),
        ("maxheight", whole, say("How high the frame may be, in pixels.")),
        ("format", {"type": "string", "enum": ["json"]}, say("Only JSON is offered.")),
    ]
    return {
        "get": {
            "operationId": "oembed",
            "summary": say("How to show a figure's page in another page (oEmbed)"),
            "parameters": [
                *(
                    {
                        "name": name,
                        "in": "query",
                        "required": name == "url",
                        "description": told,
                        "schema": schema,
                    }
                    for name, schema, told in own
                ),
                _language(say),
            ],
            "responses": _answers(
                {"application/json": {"schema": _ref("schemas/OEmbed")}},
                *("400", "404", "414", "429", "501"),
            ),
        }
    }


def _figure_path(
    warehouse: Warehouse, figure: Figure, extension: str, say: Words
) -> dict[str, Any]:
    offer = figure.offer(warehouse)
    parameters = [
        _parameter(name, PARAMETERS[name].schema(offer), say)
        | ({"style": "form", "explode": True} if PARAMETERS[name].is_repeated else {})
        for name in offer.names
        if name != "lang"
    ]
    for name in addresses.option_names(extension):
        if name in addresses.RANGES:
            first, last = addresses.RANGES[name]
            schema: dict[str, Any] = {"type": "integer", "minimum": first, "maximum": last}
        else:
            values = addresses.option_values(name, figure)
            schema = {"type": "string", "enum": list(values)}
        parameters.append(_parameter(name, schema, say))
    refusals = ["400", "414", "429"]
    if extension in addresses.PICTURES:
        refusals.append("503")
    schema = _ref("schemas/Figure") if extension == "json" else {}
    return {
        "get": {
            "operationId": f"{figure.id}-{extension}",
            "summary": f"{dictionary.label('indicators', figure.indicator, say.lang, 'long')}: "
            f"{figure.id} ({extension.upper()})",
            "parameters": [*parameters, _language(say)],
            "responses": _answers({TYPES[extension]: {"schema": schema}}, *refusals),
        }
    }


def _schemas(warehouse: Warehouse) -> dict[str, Any]:
    text, texts = {"type": "string"}, {"type": "array", "items": {"type": "string"}}
    whole = {"type": "integer"}
    record = {"type": "object"}
    columns = {
        "type": "array",
        "items": _object({"name": text, "type": text}, label=text, description=text),
    }
    rows = {"type": "array", "items": record}
    source = _object(
        {
            "source_id": text,
            "publisher": text,
            "published_on": {"type": ["string", "null"]},
            "address": text,
            "is_official": {"type": "boolean"},
        }
    )
    facts = _object(
        {"version": text, "date": {"type": "string", "format": "date"}, "revision": text}
    )
    licence = _object({"name": text, "address": text})
    return {
        "Region": {"type": "string", "enum": ["", *choices.regions(warehouse)]},
        "Registry": _object(
            {
                "figures": {
                    "type": "array",
                    "items": _object(
                        {"id": text, "title": text, "parameters": record, "files": record}
                    ),
                },
                "regions": record,
                "facts": facts,
                "licence": licence,
            }
        ),
        "Document": _object({"openapi": text, "info": record, "paths": record}),
        "Figure": _object(
            {
                "id": text,
                "lang": text,
                "title": text,
                "subtitle": text,
                "reading": text,
                "unit": text,
                "period": text,
                "parameters": record,
                "filters": texts,
                "caveats": texts,
                "licence": licence,
                "facts": facts,
                "addresses": record,
                "columns": columns,
                "rows": rows,
                "layers": {
                    "type": "object",
                    "additionalProperties": _object({"columns": columns, "rows": rows}),
                },
                "sources": {"type": "array", "items": source},
            }
        ),
        "OEmbed": _object(
            {
                "version": {"const": "1.0"},
                "type": {"const": "rich"},
                "title": text,
                "html": text,
                "width": whole,
                "height": whole,
                "provider_name": text,
                "provider_url": text,
            }
        ),
        "Problem": _object(
            {"type": text, "title": text, "status": whole, "detail": text, "instance": text},
            errors={
                "type": "array",
                "items": _object(
                    {"parameter": text, "value": text, "detail": text, "allowed": texts}
                ),
            },
        ),
    }


def _object(required: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(required), "properties": required | more}


# --- oEmbed --------------------------------------------------------------------------------------


def drawing_height(answer: Answer) -> int:
    """How many pixels a drawing takes by itself; 0 where there is nothing to draw."""
    from dashboard import charts

    if not charts.is_drawable(answer):
        return 0
    return charts.of(answer.figure).height_at(answer, FRAME_WIDTH)


def frame(answer: Answer, base: str, width: str = "100%", height: int | None = None) -> str:
    """The code of a frame that shows a figure's page in another page."""
    return markup.render(
        "frame.html",
        address=base + addresses.address(answer, addresses.PAGE),
        title=answer.headline,
        width=width,
        height=height or drawing_height(answer) + AROUND_DRAWING,
    )


def oembed(warehouse: Warehouse, query: Mapping[str, str], base: str, say: Words) -> bytes:
    """The oEmbed answer for an address of ours.

    Raises:
        Refusal: the address is not one of ours or cannot be used, or another format is asked.
    """
    asked = query.get("format", "json")
    if asked == "xml":  # the other format that oEmbed knows, and its answer to it
        raise Refusal(501, "only-json", say("Only JSON is offered: format=json."))
    if asked != "json":
        raise errors.unusable((Problem("format", asked, "not_offered", ("json",)),), say)
    most = {name: _most(query, name, say) for name in ("maxwidth", "maxheight")}
    answer = _figure_at(warehouse, query.get("url", ""), base, say)
    width = min(FRAME_WIDTH, most["maxwidth"])
    height = min(drawing_height(answer) + AROUND_DRAWING, most["maxheight"])
    document: dict[str, Any] = {
        "version": "1.0",
        "type": "rich",
        "title": answer.headline,
        "provider_name": NAME,
        "provider_url": base + "/",
        "html": frame(answer, base, str(width), height),
        "width": width,
        "height": height,
        "cache_age": _A_DAY,
    }
    wide, high = THUMBNAIL
    if wide <= most["maxwidth"] and high <= most["maxheight"]:
        picture = addresses.address(answer, "png", width=str(wide), height=str(high), scale="1")
        document |= {
            "thumbnail_url": base + picture,
            "thumbnail_width": wide,
            "thumbnail_height": high,
        }
    return json.dumps(document, ensure_ascii=False).encode()


def _most(query: Mapping[str, str], name: str, say: Words) -> int:
    value = query.get(name, "100000")
    if value.isascii() and value.isdigit() and 1 <= int(value[:9]) <= 100_000:
        return int(value)
    found = Problem(name, value, "not_in_range", ("1", "100000"))
    raise errors.unusable((found,), say)


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
    figure = figures_registry.REGISTRY.get(figure_id)
    if not is_ours or figure is None or extension not in addresses.EXTENSIONS:
        raise unknown
    asked = addresses.read(warehouse, figure, extension, query)
    if asked.problems:
        raise errors.unusable(asked.problems, say)
    return figures_registry.answer(warehouse, figure_id, asked.selection)
