"""Which region a text means: a name of any kind, a code, or none; never silently another.

A reading is certain, or asks among candidates, or finds nothing. Names that people use are facts
(`data/region_aliases.csv`) or follow from the official name (`mart_region_name`); what stands here
is the grammar around them: words for kinds of government, short forms of common words, codes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import permutations

from dashboard.core.parameters import Meant
from dashboard.warehouse import choices
from dashboard.warehouse.choices import Region
from dashboard.warehouse.engine import Warehouse, cached

LONGEST = 120
SHORTEST = 3
MOST_CANDIDATES = 8
MOST_PARTS = 4
# So much of a name, typed without a mistake, stands for all of it.
MOST_OF_A_NAME = 0.75
# Words of a government's kind, which stand before or behind a name.
LEVELS = {
    "provinsi": "provinsi propinsi prov prop pemprov province gubernur governor",
    "kabupaten": "kabupaten kab pemkab regency bupati regent",
    "kota": "kota pemkot pemko city kotamadya kodya municipality walikota mayor",
}
LEVEL_OF = {word: level for level, words in LEVELS.items() for word in words.split()}
# Words around a name that do not say which region it is.
OTHERS = (
    "pemerintah pemda government inspektorat inspectorate dprd daerah administrasi adm "
    "administratif administrative dati ii tingkat tk dt wali of the indonesia"
)
FILLERS = OTHERS.split()
MISSPELT = [word for word in (*LEVEL_OF, *FILLERS) if len(word) > 6]
# Short forms and other spellings of words that stand in many names.
WORDS = {
    short: word
    for word, shorts in {
        "barat": "bar brt",
        "jakarta": "jkt djakarta",
        "jawa": "java djawa",
        "kalimantan": "kal",
        "kepulauan": "kep kepul",
        "padang": "pd",
        "pegunungan": "peg",
        "selatan": "sel slt sltn",
        "sulawesi": "sul",
        "sumatera": "sum sumatra",
        "tanjung": "tj tjg tg",
        "tengah": "teng tgh tngh",
        "tenggara": "tgr",
        "timur": "tim tmr",
        "utara": "ut utr",
        "yogyakarta": "jogja yogya jogjakarta djogjakarta",
    }.items()
    for short in shorts.split()
}
_PARTS = re.compile(r"[,;/()|–—]|\s-\s")
_CODE = re.compile(r"(\d{2})\s*([. ]?)\s*(\d{1,2})?")
_ISO = re.compile(r"id[\s_-]?([a-z]{2})", re.IGNORECASE)
# The BPS gives other provinces of Papua the numbers that the Kemendagri gives here.
_PAPUA = "9"


@dataclass(frozen=True)
class Reading:
    """What a text was read as.

    Attributes:
        text: as it was given.
        region: the one that is certain; none where the text asks or finds nothing.
        candidates: the regions that it may mean, the likeliest first, where none is certain.
    """

    text: str
    region: Region | None = None
    candidates: tuple[Region, ...] = ()

    def among(self, codes: Collection[str]) -> Reading:
        """The same where only these regions can be meant; one that is left of several is asked."""
        region = self.region if self.region and self.region.code in codes else None
        return Reading(
            self.text, region, tuple(one for one in self.candidates if one.code in codes)
        )


@dataclass(frozen=True)
class _Names:
    """Every name and code, ready to be looked up."""

    by_key: dict[str, tuple[Region, ...]]
    by_iso: dict[str, Region]
    by_bps: dict[str, Region]


def name_key(text: str) -> str:
    """A name as it is compared: lower-case letters and digits, without accents and spaces."""
    return "".join(_words(text))


def read(warehouse: Warehouse, text: str) -> Reading:
    """What a text means: by codes, by names, and else by what is near to a name."""
    text = text.strip()
    if not text or len(text) > LONGEST:
        return Reading(text)
    if any(letter.isdigit() for letter in text) and (found := _code(warehouse, text)) is not None:
        return found
    if (iso := _ISO.fullmatch(text)) is not None:
        by_iso = _names(warehouse).by_iso.get(f"ID-{iso[1].upper()}")
        if by_iso:
            return Reading(text, by_iso)
    return _exact(warehouse, text) or _near(warehouse, text)


def meant(warehouse: Warehouse, text: str) -> Meant:
    """What a name means that stands in an address in the place of a code."""
    found = read(warehouse, text)
    regions = (found.region,) if found.region else found.candidates
    return Meant(tuple((one.code, one.name) for one in regions), found.region is not None)


@cached()
def _names(warehouse: Warehouse) -> _Names:
    known = choices.regions(warehouse)
    by_key: dict[str, dict[Region, None]] = {}
    for row in warehouse.records("region/region_names"):
        by_key.setdefault(row["name_key"], {})[known[row["region_code"]]] = None
    codes = warehouse.records("region/region_codes")
    return _Names(
        {
            key: tuple(one for one in known.values() if one in found)
            for key, found in by_key.items()
        },
        {row["iso_3166_2"]: known[row["region_code"]] for row in codes if row["iso_3166_2"]},
        {row["bps_code"]: known[row["region_code"]] for row in codes if row["bps_code"]},
    )


# --- codes ---------------------------------------------------------------------------------------


def _code(warehouse: Warehouse, text: str) -> Reading | None:
    """A code as people write it; None where the text is none.

    Without a dot it may be one of the BPS, which counts otherwise: where both exist and differ,
    and in Papua always, it asks. A number that is cut short asks too.
    """
    if (parts := _CODE.fullmatch(text)) is None:
        return None
    province, dot, rest = parts.groups()
    known = choices.regions(warehouse)
    code = f"{province}.{rest}" if rest else province
    official, by_bps = known.get(code), _names(warehouse).by_bps.get(province + (rest or ""))
    if rest and len(rest) == 1:
        begun = [
            region
            for region in known.values()
            if region.code in (f"{province}.0{rest}",) or region.code.startswith(code)
        ]
        return Reading(text, candidates=tuple(begun[:MOST_CANDIDATES]))
    if dot and official:
        return Reading(text, official)
    found = tuple(dict.fromkeys(one for one in (official, by_bps) if one))
    if len(found) == 1 and not province.startswith(_PAPUA):
        return Reading(text, found[0])
    return Reading(text, candidates=found)


# --- names ---------------------------------------------------------------------------------------


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.findall(r"[a-z0-9]+", re.sub(r"['’`]", "", plain))


def _bare(words: Sequence[str], ends: Sequence[int]) -> tuple[frozenset[str], list[str]]:
    """The levels that the words around a name say, and the name; `ends` are 0 and -1."""
    levels, rest = set(), list(words)
    for end in ends:
        while len(rest) > 1:
            word = rest[end]
            if word not in LEVEL_OF and word not in FILLERS:
                near = get_close_matches(word, MISSPELT, 1, 0.85)
                word = near[0] if near else word
            if word not in LEVEL_OF and word not in FILLERS:
                break
            levels |= {LEVEL_OF[word]} if word in LEVEL_OF else set()
            del rest[end]
    return frozenset(levels), rest


def _spelt_out(words: Sequence[str]) -> list[str]:
    """The words written in full; two or three letters alone are no short form of a name."""
    return [
        WORDS.get(word, word) if len(words) > 1 or len(word) > SHORTEST else word for word in words
    ]


def _called(names: _Names, words: Sequence[str]) -> tuple[tuple[Region, ...], bool]:
    """The regions of this name, and whether they are of the level that its words say.

    As few words as possible are taken off: Kota Baru is a name, and so is Lima Puluh Kota.
    """
    other: tuple[Region, ...] = ()
    for ends in ((), (0,), (0, -1)):
        levels, rest = _bare(words, ends)
        for spelt in (rest, _spelt_out(rest)):
            key = "".join(spelt)
            found = [one for level in levels for one in names.by_key.get(level + key, ())]
            found += names.by_key.get(key, ()) if not found else ()
            if of_level := [one for one in found if not levels or one.level in levels]:
                return tuple(dict.fromkeys(of_level)), True
            other = other or tuple(found)
    return other, False


def _exact(warehouse: Warehouse, text: str) -> Reading | None:
    """Regions that are called so, with the province beside the name or without it."""
    names, words = _names(warehouse), _words(text)
    found, is_of_level = _called(names, words)
    if found and is_of_level:
        return _decided(text, found)
    parts = [_words(part) for part in _PARTS.split(text)]
    parts = [part for part in parts if part and part != ["indonesia"]]
    if len(parts) > 1:
        splits = list(permutations(parts[:MOST_PARTS], 2))
    else:
        splits = [(words[:-n], words[-n:]) for n in (1, 2, 3) if n < len(words)]
    for name, place in splits:
        within = _within(names, name, place)
        if within:
            return _decided(text, within)
    # One of several parts may be a name beside what nobody knows: that asks.
    for part in parts if len(parts) > 1 else ():
        found = found or _called(names, part)[0]
    return Reading(text, candidates=found[:MOST_CANDIDATES]) if found else None


def _within(names: _Names, name: Sequence[str], place: Sequence[str]) -> tuple[Region, ...]:
    """The regions of this name in the province of that name; also the same one said twice."""
    (found, is_of_level), (places, _) = _called(names, name), _called(names, place)
    if not found or not is_of_level or not places:
        return ()
    provinces = {one.code for one in places if one.level == "provinsi"}
    inside = tuple(one for one in found if one.province_code in provinces)
    lower = tuple(one for one in inside if one.level != "provinsi")
    return lower or inside or (found if set(found) == set(places) else ())


def _decided(text: str, found: Sequence[Region]) -> Reading:
    """One region is certain, several are candidates."""
    if len(found) == 1:
        return Reading(text, found[0])
    return Reading(text, candidates=tuple(found[:MOST_CANDIDATES]))


# --- near to a name ------------------------------------------------------------------------------


@dataclass
class _Likeness:
    """How a text compares with the names of one region: the fewest letters that differ."""

    n: int = 99
    is_sure: bool = False
    is_begun: bool = False


def _near(warehouse: Warehouse, text: str) -> Reading:
    """What is nearest to the text: one region where no other comes close, else candidates."""
    levels, rest = _bare(_words(text), (0, -1))
    key = "".join(_spelt_out(rest))
    if len(key) < SHORTEST:
        return Reading(text)
    known = choices.regions(warehouse)
    most = 0 if len(key) < 4 else 1 if len(key) < 6 else max(2, len(key) // 4)
    found: dict[Region, _Likeness] = {}
    for row in warehouse.records("region/region_search", name_key=key, most=most + 1):
        region, name = known[row["region_code"]], row["name_key"]
        if levels and region.level not in levels:
            continue
        n = differences(key, name)
        one = found.setdefault(region, _Likeness())
        if row["is_beginning"] or row["is_inside"]:
            one.is_begun = True
            one.is_sure |= row["is_beginning"] and _is_most_of(key, row["usual_name"])
        if n <= min(most, one.n):
            one.is_sure |= is_slip(key, name, n)
            one.n = n
    return _judged(
        text, {region: one for region, one in found.items() if one.is_begun or one.n < 99}
    )


def _judged(text: str, found: dict[Region, _Likeness]) -> Reading:
    """Certain where one region alone is sure and no other is nearly as near."""
    ranked = sorted(found, key=lambda region: (found[region].n, not found[region].is_begun))
    sure = [region for region in ranked if found[region].is_sure]
    if len(sure) == 1:
        [best] = sure
        others = [found[region].n for region in ranked if region is not best]
        if min(others, default=99) - min(found[best].n, 1) >= 2:
            return Reading(text, best)
    if any(one.is_begun for one in found.values()):
        ranked = [region for region in ranked if found[region].is_begun or found[region].n <= 1]
    return Reading(text, candidates=tuple(ranked[:MOST_CANDIDATES]))


def _is_most_of(text: str, usual_name: str) -> bool:
    """Whether a beginning stands for all of a name: most letters, broken off inside a word."""
    words = usual_name.split()
    ends = {len("".join(words[: i + 1])) for i in range(len(words))}
    return len(text) >= MOST_OF_A_NAME * max(ends) and len(text) not in ends


def is_slip(text: str, name: str, n: int) -> bool:
    """Whether so many differing letters are a slip of the fingers and not another name.

    In a short name one other letter makes another name of it (Binjai, Sinjai; Sumsel, Sulsel):
    there only letters that changed places are a slip.
    """
    if text[0] != name[0] or len(text) < 6:
        return False
    if n == 1:
        return len(name) > 6 or sorted(text) == sorted(name)
    return n == 2 and len(name) > 15


def differences(one: str, other: str) -> int:
    """How many letters differ between two texts; two that changed places count as one."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, against in enumerate(other, 1):
            n = min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                n = min(n, last[j - 2] + 1)
            row.append(n)
    return row[-1]
