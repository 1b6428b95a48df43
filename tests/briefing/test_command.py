"""`python -m dashboard briefing`: files, trays, and one sentence where something is wrong."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pptx import Presentation

from dashboard.__main__ import main
from dashboard.briefing import command, compose, presets
from dashboard.briefing.pptx.template import project_template
from dashboard.core.i18n import LANGUAGES, words
from dashboard.core.selection import Selection
from dashboard.export import tray
from dashboard.export.tray import STATEMENTS, Tray
from dashboard.figures import registry
from dashboard.warehouse import engine

PUBLIC = "https://integritas.example.go.id"


def briefing(*arguments: object, lang: str = "id", address: str = PUBLIC) -> Result:
    """Run the command; what it says comes in `lang`."""
    environment = {"INTEGRITAS_LANG": lang, "INTEGRITAS_PUBLIC_ADDRESS": address}
    given = [str(argument) for argument in arguments]
    return CliRunner(env=environment).invoke(main, ["briefing", *given])


def titles(path: Path) -> list[str]:
    deck = Presentation(io.BytesIO(path.read_bytes()))
    return [slide.shapes.title.text_frame.text for slide in deck.slides]


def test_a_region_becomes_a_deck_with_progress(tmp_path: Path) -> None:
    out = tmp_path / "kalsel.pptx"
    done = briefing("--region", "63", "--lang", "id", "--out", out)
    assert done.exit_code == 0, done.output
    told = titles(out)
    assert told[0] == words("id")("Integrity of {region}", region="Kalimantan Selatan")
    assert "64,15" in told[2]
    n = told.index(words("id")("Appendix: sources"))
    assert 8 <= n <= 12
    assert f"[1/{n - 1}] {told[1]}" in done.stderr
    assert done.stdout.strip().endswith(str(out))


def test_regions_by_name_are_compared_in_another_language(tmp_path: Path) -> None:
    out = tmp_path / "dua.pptx"
    done = briefing("--region", "Kalsel", "--region", "64", "--lang", "en", "--out", out, "--quiet")
    assert done.exit_code == 0, done.output
    assert "Kalimantan Selatan" in done.stderr  # how a name was read is always told
    assert len(done.stderr.splitlines()) == 1
    assert titles(out)[0] == "Integrity compared: Kalsel and Kaltim"


def test_named_figures_stand_in_their_order(tmp_path: Path) -> None:
    out = tmp_path / "dua.json"
    done = briefing("--region", "63", "--figures", "spi-trend, spi-map", "--out", out)
    assert done.exit_code == 0, done.output
    assert [item["subject"] for item in json.loads(out.read_text())["items"]] == [
        *("spi-trend", "spi-map")
    ]


def test_a_tray_is_written_and_read_again_with_its_words(tmp_path: Path) -> None:
    known = engine.current()
    first, again = tmp_path / "isi.json", tmp_path / "lagi.pptx"
    assert briefing("--region", "63", "--out", first).exit_code == 0
    read = tray.from_json(known, first.read_bytes())
    assert not read.ignored
    assert read.tray == presets.one_region(known, "63", Selection())
    own = read.tray.items[0].with_texts("id", title="Judul kantor")
    first.write_bytes(tray.as_json(read.tray.changed(0, own)))
    assert briefing("--tray", first, "--out", again).exit_code == 0
    assert titles(again)[1] == "Judul kantor"
    assert briefing("--tray", first, "--lang", "en", "--out", again).exit_code == 0
    assert titles(again)[1] != "Judul kantor"


def test_the_deck_links_to_the_dashboard_where_its_address_is_known(tmp_path: Path) -> None:
    out = tmp_path / "a.pptx"
    arguments = ("--region", "63", "--figures", "spi-map", "--out", out)
    assert briefing(*arguments).exit_code == 0
    assert PUBLIC.encode() in _links(out)
    done = briefing(*arguments, address="")
    assert "INTEGRITAS_PUBLIC_ADDRESS" in done.stderr
    assert PUBLIC.encode() not in _links(out)
    assert b"/figures/" not in _links(out)


def _links(path: Path) -> bytes:
    import zipfile

    with zipfile.ZipFile(path) as packed:
        return packed.read("ppt/slides/_rels/slide2.xml.rels")


WRONG = {
    "unknown region": ("--region", "99"),
    "uncertain region": ("--region", "Bandung"),
    "no region": (),
    "unknown figure": ("--region", "63", "--figures", "spi-map,peta"),
    "year": ("--region", "63", "--year", "1999"),
    "suffix": ("--region", "63", "--out", "{tmp}/x.doc"),
    "folder": ("--region", "63", "--out", "{tmp}/tidak/ada/x.pptx"),
    "nota suffix": ("--region", "63", "--nota", "--out", "{tmp}/x.pptx"),
    "nota on two regions": ("--region", "63", "--region", "64", "--nota", "--out", "{tmp}/x.docx"),
    "nota with figures": (
        *("--region", "63", "--figures", "spi-map", "--nota", "--out", "{tmp}/x.docx"),
    ),
    "nota of a tray on two": ("--tray", "{tmp}/dua.json", "--nota", "--out", "{tmp}/x.docx"),
    "template of a paper": (
        *("--region", "63", "--template", "{tmp}/kantor.pptx", "--out", "{tmp}/x.docx"),
    ),
    "template of a page": (
        *("--region", "63", "--template", "{tmp}/kantor.pptx", "--out", "{tmp}/x.html"),
    ),
    "template of a tray": (
        *("--region", "63", "--template", "{tmp}/kantor.pptx", "--out", "{tmp}/x.json"),
    ),
    "template of a nota": (
        *("--region", "63", "--nota", "--template", "{tmp}/kantor.pptx", "--out", "{tmp}/x.docx"),
    ),
    "region beside a tray": ("--tray", "{tmp}/dua.json", "--region", "63"),
    "figures beside a tray": ("--tray", "{tmp}/dua.json", "--figures", "spi-map"),
    "year beside a tray": ("--tray", "{tmp}/dua.json", "--year", "2024"),
    "region of a figure of all": ("--region", "63", "--figures", "ott-by-year"),
    "two regions of a figure of one": (
        *("--region", "63", "--region", "64", "--figures", "spi-regencies,response-timeline"),
    ),
    "no template": ("--region", "63", "--template", "{tmp}/tidak.pptx"),
    "bad template": ("--region", "63", "--template", "{tmp}/bukan.pptx"),
    "no tray": ("--tray", "{tmp}/tidak.json"),
    "bad tray": ("--tray", "{tmp}/bukan.pptx"),
    "strange tray": ("--tray", "{tmp}/aneh.json"),
    "empty tray": ("--tray", "{tmp}/rusak.json"),
}


def test_a_name_that_is_not_certain_is_refused_with_what_it_may_mean(tmp_path: Path) -> None:
    done = briefing("--region", "Bandung", "--out", tmp_path / "x.json", lang="en")
    assert "32.04 Kabupaten Bandung, 32.73 Kota Bandung" in done.stderr
    read = briefing("--region", "Kukar", "--out", tmp_path / "x.json", lang="en")
    assert "“Kukar” was read as Kabupaten Kutai Kartanegara." in read.stderr


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("what", WRONG)
def test_a_fault_is_one_sentence_and_nothing_is_lost(what: str, lang: str, tmp_path: Path) -> None:
    out = tmp_path / "x.pptx"
    out.write_bytes(b"sebelumnya")
    (tmp_path / "bukan.pptx").write_bytes(b"bukan")
    strange = {"format": 1, "items": [{"subject": "spi-map", "parameters": {"region": ["99"]}}]}
    (tmp_path / "kantor.pptx").write_bytes(project_template())
    two = [tray.item("position", Selection(region=(code,))) for code in ("63", "64")]
    (tmp_path / "dua.json").write_bytes(tray.as_json(Tray(tuple(two))))
    (tmp_path / "aneh.json").write_text(json.dumps(strange))
    (tmp_path / "rusak.json").write_text('{"format": 1, "items": [{"subject": 7}]}')
    given = [part.format(tmp=tmp_path) for part in WRONG[what]]
    done = briefing(*given, *([] if "--out" in given else ["--out", out]), lang=lang)
    assert done.exit_code == 1
    assert done.exception is None or isinstance(done.exception, SystemExit)
    said = [line for line in done.stderr.splitlines() if not line.startswith("[")]
    assert len(said) == 1, done.stderr
    assert len(said[0]) > 25
    assert "Traceback" not in done.output
    assert out.read_bytes() == b"sebelumnya"
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_what_some_figures_do_not_show_is_told_beside_the_file(tmp_path: Path) -> None:
    out = tmp_path / "x.json"
    figures = "spi-map,ott-by-year,spi-regencies"
    done = briefing("--region", "63", "--region", "64", "--figures", figures, "--out", out,
                    lang="en")  # fmt: skip
    assert done.exit_code == 0, done.output
    assert done.stderr.splitlines() == [
        "--region changes nothing in ott-by-year: always the whole country.",
        "Only the first region is shown by spi-regencies. Ask for one region at a time.",
    ]


@pytest.mark.parametrize(
    "what", ["nota on two regions", "template of a paper", "year beside a tray"]
)
def test_a_refused_wish_is_named_with_its_option(what: str, tmp_path: Path) -> None:
    (tmp_path / "dua.json").write_bytes(tray.as_json(Tray((tray.item("unknown", Selection()),))))
    given = [part.format(tmp=tmp_path) for part in WRONG[what]]
    done = briefing(
        *given, *([] if "--out" in given else ["--out", tmp_path / "x.pptx"]), lang="en"
    )
    assert done.exit_code == 1
    assert f"--{what.partition(' ')[0]}" in done.stderr


def test_a_full_disk_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "x.pptx"
    out.write_bytes(b"sebelumnya")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(command.BadRequest, match="No space left"):
        command.write_file(out, b"baru", words("id"))
    assert out.read_bytes() == b"sebelumnya"
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize("code", ["63", "31", "95", "63.71", "64.71", "95.01", "31.01"])
def test_ready_made_briefings_hold_what_is_known_and_end_with_what_is_not(code: str) -> None:
    known = engine.current()
    made = presets.one_region(known, code, Selection())
    subjects = [item.subject for item in made.items]
    assert subjects[:3] == ["summary", "position", "change"]
    assert subjects[-2:] == ["unknown", "next-steps"]
    assert len(subjects) == len(set(subjects))
    for part in compose.compose(known, made).parts[2:-2]:
        assert part.sources, part.subject
        assert part.is_drawable or (part.grid and part.grid.rows)


def test_a_comparison_asks_for_all_of_its_regions() -> None:
    known = engine.current()
    made = presets.compare(known, ("63", "64.71"), Selection(lang="en"))
    assert [item.subject for item in made.items[:2]] == ["summary", "comparison"]
    assert all(
        item.selection.region == ("63", "64.71")
        for item in made.items
        if "region" in tray.parameters_of(item.subject)
    )


def test_every_subject_can_be_asked_alone() -> None:
    known = engine.current()
    for subject in (*STATEMENTS, *registry.REGISTRY):
        part = compose.part_of(known, tray.item(subject, Selection(region=("63",))), "id", PUBLIC)
        assert part.title
        assert part.source_line
        assert part.address.startswith(PUBLIC)


def test_a_tray_without_items_has_a_title_of_its_own() -> None:
    assert compose.default_title(engine.current(), Tray()) == words("id")(
        "Integrity of Indonesia's regions"
    )
