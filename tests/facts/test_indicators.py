"""What a table must say to be an indicator, and what is said where it does not."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dashboard import facts
from dashboard.core.i18n import LANGUAGES, words
from dashboard.facts import indicators
from dashboard.facts.messages import BrokenFacts
from dashboard.figures.indicator import PARAMETERS
from dashboard.figures.registry import REGISTRY
from tests.declared import resources, write_declared

Change = Callable[[dict[str, Any]], object]
MCP, LHKPN = resources()


def told(change: Change, resource: dict[str, Any] = MCP) -> list[str]:
    """What is said of an entry once it was changed, in English."""
    changed = copy.deepcopy(resource)
    change(changed)
    found = list(indicators.faults(changed))
    for lang in LANGUAGES:
        assert all(words(lang)(text, **values) for text, values in found)
    return [words("en")(text, **values) for text, values in found]


def said(name: str, value: object) -> Change:
    return lambda one: one["indicator"].__setitem__(name, value)


def of_class(place: int, name: str, value: object) -> Change:
    return lambda one: one["indicator"]["classes"][place].__setitem__(name, value)


def of_field(place: int, name: str, value: object) -> Change:
    return lambda one: one["schema"]["fields"][place].__setitem__(name, value)


def test_the_tables_of_the_docs_are_sound() -> None:
    assert not list(indicators.faults(MCP))
    assert not list(indicators.faults(LHKPN))
    assert not list(indicators.faults({"name": "any", "schema": {"fields": []}}))
    assert not list(indicators.repeated_ids([MCP, LHKPN]))


FAULTS = (
    (lambda one: one.__setitem__("indicator", "mcp"), "indicator cannot be"),
    (said("colour", "red"), "the property indicator.colour is not known"),
    (lambda one: one["indicator"].pop("unit"), "the indicator does not say its unit"),
    (said("id", "MCP"), '"MCP" cannot be the id of an indicator'),
    (said("id", "mcp-1"), "cannot be the id of an indicator"),
    (said("id", ["mcp"]), "cannot be the id of an indicator"),
    (said("id", "a" * 41), "cannot be the id of an indicator"),
    (said("id", "spi"), "the id spi is that of an indicator of this program"),
    (said("id", "ott"), "the id ott is that of an indicator of this program"),
    (said("id", "zone_units"), "the id zone_units is that of an indicator of this program"),
    (said("id", "mcp_regency"), "the id mcp_regency is that of an indicator of this program"),
    (said("value", "points"), 'from the column "points", which is not there'),
    (said("value", ["score"]), "which is not there"),
    (said("value", "reliability"), "are of the type string; possible are number, integer"),
    (said("kind", "index"), 'indicator.kind cannot be "index"; possible are score, count, share'),
    (said("kind", "count"), "are of the type number; possible are integer"),
    (said("direction", "up"), "indicator.direction cannot be"),
    (said("decimals", 5), "indicator.decimals cannot be 5"),
    (said("decimals", True), "indicator.decimals cannot be true"),
    (said("levels", ["desa"]), 'indicator.levels cannot be "desa"'),
    (said("levels", []), "indicator.levels cannot be []"),
    (said("label", "MCP"), "indicator.label has no text in the language id"),
    (said("unit", {"id": "poin"}), "indicator.unit has no text in the language en"),
    (said("long", {"id": " ", "en": "MCP"}), "indicator.long has no text in the language id"),
    (said("source_owner", 1), "indicator.source_owner cannot be 1"),
    (said("caveats", "many"), "indicator.caveats cannot be"),
    (said("caveats", [{"id": "Hati-hati."}]), "indicator.caveats has no text in the language en"),
    (said("classes", {}), "indicator.classes cannot be"),
    (of_class(1, "from", 0), "must differ and rise"),
    (of_class(1, "from", "60"), "must differ and rise"),
    (of_class(1, "id", "low"), "must differ and rise"),
    (of_class(0, "from", 10), "has no minimum of 10"),
    (of_class(0, "colour", "red"), 'the colour "red" of a class is none'),
    (of_class(0, "label", {"id": "rendah"}), "label has no text in the language en"),
    (lambda one: one["indicator"]["classes"][0].pop("label"), "does not say its label"),
    (lambda one: one["schema"]["fields"].pop(1), "needs the column year, of the type year"),
    (of_field(1, "type", "integer"), "needs the column year, of the type year"),
    (of_field(3, "constraints", {}), "needs the column source_id, of the type string"),
    (lambda one: one["schema"].pop("primaryKey"), "region_code, year, source_id: one value for"),
    (
        lambda one: one["schema"]["foreignKeys"].pop(0),
        "from region_code of an indicator to regions",
    ),
    (lambda one: one["schema"].__setitem__("foreignKeys", 5), "from source_id of an indicator"),
)


@pytest.mark.parametrize(("change", "sentence"), FAULTS, ids=[text for _change, text in FAULTS])
def test_each_fault_has_a_sentence(change: Change, sentence: str) -> None:
    assert any(sentence in one for one in told(change)), told(change)


def test_a_count_is_whole_and_has_no_classes() -> None:
    classes = MCP["indicator"]["classes"]
    assert "counts have no classes" in told(said("classes", classes), LHKPN)[0]
    assert "indicator.decimals cannot be 1" in told(said("decimals", 1), LHKPN)[0]


def test_the_whole_description_names_file_and_table(tmp_path: Path) -> None:
    write_declared(tmp_path)
    path = tmp_path / "datapackage.json"
    sound = path.read_text(encoding="utf-8")
    assert len(facts.declared(facts.read_description(tmp_path).package)) == 2
    path.write_text(sound.replace('"id": "mcp"', '"id": "spi"'), encoding="utf-8")
    with pytest.raises(BrokenFacts) as refused:
        facts.read_description(tmp_path)
    [error] = refused.value.errors
    assert error.sentence(words("en")).startswith("datapackage.json, table mcp_results: ")
    path.write_text(sound.replace('"id": "mcp"', '"id": "lhkpn"'), encoding="utf-8")
    with pytest.raises(BrokenFacts) as refused:
        facts.read_description(tmp_path)
    [error] = refused.value.errors
    assert "lhkpn is declared by the table mcp_results already" in error.sentence(words("en"))


def test_values_are_checked_like_those_of_any_table(tmp_path: Path) -> None:
    write_declared(
        tmp_path,
        mcp_results=(
            "region_code,year,score,source_id,reliability\n"
            "13,2023,101,kpk-go-id-000001,official\n"
            "99,2023,1,kpk-go-id-000001,official\n"
            "61,2023,1,nobody-000009,official\n"
        ),
    )
    with pytest.raises(BrokenFacts) as refused:
        facts.validate(tmp_path)
    found = {(one.row, one.column, one.rule) for one in refused.value.errors}
    assert found == {
        (2, "score", "maximum"),
        (3, "region_code", "foreign-key"),
        (4, "source_id", "foreign-key"),
    }


def test_no_figure_of_an_indicator_can_have_the_address_of_another() -> None:
    """Whatever id an office may choose, `<id>-<end>` is no figure of the program."""
    for figure_id in REGISTRY:
        for end in PARAMETERS:
            stem = figure_id.removesuffix(f"-{end}").replace("-", "_")
            if figure_id.endswith(f"-{end}"):
                assert stem in indicators.RESERVED or stem.endswith(indicators.ENDS), figure_id
