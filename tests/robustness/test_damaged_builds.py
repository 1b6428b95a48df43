"""A build is used as it was written or not at all: each damage is found when it is opened."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dashboard.core import locks
from dashboard.core.i18n import LANGUAGES, words
from dashboard.warehouse import build_folder
from dashboard.warehouse.build_folder import Damaged

FORMAT = "3"
DATABASE, SHAPES, NOTE = "warehouse.duckdb", "provinces.json", "build.json"
REGENCIES = "regencies.json", "regencies-63.json"
Damage = Callable[[Path], object]


def write_build(folder: Path) -> Path:
    """A folder as a build leaves it; what its files hold does not matter here."""
    folder.mkdir(parents=True)
    (folder / DATABASE).write_bytes(bytes(range(256)) * 64)
    (folder / SHAPES).write_text('{"type":"FeatureCollection","features":[]}')
    (folder / f"{SHAPES}.gz").write_bytes(b"\x1f\x8b packed")
    for name in REGENCIES:
        (folder / name).write_text(f'{{"name":"{name}"}}')
    build_folder.write_note(folder, FORMAT, "2026.11.0", dt.date(2026, 11, 21))
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_build(tmp_path / "0123456789ab")


def content(change: Callable[[bytes], bytes]) -> Damage:
    return lambda path: path.write_bytes(change(path.read_bytes()))


def instead(path: Path) -> None:
    path.unlink()
    path.mkdir()


def leads_nowhere(path: Path) -> None:
    path.unlink()
    path.symlink_to("nowhere")


def note(**changed: Any) -> Damage:
    """The note with some of its values replaced, or left out where they are None."""

    def change(path: Path) -> None:
        about = {**json.loads(path.read_text()), **changed}
        path.write_text(json.dumps({name: value for name, value in about.items() if value != ""}))

    return change


def of_database(**changed: Any) -> Damage:
    def change(path: Path) -> None:
        about = json.loads(path.read_text())
        about["files"][DATABASE].update(changed)
        path.write_text(json.dumps(about))

    return change


ANY_FILE: dict[str, Damage] = {
    "missing": Path.unlink,
    "empty": content(lambda _all: b""),
    "half": content(lambda all_: all_[: len(all_) // 2]),
    "a byte less": content(lambda all_: all_[:-1]),
    "a byte more": content(lambda all_: all_ + b"\0"),
    "one bit": content(lambda all_: all_[:5] + bytes([all_[5] ^ 1]) + all_[6:]),
    "other bytes of this length": content(lambda all_: b"\xa5" * len(all_)),
    "a folder": instead,
    "a link that leads nowhere": leads_nowhere,
}
THE_NOTE: dict[str, Damage] = {
    "missing": Path.unlink,
    "a folder": instead,
    "a link that leads nowhere": leads_nowhere,
    **{
        f"holds {text[:12]!r}": content(lambda _all, text=text: text.encode("utf-8"))  # type: ignore[misc]
        for text in (
            *("", " ", "{", "null", "[]", '"text"', "17", "true", "{}", "NaN", "\0" * 73),
            *(
                "[" * 100_000,
                '{"files":' * 10_000,
                '{"facts_version": 1e999}',
                "<html>",
                "\ufeff{}",
            ),
        )
    },
    "half": content(lambda all_: all_[: len(all_) // 2]),
    "not UTF-8": content(lambda all_: b"\xff\xfe" + all_),
    "UTF-16": content(lambda all_: all_.decode().encode("utf-16")),
    "of the format before files were listed": lambda path: path.write_text(
        '{"facts_version": "2026.11.0", "facts_date": "2026-11-21", "format": "2"}'
    ),
    "an older format": note(format="2"),
    "a newer format": note(format="4"),
    "a format that is a number": note(format=3),
    "no format": note(format=""),
    "no version": note(facts_version=""),
    "no files": note(files=""),
    "a version that is nothing": note(facts_version=None),
    "a version that is a list": note(facts_version=["2026.11.0"]),
    "31 February": note(facts_date="2026-02-31"),
    "a date in words": note(facts_date="yesterday"),
    "an empty date": note(facts_date=[]),
    "a date of the year 0": note(facts_date="0000-01-01"),
    "a date with no day": note(facts_date="2026-11"),
    "files as a list": note(files=[DATABASE]),
    "files as a text": note(files=DATABASE),
    "files that are nothing": note(files={DATABASE: None, SHAPES: None}),
    "files without the database": note(files={}),
    "a size that is a text": of_database(size="large"),
    "another size": of_database(size=1),
    "a size below nothing": of_database(size=-1),
    "a size beyond any number": of_database(size=10**400),
    "another hash": of_database(sha256="0" * 64),
    "a hash that is a number": of_database(sha256=0),
}
CASES = [
    *(
        (file, how, ANY_FILE[how])
        for file in (DATABASE, SHAPES, f"{SHAPES}.gz", REGENCIES[1])
        for how in ANY_FILE
    ),
    (f"{DATABASE}.wal", "of another database", lambda path: path.write_bytes(b"changes")),
    *((NOTE, how, damage) for how, damage in THE_NOTE.items()),
]


def test_what_was_written_is_found_as_it_was(folder: Path) -> None:
    made = build_folder.read(folder, FORMAT)
    assert made is not None
    assert (made.revision, made.facts_version) == (folder.name, "2026.11.0")
    assert made.facts_date == dt.date(2026, 11, 21)
    assert json.loads(made.shapes["provinces"])["features"] == []
    assert {name: json.loads(text) for name, text in made.shapes.items() if "reg" in name} == {
        name.removesuffix(".json"): {"name": name} for name in REGENCIES
    }
    assert build_folder.read(folder.with_name("none"), FORMAT) is None


@pytest.mark.parametrize(
    ("file", "damage"),
    [pytest.param(file, damage, id=f"{file} {how}") for file, how, damage in CASES],
)
def test_a_damage_is_found_named_and_set_aside(folder: Path, file: str, damage: Damage) -> None:
    damage(folder / file)
    with pytest.raises(Damaged) as found:
        build_folder.read(folder, FORMAT)
    if file != NOTE:
        assert found.value.file == file
    for lang in LANGUAGES:
        assert found.value.file in found.value.message(words(lang))
    build_folder.set_aside(folder, found.value.held)
    [aside] = folder.parent.iterdir()
    assert aside.name.startswith("0123456789ab.damaged-")


def test_of_damaged_builds_the_latest_one_stays(folder: Path) -> None:
    for _again in range(3):
        (folder / DATABASE).write_bytes(b"?")
        build_folder.set_aside(folder)
        write_build(folder)
    names = sorted(path.name for path in folder.parent.iterdir())
    assert len(names) == 2 and names[0] == folder.name


def test_what_another_process_made_anew_meanwhile_stays(folder: Path) -> None:
    (folder / DATABASE).unlink()
    with pytest.raises(Damaged) as found:
        build_folder.read(folder, FORMAT)
    folder.rename(folder.with_name("elsewhere"))  # the other process sets it aside …
    build_folder.set_aside(folder, found.value.held)
    write_build(folder)  # … and makes it
    build_folder.set_aside(folder, found.value.held)
    assert build_folder.read(folder, FORMAT) is not None


# --- builds in use -------------------------------------------------------------------------------


def builds(build_dir: Path, number: int) -> list[Path]:
    """Builds from the oldest to the newest one."""
    made = [write_build(build_dir / f"{n:012x}") for n in range(number)]
    for n, folder in enumerate(made):
        os.utime(folder / NOTE, (1000 + n, 1000 + n))
    return made


def test_builds_in_use_stay_and_go_when_their_last_user_is_gone(tmp_path: Path) -> None:
    made = builds(tmp_path, 8)
    used = [build_folder.read(made[n], FORMAT) for n in (0, 0, 2)]
    build_folder.forget_old(tmp_path, keep=made[7].name)
    assert {path.name for path in tmp_path.iterdir()} == {made[n].name for n in (0, 2, 5, 6, 7)}
    used.pop(0)
    build_folder.forget_old(tmp_path, keep=made[7].name)
    assert made[0].exists(), "its other user is still there"
    used.clear()
    build_folder.forget_old(tmp_path, keep=made[7].name)
    assert {path.name for path in tmp_path.iterdir()} == {made[n].name for n in (5, 6, 7)}


def test_the_new_build_stays_although_the_clock_was_set_back(tmp_path: Path) -> None:
    made = builds(tmp_path, 5)
    build_folder.forget_old(tmp_path, keep=made[0].name)
    assert {path.name for path in tmp_path.iterdir()} == {made[n].name for n in (0, 3, 4)}


# --- what killed processes leave -----------------------------------------------------------------


def test_what_killed_builders_left_goes_and_what_is_being_made_stays(tmp_path: Path) -> None:
    living, held = build_folder.new(tmp_path)
    (living / DATABASE).write_bytes(b"half")
    for name in ("killed", "killed-with-lock", "killed-before-anything"):
        left = tmp_path / f"{locks.UNFINISHED}{name}"
        left.mkdir()
    (tmp_path / f"{locks.UNFINISHED}killed" / DATABASE).write_bytes(b"half")
    (tmp_path / f"{locks.UNFINISHED}killed-with-lock" / locks.LOCK).touch()
    build_folder.tidy(tmp_path)
    assert list(tmp_path.iterdir()) == [living]
    held.release()
    build_folder.tidy(tmp_path)
    assert list(tmp_path.iterdir()) == []
    build_folder.tidy(tmp_path / "no such folder")


def test_what_a_killed_server_spilled_goes_when_nobody_else_uses_the_build(folder: Path) -> None:
    spilled = folder / f"{DATABASE}.tmp"
    spilled.mkdir()
    (spilled / "duckdb_temp_1_0_storage_DEFAULT-0.tmp").write_bytes(b"gigabytes")
    first = build_folder.read(folder, FORMAT)
    assert not spilled.exists()
    spilled.mkdir()  # of the server that runs
    second = build_folder.read(folder, FORMAT)
    assert first == second and spilled.exists()
    assert first is not None and second is not None
    first.held.release()
    second.held.release()
    assert build_folder.read(folder, FORMAT) is not None
    assert not spilled.exists()


def test_a_build_of_a_living_process_is_no_old_build_before_it_has_its_name(tmp_path: Path) -> None:
    made = builds(tmp_path, 4)
    living, _held = build_folder.new(tmp_path)
    shutil.copy(made[0] / NOTE, living)
    build_folder.forget_old(tmp_path, keep=made[3].name)
    assert living.exists()
