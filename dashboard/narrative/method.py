"""What the page of methods shows: rows of queries without parameters, asked once a warehouse."""

from __future__ import annotations

from dashboard.core import dictionary, limits
from dashboard.core.i18n import LANGUAGES, words
from dashboard.facts import Indicator
from dashboard.figures.model import Row
from dashboard.warehouse import indicators
from dashboard.warehouse.engine import Warehouse, cached
from dashboard.warehouse.tables import tables


@cached()
def records(warehouse: Warehouse, /, query: str, **numbers: int) -> tuple[Row, ...]:
    """The rows of a query that no reader chooses: they change with the facts only.

    Args:
        warehouse: where the facts are.
        query: such as `method/classes`.
        numbers: its limits, where it has some.

    Raises:
        KeyError: there is no such query.
    """
    return tuple(warehouse.records(query, **numbers))


def disputed(warehouse: Warehouse) -> tuple[Row, ...]:
    """The newest scores on which sources differ and what is known to be wrong, by observation."""
    return records(
        warehouse,
        "method/disputed",
        most_rows=limits.SCORES_OF_PAGE,
        most_each=limits.OBSERVATIONS_OF_SCORE,
    )


def source_use(warehouse: Warehouse) -> tuple[Row, ...]:
    """The sources behind most rows of the facts."""
    return records(warehouse, "data/source_use", most_rows=limits.MOST_SOURCES)


def table_name(warehouse: Warehouse, name: str, lang: str) -> str:
    """What a table is called: as the dictionary says, a declared one as the facts describe it."""
    known = {one.table for one in indicators.declared(warehouse).values()}
    if name in known and name not in dictionary.dictionary()["tables"]:
        return tables(warehouse)[name].title[lang]
    return dictionary.label("tables", name, lang)


def declared_indicators(warehouse: Warehouse) -> list[dict[str, dict[str, str]]]:
    """What each declared indicator is and is not: title and text, each by language."""
    return [
        {"title": one.long, "text": {lang: _meaning(one, lang) for lang in LANGUAGES}}
        for one in indicators.declared(warehouse).values()
    ]


def _meaning(one: Indicator, lang: str) -> str:
    say = words(lang)
    values = {"unit": one.unit[lang], "table": one.table}
    text = say("An indicator of the table {table}, in {unit}.", **values)
    if one.source_owner:
        owner = one.source_owner
        text = say("An indicator of {owner}, table {table}, in {unit}.", owner=owner, **values)
    return " ".join((text, *(caveat[lang] for caveat in one.caveats)))
