"""The profile of every region opens: of 38 provinces and all 514 kabupaten and kota."""

from __future__ import annotations

import re

import pytest

from dashboard.warehouse import choices, engine
from tests.apptest import text, visit

CODES = tuple(choices.regions(engine.current()))


@pytest.mark.parametrize("start", range(0, len(CODES), 40))
def test_every_profile_opens(start: int) -> None:
    names = choices.regions(engine.current())
    for code in CODES[start : start + 40]:
        app = visit("profil", region=code, lang="id")
        assert not app.exception, code
        read = text(app)
        assert names[code].name in read
        assert not re.search(r"\bNone\b|\bnan\b|\{\w+\}", read), code
