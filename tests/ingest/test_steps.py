"""From a file to a revision on the small country: what is checked, shown, refused and applied."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dashboard.core.access import Account, Forbidden, Role
from dashboard.core.i18n import words
from dashboard.core.settings import Settings
from dashboard.facts.store import Outdated, Store, read_files
from dashboard.ingest import report, steps
from dashboard.ingest.steps import NotReady, Preview, Request
from dashboard.warehouse import build, intake
from tests import builds
from tests.fixtures import KPK, NEWS, WORLD, world
from tests.ingest.countries import EDITOR, SCORES, settings_of, sheet

pytestmark = pytest.mark.filterwarnings("ignore:Arrow output on a DB-API result")


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The small country, and a build of it. Only the last tests apply something to it."""
    made = settings_of(tmp_path_factory.mktemp("country"), WORLD)
    builds.placed(made)
    return made


def previewed(settings: Settings, content: bytes, **options: object) -> Preview:
    request = Request(content, "spi.csv", "spi_results", options.pop("answers", {}), **options)  # type: ignore[arg-type]
    return steps.preview(settings, EDITOR, request)


@pytest.fixture(scope="module")
def sound(settings: Settings) -> Preview:
    """Kalsel 64.15 → 69.00 in 2024, and its new score of 2025, 80.00."""
    rows = (f"63,pemprov,2024,69.00,{NEWS},news", f"63,pemprov,2025,80.00,{KPK},official")
    return previewed(settings, sheet(SCORES, *rows))


def test_the_effects_are_those_that_are_counted_by_hand(sound: Preview) -> None:
    """Before, of 2024: Sumbar 79.00, Kalteng 67.76, Kalbar and Kalsel 64.15 share the third place.

    Kalsel then stands second; Kalteng is third and Kalbar fourth. In 2025 it is alone.
    """
    assert sound.effects is not None
    moved = {(one.region_code, one.year): one for one in sound.effects.moved}
    assert moved.keys() == {("63", 2025), ("63", 2024), ("62", 2024), ("61", 2024)}
    kalsel = moved["63", 2024]
    assert kalsel.old is not None
    assert kalsel.new is not None
    assert (float(kalsel.old.score), kalsel.old.rank, kalsel.old.of) == (64.15, 3, 4)
    assert (float(kalsel.new.score), kalsel.new.rank, kalsel.new.of) == (69.0, 2, 4)
    assert not kalsel.is_class_changed
    assert not kalsel.is_rank_only
    assert moved["62", 2024].is_rank_only
    new = moved["63", 2025]
    assert new.old is None
    assert new.new is not None
    assert (new.new.rank, new.new.of, new.new.spi_class) == (1, 1, "terjaga")
    # Own scores first, the newest year first; those that only others moved past come last.
    assert [one.is_rank_only for one in sound.effects.moved] == [False, False, True, True]


def test_headlines_and_figures_are_those_of_both_states(sound: Preview) -> None:
    assert sound.effects is not None
    ranking = next(pair for pair in sound.effects.figures if pair.figure_id == "spi-trend")
    assert "69,00" not in ranking.before.headline
    assert ranking.before.headline != ranking.after.headline
    assert {row["score"] for row in ranking.after.rows} - {
        row["score"] for row in ranking.before.rows
    }
    assert {one.kind for one in sound.effects.news} >= {"changed_class", "changed_score"}


def test_a_preview_reads_in_both_languages_and_as_json(sound: Preview) -> None:
    for lang, changed in (("id", "1 ditambah"), ("en", "1 added, 1 changed")):
        text = "\n".join(report.lines(sound, words(lang), lambda _code: "Kalsel"))
        assert "spi_results" in text
        assert changed in text
        assert "Kalsel" in text
    told = json.loads(json.dumps(report.as_json(sound, words("en"), lambda code: code)))
    assert told["status"] == "findings"
    assert told["counts"] == {"spi_results": {"added": 1, "changed": 1, "removed": 0}}
    assert told["rows"][0]["changes"] == [{"column": "score", "old": "64.15", "new": "69.00"}]
    assert {one["kind"] for one in told["findings"]} == {"known", "new_year"}
    assert [one["row"] for one in told["findings"]] == [2, 3]


@pytest.mark.parametrize(
    ("row", "rule", "said"),
    [
        ("63,pemprov,2024,abc", "type", "row 2, column score: “abc” is not a number"),
        ("99,pemprov,2024,60", "foreign-key", "“99” is not found"),
        (
            "63,pemkab,2024,60",
            "spi_scope_fits_region",
            "row 2: the scope of the score does not fit",
        ),
        ("63,pemprov,2024,101", "maximum", "“101” is above"),
    ],
)
def test_what_is_wrong_is_named_where_the_sheet_says_it(
    settings: Settings, row: str, rule: str, said: str
) -> None:
    found = previewed(settings, sheet(SCORES, f"{row},{KPK},official"))
    assert not found.is_sound
    assert found.effects is None
    faults = [one for one in found.all_faults if one.rule == rule]
    if faults:  # else the reading asks or refuses before
        assert said in faults[0].sentence(words("en"))
        assert faults[0].place.file == "spi.csv"
    else:
        assert found.questions or found.all_faults
    with pytest.raises(NotReady):
        steps.apply(settings, EDITOR, found, why="x", looked_at=())


def test_nobody_without_the_role_does_anything(settings: Settings, sound: Preview) -> None:
    for account in (Account("", Role.READ), Account("reader", Role.READ), Account("", Role.NONE)):
        with pytest.raises(Forbidden):
            steps.preview(settings, account, Request(b"", "x.csv", None, {}))
        with pytest.raises(Forbidden):
            steps.preview_of_pending(settings, account, {})
        with pytest.raises(Forbidden):
            steps.preview_of_revert(settings, account, "HEAD", answers={})
        keys = {one.key for one in sound.findings}
        with pytest.raises(Forbidden):
            steps.apply(settings, account, sound, why="x", looked_at=keys)
    assert Store.open(settings) is None


def test_nothing_is_applied_before_all_is_looked_at_and_said(
    settings: Settings, sound: Preview
) -> None:
    keys = {one.key for one in sound.findings}
    assert keys
    for why, looked_at in (("SPI", set()), ("SPI", {"another"}), ("  ", keys)):
        with pytest.raises(NotReady):
            steps.apply(settings, EDITOR, sound, why=why, looked_at=looked_at)
    assert Store.open(settings) is None


def test_applied_seen_again_and_taken_back_byte_for_byte(
    settings: Settings, sound: Preview, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Applying finds the build of the preview made; the second one of two is told."""
    before = intake.base(settings).files
    keys = {one.key for one in sound.findings}

    def no_second_build(*_anything: object) -> None:
        raise AssertionError("built again")

    with monkeypatch.context() as patched:
        patched.setattr(build, "_fill", no_second_build)
        first = steps.apply(settings, EDITOR, sound, why="SPI", looked_at=keys)
    assert first.note.kind == "ingest"
    assert first.note.who == "local"
    assert (first.note.file_name, len(first.note.file_hash)) == ("spi.csv", 64)
    assert [one.table for one in first.note.counts] == ["spi_results"]
    assert first.note.changes
    log = settings.audit_path
    assert log is not None
    events = [json.loads(line) for line in log.read_text().splitlines()]
    assert [one["event"] for one in events] == ["change_begins", "change"]
    assert events[1]["revision"] == first.id
    with pytest.raises(Outdated):
        steps.apply(settings, EDITOR, sound, why="SPI", looked_at=keys)
    # The same file again holds nothing new; data/ was never touched.
    rows = (f"63,pemprov,2024,69.00,{NEWS},news", f"63,pemprov,2025,80.00,{KPK},official")
    assert previewed(settings, sheet(SCORES, *rows)).is_empty
    assert read_files(settings.data_dir) == before
    back = steps.preview_of_revert(settings, EDITOR, first.id, answers={})
    assert back.proposal is not None
    assert back.proposal.files == before
    assert [len(back.proposal.of_kind(kind)) for kind in ("added", "changed", "removed")] == [
        0,
        1,
        1,
    ]
    made = steps.apply(settings, EDITOR, back, why="wrong file", looked_at=())
    assert (made.note.kind, made.note.reverts) == ("revert", first.id)
    assert intake.base(settings).files == before


def test_taking_back_an_earlier_revision_keeps_the_later_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kalsel is changed, then Kalteng; then the first is taken back, and what clashes is asked."""
    monkeypatch.setattr(steps, "_with_effects", lambda _settings, found, *_more: found)
    settings = settings_of(tmp_path, world())
    store = Store.create(settings)
    files = store.files("HEAD")

    def change(old: bytes, new: bytes) -> str:
        from dashboard.facts.revisions import Note

        head = store.head().id
        now = store.files(head)
        assert old in now["spi_results.csv"]
        now["spi_results.csv"] = now["spi_results.csv"].replace(old, new)
        return store.apply(now, Note("ingest", "local", "x"), parent=head).id

    first = change(b"63,pemprov,2024,64.15", b"63,pemprov,2024,66.00")
    change(b"62,pemprov,2024,67.76", b"62,pemprov,2024,68.00")
    back = steps.preview_of_revert(settings, EDITOR, first, answers={})
    assert back.proposal is not None
    content = back.proposal.files["spi_results.csv"]
    assert b"63,pemprov,2024,64.15" in content
    assert b"62,pemprov,2024,68.00" in content
    assert b"2026.12.0-1" in back.proposal.files["datapackage.json"]
    change(b"63,pemprov,2024,66.00", b"63,pemprov,2024,67.00")
    [question] = steps.preview_of_revert(settings, EDITOR, first, answers={}).questions
    assert [value for value, _label in question.options] == ["ours", "theirs"]
    answered = steps.preview_of_revert(settings, EDITOR, first, answers={question.key: "theirs"})
    assert answered.proposal is not None
    assert b"63,pemprov,2024,64.15" in answered.proposal.files["spi_results.csv"]
    assert files["spi_results.csv"] != answered.proposal.files["spi_results.csv"]
