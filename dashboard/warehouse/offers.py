"""What the address of a page can be asked, by the facts that there are."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from dashboard.core.selection import INDICATORS, PARAMETERS, Offer, Selection
from dashboard.warehouse import choices, indicators, region_names, table_rows, tables
from dashboard.warehouse.engine import Warehouse, cached


def of_pages(warehouse: Warehouse) -> Offer:
    """Every parameter of any page, with its allowed values."""
    # Not remembered with the warehouse: it would hold itself.
    return replace(_offer(warehouse), named=partial(region_names.meant, warehouse))


@cached()
def _offer(warehouse: Warehouse) -> Offer:
    surveys = choices.survey_years(warehouse)
    events = (*choices.ott_years(warehouse), *table_rows.years(warehouse, "ott_yearly"))
    own = tuple(indicators.declared(warehouse))
    # An indicator of the office may be known of years without a survey.
    others = {year for one in own for year in indicators.years(warehouse, one)}
    return Offer(
        names=tuple(PARAMETERS),
        regions=choices.regions(warehouse),
        years=surveys,
        from_years=tuple(sorted({*surveys, *events, *others})),
        indicators=(*INDICATORS, *own),
        own_indicators=own,
        tables=tuple(tables.tables(warehouse)),
        columns=tables.every_column(warehouse),
        defaults=Selection(region=choices.presets(warehouse)["fokus"], indicator="spi"),
    )
