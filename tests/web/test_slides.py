"""Every figure as slides at its address: what stands on them, what a client is told, who waits."""

from __future__ import annotations

import io
import threading
from concurrent.futures import ThreadPoolExecutor, as_completed
from itertools import islice
from typing import Any

import pytest
from pptx import Presentation
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.core.i18n import LANGUAGES, words
from dashboard.core.selection import Selection
from dashboard.core.settings import Settings
from dashboard.export import files
from dashboard.export.sources import source_text
from dashboard.figures.model import Answer
from dashboard.figures.registry import REGISTRY
from dashboard.warehouse import engine
from dashboard.warehouse.engine import Warehouse
from dashboard.web import slides
from dashboard.web.routes import Web
from tests.cases import ASKED
from tests.clients import MANY_REQUESTS, NO_SCRIPT, answer_of, make_client

PATH = "/figures/spi-trend.pptx?region=63&lang=id"
POINT = 12_700
SPOKEN = {"id": "id-ID", "en": "en-GB"}


def deck_of(content: bytes) -> Any:
    return Presentation(io.BytesIO(content))


def texts_of(slide: Any) -> str:
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def links_of(slide: Any) -> list[str]:
    return [
        run.hyperlink.address
        for shape in slide.shapes
        if shape.has_text_frame
        for paragraph in shape.text_frame.paragraphs
        for run in paragraph.runs
        if run.hyperlink.address
    ]


@pytest.mark.parametrize("figure_id", REGISTRY)
def test_every_figure_is_slides_with_title_source_and_notes(
    client: TestClient, figure_id: str
) -> None:
    """At one of its parameters and in one language, by turns: drawing is looked at elsewhere."""
    number = list(REGISTRY).index(figure_id)
    selection = (Selection(), *ASKED[figure_id][:2])[number % 3]
    lang = LANGUAGES[number % 2]
    query = selection.query(REGISTRY[figure_id].parameters) | {"lang": [lang]}
    told = client.get(f"/figures/{figure_id}.pptx", params=query)
    assert told.status_code == 200, told.text
    assert told.headers["content-type"] == files.MEDIA_TYPES["pptx"]
    assert told.headers["content-security-policy"] == NO_SCRIPT
    saved = told.headers["content-disposition"]
    assert saved.startswith(f'attachment; filename="integritas-daerah_{figure_id}_')
    assert saved.endswith(f'{lang}.pptx"')

    answer, deck = answer_of(figure_id, selection, lang), deck_of(told.content)
    assert deck.core_properties.title == answer.headline[:255]
    assert deck.core_properties.language == lang
    assert len(deck.slides) >= 1
    for slide in deck.slides:
        check_slide(slide, answer, deck)


def check_slide(slide: Any, answer: Answer, deck: Any) -> None:
    titles = [
        place
        for place in slide.placeholders
        if place.placeholder_format.type.name in ("TITLE", "CENTER_TITLE")
    ]
    assert len(titles) == 1
    title = " ".join(titles[0].text_frame.text.split())
    assert title.removesuffix("…")[:40] in " ".join(answer.headline.split())
    say = words(answer.selection.lang)
    assert source_text(answer.sources, answer.facts_version, say) in texts_of(slide)
    assert len(links_of(slide)) == 1
    assert links_of(slide)[0].startswith(f"http://testserver/figures/{answer.figure.id}.html?")
    notes = slide.notes_slide.notes_text_frame.text
    assert answer.headline in notes
    assert all(caveat in notes for caveat in answer.caveats)
    assert all(source.url in notes for source in answer.sources)
    for shape in slide.shapes:
        assert shape.left >= 0
        assert shape.top >= 0
        assert shape.left + shape.width <= deck.slide_width + POINT, shape.name
        assert shape.top + shape.height <= deck.slide_height + POINT, shape.name
        if shape.has_text_frame:
            runs = [run for paragraph in shape.text_frame.paragraphs for run in paragraph.runs]
            assert min((r.font.size.pt for r in runs if r.font.size), default=12) >= 9, shape.name
    check_language(slide, SPOKEN[answer.selection.lang])


def check_language(slide: Any, spoken: str) -> None:
    """Every run says its language, also in charts, tables and notes."""
    roots = [slide._element, slide.notes_slide._element]
    roots += [shape.chart._chartSpace for shape in slide.shapes if shape.has_chart]
    told = {run.find("{*}rPr").get("lang") for root in roots for run in root.iter("{*}r")}
    assert told == {spoken}


def test_what_cannot_be_drawn_is_said_on_its_slide(client: TestClient) -> None:
    content = client.get("/figures/spi-trend.pptx?region=&reference=&lang=en").content
    [slide] = deck_of(content).slides
    assert "There is nothing to draw: no known fact fits this choice." in texts_of(slide)


def test_equal_questions_give_equal_bytes_once(client: TestClient) -> None:
    first = client.get(PATH, headers={"Accept-Encoding": "identity"})
    with make_client() as other:
        assert other.get(PATH).content == first.content
    again = client.get(PATH, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = client.head(PATH, headers={"Accept-Encoding": "identity"})
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(first.content))
    assert head.headers["etag"] == first.headers["etag"]
    part = client.get(PATH, headers={"Range": "bytes=0-3"})
    assert (part.status_code, part.content) == (206, b"PK\x03\x04")


@pytest.mark.parametrize(
    "asked",
    [
        "width=800",
        "size=slide",
        "scale=2",
        "layer=events",
        "theme=dark",
        "template=x",
        "download=2",
    ],
)
def test_options_of_other_kinds_are_refused(client: TestClient, asked: str) -> None:
    told = client.get(f"{PATH}&{asked}")
    assert told.status_code == 400
    assert told.json()["errors"][0]["parameter"] == asked.partition("=")[0]


def test_a_slide_links_nowhere_where_the_server_does_not_know_its_address() -> None:
    with make_client(hosts=()) as stranger:
        [slide] = deck_of(stranger.get(PATH).content).slides
    assert links_of(slide) == []


def test_one_is_made_after_the_other_and_only_so_many_wait(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(slides, "MOST_WAITING", 2)
    may_end, at_once = threading.Event(), []

    def slow(_warehouse: Warehouse, answer: Answer, _address: str) -> bytes:
        at_once.append(answer)
        assert len(at_once) == 1
        assert may_end.wait(30)
        at_once.remove(answer)
        return b"made"

    web = Web(engine.current, Settings(requests_per_minute=MANY_REQUESTS), slow)
    with TestClient(Starlette(routes=web.routes())) as client, ThreadPoolExecutor(6) as asking:
        paths = [f"/figures/spi-map.pptx?lang=en&year={year}" for year in range(2021, 2026)]
        told = {asking.submit(client.get, path): path for path in paths}
        first, _second = islice(as_completed(told, timeout=30), 2)
        refused = first.result()
        assert refused.status_code == 503
        assert refused.json()["type"].endswith("busy")
        assert refused.json()["detail"].startswith("Too many slides are being made")
        assert int(refused.headers["retry-after"]) > 0
        may_end.set()
        assert sorted(one.result().status_code for one in told) == [200, 200, 200, 503, 503]
        assert client.get(told[first]).status_code == 200
