"""Office files are ZIP files with the clock in them; equal briefings shall be equal bytes."""

from __future__ import annotations

import datetime as dt
import io
import zipfile


def with_one_date(content: bytes, day: dt.date) -> bytes:
    """The same office file with every part dated to one day, in the order in which they came."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as given,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as out,
    ):
        for part in given.infolist():
            dated = zipfile.ZipInfo(part.filename, (day.year, day.month, day.day, 0, 0, 0))
            dated.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(dated, given.read(part))
    return written.getvalue()
