"""Parameters: whatever stands in an address is used, or named and ignored, and never an error."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dashboard.core import dictionary
from dashboard.core.foreign_parameters import is_foreign
from dashboard.core.i18n import LANGUAGES, words
from dashboard.core.parameters import MOST_NAMES, NEWEST, Meant, Problem
from dashboard.core.selection import (
    CODE_FILTERS,
    OTT_DIRECTIONS,
    OTT_INDICATORS,
    REFERENCES,
    SCOPES,
    VISIBILITY,
    Offer,
    Selection,
    parse,
)

NAMES = (
    "region",
    "scope",
    "year",
    "from_year",
    "to_year",
    "indicator",
    "reference",
    *CODE_FILTERS,
    "weights",
    "ott_direction",
    "events",
    "lang",
)
REGIONS = ("13", "62", "63", "63.71", "64")
YEARS = (2021, 2022, 2023, 2024, 2025)
OFFER = Offer(names=NAMES, regions=frozenset(REGIONS), years=YEARS)
FEW = Offer(names=("region", "lang"), regions=frozenset(REGIONS), years=YEARS)
ANOTHER_START = Offer(
    names=NAMES,
    regions=frozenset(REGIONS),
    years=YEARS,
    from_years=(2016, 2017),
    defaults=Selection(region=("63", "64"), reference=(), scope="agregat_wilayah"),
)
POSSIBLE: dict[str, tuple[str, ...]] = {
    "region": REGIONS,
    "scope": SCOPES,
    "year": (NEWEST, *map(str, YEARS)),
    "from_year": tuple(map(str, YEARS)),
    "to_year": tuple(map(str, YEARS)),
    "indicator": OTT_INDICATORS,
    "reference": REFERENCES,
    **{name: tuple(dictionary.dictionary()[group]) for name, group in CODE_FILTERS.items()},
    "ott_direction": OTT_DIRECTIONS,
    "events": VISIBILITY,
    # The possible weights are those below; 1331 in all, and nothing else.
    "weights": tuple(",".join(weights) for weights in product(map(str, range(11)), repeat=3)),
    "lang": LANGUAGES,
}


def read(query: dict[str, list[str]], offer: Offer = OFFER) -> Selection:
    """A query string without a problem."""
    parsed = parse(query, offer)
    assert parsed.problems == ()
    return parsed.selection


def problem(query: dict[str, list[str]], offer: Offer = OFFER) -> tuple[Selection, Problem]:
    """A query string with one problem."""
    parsed = parse(query, offer)
    [found] = parsed.problems
    return parsed.selection, found


# --- examples ------------------------------------------------------------------------------------


def test_nothing_asked_is_the_default():
    parsed = parse({}, OFFER)
    assert parsed.selection == Selection()
    assert parsed.problems == ()


def test_everything_asked():
    query = {
        "region": ["63", "62"],
        "scope": ["agregat_wilayah"],
        "year": ["2024"],
        "from_year": ["2022"],
        "indicator": ["per_100_governments"],
        "reference": ["pulau", "nasional"],
        "lang": ["en"],
    }
    parsed = parse(query, OFFER)
    assert parsed.problems == ()
    assert parsed.selection == Selection(
        lang="en",
        region=("63", "62"),
        scope="agregat_wilayah",
        year=2024,
        from_year=2022,
        indicator="per_100_governments",
        reference=("pulau", "nasional"),
    )


def test_regions_keep_the_readers_order_and_stand_once():
    assert read({"region": ["64", "13", "64", "63.71"]}).region == ("64", "13", "63.71")


def test_an_empty_region_is_none_and_an_absent_one_the_default():
    assert read({"region": [""]}, ANOTHER_START).region == ()
    assert read({}, ANOTHER_START).region == ("63", "64")


def test_an_unknown_region_among_known_ones_is_left_out():
    selection, found = problem({"region": ["63", "99", "62"]}, ANOTHER_START)
    assert selection.region == ("63", "62")
    assert (found.name, found.value, found.reason) == ("region", "99", "unknown_region")


def test_only_unknown_regions_are_the_default_and_not_none():
    selection, found = problem({"region": ["99"]}, ANOTHER_START)
    assert selection.region == ("63", "64")
    assert found.value == "99"


def test_a_name_in_the_place_of_a_code_is_read_or_asks_or_is_unknown():
    meanings = {
        "Kalsel": Meant((("63", "Kalimantan Selatan"),), is_certain=True),
        "Banjar": Meant((("32.79", "Kota Banjar"), ("63.03", "Kabupaten Banjar"))),
    }
    offer = replace(ANOTHER_START, named=lambda text: meanings.get(text, Meant()))
    parsed = parse({"region": ["64", "Kalsel", "63", "Banjar", "xyz"]}, offer)
    assert parsed.selection.region == ("64", "63")
    assert [(one.value, one.reason) for one in parsed.notices] == [("Kalsel", "read_as")]
    assert [(one.value, one.reason) for one in parsed.problems] == [
        ("Banjar", "uncertain_region"),
        ("xyz", "unknown_region"),
    ]
    say = words("en")
    assert parsed.notices[0].sentence(say) == "“Kalsel” was read as Kalimantan Selatan."
    assert "32.79 Kota Banjar, 63.03 Kabupaten Banjar" in parsed.problems[0].sentence(say)
    # Nothing that is certain: the default, as for a code that nobody knows.
    assert parse({"region": ["Banjar"]}, offer).selection.region == ("63", "64")


def test_only_so_many_names_of_an_address_are_read():
    read_names = []

    def named(text: str) -> Meant:
        read_names.append(text)
        return Meant()

    many = [f"x{n}" for n in range(1000)]
    parsed = parse({"region": many}, replace(ANOTHER_START, named=named))
    assert len(read_names) == MOST_NAMES
    assert len(parsed.problems) == len(many)


def test_an_unknown_reference_is_named_with_what_is_possible():
    selection, found = problem({"reference": ["pulau", "dunia"]})
    assert selection.reference == ("pulau",)
    assert (found.value, found.reason, found.allowed) == ("dunia", "not_offered", REFERENCES)


def test_the_newest_year_can_be_asked_for_by_name():
    parsed = parse({"year": [NEWEST]}, OFFER)
    assert parsed.selection.year is None
    assert parsed.problems == ()


@pytest.mark.parametrize("name", ["year", "from_year"])
@pytest.mark.parametrize(
    "value",
    [
        "2020",
        "2026",
        "0",
        "-2024",
        "2024.0",
        "2024 ",
        " 2024",
        "02024",
        "２０２４",
        "2_024",
        "1e3",
        "twenty",
        "",
        "None",
        "9" * 5000,
    ],
)
def test_a_year_that_is_none_of_the_offered_is_out_of_range(name, value):
    selection, found = problem({name: [value]})
    assert selection == Selection()
    assert (found.name, found.value, found.reason) == (name, value, "year_out_of_range")
    assert (found.allowed[0], found.allowed[-1]) == ("2021", "2025")


def test_the_first_year_has_no_newest():
    assert problem({"from_year": [NEWEST]})[1].reason == "year_out_of_range"


def test_first_years_may_be_offered_apart():
    assert read({"from_year": ["2016"], "year": ["2024"]}, ANOTHER_START).from_year == 2016
    assert problem({"from_year": ["2022"]}, ANOTHER_START)[1].allowed == ("2016", "2017")


def test_reversed_years_keep_the_last_one():
    selection, found = problem({"from_year": ["2024"], "year": ["2022"]})
    assert (selection.from_year, selection.year) == (None, 2022)
    assert (found.name, found.value, found.reason) == ("from_year", "2024", "reversed_years")


def test_a_span_of_events_ends_in_its_own_year():
    chosen = read({"year": ["2022"], "from_year": ["2023"], "to_year": ["2024"]})
    assert (chosen.year, chosen.from_year, chosen.to_year) == (2022, 2023, 2024)


def test_equal_years_are_a_span_of_one():
    assert read({"from_year": ["2024"], "year": ["2024"]}).from_year == 2024


@pytest.mark.parametrize(
    ("name", "value"),
    [("scope", "pemkot"), ("indicator", "spi"), ("lang", "fr"), ("lang", ""), ("scope", "PEMPROV")],
)
def test_a_value_that_is_not_offered(name, value):
    selection, found = problem({name: [value]})
    assert selection == Selection()
    assert (found.name, found.value, found.reason) == (name, value, "not_offered")
    assert found.allowed == POSSIBLE[name]


@pytest.mark.parametrize(("name", "values"), [("year", ["2021", "2024"]), ("lang", ["en", "en"])])
def test_no_value_of_a_repeated_single_one_counts(name, values):
    selection, found = problem({name: values})
    assert selection == Selection()
    assert (found.name, found.value, found.reason) == (name, ", ".join(values), "repeated")
    assert name in found.sentence(words("id"))


def test_unknown_names_are_named_with_their_values():
    selection, found = problem({"colour": ["red", "blue"], "year": ["2023"]})
    assert selection == Selection(year=2023)
    assert (found.name, found.value) == ("colour", "red, blue")
    assert found.reason == "unknown_parameter"


def test_a_parameter_of_another_figure_is_unknown_here_but_lang_never_is():
    without_lang = Offer(names=("region",), regions=frozenset(REGIONS), years=YEARS)
    assert problem({"year": ["2024"]}, FEW)[1].reason == "unknown_parameter"
    assert read({"lang": ["en"]}, without_lang).lang == "en"


def test_a_name_without_a_value_is_not_given():
    parsed = parse({"year": [], "region": []}, OFFER)
    assert parsed.problems == ()
    assert parsed.selection == Selection()


def test_only_keeps_what_a_figure_knows():
    asked = Selection("en", ("63",), "agregat_wilayah", 2024, 2021, "ott_count", ("pulau",))
    assert asked.only(("region", "year")) == Selection("en", ("63",), year=2024)


def test_a_query_states_every_parameter():
    assert Selection(region=(), year=None, reference=()).query(NAMES) == {
        "region": [""],
        "scope": ["pemprov"],
        "year": [NEWEST],
        "indicator": ["per_10_million_people"],
        "reference": [""],
        "lang": ["id"],
    }


def test_a_filter_by_code_takes_several_and_names_what_is_none():
    chosen, fault = problem({"level": ["kota", "provinsi", "kabupaten_kota"]})
    assert chosen.level == ("provinsi", "kabupaten_kota")
    assert (fault.name, fault.value, fault.reason) == ("level", "kota", "not_offered")
    assert "pusat_daerah" in fault.allowed


def test_a_filter_without_codes_stays_out_of_the_address():
    assert "sector" not in Selection().query(NAMES)
    assert Selection(sector=("bansos",)).query(NAMES)["sector"] == ["bansos"]


def test_weights_are_three_whole_numbers_and_stand_once():
    chosen = read({"weights": ["10,0,3"], "ott_direction": ["fewer_is_better"]})
    assert (chosen.weights, chosen.ott_direction) == ((10, 0, 3), "fewer_is_better")
    stated = chosen.query(("weights", "ott_direction"))
    assert stated == {"weights": ["10,0,3"], "ott_direction": ["fewer_is_better"]}
    assert read({"weights": ["0,0,0"]}).weights == (0, 0, 0)  # an index without weights, not none


@pytest.mark.parametrize(
    "value",
    ["", "5", "5,5", "5,5,0,0", "5,5,11", "-1,5,5", "5, 5,0", "5.0,5,0", "05,5,0", "５,5,0", ",,"],
)
def test_other_weights_are_named_and_there_is_no_index(value):
    selection, found = problem({"weights": [value]})
    assert selection == Selection()
    assert (found.name, found.value, found.reason) == ("weights", value, "not_weights")


def test_no_index_stays_out_of_the_address():
    assert Selection().query(("weights", "ott_direction")) == {}


# --- anything at all -----------------------------------------------------------------------------

anything = st.text(max_size=12) | st.sampled_from(
    [
        "99",
        "00",
        "63.99",
        "5,5",
        "5,5,11",
        "5,5,-1",
        "5,05,0",
        "5,５,0",
        "2019",
        "latest",
        "en",
        "63",
        "2024",
        "{value}",
        "%s",
        "<b>",
        "\0",
        "\ud800",
    ]
)


def values_of(name: str) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(POSSIBLE[name]) | anything, max_size=4)


def one_name(name: str) -> st.SearchStrategy[tuple[str, list[str]]]:
    return st.tuples(st.just(name), values_of(name))


queries: st.SearchStrategy[dict[str, list[str]]] = st.builds(
    dict,
    st.lists(
        st.sampled_from(NAMES).flatmap(one_name)
        | st.tuples(anything, st.lists(anything, max_size=3)),
        max_size=7,
    ),
)
offers = st.sampled_from([OFFER, FEW, ANOTHER_START])
selections = st.builds(
    Selection,
    lang=st.sampled_from(LANGUAGES),
    region=st.lists(st.sampled_from(REGIONS), unique=True).map(tuple),
    scope=st.sampled_from(SCOPES),
    year=st.none() | st.sampled_from(YEARS),
    from_year=st.none() | st.sampled_from(YEARS),
    to_year=st.none() | st.sampled_from(YEARS),
    indicator=st.sampled_from(OTT_INDICATORS),
    reference=st.lists(st.sampled_from(REFERENCES), unique=True).map(tuple),
    weights=st.just(()) | st.tuples(*[st.integers(0, 10)] * 3),
    ott_direction=st.sampled_from(OTT_DIRECTIONS),
    events=st.sampled_from(VISIBILITY),
    **{
        name: st.lists(st.sampled_from(POSSIBLE[name]), unique=True).map(tuple)
        for name in CODE_FILTERS
    },
).filter(lambda s: s.from_year is None or s.from_year <= (s.to_year or s.year or s.from_year))


def possible(name: str, offer: Offer) -> tuple[str, ...]:
    if name in ("from_year", "to_year") and offer.from_years:
        return tuple(map(str, offer.from_years))
    return POSSIBLE[name]


@given(queries, offers)
@example({"year": ["latest"], "from_year": ["2025"], "region": ["", "99"]}, OFFER)
@example({"lang": ["{value}"], "{name}": ["{first}"]}, FEW)
def test_any_query_is_read_and_every_fault_is_named(query, offer):
    parsed = parse(query, offer)
    named = {(p.name, p.value) for p in parsed.problems}
    for name, values in query.items():
        if name not in offer.names and name != "lang":
            assert ((name, ", ".join(values)) in named) != is_foreign(name)
        elif name in ("region", "reference", *CODE_FILTERS):
            usable = [value for value in values if value in possible(name, offer)]
            assert all((name, v) in named for v in values if v and v not in usable)
            if usable:
                assert getattr(parsed.selection, name) == tuple(dict.fromkeys(usable))
        elif len(values) > 1:
            assert (name, ", ".join(values)) in named
            if name != "from_year":
                assert getattr(parsed.selection, name) == getattr(offer.defaults, name)
        elif values and values[-1] not in possible(name, offer):
            assert (name, values[-1]) in named
            assert getattr(parsed.selection, name) == getattr(offer.defaults, name)
        elif values and name != "from_year":
            expected = None if values[-1] == NEWEST else values[-1]
            kept = getattr(parsed.selection, name)
            if name == "weights":
                kept = ",".join(map(str, kept))
            assert (None if kept is None else str(kept)) == expected
    # Nothing sound is blamed, and what comes out can always be asked for.
    for fault in parsed.problems:
        if fault.reason not in ("unknown_parameter", "reversed_years", "repeated"):
            assert fault.value not in possible(fault.name, offer)
    chosen = parsed.selection
    assert set(chosen.region) <= set(REGIONS)
    assert set(chosen.reference) <= set(REFERENCES)
    assert chosen.lang in LANGUAGES
    assert (chosen.from_year or 0) <= (chosen.to_year or chosen.year or 9999)


@given(queries, offers, st.sampled_from(LANGUAGES))
def test_every_fault_is_told_in_a_sentence_that_holds_the_value(query, offer, lang):
    for fault in parse(query, offer).problems:
        text = fault.sentence(words(lang))
        of_name = fault.reason in ("unknown_parameter", "repeated")
        told = fault.name if of_name else fault.value
        assert told[:40] in text
        assert len(text) < 400


@given(selections)
def test_what_a_query_states_is_read_back(selection):
    parsed = parse(selection.query(NAMES), OFFER)
    assert parsed.problems == ()
    assert parsed.selection == selection


@given(queries, offers)
def test_what_was_understood_is_read_back(query, offer):
    selection = parse(query, offer).selection.only(offer.names)
    again = parse(selection.query(offer.names), offer)
    assert again.problems == ()
    assert again.selection.only(offer.names) == selection


SENTENCES: list[tuple[dict[str, list[str]], str, str]] = [
    ({"colour": ["red"]}, "colour", "colour"),
    ({"year": ["2022", "2023"]}, "year", "year"),
    ({"region": ["99"]}, "99", "99"),
    ({"year": ["2031"]}, "2031", "2021"),
    ({"from_year": ["2025"], "year": ["2022"]}, "2025", "2025"),
    ({"scope": ["pemkot"]}, "pemkot", "pemprov, agregat_wilayah"),
    ({"weights": ["5,5"]}, "5,5", "5,5,0"),
    ({"ott_direction": ["down"]}, "down", "fewer_is_better"),
    ({"events": ["yes"]}, "yes", "hidden, shown"),
    ({"region": ["9" * 500]}, "9" * 40 + "…", "…"),
    ({"scope": ["<script>{lang}%s"]}, "<script>{lang}%s", "scope"),
]


@pytest.mark.parametrize(("query", "value", "also"), SENTENCES)
def test_sentences_of_both_languages(query: dict[str, list[str]], value: str, also: str):
    _selection, found = problem(query)
    told: dict[str, Any] = {lang: found.sentence(words(lang)) for lang in LANGUAGES}
    assert told["id"] != told["en"]
    for text in told.values():
        assert value in text
        assert also in text
        assert text.endswith(".")
        assert "\n" not in text
        assert len(text) < 250
        assert not {"{value}", "{name}", "{allowed}", "{first}", "{last}"} & set(text.split())


def test_a_condition_names_a_known_column_and_a_value() -> None:
    offer = Offer(names=("where",), regions=(), years=YEARS, columns=("scope", "sector"))
    given = {
        "where": ["scope:pemprov", "sector:a:b", "scope:", "odd:1", "scope", "sector:" + "x" * 200]
    }
    parsed = parse(given, offer)
    assert parsed.selection.where == ("scope:pemprov", "sector:a:b")
    assert [one.value for one in parsed.problems] == given["where"][2:]
    assert all("scope:pemprov" in one.sentence(words("id")) for one in parsed.problems)
    assert parsed.selection.query(("where",)) == {"where": ["scope:pemprov", "sector:a:b"]}
    assert Selection().query(("where",)) == {}
