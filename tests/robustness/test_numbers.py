"""Numbers in addresses: whatever is written there is a number within its limits or a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.briefing import writer
from dashboard.core.numbers import whole_number
from dashboard.core.settings import BadSetting, Settings
from dashboard.figures import addresses
from dashboard.figures.addresses import Size
from dashboard.warehouse import engine, table_rows
from dashboard.warehouse.table_rows import Question
from dashboard.web.routes import Web
from tests.clients import MANY_REQUESTS

# What stands in the place of a number: none of them is within any limit.
NO_NUMBERS = {
    "a huge number behind zeros": "00000100000",
    "4,400 zeros": "0" * 4400,
    "4,400 zeros and a number": "0" * 4400 + "800",
    "4,400 nines": "9" * 4400,
    "larger than 64 bits": "99999999999999999999",
    "ten digits": "1000000000",
    "a plus": "+800",
    "a minus": "-800",
    "a typographic minus": "−800",
    "spaces around": " 800 ",
    "a line end": "800\n",
    "a tab": "\t800",
    "a no-break space": "800\u00a0",
    "an underscore": "8_00",
    "an exponent": "8e2",
    "a decimal point": "800.0",
    "a decimal comma": "800,5",
    "hexadecimal": "0x320",
    "octal": "0o1440",
    "binary": "0b1100100000",
    "Arabic digits": "٨٠٠",
    "full-width digits": "８００",
    "superscript digits": "⁸⁰⁰",
    "Devanagari digits": "८००",
    "infinity": "inf",
    "not a number": "NaN",
    "nothing": "",
    "a word": "delapan",
    "a NUL byte": "800\0",
    "half of a letter": "8\udcff00",
    "two numbers": "800 900",
    "a list": "[800]",
    "a direction mark": "\u202e800",
    "an invisible letter": "8\u200b00",
}
SIZES = ("width", "height", "scale")
OEMBED = ("maxwidth", "maxheight")
YEARS = ("year", "from_year", "to_year")


class Measuring:
    """Stands in for the browser: writes down how large a picture it is asked for."""

    def __init__(self) -> None:
        self.sizes: list[Size] = []

    async def picture(
        self, warehouse: Any, answer: Any, extension: Any, size: Size, **_named: Any
    ) -> bytes:
        self.sizes.append(size)
        return b"drawn"

    async def chart_svg(self, warehouse: Any, answer: Any, client: str = "") -> str:
        return ""


@pytest.fixture(scope="module")
def drawn() -> Measuring:
    return Measuring()


@pytest.fixture(scope="module")
def client(drawn: Measuring) -> Iterator[TestClient]:
    routes = Web(
        engine.current,
        Settings(requests_per_minute=MANY_REQUESTS),
        writer.slide,
        draws=drawn,
    )
    with TestClient(Starlette(routes=routes.routes()), raise_server_exceptions=False) as client:
        yield client


def query(**parameters: str) -> str:
    return urlencode(parameters, errors="surrogateescape")


@pytest.mark.parametrize("name", SIZES)
def test_a_picture_has_no_other_size_than_the_one_that_was_checked(
    client: TestClient, drawn: Measuring, name: str
) -> None:
    for kind, value in NO_NUMBERS.items():
        drawn.sizes.clear()
        told = client.get(f"/figures/spi-map.png?{query(**{name: value})}&lang=en")
        if told.status_code == 414:  # longer than any address
            continue
        assert (told.status_code, drawn.sizes) == (400, []), kind
        [error] = told.json()["errors"]
        assert error["parameter"] == name, kind
        assert "whole numbers" in error["detail"], kind


@pytest.mark.parametrize("name", SIZES)
def test_each_limit_is_possible_and_the_next_number_is_not(
    client: TestClient, drawn: Measuring, name: str
) -> None:
    first, last = addresses.RANGES[name]
    for value in (first, last):
        drawn.sizes.clear()
        # A width of 800 and a height of 600 leave room for every scale.
        given = {"width": "800", "height": "600", "scale": "1", name: f"0{value}"}
        assert client.get(f"/figures/spi-map.svg?{query(**given)}").status_code == 200
        [size] = drawn.sizes
        assert getattr(size, name) == value
    for value in (first - 1, last + 1):
        path = f"/figures/spi-map.svg?{query(**{name: str(value)})}"
        assert client.get(path).status_code == 400


@pytest.mark.parametrize("name", OEMBED)
def test_a_frame_is_never_larger_than_was_asked(client: TestClient, name: str) -> None:
    for kind, value in NO_NUMBERS.items():
        asked = query(url="/figures/spi-map.html", **{name: value})
        told = client.get(f"/oembed?{asked}&lang=en")
        if name in OEMBED and value == "00000100000":  # 100,000 is within this limit
            continue
        assert told.status_code == (414 if len(asked) > 7900 else 400), kind


@pytest.mark.parametrize("name", YEARS)
def test_a_year_is_one_of_those_offered_or_a_sentence(client: TestClient, name: str) -> None:
    figure = "spi-map" if name == "year" else "spi-trend"
    refused = {kind: value for kind, value in NO_NUMBERS.items() if value}
    refused |= {"behind a zero": "02024", "the largest of C": "2147483648", "in words": "MMXXIV"}
    for kind, value in refused.items():
        told = client.get(f"/figures/{figure}.csv?{query(**{name: value})}&lang=en")
        assert told.status_code in (400, 414), kind
        if told.status_code == 400:
            assert told.json()["errors"][0]["parameter"] == name, kind


def test_weights_are_numbers_of_one_or_two_digits(client: TestClient) -> None:
    for part in (*NO_NUMBERS.values(), "05", "11"):
        told = client.get(f"/figures/spi-scorecard.csv?{query(weights=f'{part},5,0')}&lang=en")
        assert told.status_code in (400, 414), part


@pytest.mark.parametrize("value", NO_NUMBERS.values(), ids=list(NO_NUMBERS))
def test_a_condition_on_a_number_finds_no_row_and_breaks_nothing(value: str) -> None:
    for column in ("year", "score"):
        [condition] = parse_qs(query(where=f"{column}:{value}"))["where"]
        question = Question("mart_spi", where=(condition,))
        assert table_rows.count(engine.current(), question) == 0


@pytest.mark.parametrize("value", NO_NUMBERS.values(), ids=list(NO_NUMBERS))
def test_whole_numbers_are_digits_alone(value: str) -> None:
    assert whole_number(value, 320, 2400) is None


@pytest.mark.parametrize("value", [*NO_NUMBERS.values(), "0"])
def test_a_setting_is_a_number_or_a_sentence(value: str) -> None:
    if value == "00000100000":  # within this limit
        return
    with pytest.raises(BadSetting):
        Settings(requests_per_minute=value)
