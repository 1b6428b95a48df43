"""What can be chosen: regions, groups of regions and years, asked from the warehouse once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dashboard.core import dictionary
from dashboard.core.i18n import message
from dashboard.core.selection import NATIONWIDE
from dashboard.core.settings import BadSetting, Settings
from dashboard.warehouse import indicators
from dashboard.warehouse.engine import Warehouse, cached

_UNKNOWN_REGIONS = message(
    "The setting {name}={value} cannot be used: {unknown} is not the Kemendagri code of a region. "
    "Provinces: {possible}; kabupaten and kota as in the table regions."
)
NATION, NATION_NAME = "00", "Indonesia"  # no region that can be chosen
# Kinds of government, which are compared apart, each by its level.
KINDS = ("provinsi", "kabupaten", "kota")


@dataclass(frozen=True)
class Region:
    """A region that can be chosen."""

    code: str
    name: str
    label: str
    level: str
    province_code: str
    island_group: str
    comparison_group: str
    has_own_government: bool

    @property
    def full_label(self) -> str:
        """The short name with the full one behind it, so that either can be searched for."""
        return self.name if self.label == self.name else f"{self.label} ({self.name})"


@cached()
def full_labels(warehouse: Warehouse) -> dict[str, str]:
    """What boxes offer: every region by its code, with its short and its full name."""
    return {code: region.full_label for code, region in regions(warehouse).items()}


@cached()
def regions(warehouse: Warehouse) -> dict[str, Region]:
    """Every region by its Kemendagri code, provinces first."""
    return {
        row["region_code"]: Region(
            row["region_code"],
            row["region_name"],
            row["region_label"],
            row["level"],
            row["province_code"],
            row["island_group"],
            row["comparison_group"],
            row["has_own_government"],
        )
        for row in warehouse.records("region/regions")
    }


def name_of(warehouse: Warehouse, code: str | None) -> str | None:
    """The full name of a region, or of the country; None of a code that nobody knows."""
    region = regions(warehouse).get(code or "")
    return region.name if region else NATION_NAME if code == NATION else None


def label_of(warehouse: Warehouse, group: str, code: str, lang: str) -> str:
    """What a value of a parameter is called: a region by its name, else as the dictionary says."""
    region = regions(warehouse).get(code) if group == "places" else None
    own = indicators.declared(warehouse).get(code) if group == "indicators" else None
    if own is not None:
        return own.label[lang]
    return region.full_label if region else dictionary.label(group, code, lang)


@cached()
def neighbours(warehouse: Warehouse, code: str) -> tuple[str, ...]:
    """Whom a region can be compared with: the governments of its kind in its comparison group.

    Kinds are never mixed. A province and a kota have the others of their island, a kabupaten those
    of its province; an administrative kabupaten or kota has none.
    """
    known = regions(warehouse)
    own = known[code]

    def is_near(other: Region) -> bool:
        return (
            other.code != code
            and other.has_own_government
            and (other.level, other.comparison_group) == (own.level, own.comparison_group)
        )

    if not own.has_own_government:
        return ()
    return tuple(other.code for other in known.values() if is_near(other))


def kinds_of(warehouse: Warehouse, codes: tuple[str, ...]) -> tuple[str, ...]:
    """The kinds of government among regions, in the order of `KINDS`; none where none is chosen."""
    found = {regions(warehouse)[code].level for code in codes}
    return tuple(kind for kind in KINDS if kind in found)


@cached()
def regencies(warehouse: Warehouse, within: str) -> tuple[str, ...]:
    """The kabupaten and kota of a place, a province before its own.

    Args:
        warehouse: where the facts are.
        within: `nasional`, an island group, or the code of a province.
    """
    return tuple(
        region.code
        for region in regions(warehouse).values()
        if region.code == within
        or (
            region.level != "provinsi"
            and within in (NATIONWIDE, region.island_group, region.province_code)
        )
    )


def place_around(warehouse: Warehouse, codes: tuple[str, ...]) -> str:
    """The smallest place that holds these kabupaten and kota: a province, an island or all."""
    own = [regions(warehouse)[code] for code in codes]
    provinces = {region.province_code for region in own}
    islands = {region.island_group for region in own}
    if len(provinces) == 1:
        return provinces.pop()
    return islands.pop() if len(islands) == 1 else NATIONWIDE


@cached()
def presets(warehouse: Warehouse) -> dict[str, tuple[str, ...]]:
    """Ready-made choices of regions: `fokus`, each island group, `semua` (every province).

    Raises:
        BadSetting: INTEGRITAS_FOCUS_REGIONS names a region that the facts do not know.
    """
    known = regions(warehouse)
    provinces = [region for region in known.values() if region.level == "provinsi"]
    islands: dict[str, list[str]] = {}
    for region in provinces:
        islands.setdefault(region.island_group, []).append(region.code)
    return {
        "fokus": _focus(known),
        **{name: tuple(codes) for name, codes in islands.items()},
        "semua": tuple(region.code for region in provinces),
    }


def _focus(known: dict[str, Region]) -> tuple[str, ...]:
    settings = Settings()
    unknown = [code for code in settings.focus_regions if code not in known]
    # The regions that nobody chose need not be in the facts of an office.
    if unknown and "focus_regions" in settings.model_fields_set:
        raise BadSetting(
            "INTEGRITAS_FOCUS_REGIONS",
            ",".join(settings.focus_regions),
            _UNKNOWN_REGIONS,
            unknown=", ".join(unknown),
            possible=", ".join(code for code in known if known[code].level == "provinsi"),
        )
    return tuple(code for code in settings.focus_regions if code in known)


@cached()
def _survey_year_rows(warehouse: Warehouse) -> tuple[dict[str, Any], ...]:
    return tuple(warehouse.records("spi/spi_years"))


def survey_years(warehouse: Warehouse) -> tuple[int, ...]:
    """The survey years, oldest first."""
    return tuple(sorted({row["year"] for row in _survey_year_rows(warehouse)}))


def best_known_year(warehouse: Warehouse, scope: str) -> int:
    """The newest year in which at least half of the provinces have a score in this scope."""
    return next(
        int(row["year"])
        for row in _survey_year_rows(warehouse)
        if row["scope"] == scope and row["is_default"]
    )


@cached()
def _ott_span(warehouse: Warehouse) -> dict[str, int]:
    return dict(warehouse.records("ott/ott_years")[0])


def ott_years(warehouse: Warehouse) -> tuple[int, ...]:
    """The years that the incident table covers, oldest first."""
    span = _ott_span(warehouse)
    return tuple(range(span["first_year"], span["last_year"] + 1))


@cached()
def bimtek_years(warehouse: Warehouse) -> tuple[int, ...]:
    """The years from the first activity found to the last one."""
    [span] = warehouse.records("bimtek/bimtek_years")
    return tuple(range(span["first_year"], span["last_year"] + 1))


def complete_ott_years(warehouse: Warehouse) -> tuple[int, int]:
    """The first and last year in which the incident table is complete."""
    span = _ott_span(warehouse)
    return span["first_complete_year"], span["last_complete_year"]


@cached()
def wbk_years(warehouse: Warehouse) -> tuple[int, ...]:
    """The years that integrity zones are known of, oldest first."""
    [span] = warehouse.records("wbk/wbk_years")
    return tuple(range(span["first_year"], span["last_year"] + 1))
