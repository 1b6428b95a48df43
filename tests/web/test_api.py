"""The API against its own description: whatever that allows is answered as it says."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import given
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance
from starlette.applications import Starlette

from dashboard.core.settings import Settings
from dashboard.export import streamed
from dashboard.figures import addresses
from dashboard.figures.addresses import Size
from dashboard.figures.model import Answer
from dashboard.figures.registry import REGISTRY
from dashboard.warehouse import engine
from dashboard.warehouse.engine import Warehouse
from dashboard.web import routes
from tests.examples import tried

EXAMPLES = 2  # of each kind, of what is allowed and of what is not: there are 98 of them


class Stub:
    """Stands in for the browser: hundreds of sizes are asked here, drawing is tested elsewhere."""

    async def picture(
        self, warehouse: Warehouse, answer: Answer, extension: str, size: Size, **named: Any
    ) -> bytes:
        return f"{answer.figure.id}.{extension} {size} {named}".encode()

    async def chart_svg(self, _warehouse: Warehouse, answer: Answer, client: str = "") -> str:
        return f"<svg><title>{answer.figure.id}</title></svg>"


def slide(_warehouse: Warehouse, answer: Answer, _address: str) -> bytes:
    return answer.figure.id.encode()


@pytest.fixture(scope="module")
def api() -> Any:
    chosen = Settings(requests_per_minute=10**8, hosts=("testserver",))
    asked = routes.Web(engine.current, chosen, slide, draws=Stub())
    app = Starlette(routes=asked.routes())
    return schemathesis.openapi.from_asgi("/openapi.json", app)


PATHS = [
    # Where the description itself lies it is not asked.
    *("/figures", "/oembed", "/sources/{source}"),
    *(f"/changes.{kind}" for kind in addresses.NEWS),
    *(f"/figures/{figure_id}.{kind}" for figure_id in REGISTRY for kind in addresses.EXTENSIONS),
    *(f"/tables/{{table}}.{kind}" for kind in streamed.WRITERS),
]
# Kinds that take the same parameters, and of each figure one of them in turn: that every figure
# comes as every kind of file is what tests/web/test_routes.py shows.
ALIKE = (("html",), ("png", "svg", "pdf"), ("csv", "parquet"), ("xlsx", "json", "pptx"))
ASKED = [
    *PATHS[:6],
    *(
        f"/figures/{figure_id}.{kinds[place % len(kinds)]}"
        for place, figure_id in enumerate(REGISTRY)
        for kinds in ALIKE
    ),
]


def test_every_file_is_an_operation(api: Any) -> None:
    assert {operation.ok().path for operation in api.get_all_operations()} == set(PATHS)


def test_kinds_that_are_alike_take_the_same_parameters(api: Any) -> None:
    assert {kind for kinds in ALIKE for kind in kinds} == {*addresses.EXTENSIONS}
    told = api.raw_schema["paths"]
    for figure_id in REGISTRY:
        for first, *others in ALIKE:
            wanted = told[f"/figures/{figure_id}.{first}"]["get"]["parameters"]
            for kind in others:
                assert told[f"/figures/{figure_id}.{kind}"]["get"]["parameters"] == wanted


@pytest.mark.hypothesis
@pytest.mark.parametrize("path", ASKED)
def test_operations_answer_as_described(api: Any, path: str) -> None:
    """Values that the description allows, and values that it forbids."""

    def ask(case: schemathesis.Case) -> None:
        # A first year after the last one, or a picture of too many pixels, fits the description of
        # each parameter and is refused all the same.
        answer = case.call()
        excluded: list[Any] = [positive_data_acceptance]
        if answer.status_code == 414:  # so many regions: a refusal as well
            excluded.append(negative_data_rejection)
        case.validate_response(answer, excluded_checks=excluded)

    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
        cases = api[path]["GET"].as_strategy(generation_mode=mode)
        tried(EXAMPLES)(given(case=cases)(ask))()


def test_the_checks_are_there() -> None:
    """A check of another name would silently check nothing."""
    assert {
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_schema_conformance",
        "negative_data_rejection",
    } <= set(CHECKS.get_all_names())
