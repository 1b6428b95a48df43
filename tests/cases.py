"""Cases that several tests go through: pages, figures at several parameters, words of readers."""

from __future__ import annotations

from itertools import product

import pytest

from dashboard.core.i18n import LANGUAGES
from dashboard.core.selection import CODE_FILTERS, REFERENCES, Selection

# --- pages ---------------------------------------------------------------------------------------

PAGES = (
    "ringkasan",
    "peta",
    "tren",
    "bandingkan",
    "ott",
    "bimtek",
    "zona",
    "regulasi",
    "profil",
    "data",
    "paparan",
    "metodologi",
)

FEW_FACTS, NO_FACTS = "11.11", "92.02"  # Bireuen has one regulation

# Names of parameters and values that an address may hold, sound ones and others.
NAMES = ("region", "year", "scope", "lang", "from_year", "to_year", "indicator", "reference")
OWN_NAMES = (
    *CODE_FILTERS,
    *("table", "area", "where", "sql", "focus", "weights", "ott_direction", "events", "tray"),
    *("region_level", "within", "kind"),
)
VALUES = (
    *("63", "63.71", "99", "2008", "2024", "2026", "latest", "en", "pemprov", "pulau", ""),
    *("kabupaten_kota", "bansos", "bimtek", "wbs", "yes", "pemda", "kemenpanrb", "all", "shown"),
    *("regencies", "nasional", "Kalimantan", "kota"),
    *("mart_spi", "spi_results", "5,5,0", "0,0,0", "5,5", "99,1,1", "fewer_is_better", "ott_count"),
)

# --- words of readers ----------------------------------------------------------------------------

HOSTILE = "“<b>” \U0001f600 \x00\x07\u202e\n\r\t'\"\\=1+1{}&"

# --- figures -------------------------------------------------------------------------------------

FOCUS = ("63", "64", "62", "13")
ISLAND = ("61", "62", "63", "64", "65")  # Kalimantan

# Each figure at several parameters.
ASKED = {
    "spi-map": (
        Selection(region=FOCUS),
        Selection(year=2021),
        Selection(year=2022, scope="agregat_wilayah"),
        Selection(year=2025, region=("17",)),
    ),
    "spi-trend": (
        Selection(region=FOCUS, events="shown"),
        Selection(region=()),
        Selection(region=("63.71", "64.71"), year=2024, from_year=2022),
        Selection(region=("63",), reference=("nasional", "rerata_pemprov", "pulau")),
        Selection(region=("64",), scope="agregat_wilayah", reference=()),
    ),
    "spi-trend-panels": (
        Selection(region=(*ISLAND, "64.71", "71.09"), events="shown"),
        Selection(region=()),
        Selection(region=ISLAND, year=2024, from_year=2022),
        Selection(region=("63", "63.71", "33"), reference=REFERENCES),
        Selection(region=("71.09",), scope="agregat_wilayah", reference=()),
        Selection(region=("64.71", "31"), year=2021, from_year=2021),
    ),
    "spi-ranking": (
        Selection(region=FOCUS),
        Selection(year=2021),
        Selection(year=2023, scope="agregat_wilayah"),
    ),
    "spi-regencies": (
        Selection(region=("63",)),
        Selection(region=("64.71",), year=2025),
        Selection(region=("74",), year=2021),
        Selection(region=("31",)),
        Selection(region=("96",), year=2025),
        Selection(region=()),
    ),
    "spi-change": (
        Selection(region=FOCUS),
        Selection(),
        Selection(year=2022, from_year=2021, region=("63.71", "63")),
        Selection(year=2025, from_year=2021, scope="agregat_wilayah"),
        Selection(year=2021),
    ),
    "spi-regency-map": (
        Selection(),
        Selection(region=("63.71",), within="63"),
        Selection(within="12", year=2023, region=("12.73",)),
        Selection(within="31"),
        Selection(within="Papua", year=2021),
    ),
    "spi-regency-ranking": (
        Selection(within="63", region=("63.71",)),
        Selection(kind="kota", region=("63.71", "64.71")),
        Selection(within="Kalimantan", year=2021),
        Selection(within="31"),
        Selection(within="96", kind="kabupaten", year=2025),
    ),
    "ott-map": (
        Selection(),
        Selection(indicator="ott_count", year=2019, from_year=2018),
        Selection(indicator="per_100_governments", region=("31",)),
        Selection(indicator="ott_count", year=2026, from_year=2026),
        Selection(indicator="per_10_million_people", year=2015, from_year=2010),
    ),
    "ott-by-year": (
        Selection(),
        Selection(year=2015),
        Selection(year=2025, from_year=2016),
    ),
    "ott-timeline": (
        Selection(),
        Selection(region=FOCUS),
        Selection(region=("63",), from_year=2016, year=2025, level=("provinsi",)),
        Selection(sector=("bansos", "jual beli jabatan"), year=2026, from_year=2026),
        Selection(region=("92.02",)),
    ),
    "ott-sectors": (
        Selection(),
        Selection(region=FOCUS, level=("pusat_daerah", "provinsi")),
        Selection(from_year=2016, year=2025),
        Selection(region=("92.02",)),
    ),
    "ott-offices": (
        Selection(),
        Selection(region=FOCUS, level=("pusat_daerah", "provinsi"), sector=("peradilan",)),
        Selection(from_year=2016, year=2025),
        Selection(region=("92.02",)),
    ),
    "response-timeline": (
        Selection(region=("63",)),
        Selection(region=("64.71",), from_year=2022, year=2025),
        Selection(region=("92.01",)),
        Selection(region=()),
    ),
    "coverage-matrix": (
        Selection(region=FOCUS),
        Selection(scope="agregat_wilayah"),
        Selection(year=2023, from_year=2023),
    ),
    "bimtek-calendar": (
        Selection(region=FOCUS),
        Selection(),
        Selection(region=("64.71",), year=2024, from_year=2024, kpk=("no",)),
        Selection(region=("92.01",)),
    ),
    "bimtek-topics": (
        Selection(region=FOCUS),
        Selection(activity_type=("bimtek",), topic=("wbs", "antikorupsi")),
        Selection(region=("92.01",), year=2020),
    ),
    "bimtek-timeline": (
        Selection(region=FOCUS),
        Selection(year=2022),
        Selection(region=("63", "63.71"), topic=("antikorupsi",), from_year=2024),
        Selection(region=("92.01",)),
    ),
    "regulation-subjects": (
        Selection(region=FOCUS),
        Selection(),
        Selection(region=("13.71",), year=2021, subject=("wbs",)),
        Selection(region=("92.01",)),
    ),
}
ASKED |= {
    "wbk-ladder": (
        Selection(region=FOCUS),
        Selection(),
        Selection(region=("64.71", "64"), owner=("pemda",), from_year=2023, year=2024),
        Selection(region=("63", "94"), award=("internal",)),
        Selection(region=("92.02",)),
    ),
    "wbk-by-year": (
        Selection(),
        Selection(from_year=2020, year=2021),
        Selection(from_year=2024, year=2025),
    ),
    "spi-scorecard": (
        Selection(region=FOCUS),
        Selection(),
        Selection(year=2021, scope="agregat_wilayah"),
        Selection(year=2025, region=("63.71", "64.71", "13", "31.71")),
    ),
    "rank-range": (
        Selection(),
        Selection(weights=(5, 0, 5), ott_direction="fewer_is_better"),
        Selection(weights=(0, 0, 7)),
        Selection(year=2021, weights=(1, 1, 0)),
        Selection(year=2025, from_year=2024, region=(*FOCUS, "64.71"), weights=(3, 10, 0)),
    ),
}
CASES = [
    pytest.param(figure_id, selection, lang, id=f"{figure_id}-{number}-{lang}")
    for (figure_id, selections), lang in product(ASKED.items(), LANGUAGES)
    for number, selection in enumerate(selections)
]


def in_language(selection: Selection, lang: str) -> Selection:
    return Selection(**{**vars(selection), "lang": lang})
