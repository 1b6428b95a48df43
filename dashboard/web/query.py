"""What addresses of files have in common: their query, and the way to codes instead of names."""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse

from dashboard.core.foreign_parameters import without_foreign


def query_of(request: Request) -> dict[str, list[str]]:
    """The parameters of an address, each with all its values."""
    return parse_qs(request.url.query, keep_blank_values=True, max_num_fields=None)


def with_codes(
    request: Request, codes: tuple[str, ...], headers: dict[str, str]
) -> RedirectResponse:
    """The way to the same address with codes of regions instead of names."""
    query = urlencode({**without_foreign(query_of(request)), "region": codes}, doseq=True)
    return RedirectResponse(f"?{query}", headers=headers)
