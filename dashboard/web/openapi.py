"""The OpenAPI document: everything that has an address here, for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from dashboard.core import dictionary
from dashboard.core.i18n import LANGUAGES, Words
from dashboard.core.selection import PARAMETERS
from dashboard.core.settings import NAME
from dashboard.export import files, streamed
from dashboard.figures import addresses, registry
from dashboard.figures.model import Figure
from dashboard.warehouse import choices
from dashboard.warehouse.engine import Warehouse
from dashboard.web import errors


def document(warehouse: Warehouse, say: Words, base: str) -> bytes:
    """The OpenAPI 3.1 document of everything that has an address here, as JSON."""
    paths: dict[str, Any] = {
        "/figures": _described_path(
            say("Every figure with its parameters"), "registry", "Registry", say
        ),
        addresses.openapi(): _described_path(say("This document"), "openapi", "Document", say),
        addresses.oembed(): _oembed_path(say),
        "/sources/{source}": _source_path(say),
        **{f"/tables/{{table}}.{ending}": _table_path(ending, say) for ending in streamed.WRITERS},
        **{f"/changes.{kind}": _news_path(kind, say) for kind in addresses.NEWS},
    }
    for figure in registry.figures_of(warehouse).values():
        for extension in addresses.EXTENSIONS:
            paths[addresses.figure_file(figure, extension)] = _figure_path(
                warehouse, figure, extension, say
            )
    described = {
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
                    "description": text,
                    "content": {
                        errors.MEDIA_TYPE: {"schema": _ref("schemas/Problem")},
                        "text/html": {"schema": {}},  # for whoever asks for HTML first
                    },
                }
                for status, text in _refusals(say).items()
            },
        },
    }
    return json.dumps(described, ensure_ascii=False).encode()


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/{name}"}


def _refusals(say: Words) -> dict[str, str]:
    return {
        "400": say("A parameter cannot be used; the answer names it."),
        "404": say("There is nothing at this address."),
        "414": say("The address is too long."),
        "429": say("Too many requests in a minute, or too many pictures at once."),
        "501": say("Only JSON is offered."),
        "503": say("No picture or slide can be made at the moment; the answer says why."),
    }


def _responses(content: Mapping[str, Any], *refusals: str) -> dict[str, Any]:
    return {
        "200": {
            "description": "OK",
            "headers": {"ETag": {"schema": {"type": "string"}}},
            "content": content,
        },
        "304": {"description": "Not Modified"},
        **{status: _ref(f"responses/{status}") for status in refusals},
    }


def _described_path(summary: str, name: str, schema: str, say: Words) -> dict[str, Any]:
    return {
        "get": {
            "operationId": name,
            "summary": summary,
            "parameters": [_language(say)],
            "responses": _responses(
                {"application/json": {"schema": _ref(f"schemas/{schema}")}}, "400", "414", "429"
            ),
        }
    }


def _language(say: Words) -> dict[str, Any]:
    return _parameter("lang", {"type": "string", "enum": list(LANGUAGES)}, say)


def _parameter(name: str, schema: dict[str, Any], say: Words) -> dict[str, Any]:
    text = dictionary.label("parameters", name, say.lang, "text")
    return {"name": name, "in": "query", "description": text, "schema": schema}


def _oembed_path(say: Words) -> dict[str, Any]:
    whole = {"type": "integer", "minimum": 1, "maximum": 100_000}
    own = [
        (
            "url",
            {"type": "string"},
            say(
                "The address of a figure's page or file, or of a page of the dashboard that begins "
                "with a figure."
            ),
        ),
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
                        "description": text,
                        "schema": schema,
                    }
                    for name, schema, text in own
                ),
                _language(say),
            ],
            "responses": _responses(
                {"application/json": {"schema": _ref("schemas/OEmbed")}},
                *("400", "404", "414", "429", "501"),
            ),
        }
    }


def _news_path(kind: str, say: Words) -> dict[str, Any]:
    region = {"type": "array", "items": _ref("schemas/Region")}
    parameters = [_parameter("region", region, say) | {"style": "form", "explode": True}]
    own: dict[str, tuple[dict[str, Any], str]] = {
        "since": (_TEXT, say("A revision of the facts: only what came after it, netted.")),
        # Browsers remember these codes for years: one that is no more is passed over.
        "first": (
            _TEXTS,
            say("Codes of regions whose news comes first; unknown ones are ignored."),
        ),
        "limit": (_WHOLE | {"minimum": 1, "maximum": 200}, say("How many entries at most.")),
    }
    names = {"atom": (), "json": ("since", "first", "limit"), "html": ("since",)}[kind]
    for name in names:
        schema, text = own[name]
        parameters.append({"name": name, "in": "query", "description": text, "schema": schema})
    schema = _ref("schemas/News") if kind == "json" else {}
    refusals = ("400", "404", "414", "429") if "since" in names else ("400", "414", "429")
    return {
        "get": {
            "operationId": f"changes-{kind}",
            "summary": say("What is new in the facts: scores, classes, OTT, zones, corrections"),
            "parameters": [*parameters, _language(say)],
            "responses": _responses({addresses.NEWS[kind]: {"schema": schema}}, *refusals),
        }
    }


def _table_path(ending: str, say: Words) -> dict[str, Any]:
    names = {
        "table": ("path", _TEXT, say("The name of a table, as the page Data lists it.")),
        "from_year": ("query", _YEAR, say("The first year of the rows.")),
        "to_year": ("query", _YEAR, say("The last year of the rows.")),
        "text": ("query", _TEXT, say("A text in the rows, as they are shown.")),
        "where": ("query", _TEXTS, say("Conditions, each as column:value.")),
    }
    region = {"type": "array", "items": _ref("schemas/Region")}
    parameters = [
        {"name": name, "in": place, "description": text, "schema": schema}
        | ({"required": True} if place == "path" else {})
        for name, (place, schema, text) in names.items()
    ]
    return {
        "get": {
            "operationId": f"tables-{ending}",
            "summary": say("All rows of a table, sent while they are read"),
            "parameters": [*parameters, _parameter("region", region, say), _language(say)],
            "responses": _responses(
                {files.MEDIA_TYPES[ending]: {"schema": {}}}, "400", "404", "414", "429", "503"
            ),
        }
    }


def _source_path(say: Words) -> dict[str, Any]:
    text = say("The id of a source, or the six digits at its end.")
    name = {"name": "source", "in": "path", "required": True, "description": text}
    return {
        "get": {
            "operationId": "source",
            "summary": say("Onwards to the page of a source: a short address to print"),
            "parameters": [name | {"schema": _TEXT}, _language(say)],
            "responses": {
                "302": {
                    "description": say("To the source's own address"),
                    "headers": {"Location": {"schema": {"type": "string", "format": "uri"}}},
                },
                **{status: _ref(f"responses/{status}") for status in ("404", "414", "429")},
            },
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
    if extension in (*addresses.PICTURES, addresses.SLIDE):
        refusals.append("503")
    schema = _ref("schemas/Figure") if extension == "json" else {}
    return {
        "get": {
            "operationId": f"{figure.id}-{extension}",
            "summary": f"{figure.long_label(say.lang)}: {figure.id} ({extension.upper()})",
            "parameters": [*parameters, _language(say)],
            "responses": _responses({files.MEDIA_TYPES[extension]: {"schema": schema}}, *refusals),
        }
    }


_TEXT: dict[str, Any] = {"type": "string"}
_TEXTS = {"type": "array", "items": _TEXT}
_WHOLE = {"type": "integer"}
_YEAR = _WHOLE | {"minimum": 1900, "maximum": 2200}
_RECORD = {"type": "object"}


def _schemas(warehouse: Warehouse) -> dict[str, Any]:
    facts = _object(
        {"version": _TEXT, "date": {"type": "string", "format": "date"}, "revision": _TEXT}
    )
    licence = _object({"name": _TEXT, "address": _TEXT})
    listed = _object({"id": _TEXT, "title": _TEXT, "parameters": _RECORD, "files": _RECORD})
    facts_of_news = _object({"version": _TEXT, "date": {"type": "string", "format": "date"}})
    texts = ("id", "revision", "when", "kind", "region_code", "region", "title", "sentence")
    change = _object(
        {**dict.fromkeys(texts, _TEXT), "figure": _TEXT, "address": _TEXT, "values": _RECORD}
    )
    problem = _object({"parameter": _TEXT, "value": _TEXT, "detail": _TEXT, "allowed": _TEXTS})
    return {
        "Region": {"type": "string", "enum": ["", *choices.regions(warehouse)]},
        "Registry": _object(
            {
                "figures": {"type": "array", "items": listed},
                "regions": _RECORD,
                "facts": facts,
                "licence": licence,
            }
        ),
        "Document": _object({"openapi": _TEXT, "info": _RECORD, "paths": _RECORD}),
        "Figure": _figure_schema(facts, licence),
        "OEmbed": _object(
            {
                "version": {"const": "1.0"},
                "type": {"const": "rich"},
                "title": _TEXT,
                "html": _TEXT,
                "width": _WHOLE,
                "height": _WHOLE,
                "provider_name": _TEXT,
                "provider_url": _TEXT,
            }
        ),
        "News": _object(
            {
                "revision": _TEXT,
                "facts": facts_of_news,
                "lang": _TEXT,
                "since": _TEXT,
                "regions": _TEXTS,
                "n": _WHOLE,
                "notice": _TEXT,
                "changes": {"type": "array", "items": change},
            }
        ),
        "Problem": _object(
            {"type": _TEXT, "title": _TEXT, "status": _WHOLE, "detail": _TEXT, "instance": _TEXT},
            errors={"type": "array", "items": problem},
        ),
    }


def _figure_schema(facts: dict[str, Any], licence: dict[str, Any]) -> dict[str, Any]:
    column = _object({"name": _TEXT, "type": _TEXT}, label=_TEXT, description=_TEXT)
    rows = {
        "columns": {"type": "array", "items": column},
        "rows": {"type": "array", "items": _RECORD},
    }
    source = _object(
        {
            "source_id": _TEXT,
            "publisher": _TEXT,
            "title": {"type": ["string", "null"]},
            "published_on": {"type": ["string", "null"]},
            "address": _TEXT,
            "is_official": {"type": "boolean"},
        }
    )
    words = ("id", "lang", "title", "subtitle", "reading", "unit", "period")
    return _object(
        {
            **dict.fromkeys(words, _TEXT),
            "parameters": _RECORD,
            "filters": _TEXTS,
            "caveats": _TEXTS,
            "licence": licence,
            "facts": facts,
            "addresses": _RECORD,
            **rows,
            "layers": {"type": "object", "additionalProperties": _object(rows)},
            "sources": {"type": "array", "items": source},
        }
    )


def _object(required: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(required), "properties": required | more}
