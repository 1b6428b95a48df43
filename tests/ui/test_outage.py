"""A cluster that is away, on pages: a notice with the age of the numbers, and no stack trace."""

from __future__ import annotations

import datetime as dt

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.core.i18n import LANGUAGES, words
from dashboard.core.settings import Settings
from dashboard.warehouse import engine
from dashboard.warehouse.outage import Outage
from tests.apptest import text, visit


class OnCluster(engine.Warehouse):
    """Facts whose marts lie elsewhere."""

    has_all_rows = False


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> OnCluster:
    found = OnCluster(engine.current().build, Settings().sql_dir)
    monkeypatch.setattr(engine, "_current", found)
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_says_how_old_its_numbers_are(known: OnCluster, lang: str) -> None:
    asked = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=10)
    known.waiting = Outage(asked, asked, is_waiting=lang == "en")
    app = visit("regulasi", lang=lang)
    assert not app.exception
    notice = known.waiting.sentence(words(lang))
    assert words(lang).ago(asked) in notice
    assert text(app).count(notice) == 1
    caveat = known.waiting.caveat(words(lang))
    assert text(app).count(caveat) == 1, "each caveat is said once on a page"
    known.waiting = None
    app.run()
    assert notice not in text(app)
    assert caveat not in text(app)


def asking_page(kind: str) -> None:
    from dashboard.ui.error import show
    from dashboard.warehouse.cluster_faults import ClusterAway, ClusterSlow, TooManyRows

    faults = {
        "away": ClusterAway("sc://secret-host:15002", "UNAVAILABLE"),
        "slow": ClusterSlow("sc://secret-host:15002", 30),
        "rows": TooManyRows("mart_x", 9, 3),
    }
    assert show(faults[kind]) is True


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("away", "sedang tidak dapat dihubungi"),
        ("slow", "dalam 30 detik"),
        ("rows", "terlalu banyak untuk dijelajahi"),
    ],
)
def test_what_cannot_be_asked_is_told_in_a_sentence(kind: str, said: str) -> None:
    app = AppTest.from_function(asking_page, args=(kind,), default_timeout=30).run()
    assert said in text(app)
    assert not app.exception
    assert not app.error
    assert "secret-host" not in text(app)


def test_there_is_no_sql_box_over_tables_that_are_elsewhere(known: OnCluster) -> None:
    app = visit("data", lang="en", sql="select 1")
    assert not app.exception
    assert "there is no SQL box" in text(app)
    assert not [one for one in app.text_area if "sql" in str(one.key)]
