"""The sentences around integrity zones, where an office's facts lack what they refer to."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard.core.i18n import LANGUAGES
from dashboard.narrative import wbk
from dashboard.warehouse import engine


class Sources:
    """A warehouse of which only the sources are asked."""

    def __init__(self, sources: dict[str, Any]) -> None:
        self.sources = sources


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_rule_is_told_with_a_source_or_not_at_all(lang: str) -> None:
    whole = wbk.rules(engine.current(), lang)
    assert whole
    assert wbk.rules(Sources({}), lang) == ()  # type: ignore[arg-type]
    [first, *_] = whole[0].sources
    one = wbk.rules(Sources({first.source_id: first}), lang)  # type: ignore[arg-type]
    assert {rule.sources for rule in one} == {(first,)}
