"""News of what was taken in from data/ before anything that knows news was there."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.facts.revisions import Note
from dashboard.facts.store import Store, read_files
from dashboard.narrative import changes, late_news, news
from dashboard.warehouse.engine import Warehouse
from tests import stores
from tests.fixtures import SQL
from tests.stores import Followed


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Followed:
    return stores.followed(tmp_path_factory)


def test_facts_edited_by_hand_are_news_too(followed: Followed, tmp_path: Path) -> None:
    """Found out once; until then, and where it cannot be, there is the revision without news."""
    settings = followed.settings(store_dir=tmp_path)
    store = Store.create(settings)
    files = read_files(followed.folder / "facts-1")
    edited = store.apply(files, Note("edited", "local", "data/"), parent=store.head().id)
    after = Warehouse(followed.states[1].build, SQL, edited.id)
    assert [one.note.changes for one in news.recorded(after, settings)] == [(), ()]

    late_news.catch_up(settings)

    found = news.since(news.recorded(after, settings), edited.parent)
    expected = changes.between(followed.states[0], followed.states[1])
    assert {one.change.thing for one in found} == {one.thing for one in expected}
    assert {one.revision for one in found} == {edited.id}
    kept = settings.build_dir / "news" / f"{edited.id}.json"
    before = kept.stat().st_mtime_ns
    late_news.catch_up(settings)
    assert kept.stat().st_mtime_ns == before
    kept.write_text("[1", encoding="utf-8")  # somebody's hand: the next start can find it out again
    assert late_news.completed(edited, settings) == edited
    kept.unlink()


def test_what_cannot_be_found_out_takes_nothing_down(
    followed: Followed, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    late_news.catch_up(followed.settings(store_dir=tmp_path / "nothing"))
    assert caplog.messages == []
    (tmp_path / "facts.git").mkdir()
    late_news.catch_up(followed.settings(store_dir=tmp_path))
    assert len(caplog.messages) == 1
