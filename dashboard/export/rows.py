"""The rows of a figure as they leave: exactly those that are drawn, with what they mean."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dashboard.core import dictionary
from dashboard.core.i18n import LANGUAGES, Words, words
from dashboard.core.selection import PARAMETERS
from dashboard.export import files
from dashboard.export.sources import source_text
from dashboard.figures import addresses
from dashboard.figures.model import Answer, Figure
from dashboard.warehouse import tables
from dashboard.warehouse.engine import Warehouse
from dashboard.warehouse.tables import Column

if TYPE_CHECKING:
    import pyarrow as pa

LABEL = "_label"


def parameters(answer: Answer) -> dict[str, Any]:
    """The parameters that gave an answer, resolved: lists for those that may be repeated."""
    selection = answer.selection
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name in (*answer.figure.parameters, "lang")
        for value in (getattr(selection, name),)
    }


def filters(warehouse: Warehouse, answer: Answer, say: Words) -> tuple[str, ...]:
    """Which rows these are, one sentence a parameter."""
    from dashboard.warehouse import choices

    regions = choices.regions(warehouse)

    def named(name: str, value: object) -> str:
        if name == "region":
            return regions[str(value)].full_label
        if group := PARAMETERS[name].group:
            return choices.label_of(warehouse, group, str(value), say.lang)
        return str(value)

    sentences = []
    for name, value in parameters(answer).items():
        if name == "lang" or value is None or value == []:
            continue
        label = dictionary.label("parameters", name, say.lang)
        each = value if isinstance(value, list) else [value]
        texts = [named(name, one) for one in each]
        if name == "region":
            sentences.append(_regions(answer.figure, texts, say))
        else:
            sentences.append(f"{label}: {', '.join(texts)}.")
    return tuple(sentences)


def _regions(figure: Figure, names: list[str], say: Words) -> str:
    """What the chosen regions are to the rows: the only ones that are here, or marked ones."""
    if figure.use_of_regions == "mark":
        return say(
            "Highlighted, not filtered: {regions}. Rows of other regions are here too.",
            regions=", ".join(names),
        )
    if figure.use_of_regions == "first":
        return say("Filtered: only rows of {region} are here.", region=names[0])
    if figure.use_of_regions == "province of first":
        return say("Filtered: only rows of the province of {region} are here.", region=names[0])
    return say("Filtered: only rows of {regions} are here.", regions=", ".join(names))


def named(rows: pa.Table, say: Words) -> pa.Table:
    """The rows with the name of each code beside it, as `<column>_label`."""
    import pyarrow as pa

    for column in rows.column_names:
        group = dictionary.group_of(column)
        if group is None:
            continue
        names = [
            None if code is None else dictionary.label(group, code, say.lang)
            for code in rows.column(column).to_pylist()
        ]
        place = rows.column_names.index(column) + 1
        rows = rows.add_column(place, f"{column}{LABEL}", pa.array(names, pa.string()))
    return rows


def columns(warehouse: Warehouse, query: str, rows: pa.Table, say: Words) -> dict[str, Column]:
    """What each column of a query's rows means, by name; of a code's name: whose name it is."""
    known = tables.columns_of(warehouse, query)
    found = {}
    for name in rows.column_names:
        code = name.removesuffix(LABEL)
        if name in known:
            found[name] = known[name]
        elif code in known:
            label = {lang: _name_of(known[code], words(lang)) for lang in LANGUAGES}
            found[name] = Column(name, "", label, label)
    return found


def _name_of(code: Column, say: Words) -> str:
    return say("Name of {code}", code=code.label[say.lang])


def table_export(
    warehouse: Warehouse, answer: Answer, layer: str = "", base: str = ""
) -> files.TableExport:
    """The rows of a figure (or of one of its layers) with everything that travels with them.

    Args:
        warehouse: where the facts are.
        answer: the figure, asked.
        layer: a layer of the figure; none is its own rows, with the layers beside them.
        base: the address of the dashboard, before the path.
    """
    from dashboard.warehouse.sources import sources_of

    say = words(answer.selection.lang)
    rows = named(answer.layer_tables[layer] if layer else answer.table, say)
    query = answer.figure.layers[layer] if layer else answer.figure.query
    beside = {} if layer else {n: named(t, say) for n, t in answer.layer_tables.items() if len(t)}
    titles = {name: dictionary.label("layers", name, say.lang) for name in beside}
    described = columns(warehouse, query, rows, say)
    return files.TableExport(
        title=f"{answer.headline}. {answer.subtitle}",
        rows=rows,
        columns={name: column.described(say) for name, column in described.items()},
        filters=filters(warehouse, answer, say),
        sources=sources_of(warehouse, answer.layers[layer]) if layer else answer.sources,
        facts_version=answer.facts_version,
        revision=answer.revision,
        lang=answer.selection.lang,
        # Behind a way that only holds here, a file that was taken away would name nothing.
        address=addresses.address(answer, "json", base=base) if addresses.is_whole(base) else "",
        layers={titles[name]: layer_rows for name, layer_rows in beside.items()},
        caveats=answer.caveats,
        labels={
            "": _labels(described, say),
            **{
                titles[name]: _labels(
                    columns(warehouse, answer.figure.layers[name], layer_rows, say), say
                )
                for name, layer_rows in beside.items()
            },
        },
    )


def _labels(described: Mapping[str, Column], say: Words) -> dict[str, str]:
    return {name: column.label[say.lang] for name, column in described.items()}


def as_json(warehouse: Warehouse, answer: Answer, base: str) -> bytes:
    """The rows with title, filters, units, sources, licence and date beside them."""
    say = words(answer.selection.lang)

    figure = answer.figure
    document = {
        "id": figure.id,
        "lang": say.lang,
        "title": answer.headline,
        "subtitle": answer.subtitle,
        "reading": answer.reading,
        "unit": answer.unit,
        "period": answer.period,
        "parameters": parameters(answer),
        "filters": filters(warehouse, answer, say),
        "caveats": answer.caveats,
        "licence": {"name": "CC BY 4.0", "address": files.FACTS_LICENCE},
        "how_to_cite": files.cite(answer.facts_version, answer.revision, say),
        "facts": {
            "version": answer.facts_version,
            "date": answer.facts_date,
            "revision": answer.revision,
        },
        "source_line": source_text(answer.sources, answer.facts_version, say),
        "addresses": {
            extension: addresses.address(answer, extension, base=base)
            for extension in addresses.EXTENSIONS
        },
        **_described(warehouse, figure.query, answer.table, say),
        "layers": {
            name: _described(warehouse, figure.layers[name], rows, say)
            for name, rows in answer.layer_tables.items()
        },
        "sources": [
            {
                "source_id": source.source_id,
                "publisher": source.publisher,
                "title": source.title,
                "published_on": source.published_on,
                "address": source.url,
                "is_official": source.is_official,
            }
            for source in answer.sources
        ],
    }
    # Days are the only values that JSON has no word for.
    return json.dumps(document, ensure_ascii=False, allow_nan=False, default=str).encode()


def _described(warehouse: Warehouse, query: str, rows: pa.Table, say: Words) -> dict[str, Any]:
    """The rows of a query, and what each column of them means."""
    rows = named(rows, say)
    known = columns(warehouse, query, rows, say)
    return {
        "columns": [
            {
                "name": column.name,
                "type": str(column.type),
                "label": known[column.name].label[say.lang],
                "description": known[column.name].described(say),
                "unit": (known[column.name].unit or {}).get(say.lang),
            }
            for column in rows.schema
        ],
        "rows": rows.to_pylist(),
    }
