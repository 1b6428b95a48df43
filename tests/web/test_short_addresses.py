"""The short address of a source leads to the source, and nowhere else."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from dashboard.briefing import writer
from dashboard.core.i18n import LANGUAGES
from dashboard.core.settings import Settings
from dashboard.export import markup
from dashboard.figures import addresses
from dashboard.warehouse import engine
from dashboard.web.own_address import OwnAddress
from dashboard.web.proxies import Proxies
from dashboard.web.routes import Web
from dashboard.web.short_addresses import every_source

FACTS = engine.current()
SOURCES = FACTS.sources


def test_every_source_is_reached_by_its_digits(client: TestClient) -> None:
    for source in SOURCES.values():
        response = client.get(addresses.source(source.source_id), follow_redirects=False)
        assert response.status_code == 302
        assert response.headers["location"] == markup.address(source.url)
        assert response.headers["location"].isascii()


@pytest.mark.parametrize(
    "written", ["{id}", "{ID}", "{digits}.", "{digits}/", "{DIGITS})", "{digits}?fbclid=1"]
)
def test_it_is_read_as_people_type_it(client: TestClient, written: str) -> None:
    source = SOURCES["jdih-bantulkab-go-id-3f35f9"]
    digits = source.source_id[-6:]
    name = written.format(
        id=source.source_id, ID=source.source_id.upper(), digits=digits, DIGITS=digits.upper()
    )
    for ask in (client.get, client.head):
        response = ask(f"/sources/{name}", follow_redirects=False)
        assert (response.status_code, response.headers["location"]) == (302, source.url)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "name",
    [
        *("", "ffffff", "3f35f", "3f35f99", "bantulkab", "jdih-bantulkab-go-id", "go-id-3f35f9"),
        *("https://evil.example", "//evil.example", "..%2f..", "%00", "'--"),
        *("🦊", "%0a", "a%0ab", "%ff%fe", "a" * 4000),
    ],
)
def test_what_the_facts_do_not_list_leads_nowhere(client: TestClient, name: str, lang: str) -> None:
    response = client.get(f"/sources/{name}?lang={lang}", follow_redirects=False)
    assert response.status_code == 404
    assert "location" not in response.headers
    detail = response.json()["detail"]
    assert "/sources/" in detail
    assert "/metodologi" in detail
    assert ("Tidak ada" if lang == "id" else "There is no") in detail


@pytest.mark.parametrize("host", ["testserver", "evil.example"])
def test_behind_a_proxy_it_leads_to_the_source_and_nothing_else_leads_away(host: str) -> None:
    away = "https://evil.example/"

    async def leads_away(_request: Request) -> RedirectResponse:
        return RedirectResponse(away)

    routes = Web(lambda: FACTS, Settings(), writer.slide).routes()
    app = Starlette(
        routes=[*routes, Route("/away/sources/3f35f9", leads_away)],
        middleware=[
            Middleware(Proxies, own=OwnAddress(Settings()), outside=lambda: every_source(FACTS)),
        ],
    )
    asked = TestClient(app, follow_redirects=False, headers={"Host": host})
    for source in list(SOURCES.values())[::25]:
        response = asked.get(addresses.source(source.source_id))
        assert response.headers["location"] == markup.address(source.url)
    assert asked.get("/away/sources/3f35f9").headers["location"] == "../../"


def test_a_line_end_begins_no_header(client: TestClient) -> None:
    response = client.get("/sources/%0d%0aLocation:https://evil.example", follow_redirects=False)
    assert response.status_code == 404
    assert "location" not in response.headers


def test_it_only_reads(client: TestClient) -> None:
    name = addresses.source("jdih-bantulkab-go-id-3f35f9")
    assert client.post(name).status_code == 405
    assert client.options(name).status_code == 204


def test_it_is_described(client: TestClient) -> None:
    described = client.get("/openapi.json").json()["paths"]["/sources/{source}"]["get"]
    assert {"302", "404"} <= set(described["responses"])
