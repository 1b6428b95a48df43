"""The store: revisions as commits, one reference, and what happens when somebody pulls the plug."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pygit2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.core.i18n import LANGUAGES, words
from dashboard.core.settings import Settings
from dashboard.facts import notes
from dashboard.facts.revisions import Counts, Note
from dashboard.facts.store import (
    Outdated,
    Store,
    StoreError,
    UnknownRevision,
    UnreadableStore,
    Unwritable,
    content_id,
    read_files,
)

NOTE = Note("ingest", "account-7", "New scores\n\nof 2026", "spi.xlsx", "ab" * 32, ())


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    data = tmp_path / "data"
    data.mkdir()
    (data / "datapackage.json").write_text('{"version": "2026.1", "resources": []}')
    (data / "scores.csv").write_bytes(b"k,v\r\n1,a\r\n2,b\r\n")
    (data / "LICENSE.md").write_text("no fact")
    (data / "large.parquet").write_bytes(b"PAR1")
    return Settings(data_dir=data, store_dir=tmp_path / "store", build_dir=tmp_path / "build")


def with_row(files: dict[str, bytes], row: str) -> dict[str, bytes]:
    return {**files, "scores.csv": files["scores.csv"] + f"{row}\r\n".encode()}


def test_there_is_none_until_something_is_applied(settings: Settings) -> None:
    assert Store.open(settings) is None
    assert not settings.store_dir.exists()


def test_the_first_revision_is_data_as_it_is(settings: Settings) -> None:
    store = Store.create(settings)
    head = store.head()
    assert store.files(head.id) == read_files(settings.data_dir)
    assert set(store.files(head.id)) == {"datapackage.json", "scores.csv"}
    assert (head.parent, head.note.kind, head.note.who) == ("", "shipped", "local")
    assert Store.create(settings).head() == head
    assert store.taken_in() == head
    assert [path.name for path in settings.store_dir.iterdir()] == ["facts.git"]


def test_a_change_is_a_commit_with_its_note(settings: Settings) -> None:
    store = Store.create(settings)
    first = store.head()
    counts = (Counts("scores", 1, 0, 0),)
    news: tuple[dict[str, Any], ...] = ({"kind": "new_score", "values": {"new": 70.5}},)
    note = Note("ingest", "account-7", NOTE.why, "spi.xlsx", "ab" * 32, counts, news, "")
    files = with_row(store.files("HEAD"), "3,c")
    made = store.apply(files, note, parent=first.id)
    assert store.head() == made
    assert (made.parent, made.note, made.note.changes) == (first.id, note, news)
    assert store.files(made.id) == files
    assert [one.id for one in store.history()] == [made.id, first.id]
    assert [one.id for one in store.history(1)] == [made.id]
    assert made.when.tzinfo is not None
    assert store.taken_in() == first
    assert store.holds(made.id, files)
    assert not store.holds(made.id, store.files(first.id))


def test_git_reads_it(settings: Settings) -> None:
    store = Store.create(settings)
    files = with_row(store.files("HEAD"), "3,c")
    store.apply(files, NOTE, parent=store.head().id)
    repository = pygit2.Repository(str(store.path))
    assert repository.is_bare
    assert repository.head.shorthand == "main"
    commit = repository.revparse_single("HEAD").peel(pygit2.Commit)
    assert commit.message.startswith("New scores\n\nof 2026\n\nIntegritas: {")
    assert (commit.author.name, commit.author.email) == ("account-7", "-")
    [patch] = repository.diff("HEAD~1", "HEAD")
    assert patch is not None and patch.text is not None
    assert [line for line in patch.text.splitlines() if line[:1] in "+-"][2:] == ["+3,c"]


def test_it_is_pushed_to_a_server_and_comes_back_from_there(
    settings: Settings, tmp_path: Path
) -> None:
    store = Store.create(settings)
    server = tmp_path / "backup.git"
    pygit2.init_repository(str(server), bare=True)
    for row in ("3,c", "4,d"):
        store.apply(with_row(store.files("HEAD"), row), NOTE, parent=store.head().id)
        repository = pygit2.Repository(str(store.path))
        repository.remotes.create_anonymous(str(server)).push(["refs/heads/main"])
    shutil.move(settings.store_dir, tmp_path / "lost")
    settings.store_dir.mkdir()
    shutil.copytree(server, settings.store_dir / "facts.git")
    restored = Store.open(settings)
    assert restored is not None
    lost = Store(tmp_path / "lost")
    assert restored.history() == lost.history()
    assert restored.files("HEAD") == lost.files("HEAD")
    made = restored.apply(restored.files("HEAD~1"), NOTE, parent=restored.head().id)
    assert restored.head() == made


def test_a_commit_of_somebody_else_is_a_revision_edited_by_its_author(settings: Settings) -> None:
    store = Store.create(settings)
    repository = pygit2.Repository(str(store.path))
    who = pygit2.Signature("Inspektorat", "x@example.go.id", 1_700_000_000, 420)
    tree = repository.TreeBuilder(repository[store.head().id].peel(pygit2.Tree))
    tree.insert("scores.csv", repository.create_blob(b"k,v\n1,z\n"), pygit2.enums.FileMode.BLOB)
    repository.create_commit(
        "refs/heads/main", who, who, "Mend it", tree.write(), [store.head().id]
    )
    found = store.head().note
    assert (found.kind, found.who, found.why) == ("edited", "Inspektorat", "Mend it")
    assert store.files("HEAD")["scores.csv"] == b"k,v\n1,z\n"
    assert store.taken_in().note.kind == "shipped"


def test_what_was_taken_in_is_read_off_the_history(settings: Settings) -> None:
    store = Store.create(settings)
    first = store.files("HEAD")
    own = store.apply(with_row(first, "3,own"), NOTE, parent=store.head().id)
    data = with_row(first, "9,newer")
    both = with_row(with_row(first, "3,own"), "9,newer")
    merged = store.apply(both, Note("shipped", "local", "2027"), parent=own.id, taken_in=data)
    assert (merged.parent, store.files(merged.id)) == (own.id, both)
    assert store.files(store.taken_in().id) == data
    assert [one.id for one in store.history()][:2] == [merged.id, own.id]
    labelled = pygit2.Repository(str(store.path)).references["refs/heads/shipped"].target
    assert labelled == store.taken_in().id


@pytest.mark.parametrize("lang", LANGUAGES)
def test_names_of_revisions(settings: Settings, lang: str) -> None:
    store = Store.create(settings)
    made = store.apply(with_row(store.files("HEAD"), "3,c"), NOTE, parent=store.head().id)
    for name in ("HEAD", "head", made.id, made.id[:7], made.short.upper(), " HEAD~0 "):
        assert store.revision(name) == made
    assert store.revision("HEAD~1").id == made.parent
    for name in ("", "HEAD~9", "HEAD~x", "main", "0" * 40, "../HEAD", made.id[:3], "\0", "{x}"):
        with pytest.raises(UnknownRevision) as refused:
            store.revision(name)
        assert "HEAD" in refused.value.message(words(lang))
    assert "12" in UnknownRevision("ab", 12).message(words(lang))


def test_the_second_of_two_is_told_and_nothing_is_overwritten(settings: Settings) -> None:
    store = Store.create(settings)
    base, files = store.head().id, store.files("HEAD")
    start, outcomes = threading.Barrier(4), []

    def apply(number: int) -> None:
        start.wait()
        try:
            outcomes.append(store.apply(with_row(files, f"9,{number}"), NOTE, parent=base).id)
        except Outdated as error:
            outcomes.append(error.message(words("id")))

    threads = [threading.Thread(target=apply, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.head().id in outcomes
    assert len(store.history()) == 2
    assert len([one for one in outcomes if " " in one]) == 3


def test_a_push_in_the_same_moment_is_not_overwritten(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store.create(settings)
    base, files = store.head().id, store.files("HEAD")
    move = Store._move

    def pushed_before(
        self: Store, repository: pygit2.Repository, head: pygit2.Oid, target: pygit2.Oid
    ) -> None:
        other = pygit2.Repository(str(self.path))
        who = pygit2.Signature("x", "-")
        tree = other[base].peel(pygit2.Tree).id
        other.create_commit("refs/heads/main", who, who, "pushed", tree, [base])
        move(self, repository, head, target)

    monkeypatch.setattr(Store, "_move", pushed_before)
    with pytest.raises(Outdated):
        store.apply(with_row(files, "9,x"), NOTE, parent=base)
    assert store.head().note.why == "pushed"


# --- kills, a full disk --------------------------------------------------------------------------


def in_a_child(act: Callable[[], object]) -> int:
    """Run in a process of its own: 0, or 3 where the store refuses; a killed one is negative."""
    pid = os.fork()
    if pid == 0:
        code = 4
        try:
            act()
            code = 0
        except Unwritable:
            code = 3
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def dying_at(point: int, act: Callable[[], object]) -> Callable[[], object]:
    """The act, with SIGKILL at one of the calls and returns that it consists of."""
    count = 0

    def step(*_event: object) -> None:
        nonlocal count
        count += 1
        if count == point:
            os.kill(os.getpid(), signal.SIGKILL)

    def run() -> None:
        sys.setprofile(step)
        act()

    return run


def steps_of(act: Callable[[], object]) -> int:
    count = 0

    def step(*_event: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(step)
    try:
        act()
    finally:
        sys.setprofile(None)
    return count


def check_whole(store: Store, states: list[dict[str, bytes]]) -> None:
    """The store is one of these states, git finds nothing wrong, and it takes the next change."""
    head = store.head()
    assert store.files(head.id) in states
    repository = pygit2.Repository(str(store.path))
    for oid in repository:  # each object that is there is whole
        repository.read(oid)
    following = with_row(store.files(head.id), "next,x")
    made = store.apply(following, NOTE, parent=head.id)
    assert store.files(made.id) == following


def test_a_kill_at_any_point_of_an_apply_leaves_the_old_or_the_new(
    settings: Settings, tmp_path: Path
) -> None:
    store = Store.create(settings)
    old = store.files("HEAD")
    new = with_row(old, "3,c")
    template = tmp_path / "template"
    shutil.copytree(settings.store_dir, template)

    def apply() -> None:
        store.apply(new, NOTE, parent=base, taken_in=old)

    base = store.head().id
    for _ in range(2):  # what is compiled or looked up once only is no step of the others
        points = steps_of(apply)
        shutil.rmtree(settings.store_dir)
        shutil.copytree(template, settings.store_dir)
    seen = set()
    for point in sorted(random.Random(16).sample(range(1, points), 50)):
        shutil.rmtree(settings.store_dir)
        shutil.copytree(template, settings.store_dir)
        assert in_a_child(dying_at(point, apply)) == -signal.SIGKILL
        seen.add(len(store.history()))
        check_whole(store, [old, new])
    assert seen == {1, 2}


def test_a_kill_at_any_moment_of_an_apply_leaves_the_old_or_the_new(settings: Settings) -> None:
    store = Store.create(settings)
    chance = random.Random()
    for _ in range(15):
        old = store.files("HEAD")
        new = with_row(old, f"{chance.random()},x")
        base = store.head().id
        pid = os.fork()
        if pid == 0:
            store.apply(new, NOTE, parent=base)
            os._exit(0)
        time.sleep(chance.uniform(0, 0.03))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        check_whole(store, [old, new])


def test_a_kill_while_the_store_is_made_leaves_none_or_a_whole_one(settings: Settings) -> None:
    data = read_files(settings.data_dir)
    for _ in range(2):
        points = steps_of(lambda: Store.create(settings))
        shutil.rmtree(settings.store_dir)
    for point in sorted(random.Random(17).sample(range(1, points), 15)):
        shutil.rmtree(settings.store_dir, ignore_errors=True)
        in_a_child(dying_at(point, lambda: Store.create(settings)))
        opened = Store.open(settings)
        assert opened is None or opened.files("HEAD") == data
        check_whole(Store.create(settings), [data])
        assert not list(settings.store_dir.glob(".unfinished-*"))


@pytest.mark.parametrize("limit", [0, 1, 60, 150, 300])
def test_a_full_disk_leaves_what_was_there(settings: Settings, limit: int) -> None:
    def on_a_full_disk(act: Callable[[], object]) -> Callable[[], object]:
        def run() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            act()

        return run

    data = read_files(settings.data_dir)
    # At 300 bytes the change would fit, and its note does not.
    why = "".join(random.Random(limit).choices("abcdefghijklmnop0123456789", k=900))
    if limit < 300:
        assert in_a_child(on_a_full_disk(lambda: Store.create(settings))) == 3
        assert Store.open(settings) is None
    store = Store.create(settings)
    base = store.head().id

    def apply() -> None:
        store.apply(with_row(data, "3,c"), Note("ingest", "x", why), parent=base)

    assert in_a_child(on_a_full_disk(apply)) == 3
    assert store.head().id == base
    check_whole(store, [data])


def test_locks_of_a_killed_process_are_removed(settings: Settings) -> None:
    store = Store.create(settings)
    for name in ("main.lock", "shipped.lock"):
        (store.path / "refs" / "heads" / name).touch()
    check_whole(store, [read_files(settings.data_dir)])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_damaged_store_is_said_in_one_sentence(settings: Settings, lang: str) -> None:
    store = Store.create(settings)
    reference = store.path / "refs" / "heads" / "main"
    whole = reference.read_text()
    for damage in ("", "x", "0" * 40, "f" * 40):
        reference.write_text(damage)
        with pytest.raises(UnreadableStore) as refused:
            Store.open(settings)
        assert str(store.path) in refused.value.message(words(lang))
    reference.write_text(whole)
    shutil.rmtree(store.path / "objects")
    with pytest.raises(UnreadableStore):
        Store.open(settings)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_folder_that_cannot_be_one_is_said(settings: Settings, lang: str) -> None:
    settings.store_dir.write_text("a file")
    with pytest.raises(Unwritable) as refused:
        Store.create(settings)
    assert str(settings.store_dir) in refused.value.message(words(lang))
    assert isinstance(refused.value, StoreError)


texts = st.text(max_size=40)


@given(who=texts, why=texts, file_name=texts)
def test_notes_come_back_as_they_were_given(who: str, why: str, file_name: str) -> None:
    counts, news = (Counts("a", 1, 2, 3),), ({"kind": "new_ott", "text": why},)
    note = Note("revert", who, why, file_name, "cd" * 32, counts, news, "ef" * 20)
    message = notes.message_of(note)
    message.encode()
    assert notes.note_of(message, "x") == note
    pygit2.Signature(notes.author_of(note), "-")


@given(st.text(max_size=60))
def test_any_message_of_a_commit_is_a_note(text: str) -> None:
    for message in (
        text,
        f"{text}\n\nIntegritas: {text}",
        f'x\n\nIntegritas: {{"counts": {text}}}',
    ):
        assert notes.note_of(message, "x").kind


def test_a_state_without_a_revision_has_a_name_of_its_content() -> None:
    files = {"a.csv": b"1", "b.csv": b"2"}
    assert content_id(files) == content_id(dict(reversed(files.items())))
    assert content_id(files) != content_id({"a.csv": b"1b", "b.csv": b"2"})
    assert Store.is_stand_in(content_id(files))
    assert not Store.is_stand_in("0" * 40)
