"""Who asks: the name that limits count by, and whether somebody still waits for the answer."""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, TypeVar

from starlette.requests import Request

LEFT = 499  # the status of an answer that nobody reads, as nginx writes it down
_NETWORK_BITS = 64  # of an IPv6 address; the rest a client chooses as it likes
T = TypeVar("T")


class Left(Exception):
    """The client went away before its answer was ready."""


def name(request: Request) -> str:
    """The client's address, or the network of an IPv6 client."""
    host = request.client.host if request.client else "unknown"
    with suppress(ValueError):
        address = ipaddress.ip_address(host.partition("%")[0])
        if isinstance(address, ipaddress.IPv6Address):
            mapped = address.ipv4_mapped
            network = ipaddress.ip_network((int(address), _NETWORK_BITS), strict=False)
            return str(network if mapped is None else mapped)
    return host


async def while_connected(request: Request, work: Coroutine[Any, Any, T]) -> T:
    """The result of a piece of work, which ends when the client goes away.

    Raises:
        Left: it went away.
    """
    working, leaving = asyncio.ensure_future(work), asyncio.ensure_future(_left(request))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise Left
        return working.result()
    finally:
        working.cancel()
        leaving.cancel()
        await asyncio.gather(working, leaving, return_exceptions=True)


async def _left(request: Request) -> None:
    """Wait until the client is gone; what it still sends is not for us."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
