"""Long lists are written once for a choice, and each reader's links carry that reader's choice."""

from __future__ import annotations

import re

import pytest

from dashboard.export import markup
from dashboard.warehouse import engine
from tests.apptest import html, visit

LISTS = {
    "ott": ("ott_cases.html",),
    "bimtek": ("bimtek_after_ott.html", "bimtek_activities.html"),
    "zona": ("wbk_path.html", "wbk_units.html"),
    "bandingkan": ("table.html",),
}


@pytest.mark.parametrize("page", LISTS)
def test_a_second_run_writes_no_list_anew(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    engine.current().forget()
    written: list[str] = []
    render = markup.render

    def noted(template: str, **values: object) -> str:
        written.append(template)
        return render(template, **values)

    monkeypatch.setattr(markup, "render", noted)
    app = visit(page, lang="id", year="2024", region=["63", "62"])
    assert not app.exception and {*LISTS[page]} <= {*written}
    before = html(app)
    written.clear()
    app.run()
    assert not {*LISTS[page]} & {*written}
    assert html(app) == before


def test_links_carry_the_choice_of_their_reader() -> None:
    addresses = [
        re.findall(r'href="[^"]*profil\?([^"]*)"', html(visit("ott", lang="id", scope=scope)))
        for scope in ("pemprov", "agregat_wilayah", "pemprov")
    ]
    assert addresses[0] == addresses[2] != addresses[1] and addresses[0]
    assert all("scope=pemprov" in one for one in addresses[0]) or all(
        "scope=agregat_wilayah" in one for one in addresses[1]
    )
