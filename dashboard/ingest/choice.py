"""Choosing: which table a file is for, and which of its sheets holds it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.facts import Field
from dashboard.ingest.columns import Headings
from dashboard.ingest.layout import Header, find_header
from dashboard.ingest.sheet import Sheet

# A sheet with fewer of the columns that another has is no rival of it.
_RIVAL = 0.7
# Codes that a list leaves unsaid; of others, such as a class, no list is without a column.
_UNSAID = (
    "reliability", "date_precision", "year_basis", "award_by", "owner_type", "kpk_involved",
    "counted_by_kpk",
)  # fmt: skip


@dataclass(frozen=True)
class Candidate:
    """A sheet, and the header that a table finds in it."""

    sheet: Sheet
    header: Header


def sheets_for(sheets: Sequence[Sheet], headings: Headings) -> list[Candidate]:
    """The sheets that a table can be read from: those with most of its header, and rows below."""
    found = [
        Candidate(sheet, header)
        for sheet in sheets
        if (header := find_header(sheet, headings)) and header.start < len(sheet.rows)
    ]
    most = max((one.header.known for one in found), default=0)
    return [one for one in found if one.header.known >= _RIVAL * most]


def tables_for(sheets: Sequence[Sheet], known: Sequence[Headings]) -> tuple[str, list[str]]:
    """The table that a file is for, where only one fits; and all that it may be for, best first.

    A table fits where every column that it must have is in the sheet, or can be filled or asked;
    of several that do, the one whose columns most headings name, and that lacks fewest.
    """
    worth: dict[str, tuple[bool, int, int]] = {}
    for headings in known:
        for sheet in sheets:
            if (header := find_header(sheet, headings)) is None:
                continue
            lacks = lacking(
                headings,
                {meaning.column for _, text in header.headings if (meaning := headings.find(text))},
            )
            is_fit = all(
                is_askable(field) and ("enum" not in field.constraints or field.name in _UNSAID)
                for field in lacks
            )
            own = (is_fit, header.known, -len(lacks))
            worth[headings.table.name] = max(own, worth.get(headings.table.name, own))
    ranked = sorted(worth, key=lambda name: worth[name], reverse=True)
    is_sure = ranked and worth[ranked[0]][0] and [*worth.values()].count(worth[ranked[0]]) == 1
    return ranked[0] if is_sure else "", ranked


def lacking(headings: Headings, found: set[str]) -> list[Field]:
    """The columns that a table must have and that neither stand in a sheet nor follow from it."""
    fields = [
        field
        for field in headings.table.fields
        if field.constraints.get("required") or field.name in headings.table.key
    ]
    has_region = bool({headings.region, "region", "province"} & found)
    has_source = bool({headings.source, "source.url"} & found)
    dates = [field.name for field in headings.table.fields if field.type == "date"]
    follows = {
        headings.region: has_region,
        headings.source: has_source,
        "scope": has_region and headings.has_scope_of_region,
        "date_precision": bool(dates) and dates[0] in found,
        headings.own_id: (has_region and bool(dates) and dates[0] in found)
        or (headings.table.name == "sources" and "url" in found),
    }
    return [
        field for field in fields if field.name not in found and not follows.get(field.name, False)
    ]


def is_askable(field: Field) -> bool:
    """Whether one value of a column can hold for all rows of a sheet."""
    return (
        "enum" in field.constraints
        or field.type in ("year", "date")
        or field.is_partial_date
        or field.name == "source_id"
    )
