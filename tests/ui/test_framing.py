"""What the server of the pages is told for frames of other sites."""

from __future__ import annotations

import pytest

from dashboard.core.settings import Settings
from dashboard.ui import server

INTRANET = "'self' https://intranet.example.go.id"


@pytest.mark.parametrize(
    ("ancestors", "address", "is_told"),
    [
        (INTRANET, "https://dasbor.example.go.id", True),
        (INTRANET, "http://dasbor.example.go.id", False),
        (INTRANET, "", False),
        ("'self'", "https://dasbor.example.go.id", False),
        ("'none'", "https://dasbor.example.go.id", False),
    ],
)
def test_the_cookie_of_uploads_reaches_frames_that_are_allowed_over_tls(
    ancestors: str, address: str, is_told: bool
) -> None:
    settings = Settings(frame_ancestors=ancestors, public_address=address)
    assert bool(server.cookie_options(settings)) == is_told
