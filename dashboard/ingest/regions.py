"""Matching regions: code, name, province and level of a row together; what is unsure is asked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dashboard.ingest import words
from dashboard.ingest.sheet import Cell, Flaw, Number, text_of
from dashboard.warehouse import choices, region_names
from dashboard.warehouse.choices import NATION, NATION_NAME, Region
from dashboard.warehouse.engine import Warehouse

# "63.1" of a program that took 63.10 for a number; 63.01 would have kept its zero.
_CUT = re.compile(r"(\d{2})[.,](\d)")
_SHORT_CODE = re.compile(r"\d{2}[.,]0\d")
_NATION_CODE = re.compile(r"0+")
SCOPE_LEVELS = {
    "pemprov": "provinsi",
    "agregat_wilayah": "provinsi",
    "pemkab": "kabupaten",
    "pemkot": "kota",
}


@dataclass(frozen=True)
class Given:
    """What a row says of its region; empty where it says nothing."""

    code: Cell = None
    name: str = ""
    province: str = ""
    level: str = ""


@dataclass(frozen=True)
class Found:
    """What a row's region was read as.

    Attributes:
        code: of the region; empty where it is asked, or of another body.
        is_other: whether it is a body that is no government of a region.
        is_left_out: whether it is left out, as it was answered.
        key: of the question, where it is asked.
        text: what stands there.
        candidates: code and name of the regions that it may be.
        proposed: the code of the likeliest.
    """

    code: str = ""
    is_other: bool = False
    is_left_out: bool = False
    key: str = ""
    text: str = ""
    candidates: tuple[tuple[str, str], ...] = ()
    proposed: str = ""


@dataclass
class Regions:
    """The regions of one sheet.

    Attributes:
        warehouse: knows every name.
        answers: to `region:<key>`: a code, or an empty text to leave such rows out.
        allows_nation: whether the country itself may stand in the column.
        keeps_zero: whether codes such as 63.01 stand in the column, so that 63.1 must be 63.10.
    """

    warehouse: Warehouse
    answers: Mapping[str, object]
    allows_nation: bool
    keeps_zero: bool = False
    _seen: dict[Given, Found] = field(default_factory=dict)

    def look_at(self, cells: Sequence[Cell]) -> None:
        """Learn from a whole column of codes how they are written."""
        texts = {text_of(cell) for cell in cells}
        self.keeps_zero = any(_SHORT_CODE.fullmatch(text) for text in texts)

    def find(self, given: Given) -> Found:
        """The region of a row."""
        if given not in self._seen:
            self._seen[given] = self._find(given)
        return self._seen[given]

    def _find(self, given: Given) -> Found:
        if isinstance(given.code, Flaw):
            return Found(text=given.code.text)
        code = text_of(given.code).lstrip("'’")
        code = "" if words.is_missing(code) else code
        name = "" if words.is_missing(given.name) else given.name
        province = "" if words.is_missing(given.province) else given.province
        if self.allows_nation and _is_nation(code, name, province):
            return Found(NATION, text=name or code)
        level = "provinsi" if not code and not name else given.level
        by_code = self._by_code(given.code, code) if code else []
        if not by_code and words.first_word(name) in words.synonyms()["other_bodies"]:
            return Found(is_other=True, text=name)
        if len(by_code) == 1 and not name and not self._is_in(by_code[0], province):
            by_code = by_code * 2  # the province beside it speaks against it
        called = name or ("" if code else province)
        by_name = self._by_name(called, province if name else "", level)
        text = " ".join(part for part in (code, name or province) if part)
        key = "region:" + ",".join(
            part for part in map(region_names.name_key, (code, name, province)) if part
        )
        certain, candidates = _together(by_code, by_name)
        if certain:
            return Found(certain.code, text=text)
        answer = self.answers.get(key)
        if isinstance(answer, str) and (not answer or self._is_code(answer)):
            return Found(answer, is_left_out=not answer, text=text)
        return Found(
            key=key,
            text=text,
            candidates=tuple((one.code, one.name) for one in candidates),
            proposed=self._proposed(given.code, candidates),
        )

    def _is_code(self, answer: str) -> bool:
        known = choices.regions(self.warehouse)
        return answer in known or (self.allows_nation and answer == NATION)

    def _by_code(self, cell: Cell, text: str) -> list[Region]:
        """The regions that a code may mean; one is certain."""
        text = re.sub(r"\.0$", "", text) if isinstance(cell, Number) else text
        text = re.sub(r"(?<=\d),(?=\d)", ".", text)
        known = choices.regions(self.warehouse)
        if text in known:
            return [known[text]]
        if (cut := _CUT.fullmatch(text)) is not None and self.keeps_zero:
            whole = known.get(f"{cut[1]}.{cut[2]}0")
            return [whole] if whole else []
        if cut is not None:
            both = (f"{cut[1]}.{cut[2]}0", f"{cut[1]}.0{cut[2]}")
            return [known[code] for code in both if code in known] * 2  # never certain
        found = region_names.read(self.warehouse, text)
        if found.region:
            return [found.region]
        return [*found.candidates] * (1 if len(found.candidates) > 1 else 2)

    def _by_name(self, name: str, province: str, level: str) -> list[Region]:
        """The regions that a name may mean, with its level and province beside it."""
        if not name:
            return []
        alone = self._read(name)
        has_level = bool(set(words.key(name).split()) & region_names.LEVEL_OF.keys())
        tried = [f"{level} {name}"] if level and not has_level else [name]
        if province and level != "provinsi":
            tried = [f"{one}, {province}" for one in tried] + tried
        for text in tried:
            found = self._read(text)
            if len(found) == 1:
                is_sure = _fits(found[0], level, has_level) and self._is_in(found[0], province)
                return found if is_sure else [*found, *alone] * 2
        found = [one for one in alone if _fits(one, level, has_level)]
        return (found or alone) if len(alone) > 1 and len(found) != 1 else [*(found or alone)] * 2

    def _is_in(self, region: Region, province: str) -> bool:
        """Whether nothing that is certain of the province speaks against a region."""
        places = self._read(f"provinsi {province}") if province else []
        return len(places) != 1 or places[0].code == region.province_code

    def _read(self, text: str) -> list[Region]:
        """The region that is certain, or several that it may be; one candidate stands twice."""
        found = region_names.read(self.warehouse, text)
        if found.region:
            return [found.region]
        return [*found.candidates] * (2 if len(found.candidates) == 1 else 1)

    def _proposed(self, cell: Cell, candidates: Sequence[Region]) -> str:
        """Of a code that is cut short the one that arithmetic gives."""
        cut = _CUT.fullmatch(text_of(cell))
        likely = f"{cut[1]}.{cut[2]}0" if cut else ""
        codes = [one.code for one in candidates]
        return likely if likely in codes else codes[0] if len(codes) == 1 else ""


def _is_nation(code: str, name: str, province: str) -> bool:
    is_named = words.key(name or province) in words.synonyms()["nation"]
    return bool(_NATION_CODE.fullmatch(code)) or (not code and is_named)


def _fits(region: Region, level: str, has_level: bool) -> bool:
    return has_level or not level or region.level == level


def _together(by_code: list[Region], by_name: list[Region]) -> tuple[Region | None, list[Region]]:
    """The region that code and name agree on, else all that they may mean."""
    if not by_code:
        return (by_name[0], []) if len(by_name) == 1 else (None, _once(by_name))
    if not by_name:
        return (by_code[0], []) if len(by_code) == 1 else (None, _once(by_code))
    shared = [one for one in _once(by_code) if one in by_name]
    if len(shared) == 1:
        return shared[0], []
    return None, shared or _once([*by_code, *by_name])


def _once(regions: Sequence[Region]) -> list[Region]:
    return list(dict.fromkeys(regions))


def name_of(warehouse: Warehouse, code: str) -> str:
    """The official name of a region, also of the country."""
    return NATION_NAME if code == NATION else choices.regions(warehouse)[code].name


def level_of(warehouse: Warehouse, code: str) -> str:
    """The level of a region, `nasional` of the country."""
    return "nasional" if code == NATION else choices.regions(warehouse)[code].level


def level_in(text: str) -> str:
    """The level that a cell such as “Pemerintah Kabupaten” says; empty where not just one."""
    found = {
        region_names.LEVEL_OF[word]
        for word in words.key(text).split()
        if word in region_names.LEVEL_OF
    }
    return found.pop() if len(found) == 1 else ""
