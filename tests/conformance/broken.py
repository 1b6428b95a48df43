"""The small country with a fault for every check: silent checks on good facts prove nothing."""

from __future__ import annotations

from typing import Any

from tests.fixtures import Tables, world


def broken() -> Tables:
    """Facts that every check of sql/check finds rows in."""
    tables = world()
    changes: dict[str, dict[int, dict[str, Any]]] = {
        "bimtek_activity": {0: {"end_date": "2016-09-19"}, 1: {"start_date": "2024-04-02"}},
        "coverage": {1: {"to_year": 2016}, 0: {"to_year": 2020}},
        "ott_incidents": {
            1: {"counted_by_kpk": "no", "outcome_id": "Divonis"},
            3: {"region_code": "63"},
            7: {"ott_date": "2030-01-01"},
        },
        "ott_offices": {0: {"office": "Bupati"}},
        "population": {8: {"population": 3_300_001}},
        "region_aliases": {1: {"alias": "Banjar-masin"}},
        "regions": {
            5: {"first_year": 2022},
            9: {"province_code": "62"},
        },
        "spi_class_reports": {0: {"spi_class": "sangat_rentan"}, 1: {"scope": "pemkot"}},
        "spi_classes": {9: {"lower_bound": 73.5}, 5: {"upper_bound": 60}},
        "spi_results": {17: {"scope": "pemkab"}, 9: {"scope": "pemkot"}},
    }
    for table, rows in changes.items():
        for number, cells in rows.items():
            tables[table][number].update(cells)
    tables["bimtek_activity"][4]["start_date"] = "2024-12-10"
    tables["bimtek_activity"].append(dict(tables["bimtek_activity"][2]))
    tables["population"].pop(4)
    tables["sources"] += [
        {**tables["sources"][0], "source_id": "lama-000009"},
        {**tables["sources"][0], "source_id": "lama-000001"},
    ]
    tables["spi_survey_years"].pop(0)
    return tables
