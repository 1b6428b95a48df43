"""The browser that draws is stopped, or is no browser at all: a sentence, and nothing is left."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.core import locks
from dashboard.core.i18n import LANGUAGES, words
from dashboard.export import browser, browser_folder
from dashboard.export.browser import Page, PictureFailed
from dashboard.export.chromium import NoBrowser
from dashboard.export.drawing_pool import DrawingPool

PROGRAMS = {
    "ends at once": "#!/bin/sh\nexit 0\n",
    "ends with an error": "#!/bin/sh\nexit 7\n",
    "says something else": "#!/bin/sh\necho usage: none of this\nexit 64\n",
    "never answers": "#!/bin/sh\nexec sleep 600\n",
    "never answers and has children": "#!/bin/sh\nsleep 600 & sleep 600 & wait\n",
    "ignores being asked to end": "#!/bin/sh\ntrap '' TERM INT HUP\nwhile :; do sleep 1; done\n",
    "answers with what it is asked": "#!/bin/sh\nexec cat\n",
    "answers without an end": "#!/bin/sh\nexec yes\n",
    "answers nonsense": "#!/bin/sh\nprintf '{]\\0[]\\0\\377\\0'\nexec sleep 99\n",
    "answers to nobody": '#!/bin/sh\nprintf \'{"id":99,"result":{}}\\0\'\nexec sleep 99\n',
    "is killed by the system": "#!/bin/sh\nkill -SEGV $$\n",
    "is a text": "once upon a time\n",
    "is empty": "",
    "is no program of this machine": "\x7fELF\x02\x01\x01 of another kind",
}


async def nothing(_page: Page) -> None:
    """A page that needs nothing."""


async def seen(page: Page) -> bytes:
    return str(await page.run("1 + 1")).encode()


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for temporary files, which a browser has to leave empty."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        monkeypatch.setattr(tempfile, "tempdir", folder)
        yield Path(folder)


@pytest.fixture
def kept(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[DrawingPool]:
    made = DrawingPool(nothing, waiting=3, seconds=2.0)
    yield made
    made.close()
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("how", PROGRAMS)
def test_a_program_that_is_no_browser_is_told_and_ended(
    kept: DrawingPool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    program = tmp_path / "chrome"
    program.write_text(PROGRAMS[how], encoding="latin-1")
    program.chmod(program.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setenv("CHROMIUM", str(program))
    monkeypatch.setattr(browser, "STARTING_SECONDS", 2.0)
    before = threading.active_count()
    began = time.monotonic()
    with pytest.raises((PictureFailed, NoBrowser)) as failed:
        kept.draw_sync(seen)
    assert time.monotonic() - began < 60
    assert isinstance(failed.value, PictureFailed | NoBrowser)
    for lang in LANGUAGES:
        assert "Traceback" not in failed.value.message(words(lang))
    assert kept.process is None
    still = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert str(program) not in still
    assert threading.active_count() <= before + 4
    monkeypatch.delenv("CHROMIUM")
    assert kept.draw_sync(seen) == b"2"  # the right one, installed meanwhile


@pytest.mark.parametrize("number", [signal.SIGSTOP, signal.SIGKILL, signal.SIGSEGV, signal.SIGTERM])
def test_a_browser_that_is_signalled_loses_no_picture(kept: DrawingPool, number: int) -> None:
    assert kept.draw_sync(seen) == b"2"
    group = kept.process
    assert group is not None
    os.killpg(group, number)
    assert kept.draw_sync(seen) == b"2"
    assert kept.started == 2 and kept.process != group


def test_a_folder_of_a_killed_process_goes_and_one_in_use_stays(
    kept: DrawingPool, temporary: Path
) -> None:
    left = temporary / f"{browser_folder.PREFIX}killed"
    left.mkdir()
    (left / locks.LOCK).touch()
    (left / "profile").write_bytes(b"megabytes")
    others = browser_folder.new()
    assert not left.exists()
    assert kept.draw_sync(seen) == b"2"
    assert others.path.exists()
    names = {path.name.partition("browser-")[0] for path in temporary.iterdir()}
    assert names == {"integritas-"}, "all that the browser writes lies in one folder"
    others.remove()
    link = temporary / f"{browser_folder.PREFIX}link"
    link.symlink_to("/")
    browser_folder.new().remove()
    assert link.is_symlink()
    link.unlink()
